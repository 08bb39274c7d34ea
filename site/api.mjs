// The reference: TypeDoc reads the declarations of the package, typedoc-plugin-markdown writes a page for each name.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { Application } from "typedoc";
import { MODULES } from "./modules.mjs";
import { read, ROOT } from "./pages.mjs";

/** Declarations and results, between two steps of the build. */
const FOLDER = join(ROOT, "target/site-api");

/** The page of the reference that a link to a file of declarations leads to. */
export const declarationPage = (path) => {
  const name = /^npm\/(\w+)\.d\.ts$/.exec(path)?.[1];
  return name in MODULES ? `api/${name}/README.md` : undefined;
};

const OPTIONS = {
  outputFileStrategy: "members",
  readme: "none",
  disableSources: true,
  excludeExternals: true,
  skipErrorChecking: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  sort: ["source-order"],
  groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables"],
  expandParameters: true,
  useCodeBlocks: true,
  useHTMLEncodedBrackets: true,
  indexFormat: "table",
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  propertyMembersFormat: "table",
  typeAliasPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  logLevel: "Error",
};

/** The pages of the reference: `{ source, path, text, title, label, kind, module, isIndex }`. */
export async function referencePages() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const entryPoints = Object.keys(MODULES).map(copyDeclarations);
  const tsconfig = join(FOLDER, "tsconfig.json");
  const compilerOptions = { target: "es2024", module: "nodenext", lib: ["es2024", "dom"], strict: true, types: [] };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: entryPoints }));
  const out = join(FOLDER, "markdown");
  const options = { ...OPTIONS, entryPoints, tsconfig, out, plugin: ["typedoc-plugin-markdown"] };
  const app = await Application.bootstrapWithPlugins(options);
  const project = await app.convert();
  if (!project) throw new Error("TypeDoc could not read the declarations of npm/");
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error("TypeDoc reported errors");
  return [start(), ...Object.keys(MODULES).flatMap((name) => modulePages(out, name))];
}

/** A copy that TypeDoc reads whole: the comment at the top is the module's, and `@throws {Type}` keeps its type. */
function copyDeclarations(name) {
  const text = read(`npm/${name}.d.ts`)
    .replace(/^(\/\*\*[^]*?)\*\//, (comment, head) =>
      comment.includes("@packageDocumentation") ? comment : `${head}* @packageDocumentation\n */`,
    )
    .replace(/@throws \{(\w+)\}(?=\s*[^\s*])/g, "@throws {@link $1}:")
    .replace(/@throws \{(\w+)\}/g, "@throws {@link $1}");
  const file = join(FOLDER, `${name}.d.ts`);
  writeFileSync(file, text);
  return file;
}

/** The page with the list of modules. */
function start() {
  const rows = Object.entries(MODULES).map(([name, specifier]) => {
    const [, about] = /^\/\*\*\n \* ([^]*?)(?:\n \*\n|\n \*\/)/.exec(read(`npm/${name}.d.ts`));
    const sentence = about
      .replaceAll("\n * ", " ")
      .replace(/^`[^`]*`: /, "")
      .split(/(?<=\.) /)[0];
    return `| [\`${specifier}\`](${name}/README.md) | ${sentence[0].toUpperCase()}${sentence.slice(1)} |`;
  });
  const text = `# API reference

Every function, type and error code, from the declarations in the package. Amounts are whole minor units: \`2000\` is 20.00 EUR.

| import | what it is |
|---|---|
${rows.join("\n")}
`;
  return { source: "api/README.md", path: "api/index.html", text, title: "API reference", label: "Overview" };
}

/** The pages of one module: its overview, then a page for each name. */
function modulePages(out, name) {
  const files = readdirSync(join(out, name), { recursive: true }).map((file) => file.replaceAll("\\", "/"));
  const overview = readFileSync(join(out, name, "README.md"), "utf8");
  const members = files.filter((file) => /\/.*\.md$/.test(file));
  // As the overview lists them.
  const place = (file) => overview.indexOf(`](${file})`);
  const specifier = MODULES[name];
  const first = {
    source: `api/${name}/README.md`,
    path: `api/${folderOf(name)}/index.html`,
    text: overview.replace(/^# .*$/m, `# ${specifier}`),
    title: specifier,
    label: specifier,
    module: name,
    isModule: true,
  };
  return [first, ...members.sort((a, b) => place(a) - place(b)).map((file) => memberPage(out, name, file))];
}

const folderOf = (name) => (name === "index" ? "bpc-checkout" : name);

function memberPage(out, module, file) {
  const text = readFileSync(join(out, module, file), "utf8");
  const [, kind, name] = /^# (?:Abstract )?(Function|Class|Interface|Type Alias|Variable): (.*)$/m.exec(text);
  const title = name.replaceAll("\\", "").replace(/(<|&lt;).*/, "");
  const plain = title.replace(/\(\)$/, "");
  const isType = kind === "Interface" || kind === "Type Alias";
  const imported = plain === "default" ? module : `${isType ? "type " : ""}{ ${plain} }`;
  const line = `import ${imported} from "${MODULES[module]}";`;
  return {
    source: `api/${module}/${file}`,
    path: posix.join("api", folderOf(module), file.replace(/\.md$/, ".html")),
    text: text.replace(/^# .*$/m, `# ${title}\n\n\`\`\`ts\n${line}\n\`\`\``),
    title,
    label: title,
    module,
    kind: kind.toLowerCase().replace("type alias", "type"),
    name: plain,
  };
}
