// `npm test`: buys from the store, with the sandbox as the bank. It needs no server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { Sandbox } from "bpc-checkout/sandbox";
import { createStore } from "../store.js";

const SHOP = "https://shop.example";

function open(t) {
  const secret = "a secret of the callbacks";
  const bank = new Sandbox({ callbacks: { url: `${SHOP}/callback`, secret } });
  t.mock.method(globalThis, "fetch", bank.fetch);
  const db = new DatabaseSync(":memory:");
  db.exec(readFileSync(new URL("../schema.sql", import.meta.url), "utf8"));
  const login = {
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY: "a key for tests only",
  };
  const store = createStore(db, { GATEWAY_URL: bank.baseUrl, ...login, CALLBACK_SECRET: secret });
  const ask = (path, init) => store.fetch(new Request(new URL(path, SHOP), init));
  const buy = async () => {
    const { status, headers } = await ask("/buy", { method: "POST" });
    assert.equal(status, 303);
    return new URL(headers.get("location")).searchParams.get("mdOrder");
  };
  return {
    bank,
    store,
    ask,
    buy,
    rows: () => db.prepare("SELECT state, delivered FROM orders ORDER BY created").all(),
  };
}

test("a customer who pays and returns gets the order, once", async (t) => {
  const { bank, ask, buy, rows } = open(t);
  const { redirectUrl } = bank.pay(await buy());
  assert.match(await (await ask(redirectUrl)).text(), /complete/);
  await ask(redirectUrl);
  await bank.deliverCallbacks((url, init) => ask(url, init));
  assert.deepEqual(rows().map(Object.values), [["paid", 1]]);
});

test("a customer who never returns gets it too: by the callback, or by the schedule", async (t) => {
  const { bank, store, ask, buy, rows } = open(t);
  bank.pay(await buy());
  await bank.deliverCallbacks((url, init) => ask(url, init));
  bank.pay(await buy());
  await store.recheck(Date.now() + 600_000);
  assert.deepEqual(rows().map(Object.values), [
    ["paid", 1],
    ["paid", 1],
  ]);
});

test("a declined payment and a made-up return deliver nothing", async (t) => {
  const { bank, ask, buy, rows } = open(t);
  const { redirectUrl } = bank.pay(await buy(), { pan: "4111111111111111", expiry: "12/34", cvc: "999" });
  await ask(redirectUrl);
  assert.equal((await ask("/return?orderId=1")).status, 400);
  assert.equal((await ask("/callback?orderNumber=1&checksum=00")).status, 400);
  assert.deepEqual(rows().map(Object.values), [["open", 0]]);
});
