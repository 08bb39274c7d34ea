/** `bpc-checkout/desk`: what is wrong with the options is an error at once, which names it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as desk from "../../pkg/desk.js";

const { createOrders, d1, durableObjects, isSettled, listObject, memory, orderObject, sqlite, sqlStorage, STATES } =
  desk;

const verify = async () => {};
const send = () => {};
const right = { storage: memory(), verify, send };
const named = (field) => ({ name: "CheckoutError", code: "invalid_option", field, retryable: false });

/** An option, and values that it cannot have. */
const WRONG = {
  storage: [undefined, null, "sqlite", {}, { order: () => {} }, { prepare() {}, exec() {} }, Promise.resolve(memory())],
  verify: [undefined, null, {}, Promise.resolve()],
  send: [undefined, null, "warehouse", Promise.resolve()],
  waitUntil: [null, {}],
  forget: [null, true],
  log: [null, "console"],
  now: [null, 0, new Date()],
  sleep: [null, 5],
  prefix: [null, 7, "KK ", "KK\n", "<b>", "k".repeat(25)],
  askEveryMs: [null, -1, 1.5, NaN, Infinity, "3000", 10n],
  keepMs: [null, -1, NaN, "56 days"],
  keepUnpaidMs: [null, -1, NaN],
  payableMs: [null, -1, NaN],
  limits: [null, 5, "30"],
  batch: [null, 5],
};

test("createOrders refuses every wrong option by name", () => {
  for (const [name, values] of Object.entries(WRONG))
    for (const value of values)
      assert.throws(
        () => createOrders({ ...right, [name]: value }),
        named(`options.${name}`),
        `${name}: ${String(value)}`,
      );
  assert.throws(() => createOrders({}), named("options.storage"));
  for (const none of [undefined, null, 7]) assert.throws(() => createOrders(none), named("options"));
});

test("createOrders refuses an unknown option, and wrong numbers in `limits` and `batch`", () => {
  assert.throws(() => createOrders({ ...right, askEvery: 5 }), named("options.askEvery"));
  for (const [group, names] of [
    ["limits", ["perClient", "inTotal", "windowMs"]],
    ["batch", ["least", "most"]],
  ]) {
    for (const name of names)
      for (const value of [0, -1, 1.5, NaN, "5", null, Infinity])
        assert.throws(() => createOrders({ ...right, [group]: { [name]: value } }), named(`options.${group}.${name}`));
    assert.throws(() => createOrders({ ...right, [group]: { other: 5 } }), named(`options.${group}.other`));
  }
  assert.throws(() => createOrders({ ...right, batch: { least: 9, most: 8 } }), named("options.batch.least"));
});

test("an option that is undefined has its default, and what is right is accepted", async () => {
  const absent = Object.fromEntries(Object.keys(WRONG).map((name) => [name, undefined]));
  const orders = createOrders({ ...absent, ...right, limits: { perClient: undefined, inTotal: 1 } });
  const register = async (orderNumber) => ({ orderNumber, orderId: "id", amount: 2000, currency: "EUR" });
  assert.ok((await orders.buy({ key: "1", client: "c" }, register)).isNew);
  assert.ok((await orders.buy({ key: "2", client: "c" }, register)).retryAfterMs > 0);
  createOrders({
    ...right,
    prefix: "KK-",
    askEveryMs: 0,
    keepMs: 0,
    batch: { most: 40 },
    waitUntil: send,
    forget: send,
  });
  createOrders({ verify, storage: durableObjects({ orders: namespace, list: namespace }) });
});

const namespace = { idFromName: () => "id", get: () => ({}) };

test("a storage refuses what is not its database, its binding or its function", () => {
  for (const wrong of [undefined, null, {}, "orders.sqlite"]) {
    assert.throws(() => d1(wrong), named("database"));
    assert.throws(() => sqlite(wrong), named("database"));
    assert.throws(() => sqlStorage(wrong), named("runTransaction"));
    assert.throws(() => durableObjects({ orders: wrong, list: namespace }), named("namespaces.orders"));
    assert.throws(() => durableObjects({ orders: namespace, list: wrong }), named("namespaces.list"));
    assert.throws(() => orderObject(wrong), named("DurableObject"));
    assert.throws(() => listObject(wrong), named("DurableObject"));
  }
  assert.throws(() => durableObjects(), named("namespaces"));
});

test("what is not a state is not settled: it is an error", () => {
  assert.deepEqual(
    STATES.filter(isSettled),
    STATES.filter((state) => !["registered", "held"].includes(state)),
  );
  for (const wrong of [undefined, null, "piad", "open"]) assert.throws(() => isSettled(wrong), named("state"));
});

test("the errors repeat no text of the caller", () => {
  const secret = "s3cret-of-the-store";
  for (const name of Object.keys(WRONG).filter((each) => each !== "prefix"))
    assert.throws(
      () => createOrders({ ...right, [name]: secret }),
      ({ message }) => !message.includes(secret),
    );
});

test("an error says what is wrong, where, and what to do", () => {
  const messages = [
    [{}, /^options.storage: is missing: expected sqlite\(database\), d1\(env.DB\), .* or memory\(\)$/],
    [{ ...right, storage: new Map() }, /^options.storage: expected sqlite\(database\), .*, got an object$/],
    [
      { ...right, verify: undefined },
      /^options.verify: is missing: expected \(expected\) => verify\(expected, gateway\)$/,
    ],
    [{ ...right, keepMs: NaN }, /^options.keepMs: expected a whole number, 0 or more, got NaN$/],
    [{ ...right, keepMs: 10n }, /^options.keepMs: expected a whole number, 0 or more, got a bigint$/],
    [{ ...right, log: null }, /^options.log: expected a function, got nothing$/],
    [{ ...right, keep: 5 }, /^options.keep: is not a known option$/],
  ];
  for (const [options, message] of messages) assert.throws(() => createOrders(options), { message });
});
