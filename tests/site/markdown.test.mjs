/** Links of a document, as the site has them; what Markdown becomes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { site } from "./site.mjs";

const guide = { source: "docs/errors.md", path: "errors.html", text: "", isGuide: true };
const pages = [
  guide,
  { source: "README.md", path: "index.html", text: "", title: "Start", isGuide: true },
  { source: "docs/banks.md", path: "banks/index.html", text: "", title: "Banks", isGuide: true },
  { source: "docs/banks/dsk.md", path: "banks/dsk.html", text: "", isGuide: true },
  { source: "api/index/README.md", path: "api/bpc-checkout/index.html", text: "" },
  {
    source: "api/index/functions/verify.md",
    path: "api/bpc-checkout/functions/verify.html",
    text: "",
    kind: "function",
    name: "verify",
  },
  {
    source: "api/index/functions/decline.md",
    path: "api/bpc-checkout/functions/decline.html",
    text: "",
    kind: "function",
    name: "decline",
  },
  {
    source: "api/index/interfaces/V.md",
    path: "v.html",
    text: '<a id="property-decline"></a>',
    kind: "interface",
    module: "index",
    name: "V",
  },
];

/** A document of the site as HTML. */
async function html(text, { page = guide, repository = null } = {}) {
  await site();
  // The tools of the site are installed now.
  const { placesOf } = await import("../../site/build.mjs");
  const { render } = await import("../../site/markdown.mjs");
  const images = new Map();
  const places = placesOf({ pages, repository, version: "1.2.3", images });
  return { ...render(text, places(page)), images };
}

const link = async (text, options) => /href="([^"]*)"/.exec((await html(text, options)).html)?.[1];

test("site: a link to a source leads to its page", async () => {
  const bank = pages[3];
  assert.equal(await link("[a](../README.md#where-it-runs)"), "index.html#where-it-runs");
  assert.equal(await link("[a](banks/dsk.md)"), "banks/dsk.html");
  assert.equal(await link("[a](../errors.md#x)", { page: bank }), "../errors.html#x");
  assert.equal(await link("[a](../docs/banks)", { page: guide }), "banks/index.html");
  assert.equal(await link("[a](../npm/index.d.ts)", { page: guide }), "api/bpc-checkout/index.html");
  assert.equal(await link("[a](#here)"), "#here");
  assert.equal(await link("[a](https://bank.example/a)"), "https://bank.example/a");
});

test("site: a link to another file of the repository leads to the repository, or is text while there is none", async () => {
  const repository = "https://github.com/o/n";
  assert.equal(await link("[a](../src/lib.rs#x)", { repository }), `${repository}/blob/v1.2.3/src/lib.rs#x`);
  assert.equal(await link("[a](../src)", { repository }), `${repository}/tree/v1.2.3/src`);
  assert.equal((await html("see [the `lib`](../src/lib.rs).")).html, "<p>see the <code>lib</code>.</p>\n");
});

test("site: a link to a file that does not exist stops the build", async () => {
  await assert.rejects(html("[a](../src/no-such-file.rs)"), /docs\/errors\.md: there is no src\/no-such-file\.rs/);
});

test("site: where the text of a link is a path, the page's title stands for it", async () => {
  assert.match((await html("[docs/banks](../docs/banks)")).html, />Banks</);
  assert.match((await html("[SECURITY.md](../README.md#a)")).html, />Start</);
  assert.match((await html("[banks of `docs`](../docs/banks)")).html, />banks of <code>docs</);
  assert.match(
    (await html("[style.md](../docs/style.md)", { repository: "https://github.com/o/n" })).html,
    />style\.md</,
  );
});

test("site: a picture is copied", async () => {
  const { html: text, images } = await html("![The store](../www/screenshot.png)");
  assert.match(text, /<img src="assets\/screenshot\.png" alt="The store">/);
  assert.deepEqual([...images], [["www/screenshot.png", "assets/screenshot.png"]]);
});

test("site: a name in code leads to its page once, and only if it is no field's name too", async () => {
  const verify = "api/bpc-checkout/functions/verify.html";
  assert.equal((await html("`verify` and `verify` and `verify(a)`")).html.split(verify).length, 2);
  assert.equal(await link("`decline`"), undefined);
  assert.match(await link("`decline(order)`"), /decline\.html/);
  assert.equal(await link("## `verify`"), "#verify");
  assert.equal(await link("`docs/banks/dsk.md`", { page: pages[4] }), "../../banks/dsk.html");
});

test("site: a type in the code of the reference leads to its page", async () => {
  const verify = pages.find(({ name }) => name === "verify");
  const signature = '```ts\nfunction verify(): Promise<V>;\nconst text = "Vx & <V";\n```\n';
  const { html: text } = await html(signature, { page: verify });
  assert.equal(text.match(/<a href="[^"]*v\.html">V<\/a>/g)?.length, 2, text);
  assert.match(text, /Vx/);
  assert.doesNotMatch((await html(signature)).html, /<a /);
});

test("site: comments of the sources are left out, anchors are as on GitHub", async () => {
  const { html: text, headings } = await html(
    "<!-- snippet: script -->\n```js\n1 < 2;\n```\n\n## It's `a.b`: 1 & 2\n\n## Same\n\n## Same\n",
  );
  assert.doesNotMatch(text, /<!--/);
  assert.deepEqual(
    headings.map(({ id }) => id),
    ["its-ab-1--2", "same", "same-1"],
  );
  assert.equal(headings[0].title, "It's a.b: 1 & 2");
});

test("site: a point of a list can be ticked, and its box has a name", async () => {
  const { html: text } = await html("- [ ] **The currency.** Ask.\n");
  assert.match(text, /<li class="task"><input type="checkbox" aria-labelledby="task-1"> *<strong id="task-1">/);
  await assert.rejects(html("- [ ] no name\n"), /has no name in bold/);
});

test("site: the search has what the reader sees, of sections and of the rows of a long table", async () => {
  const rows = Array.from({ length: 25 }, (_, code) => `| -${code} | funds | <a id="x${code}"></a> text |`).join("\n");
  const { entries } = await html(
    `# Title\n\nGive \`https://<your shop>/callback\`.\n\n## Codes\n\n| code | class | text |\n|---|---|---|\n${rows}\n`,
  );
  assert.deepEqual(
    entries.slice(0, 2).map(({ id, heading, text }) => [id, heading, text]),
    [
      ["", "Title", "Give https://<your shop>/callback."],
      ["row--0", "-0", "funds text"],
    ],
  );
  assert.equal(entries.length, 27);
});
