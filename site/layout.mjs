// The frame of a page: header, navigation, content, list of sections, footer.
import { dirname, posix } from "node:path";
import { escaped } from "./markdown.mjs";
import { MODULES } from "./modules.mjs";

const POLICY = [
  "default-src 'none'",
  // Opened from a disk, the files of the site are `file:`.
  "script-src 'self' file:",
  "style-src 'self' file:",
  "img-src 'self' file:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const ABOUT = 155;
const START = "bpc-checkout: card payments through BPC gateways";

/** The whole page as HTML. */
export function layout({ site, page, html, headings, isWide, about }) {
  const from = dirname(page.path);
  const to = (path) => posix.relative(from, path) || posix.basename(path);
  const sections = headings.filter(({ level }) => level === 2 || level === 3);
  const hasList = !isWide && sections.length > 1;
  const title =
    page.path === "index.html" ? START : `${page.title} · ${page.kind ? MODULES[page.module] : "bpc-checkout"}`;
  return `<!doctype html>
<html lang="en" data-root="${escaped(to("index.html").replace(/index\.html$/, ""))}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<meta name="description" content="${escaped(shortened(about))}">
<link rel="stylesheet" href="${to("assets/site.css")}">
<link rel="icon" href="${to("assets/icon.svg")}" type="image/svg+xml">
<script src="${to("assets/theme.js")}"></script>
<script src="${to("assets/site.js")}" defer></script>
</head>
<body${isWide ? ' class="wide"' : ""}>
<a class="skip" href="#content">Skip to the content</a>
<header>
<button class="menu" popovertarget="navigation" type="button">Menu</button>
<a class="name" href="${to("index.html")}">bpc-checkout <small>${escaped(site.version)}</small></a>
<div class="tools">
<button type="button" class="search" hidden aria-keyshortcuts="/">Search <kbd>/</kbd></button>
<button type="button" class="theme" hidden>Dark</button>
</div>
</header>
<nav id="navigation" popover aria-label="Pages">
${navigation(site, page, to)}
</nav>
<main id="content" tabindex="-1">
<article>
${trail(page, to)}${hasList ? withContents(html, sections) : html}</article>
${neighbours(site, page, to)}
</main>
${hasList ? `<aside aria-label="On this page">\n<h2>On this page</h2>\n${contents(sections)}\n</aside>` : ""}
<footer>
<p>bpc-checkout ${escaped(site.version)}. MIT or Apache-2.0.${site.repository ? ` <a href="${escaped(site.repository)}" rel="noreferrer">Source code</a>.` : ""} This site makes no request to any other host.</p>
</footer>
</body>
</html>
`;
}

/** The first words of a page, for the results of search engines. */
const shortened = (text) => (text.length <= ABOUT ? text : `${text.slice(0, text.lastIndexOf(" ", ABOUT))} …`);

/** A link of the navigation; the page that is open is named as such. */
const item = (page, open, to, below = "") =>
  `<li><a href="${to(page.path)}"${page === open ? ' aria-current="page"' : ""}>${escaped(page.label)}</a>${below}</li>`;

function navigation({ pages }, open, to) {
  return groupBy(pages, ({ group }) => group)
    .map(([group, members]) => {
      const items = members
        .filter((page) => !page.kind)
        .map((page) => item(page, open, to, names(members, page, open, to)));
      if (group !== "Banks") return `<h2>${group}</h2>\n${list(items)}`;
      // The list of banks is long: it opens where a bank is read.
      const [all, ...banks] = items;
      const isOpen = open.group === "Banks" ? " open" : "";
      return `<h2>${group}</h2>\n${list([all])}\n<details${isOpen}><summary>By name</summary>\n${list(banks)}</details>`;
    })
    .join("\n");
}

/** Below a module, if it or a name of it is open: its names. */
function names(members, page, open, to) {
  if (!page.module || page.module !== open.module) return "";
  const inside = members.filter(({ kind, module }) => kind && module === page.module);
  const lists = groupBy(inside, ({ kind }) => (kind === "interface" ? "type" : kind)).map(
    ([kind, pages]) => `<h3>${KINDS[kind]}</h3>\n${list(pages.map((one) => item(one, open, to)))}`,
  );
  return `<div>${lists.join("\n")}</div>`;
}

const KINDS = { function: "Functions", class: "Classes", type: "Types", variable: "Values" };

const list = (items) => `<ul>\n${items.join("\n")}\n</ul>`;

/** Pairs of a key and the pages that have it, in the order of the first ones. */
function groupBy(pages, keyOf) {
  const groups = new Map();
  for (const page of pages) groups.set(keyOf(page), [...(groups.get(keyOf(page)) ?? []), page]);
  return [...groups];
}

/** Where a page of the reference is. */
function trail(page, to) {
  if (!page.module) return "";
  const folder = page.module === "index" ? "bpc-checkout" : page.module;
  const parts = [`<a href="${to("api/index.html")}">API reference</a>`];
  if (page.kind) parts.push(`<a href="${to(`api/${folder}/index.html`)}">${MODULES[page.module]}</a>`, page.kind);
  else parts.push("module");
  return `<p class="trail">${parts.join(" <span>/</span> ")}</p>\n`;
}

/** The guides before and after this one, in the order of the navigation. */
function neighbours({ pages }, page, to) {
  const list = pages.filter(({ kind }) => !kind);
  const index = list.indexOf(page);
  if (index < 0) return "";
  const link = (one, rel, word) =>
    one ? `<a rel="${rel}" href="${to(one.path)}"><small>${word}</small> ${escaped(one.label)}</a>` : "<span></span>";
  return `<nav class="neighbours" aria-label="Previous and next page">${link(list[index - 1], "prev", "Previous")}${link(list[index + 1], "next", "Next")}</nav>`;
}

function contents(sections) {
  const entry = ({ id, title, level }) =>
    `<li class="level-${level}"><a href="#${escaped(id)}">${escaped(title)}</a></li>`;
  return list(sections.map(entry));
}

/** Where the page is too narrow for the list beside it, the list opens below the title. */
const withContents = (html, sections) =>
  html.replace(
    "</h1>\n",
    (end) => `${end}<details class="contents"><summary>On this page</summary>\n${contents(sections)}\n</details>\n`,
  );
