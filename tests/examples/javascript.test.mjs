// The examples in JavaScript, each as its own project with the packed package: a customer buys, pays and returns.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser } from "../bundlers/browser.mjs";
import { PROJECTS } from "../frameworks/projects.mjs";
import { tool } from "../runtimes/consumer.mjs";
import { startBank } from "../shop/bank.mjs";
import { CARD } from "../shop/customer.mjs";
import { ROOT } from "./cargo.mjs";
import { buy, install, payAndReturn, settings, start } from "./store.mjs";

const WRANGLER = ["wrangler", "dev", "--ip", "127.0.0.1", "--port", "$PORT", "--inspector-port", "0"];

const NODE = ["node", "--env-file=.env", "main.js"];

/** The command of each example, as its package.json has it, on a free port. */
const STORES = {
  workers: WRANGLER,
  "workers-d1": [...WRANGLER, "--test-scheduled"],
  hono: WRANGLER,
  deno: ["deno", "run", "--no-prompt", "--env-file=.env", "--allow-net", "--allow-env", "main.js"],
  bun: ["bun", "main.js"],
  "node-http": NODE,
  express: NODE,
};
/** Those with a test of their own: in Rust, in a browser, and what `bpc-checkout init` writes (written.test.mjs). */
const OTHERS = ["leptos", "workers-rs", "page-with-edge-backend", "store"];

const bank = await startBank(() => "http://127.0.0.1:1");
after(() => bank.stop());

test("every example is tested", () => {
  // In a step of their own: cargo xtask test frameworks.
  const frameworks = Object.keys(PROJECTS).filter((name) => PROJECTS[name].isExample);
  const folders = readdirSync(join(ROOT, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).sort(), [...Object.keys(STORES), ...OTHERS, ...frameworks].sort());
});

for (const [name, command] of Object.entries(STORES)) {
  describe(`the example ${name}`, () => {
    let store;
    before(async () => {
      const folder = install(name);
      if (name === "workers-d1") {
        const create = ["d1", "execute", "DB", "--local", "--file", "schema.sql", "--yes"];
        execFileSync(tool("wrangler"), create, { cwd: folder, stdio: "pipe", env: { ...process.env, CI: "1" } });
        // The store's own test.
        execFileSync(tool("node"), ["--test"], { cwd: folder, stdio: "pipe" });
      }
      store = await start(folder, command, settings(bank));
    });
    after(() => store?.stop());

    test("a customer finds the form, pays, and the store says so", async () => {
      assert.match(await (await fetch(store.origin)).text(), /<form method="post" action="\/buy">/);
      const { status, text } = await payAndReturn(store, bank, await buy(store));
      assert.equal(status, 200, store.log);
      assert.match(text, /complete/);
      await store.delivered(1);
    });

    test("a declined payment is not paid, and a made-up return is refused", async () => {
      const { text } = await payAndReturn(store, bank, await buy(store), { ...CARD, cvc: "999" });
      assert.doesNotMatch(text, /complete/);
      const forged = await fetch(`${store.origin}/return?orderId=1`);
      assert.ok(forged.status >= 400, `${forged.status}`);
      assert.match(await forged.text(), /do not pay again/i);
      // The next paid order is the second that is delivered.
      await payAndReturn(store, bank, await buy(store));
      await store.delivered(2);
      assert.equal(store.deliveries(), 2, store.log);
    });

    if (!["workers-d1", "express"].includes(name)) return;
    test("a callback of the bank is accepted, and a forged one is not", async () => {
      await bank.notifications();
      bank.sandbox.pay(await buy(store), CARD);
      const [query] = await bank.notifications();
      assert.equal((await fetch(`${store.origin}/callback${query}`)).status, 200, store.log);
      if (name === "workers-d1") await store.delivered(3);
      const form = { method: "POST", body: new URLSearchParams(query) };
      assert.equal((await fetch(`${store.origin}/callback`, form)).status, 200, store.log);
      const forged = query.replace(/orderNumber=[^&]*/, "orderNumber=A-1");
      assert.equal((await fetch(`${store.origin}/callback${forged}`)).status, 400);
    });
  });
}

test("the example page-with-edge-backend: a page without WebAssembly buys, and shows the outcome", async () => {
  const folder = install("page-with-edge-backend");
  execFileSync("npm", ["run", "build", "--silent"], { cwd: folder });
  const store = await start(folder, WRANGLER, settings(bank));
  const browser = await openBrowser();
  try {
    const page = await browser.open(`${store.origin}/`);
    await page.getByText("€20.00").waitFor();
    await page.getByRole("button", { name: "Buy" }).click();
    await page.waitForURL(/\/payment\//);
    const orderId = new URL(page.url()).searchParams.get("mdOrder");
    await page.goto(bank.sandbox.pay(orderId, CARD).redirectUrl);
    await page.locator('[data-outcome="paid"]').waitFor();
    assert.match(await page.locator("#outcome").textContent(), /complete/);
  } finally {
    await browser.close();
    store.stop();
  }
});
