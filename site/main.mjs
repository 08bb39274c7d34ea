// `npm run docs` builds the documentation site into target/site. With `--serve` it also serves it on this machine.
//   node site/main.mjs [--serve [port]] [--out folder]
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { serve } from "./serve.mjs";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "..");
const PORT = 8789;

/** Installs the tools of site/package.json, unless they are there as the lock file says. */
export function install() {
  const lock = readFileSync(join(HERE, "package-lock.json"), "utf8");
  const stamp = join(HERE, "node_modules/.installed-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("docs: installing the tools of site/package.json");
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], {
    cwd: HERE,
    stdio: ["ignore", "inherit", "inherit"],
  });
  writeFileSync(stamp, lock);
}

/** Builds the site into a folder. Returns what the tests need: the pages, with their sources. */
export async function build(out) {
  install();
  // The tools are there only now.
  const { buildSite } = await import("./build.mjs");
  return buildSite(out);
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { serve: { type: "boolean" }, out: { type: "string", default: "target/site" } },
    allowPositionals: true,
  });
  const out = resolve(ROOT, values.out);
  const { pages } = await build(out);
  console.log(`docs: ${pages.length} pages in ${relative(process.cwd(), out) || "."}; open index.html, or use --serve`);
  if (!values.serve) return;
  const { origin } = await serve(out, Number(positionals[0] ?? PORT));
  console.log(`docs: ${origin}/   (Ctrl-C ends it)`);
}

if (process.argv[1] === import.meta.filename) {
  main().catch((error) => {
    console.error(`docs: ${error.message}`);
    process.exitCode = 1;
  });
}
