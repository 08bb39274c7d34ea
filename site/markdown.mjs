// Markdown to HTML, with anchors as GitHub makes them, and what the search needs of a page.
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import MarkdownIt from "markdown-it";
import anchor from "markdown-it-anchor";
import { rewriteLinks } from "./links.mjs";

const LANGUAGES = { bash, javascript, json, rust, sql, typescript, xml };
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/** A table with more rows than this is one that a reader looks something up in: each row is found by the search. */
const ROWS_TO_SEARCH = 20;
/** A table with more columns than this gets the whole width of the page. */
const COLUMNS_OF_TEXT = 5;
const ARROW = "¶";

export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The anchor of a heading. */
const slug = (title) =>
  title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const markdown = new MarkdownIt({ html: true, highlight });
markdown.use(anchor, {
  slugify: slug,
  tabIndex: false,
  permalink: anchor.permalink.linkInsideHeader({
    symbol: ARROW,
    placement: "after",
    class: "anchor",
    assistiveText: undefined,
    renderAttrs: () => ({ "aria-hidden": "true", tabindex: "-1" }),
  }),
});
markdown.core.ruler.before("anchor", "one-h1", oneFirstHeading);
markdown.core.ruler.push("links", rewriteLinks);
markdown.core.ruler.push("tasks", taskLists);
markdown.core.ruler.push("rows", rowAnchors);
markdown.renderer.rules.table_open = () => '<div class="table"><table>\n';
markdown.renderer.rules.table_close = () => "</table></div>\n";
markdown.renderer.rules.fence = fence;
// Comments are for the tools of the repository.
const html = (tokens, index) => tokens[index].content.replace(/<!--[^]*?-->\n?/g, "");
markdown.renderer.rules.html_block = html;
markdown.renderer.rules.html_inline = html;

/**
 * A document as HTML, with what the page and the search need of it. `places` has four functions, which return an address, a title, or
 * `undefined`: `link(href, isImage)` and `title(href)` for a link, `type(name)` for a type in a block of code, `name(code)` for code in
 * a text.
 */
export function render(text, places) {
  const env = { places };
  const tokens = markdown.parse(text, env);
  const headings = headingsOf(tokens);
  const isWide = tokens.some((token, index) => token.type === "tr_open" && columns(tokens, index) > COLUMNS_OF_TEXT);
  const paragraph = tokens.findIndex(({ type }) => type === "paragraph_open");
  return {
    html: markdown.renderer.render(tokens, markdown.options, env),
    headings,
    entries: entriesOf(tokens),
    about: plain(tokens[paragraph + 1]?.children),
    isWide,
  };
}

function highlight(code, language) {
  if (!hljs.getLanguage(language)) return escaped(code);
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}

function fence(tokens, index, options, env) {
  const { info, content } = tokens[index];
  const language = info.trim().split(/\s/)[0];
  const isShort = content.trimEnd().includes("\n") ? "" : " short";
  const code = withTypes(options.highlight(content, language), env.places);
  return `<div class="code${isShort}"><pre><code class="language-${escaped(language || "text")}">${code}</code></pre></div>\n`;
}

/** Highlighted code in which the types of the package lead to their pages. */
function withTypes(html, places) {
  return html.replace(/<[^>]*>|&\w+;|\b[A-Z]\w*\b/g, (word) => {
    const to = /^[A-Z]/.test(word) ? places.type(word) : undefined;
    return to === undefined ? word : `<a href="${escaped(to)}">${word}</a>`;
  });
}

/** A page has one heading of the first level: what follows a second one goes a level down. */
function oneFirstHeading({ tokens }) {
  let firsts = 0;
  for (const token of tokens) {
    if (token.type !== "heading_open" && token.type !== "heading_close") continue;
    if (token.type === "heading_open" && token.tag === "h1") firsts++;
    if (firsts > 1) token.tag = `h${Math.min(6, Number(token.tag[1]) + 1)}`;
  }
}

