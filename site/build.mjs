// Makes the site: every page from its source, the files of the browser, and what the search needs.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix } from "node:path";
import { declarationPage, referencePages } from "./api.mjs";
import { layout } from "./layout.mjs";
import { render } from "./markdown.mjs";
import { FOLDERS, listPages, read, ROOT } from "./pages.mjs";

const TYPES = new Set(["interface", "type", "class"]);
const BROWSER = ["site.css", "theme.js", "site.js", "icon.svg"];

/** Builds the site into `out`. Returns its pages. */
export async function buildSite(out) {
  empty(out);
  const pages = listPages(await referencePages());
  const site = { pages, ...readProject(), images: new Map() };
  const places = placesOf(site);
  const entries = [];
  for (const page of pages) {
    const { html, headings, entries: found, about, isWide } = render(page.text, places(page));
    write(out, page.path, layout({ site, page, html, headings, isWide, about }));
    const { path, title } = page;
    entries.push(...found.map(({ isRow, ...entry }) => ({ ...entry, path, title, weight: weightOf(page, isRow) })));
  }
  for (const [source, path] of site.images) copy(join(ROOT, source), join(out, path));
  for (const file of BROWSER) copy(join(import.meta.dirname, "browser", file), join(out, "assets", file));
  copySearch(out);
  write(out, "assets/search-data.js", `searchData(${JSON.stringify(entries)});\n`);
  return { pages, entries };
}

/** Removes the site of an earlier build, and nothing else. */
function empty(out) {
  // It also tells GitHub Pages that the files are as they are.
  const mark = ".nojekyll";
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, mark)))
    throw new Error(`${out} has files that are no site; give a new or an empty folder`);
  rmSync(out, { recursive: true, force: true });
  write(out, mark, "");
}

/** How much a result counts: a guide explains; the reference of the main module is asked for more often than the others'. */
function weightOf({ isGuide, module }, isRow) {
  if (isGuide && !isRow) return 1.5;
  return isGuide || module === undefined || module === "index" ? 1 : 0.7;
}

/** The search library, with its licence. */
function copySearch(out) {
  const minisearch = join(import.meta.dirname, "node_modules/minisearch");
  const licence = readFileSync(join(minisearch, "LICENSE.txt"), "utf8").trim();
  const code = readFileSync(join(minisearch, "dist/umd/index.js"), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  write(out, "assets/minisearch.js", `/*\nMiniSearch\n\n${licence}\n*/\n${code}`);
}

function write(out, path, text) {
  const file = join(out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** The values of project.json, and the version of the package. */
function readProject() {
  const { repository } = JSON.parse(read("project.json"));
  return { repository, version: JSON.parse(read("npm/package.json")).version };
}

/** For a page: where a link of its source leads, and where a name in code is described. */
export function placesOf(site) {
  const bySource = new Map(site.pages.map((page) => [page.source, page]));
  const names = namesOf(site.pages);
  const types = new Map(
    site.pages.filter(({ kind }) => TYPES.has(kind)).map((one) => [`${one.module} ${one.name}`, one]),
  );
  return (page) => {
    const from = dirname(page.path);
    const to = (target, anchor) =>
      target === page && anchor
        ? anchor
        : `${posix.relative(from, target.path) || posix.basename(target.path)}${anchor}`;
    const sourceOf = (href) => posix.normalize(posix.join(dirname(page.source), href.split("#")[0])).replace(/\/$/, "");
    const pageOf = (source) => bySource.get(declarationPage(source) ?? FOLDERS[source] ?? source);
    const isElsewhere = (href) => /^(https?|mailto):/.test(href) || href.startsWith("#");
    return {
      link: (href, isImage) => {
        if (isElsewhere(href)) return href;
        const source = sourceOf(href);
        const anchor = /#.+$/.exec(href)?.[0] ?? "";
        const target = pageOf(source);
        if (target) return to(target, anchor);
        if (!existsSync(join(ROOT, source))) throw new Error(`${page.source}: there is no ${source}`);
        if (!isImage) return addressOf(site, source, anchor);
        const image = posix.join("assets", posix.basename(source));
        site.images.set(source, image);
        return posix.relative(from, image);
      },
      title: (href) => (isElsewhere(href) ? undefined : pageOf(sourceOf(href))?.title),
      type: (name) => {
        const target = page.kind && (types.get(`${page.module} ${name}`) ?? types.get(`index ${name}`));
        return target && target !== page ? to(target, "") : undefined;
      },
      name: (code) => {
        const document = code.startsWith("docs/") ? bySource.get(code) : undefined;
        if (document && document !== page) return to(document, "");
        const target = names.get(code) ?? names.get(code.replace(/\([^()]*\)$/, "()"));
        return target && target !== page && page.isGuide ? to(target, "") : undefined;
      },
    };
  };
}

/**
 * Names of functions and classes, as a text has them, with their pages; of the main module, if two modules have the name. A name that
 * is a field's too, such as `decline`, is the function's only with parentheses.
 */
function namesOf(pages) {
  const isField = (name) =>
    pages.some(({ kind, text }) => kind && text.includes(`<a id="property-${name.toLowerCase()}">`));
  const names = new Map();
  for (const page of pages.filter(({ kind }) => kind === "function" || kind === "class").reverse()) {
    names.set(`${page.name}()`, page);
    if (!isField(page.name)) names.set(page.name, page);
  }
  return names;
}

/** The address of a file or folder of the repository, at the version of the package. */
function addressOf({ repository, version }, path, anchor) {
  if (!repository) return undefined;
  const kind = statSync(join(ROOT, path)).isDirectory() ? "tree" : "blob";
  return `${repository}/${kind}/v${version}/${path}${anchor}`;
}
