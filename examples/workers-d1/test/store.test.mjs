// `npm test`: buys from the Worker, with the sandbox as the bank and a local D1 database. It needs no server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { Sandbox } from "bpc-checkout/sandbox";
import { getPlatformProxy } from "wrangler";
import worker from "../src/index.js";

const SHOP = "https://shop.example";
const platform = await getPlatformProxy({ persist: false });
after(() => platform.dispose());

async function open(t) {
  const secret = "a secret of the callbacks";
  const bank = new Sandbox({ callbacks: { url: `${SHOP}/callback`, secret } });
  t.mock.method(globalThis, "fetch", bank.fetch);
  const { DB } = platform.env;
  const schema = readFileSync(new URL("../schema.sql", import.meta.url), "utf8")
    .replace(/--.*/g, "")
    .replace(/\s+/g, " ");
  await DB.exec(`DROP TABLE IF EXISTS orders;`);
  await DB.exec(schema);
  const login = {
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY: "a key for tests only",
  };
  const env = { DB, GATEWAY_URL: bank.baseUrl, ...login, CALLBACK_SECRET: secret };
  const ask = (path, init) => worker.fetch(new Request(new URL(path, SHOP), init), env);
  const buy = async () => {
    const { status, headers } = await ask("/buy", { method: "POST" });
    assert.equal(status, 303);
    return new URL(headers.get("location")).searchParams.get("mdOrder");
  };
  const rows = async () => (await DB.prepare("SELECT state, delivered FROM orders ORDER BY created").all()).results;
  return { bank, env, ask, buy, rows };
}

test("a customer who pays and returns gets the order, once", async (t) => {
  const { bank, ask, buy, rows } = await open(t);
  const { redirectUrl } = bank.pay(await buy());
  assert.match(await (await ask(redirectUrl)).text(), /complete/);
  await ask(redirectUrl);
  await bank.deliverCallbacks((url, init) => ask(url, init));
  assert.deepEqual((await rows()).map(Object.values), [["paid", 1]]);
});

test("a customer who never returns gets it too: by the callback, or by the schedule", async (t) => {
  const { bank, env, ask, buy, rows } = await open(t);
  bank.pay(await buy());
  await bank.deliverCallbacks((url, init) => ask(url, init));
  bank.pay(await buy());
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 600_000 });
  await worker.scheduled({}, env);
  assert.deepEqual((await rows()).map(Object.values), [
    ["paid", 1],
    ["paid", 1],
  ]);
});

test("a declined payment and a made-up return deliver nothing", async (t) => {
  const { bank, ask, buy, rows } = await open(t);
  const { redirectUrl } = bank.pay(await buy(), { pan: "4111111111111111", expiry: "12/34", cvc: "999" });
  await ask(redirectUrl);
  assert.equal((await ask("/return?orderId=1")).status, 400);
  assert.equal((await ask("/callback?orderNumber=1&checksum=00")).status, 400);
  assert.deepEqual((await rows()).map(Object.values), [["open", 0]]);
});
