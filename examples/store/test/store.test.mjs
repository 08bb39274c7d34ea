// `npm test`: buys from the store, with the sandbox as the bank and a database in memory. It needs no server.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { sqlite } from "bpc-checkout/desk";
import { Sandbox } from "bpc-checkout/sandbox";
import { createStore, missingIn } from "../store.js";
import { FORM, SANDBOX, SETTINGS } from "./bank.mjs";

const SHOP = "https://shop.example";

async function open(t) {
  const bank = new Sandbox({ ...SANDBOX, callbacks: { url: `${SHOP}/callback`, secret: SETTINGS.CALLBACK_SECRET } });
  const line = { isDown: false, isDenied: false };
  t.mock.method(globalThis, "fetch", async (...request) => {
    if (line.isDown) throw new TypeError("fetch failed");
    if (line.isDenied) return Response.json({ errorCode: "5", errorMessage: "Access denied" });
    return bank.fetch(...request);
  });
  t.mock.method(console, "error", () => {});
  const storage = sqlite(new DatabaseSync(":memory:"));
  await storage.createTables();
  const sent = [];
  const send = ({ task, order }) => void sent.push(`${task} ${order.orderNumber}`);
  const store = createStore(storage, { ...SETTINGS, GATEWAY_URL: bank.baseUrl }, { send });
  const ask = (path, init) => store.fetch(new Request(new URL(path, SHOP), init), "192.0.2.1");
  const keyOf = async (page) => /name="key" value="([^"]+)"/.exec(await page.text())[1];
  const press = async (key) =>
    ask("/buy", { method: "POST", body: new URLSearchParams({ ...FORM, key: key ?? (await keyOf(await ask("/"))) }) });
  const buy = async (key) => {
    const response = await press(key);
    assert.equal(response.status, 303, await response.text());
    return bank.orders()[0].orderId; // the newest
  };
  const callbacks = () => bank.deliverCallbacks((url, init) => ask(url, init));
  return { bank, line, store, ask, keyOf, press, buy, sent, callbacks };
}

test("a customer who pays and returns gets the order, once", async (t) => {
  const { bank, ask, keyOf, press, buy, sent, callbacks } = await open(t);
  const key = await keyOf(await ask("/"));
  assert.equal(await buy(key), await buy(key), "a second click is the same order");
  const { redirectUrl } = bank.pay(await buy(key));
  assert.match(await (await ask(redirectUrl)).text(), /The payment is complete/);
  await ask(redirectUrl);
  assert.ok((await callbacks()).every(({ status }) => status === 200));
  const late = await press(key);
  assert.equal(late.status, 409);
  assert.notEqual(await keyOf(late), key);
  assert.deepEqual(
    sent,
    bank.orders().map(({ orderNumber }) => `fulfil ${orderNumber}`),
  );
});

test("a customer who never returns gets it too: by the callback, or by the schedule", async (t) => {
  const { bank, store, buy, sent, callbacks } = await open(t);
  bank.pay(await buy());
  await callbacks();
  assert.equal(sent.length, 1);
  bank.pay(await buy());
  await store.recheck(Date.now() + 300_000);
  assert.equal(new Set(sent).size, 2);
});

test("a declined payment, a made-up return and a made-up callback deliver nothing", async (t) => {
  const { bank, store, ask, buy, sent } = await open(t);
  const { redirectUrl } = bank.pay(await buy(), { cvc: "999" });
  assert.doesNotMatch(await (await ask(redirectUrl)).text(), /complete/);
  assert.equal((await ask("/return?orderId=1")).status, 404);
  assert.equal((await ask("/buy", { method: "POST", body: "no form" })).status, 400);
  const [{ orderId, orderNumber }] = bank.orders();
  await ask(`/callback?mdOrder=${orderId}&orderNumber=${orderNumber}&operation=deposited&status=1&checksum=00`);
  await store.recheck(Date.now() + 300_000);
  assert.deepEqual(sent, []);
});

test("while the bank cannot be reached, the form and the result page say so; then all goes on", async (t) => {
  const { bank, line, ask, press, buy, sent } = await open(t);
  line.isDown = true;
  assert.equal((await press()).status, 502);
  line.isDown = false;
  const { redirectUrl } = bank.pay(await buy());
  line.isDown = true;
  assert.equal((await ask(redirectUrl)).status, 503);
  line.isDown = false;
  assert.match(await (await ask(redirectUrl)).text(), /The payment is complete/);
  assert.equal(sent.length, 1);
});

test("what only the store can correct is said to nobody as the bank's fault, and nobody is told to press again", async (t) => {
  const { bank, line, ask, press, buy } = await open(t);
  const { redirectUrl } = bank.pay(await buy());
  line.isDenied = true; // as with a wrong password
  for (const response of [await press(), await ask(redirectUrl)]) {
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /does not answer|press|load this page/i);
  }
  assert.deepEqual(missingIn(SETTINGS), []);
  assert.deepEqual(missingIn({ ...SETTINGS, GATEWAY_USER: "" }), ["GATEWAY_USER"]);
});