/** `- [ ] **Name.** …`: a box that the reader can tick. */
function taskLists({ tokens, Token }) {
  let count = 0;
  for (const [index, token] of tokens.entries()) {
    const isTask =
      token.type === "inline" && token.content.startsWith("[ ] ") && tokens[index - 2]?.type === "list_item_open";
    if (!isTask) continue;
    const id = `task-${++count}`;
    tokens[index - 2].attrSet("class", "task");
    const [first, ...rest] = token.children;
    first.content = first.content.slice("[ ] ".length);
    const box = new Token("html_inline", "", 0);
    box.content = `<input type="checkbox" aria-labelledby="${id}"> `;
    const name = [first, ...rest].find(({ type }) => type === "strong_open");
    if (!name) throw new Error(`a point of a list has no name in bold: ${token.content.slice(0, 60)}`);
    name.attrSet("id", id);
    token.children = [box, first, ...rest];
  }
}

const columns = (tokens, start) => {
  const end = tokens.findIndex((token, index) => index > start && token.type === "tr_close");
  return tokens.slice(start, end).filter(({ type }) => type === "th_open" || type === "td_open").length;
};

/** The text of an inline token, without its HTML and the sign of a heading's link. */
const plain = (children) =>
  (children ?? [])
    .map(({ type, content }) => (type === "softbreak" || type.startsWith("html_") ? " " : content))
    .join("")
    .replace(/\s+/g, " ")
    .trim();

/** The rows of a table: where each begins, its cells' tokens, and whether it is in the head. */
function* rowsOf(tokens, from) {
  let row;
  for (let index = from; tokens[index].type !== "table_close"; index++) {
    const { type } = tokens[index];
    if (type === "tr_open") row = { open: tokens[index], cells: [], isHead: tokens[index - 1].type === "thead_open" };
    if (type === "inline") row.cells.push(tokens[index]);
    if (type === "tr_close") yield row;
  }
}

const anchorIn = (cell) => /<a id="([^"]+)">/.exec(cell?.children?.map(({ content }) => content).join("") ?? "")?.[1];

/** Rows of long tables get an anchor, made of the first cell. */
function rowAnchors({ tokens }) {
  const taken = new Set();
  for (const [index, token] of tokens.entries()) {
    if (token.type !== "table_open") continue;
    const rows = [...rowsOf(tokens, index)].filter(({ isHead }) => !isHead);
    if (rows.length <= ROWS_TO_SEARCH) continue;
    for (const { open, cells } of rows) {
      const id = `row-${slug(plain(cells[0]?.children))}`;
      if (anchorIn(cells[0]) || id === "row-" || taken.has(id)) continue;
      taken.add(id);
      open.attrSet("id", id);
    }
  }
}

function headingsOf(tokens) {
  return tokens.flatMap((token, index) =>
    token.type === "heading_open"
      ? [{ level: Number(token.tag[1]), id: token.attrGet("id"), title: plain(tokens[index + 1].children) }]
      : [],
  );
}

/** What the search finds: each section, and each row that has an anchor of its own. */
function entriesOf(tokens) {
  const entries = [];
  let section = { id: "", heading: "", text: [] };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token.type === "heading_open") {
      entries.push(section);
      section = { id: token.attrGet("id"), heading: plain(tokens[++index].children), text: [] };
      if (token.tag === "h1") section.id = "";
    } else if (token.type === "table_open") {
      let inherited = -1;
      for (const { open, cells, isHead } of rowsOf(tokens, index)) {
        const texts = cells.map(({ children }) => plain(children));
        if (isHead) inherited = texts.indexOf("Inherited from");
        // What a type inherits is found where it is declared.
        else if (texts[inherited]?.includes(".")) continue;
        const id = open.attrGet("id") ?? anchorIn(cells[0]);
        if (id && !isHead) entries.push({ id, heading: texts[0], text: texts.slice(1), isRow: true });
        else section.text.push(texts.join(" "));
      }
      while (tokens[index].type !== "table_close") index++;
    } else if (token.type === "inline") section.text.push(plain(token.children));
    else if (token.type === "fence") section.text.push(token.content.replace(/\s+/g, " "));
  }
  entries.push(section);
  return entries
    .map(({ id, heading, text, isRow }) => ({
      id,
      heading,
      isRow,
      text: text
        .filter((part) => part !== "-")
        .join(" ")
        .trim(),
    }))
    .filter(({ heading, text }) => heading !== "" || text !== "");
}
