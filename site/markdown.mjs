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

const LANGUAGES = { bash, javascript, json, rust, sql, typescript, xml };
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/** A table with more rows than this is one that a reader looks something up in: each row is found by the search. */
const ROWS_TO_SEARCH = 20;
/** A table with more columns than this gets the whole width of the page. */
const COLUMNS_OF_TEXT = 5;
const ARROW = "¶";
/** The text of a link that is the path of a document. */
const FILE = /^([\w-]+\/)*[\w-]+\.md$|^docs(\/[\w-]+)*$/;

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
 * @param {string} text
 * @param {{ link: (href: string, isImage: boolean) => string | undefined, title: (href: string) => string | undefined, type: (name: string) => string | undefined, name: (code: string) => string | undefined }} places
 *   where a link of the document leads on the site (`undefined`: nowhere), the title of that page, the page of a type in a block of code, and of a name in a text
 * @returns {{ html: string, headings: { level: number, id: string, title: string }[], entries: object[], about: string, isWide: boolean }}
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

/** Links lead to pages of the site. One that leads nowhere becomes its text; names in code get the page of the reference. */
function rewriteLinks({ tokens, env, Token }) {
  const linked = new Set();
  let inHeading = false;
  for (const token of tokens) {
    if (token.type === "heading_open") inHeading = true;
    if (token.type === "heading_close") inHeading = false;
    if (token.type === "inline") token.children = withLinks(token.children, env.places, linked, inHeading, Token);
  }
}

function withLinks(children, places, linked, inHeading, Token) {
  const result = [];
  let open;
  for (const [index, token] of children.entries()) {
    if (token.type === "link_open") {
      const href = token.attrGet("href");
      open = { isDropped: false };
      if (!token.attrGet("class")) {
        const to = places.link(href, false);
        open.isDropped = to === undefined;
        if (to !== undefined) token.attrSet("href", to);
        if (/^https?:/.test(to ?? "")) token.attrSet("rel", "noreferrer");
      }
      if (!open.isDropped) result.push(token);
      open.title = places.title(href);
    } else if (open?.title && FILE.test(token.content) && isAlone(children, index)) {
      // The site has no files: the link has the name of the page.
      const name = new Token("text", "", 0);
      name.content = open.title;
      result.push(name);
    } else if (token.type === "link_close") {
      if (!open?.isDropped) result.push(token);
      open = undefined;
    } else if (token.type === "image") {
      const to = places.link(token.attrGet("src"), true);
      if (to === undefined) continue;
      token.attrSet("src", to);
      result.push(token);
    } else if (token.type === "code_inline" && !open && !inHeading) {
      const to = places.name(token.content);
      if (to !== undefined && !linked.has(to)) {
        linked.add(to);
        result.push(...linkAround(token, to, Token));
      } else result.push(token);
    } else result.push(token);
  }
  return result;
}

/** Whether a token is all that its link shows. */
const isAlone = (children, index) =>
  children[index - 1].type === "link_open" && children[index + 1].type === "link_close";

function linkAround(token, href, Token) {
  const start = new Token("link_open", "a", 1);
  start.attrSet("href", href);
  return [start, token, new Token("link_close", "a", -1)];
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

const plain = (children) =>
  (children ?? [])
    .map((token) => (token.type === "softbreak" ? " " : token.content))
    .join("")
    .replace(/<[^>]*>/g, " ")
    .replace(ARROW, "")
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
