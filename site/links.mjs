// The links of a document, as the site has them. They are changed between reading Markdown and writing HTML.

/** The text of a link that is the path of a document. */
const FILE = /^([\w-]+\/)*[\w-]+\.md$|^docs(\/[\w-]+)*$/;

/**
 * A step of markdown-it: links lead to pages of the site. One that leads nowhere becomes its text, and a name in code gets the page of
 * the reference.
 */
export function rewriteLinks({ tokens, env, Token }) {
  const links = new Links(env.places, Token);
  let isHeading = false;
  for (const token of tokens) {
    if (token.type === "heading_open") isHeading = true;
    if (token.type === "heading_close") isHeading = false;
    if (token.type === "inline") token.children = [...links.rewrite(token.children, isHeading)];
  }
}

class Links {
  #places;
  #Token;
  /** Where names in code led already: one link for each page is enough. */
  #named = new Set();
  /** The link that the tokens are in: whether it is left out, and the title of its page. */
  #open;

  constructor(places, Token) {
    this.#places = places;
    this.#Token = Token;
  }

  *rewrite(children, isHeading) {
    for (const [index, token] of children.entries()) {
      if (token.type === "link_open") yield* this.#start(token);
      else if (token.type === "link_close") yield* this.#end(token);
      else if (token.type === "image") yield* this.#image(token);
      else if (this.#open) yield this.#isPath(children, index) ? this.#text(this.#open.title) : token;
      else if (token.type === "code_inline" && !isHeading) yield* this.#name(token);
      else yield token;
    }
  }

  *#start(token) {
    const href = token.attrGet("href");
    // A heading's link to itself has a class.
    const to = token.attrGet("class") ? href : this.#places.link(href, false);
    this.#open = { isLeftOut: to === undefined, title: this.#places.title(href) };
    if (to === undefined) return;
    token.attrSet("href", to);
    if (/^https?:/.test(to)) token.attrSet("rel", "noreferrer");
    yield token;
  }

  *#end(token) {
    if (!this.#open?.isLeftOut) yield token;
    this.#open = undefined;
  }

  *#image(token) {
    const to = this.#places.link(token.attrGet("src"), true);
    if (to === undefined) return;
    token.attrSet("src", to);
    yield token;
  }

  *#name(token) {
    const to = this.#places.name(token.content);
    if (to === undefined || this.#named.has(to)) return void (yield token);
    this.#named.add(to);
    const start = new this.#Token("link_open", "a", 1);
    start.attrSet("href", to);
    yield* [start, token, new this.#Token("link_close", "a", -1)];
  }

  /** Whether all that a link shows is the path of a document: the site has pages, so it shows the title. */
  #isPath(children, index) {
    const isAlone = children[index - 1].type === "link_open" && children[index + 1].type === "link_close";
    return isAlone && this.#open.title !== undefined && FILE.test(children[index].content);
  }

  #text(content) {
    return Object.assign(new this.#Token("text", "", 0), { content });
  }
}
