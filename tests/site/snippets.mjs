// The code of the site that tests/package does not run is compiled: fragments of the guides, and the examples of the declarations.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MODULES } from "../../site/modules.mjs";
import { ROOT, tool } from "../runtimes/consumer.mjs";

const BLOCK = /(?:^#+ (.*)\n\n)?(?:^<!-- snippet: (\w+) -->\n)?^```(js|ts)\n([^]*?)^```$/gm;
const IMPORT = /^import\b[^;]*;$/gm;

/** The programs of docs/orders.md and docs/runtimes.md: tests/shop/docs.test.mjs and tests/examples/readme.test.mjs buy from them. */
const RUN_BY_SHOP = /^import \{ createServer \}/;

/** The blocks of a page: `{ name, code, runs }`. In the reference only the examples: a signature is not a program. */
export function* blocksOf({ source, text, module }) {
  for (const { 1: heading, 2: runs, 3: language, 4: code, index } of text.matchAll(BLOCK)) {
    const isSignature =
      module && language === "ts" && !/^Examples?$/.test(heading ?? "") && !code.startsWith("import ");
    if (isSignature || RUN_BY_SHOP.test(code)) continue;
    yield { name: `${source}:${text.slice(0, index).split("\n").length}`, language, code, runs: runs !== undefined };
  }
}

/** What a compiler says against blocks, as text; nothing if they are right. Names of the package need no import in a fragment. */
export function typeErrors(blocks, names) {
  const folder = join(ROOT, "target/site-snippets");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(import.meta.dirname, "fragments.d.ts"), join(folder, "fragments.d.ts"));
  writeFileSync(join(folder, "names.d.ts"), names.map(declaration).join(""));
  const files = blocks.map(({ code, language = "js" }, index) => {
    writeFileSync(join(folder, `${index}.${language}`), program(code));
    return `${index}.${language}`;
  });
  const paths = Object.entries(MODULES).map(([file, specifier]) => [specifier, [join(ROOT, `pkg/${file}.d.ts`)]]);
  const compilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    noImplicitAny: false,
    skipLibCheck: true,
    target: "es2024",
    module: "esnext",
    moduleResolution: "bundler",
    moduleDetection: "force",
    lib: ["es2024", "dom", "dom.iterable"],
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules/@types")],
    paths: Object.fromEntries(paths),
  };
  const config = { compilerOptions, files: ["fragments.d.ts", "names.d.ts", ...files] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout, stderr, status, error } = spawnSync(tool("tsc"), ["--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (error) throw error;
  if (status === 0) return "";
  return `${stdout}${stderr}`.replace(/^(\d+)\.[jt]s/gm, (_, index) => `${blocks[index].name}: the block`);
}

/** A fragment may wait and return: what follows its imports is the body of a function. A module that exports stays as it is. */
function program(code) {
  if (/^export /m.test(code)) return code;
  const imports = code.match(IMPORT) ?? [];
  return `${imports.join("\n")}\nexport async function fragment() {\n${code.replace(IMPORT, "")}\n}\n`;
}

const declaration = ({ name, module }) => `declare const ${name}: typeof import("${MODULES[module]}").${name};\n`;
