/** Every block of JavaScript and TypeScript on the site is run by tests/package, or compiled here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DOCUMENTS } from "../package/snippets.mjs";
import { site } from "./site.mjs";
import { blocksOf, typeErrors } from "./snippets.mjs";

/** The functions and classes of the package; of the main module, if two modules have one. */
async function names() {
  const { pages } = await site();
  const named = pages.filter(({ kind }) => kind === "function" || kind === "class" || kind === "variable");
  const byName = new Map(named.reverse().map((page) => [page.name, page]));
  return [...byName.values()].filter(({ name }) => name !== "default");
}

test("site: a block that says how it runs is in a document that tests/package runs", async () => {
  const { pages } = await site();
  const running = pages.filter((page) => [...blocksOf(page)].some(({ runs }) => runs)).map(({ source }) => source);
  assert.ok(running.length > 5);
  assert.deepEqual(
    running.filter((source) => !DOCUMENTS.includes(source)),
    [],
  );
});

test("site: every other block compiles", async (context) => {
  const { pages } = await site();
  const blocks = pages.flatMap((page) => [...blocksOf(page)]).filter(({ runs }) => !runs);
  assert.ok(blocks.length > 100, `${blocks.length} blocks`);
  assert.equal(typeErrors(blocks, await names()), "");
  context.diagnostic(`${blocks.length} blocks`);
});

test("site: a wrong block does not compile, and the message names its place", async () => {
  const wrong = {
    'await register({ amount: "20", currency: "EUR", returnUrl }, gateway);':
      /docs\/x\.md:7: the block.*not assignable/,
    "await registr({ amount: 1, currency, returnUrl }, gateway);": /'registr'/,
    'import { nothing } from "bpc-checkout/money";\nnothing();': /'nothing'/,
    "const { formUrl = await register(order);": /expected/,
  };
  const known = await names();
  for (const [code, message] of Object.entries(wrong))
    assert.match(typeErrors([{ name: "docs/x.md:7", code }], known), message);
});
