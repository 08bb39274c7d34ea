// The examples of the README, run as they stand there, against the built package.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { fileURLToPath } from "node:url";
import { Sandbox } from "../../pkg/sandbox.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

/** The one example that contains a text, as a module; `before` is what a reader has already. */
async function example(text, before = "") {
  const found = blocks.filter((code) => code.includes(text));
  assert.equal(found.length, 1, `one example with ${text}`);
  const at = (file) => `"${pathToFileURL(`${root}pkg/${file}`).href}"`;
  const code = found[0]
    .replaceAll('"bpc-checkout/sandbox"', at("sandbox.js"))
    .replaceAll('"bpc-checkout"', at("index.js"));
  const imports = before.replaceAll('"bpc-checkout"', at("index.js"));
  return import(`data:text/javascript,${encodeURIComponent(`${imports}\n${code}`)}`);
}

test("the unit test in the README passes", async () => {
  await example(
    "new Sandbox()",
    'import assert from "node:assert/strict"; import { register, verify } from "bpc-checkout";',
  );
});

test("the store in the README sells", async () => {
  const { default: store } = await example("export default");
  const bank = new Sandbox();
  const env = {
    GATEWAY_URL: bank.baseUrl,
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY: "k".repeat(32),
  };
  const realFetch = globalThis.fetch;
  globalThis.fetch = bank.fetch;
  try {
    const sold = await store.fetch(new Request("https://shop.example/buy", { method: "POST" }), env);
    assert.equal(sold.status, 303);
    const orderId = new URL(sold.headers.get("location")).searchParams.get("mdOrder");
    const { redirectUrl } = bank.pay(orderId, { pan: "5555555555555599" });
    assert.equal(await (await store.fetch(new Request(redirectUrl), env)).text(), "paid");
  } finally {
    globalThis.fetch = realFetch;
  }
});
