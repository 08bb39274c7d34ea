/** The program of docs/orders.md, as printed: a customer buys, pays and comes back; another one closes the tab. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../runtimes/consumer.mjs";
import { freePort } from "../support/loopback.mjs";
import { startBank } from "./bank.mjs";
import { CARD } from "./customer.mjs";
import { FOLDER } from "./workerd.mjs";

/** A folder with the program and the package, as a reader would have it. */
function prepare() {
  const folder = join(FOLDER, "docs");
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(ROOT, "pkg"), join(folder, "node_modules/bpc-checkout"));
  const [, program] = /^```js\n(import \{ createServer[^]*?)^```$/m.exec(
    readFileSync(join(ROOT, "docs/orders.md"), "utf8"),
  );
  writeFileSync(join(folder, "store.mjs"), program);
  return folder;
}

test("docs/orders.md: the store on Node runs as printed, and fulfils each order once", async () => {
  const folder = prepare();
  const port = String(await freePort());
  const shop = `http://127.0.0.1:${port}`;
  const bank = await startBank(() => shop);
  const env = {
    ...process.env,
    PORT: port,
    GATEWAY_URL: `${bank.origin}/payment/rest`,
    DATABASE: join(folder, "orders.sqlite"),
  };
  const store = spawn(process.execPath, ["store.mjs"], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  let log = "";
  store.stdout.on("data", (text) => (log += text));
  try {
    await once(store.stdout, "data");
    const [, key] = /value="([^"]+)"/.exec(await (await fetch(shop)).text());
    const press = () =>
      fetch(`${shop}/buy`, { method: "POST", redirect: "manual", body: new URLSearchParams({ key }) });
    const answers = await Promise.all([press(), press()]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303],
    );
    const [formUrl, again] = answers.map(({ headers }) => headers.get("location"));
    assert.equal(formUrl, again, "a double click is one order");

    const orderId = new URL(formUrl).searchParams.get("mdOrder");
    const paid = bank.sandbox.pay(orderId, CARD);
    const [order] = bank.sandbox.orders().filter((one) => one.orderId === orderId);
    assert.deepEqual(
      (await bank.deliver()).map(({ status }) => status),
      [200],
    );
    const page = await fetch(paid.redirectUrl);
    assert.match(await page.text(), /<h1>paid<\/h1>/);
    assert.equal(log.split("\n").filter((line) => line === `fulfil ${order.orderNumber}: mug`).length, 1, log);

    assert.equal((await fetch(`${shop}/callback?mdOrder=x&checksum=AA`)).status, 400);
    const unsigned = await fetch(`${shop}/return?order=${order.orderNumber}`);
    assert.equal(unsigned.status, 404);
    assert.match(await unsigned.text(), /Do not pay again/);
    const keyless = await fetch(`${shop}/buy`, { method: "POST", body: new URLSearchParams() });
    assert.equal(keyless.status, 400);
  } finally {
    store.kill();
    bank.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
