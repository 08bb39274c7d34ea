// What strangers and other code in the process may do to a call: texts without end, bodies that never come, properties on
// `Object.prototype`, getters that throw, errors that were sent elsewhere.

import { deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
import {
  answering,
  CANARIES,
  gateway,
  NEVER,
  order,
  ORDER_ID,
  registered,
  statusReply,
  streamed,
  withChecksums,
} from "./fixtures.mjs";
import { test } from "./harness.mjs";
import rsaRows from "../vectors/callback-keys.mjs";

const SECRET = "canary callback secret";
const CALLBACK_URL = "https://shop.example/callback";
const USUAL = { mdOrder: ORDER_ID, orderNumber: "A-1001", operation: "deposited", status: "1" };
const taking = (env, more = {}) => gateway(env, answering("unused"), { callback: { secret: SECRET }, ...more });

/** A callback by POST, whose body comes in pieces. */
const posted = (body) => ({ url: CALLBACK_URL, method: "POST", bodyUsed: false, body });

// ------------------------------------------------------------------------------------------------ callbacks that never come

test("callback: a body that never comes ends at the deadline", async ({ lib, env, time }) => {
  let cancelled = false;
  const body = { getReader: () => ({ read: NEVER, cancel: async () => void (cancelled = true) }) };
  const call = meanwhile(
    rejects(lib, lib.verifyCallback(posted(body), taking(env, { timeoutMs: 300 })), "callback_invalid"),
  );
  await time.until(() => time.pending.length === 1);
  time.pass(299);
  deepEqual(time.pending, [1], "milliseconds that are left");
  time.pass(1);
  ok((await call).message.includes("timeoutMs"), "the message names the deadline");
  ok(cancelled, "the body must be cancelled");
});

test("callback: a body of empty pieces without end is refused", async ({ lib, env }) => {
  let reads = 0;
  const read = async () => (++reads > 200_000 ? { done: true } : { done: false, value: new Uint8Array(0) });
  const body = { getReader: () => ({ read, cancel: async () => {} }) };
  await rejects(lib, lib.verifyCallback(posted(body), taking(env)), "callback_invalid");
  ok(reads < 25_000, `${reads} pieces were read`);
});

test("callback: a signal ends the reading of a body", async ({ lib, env, time }) => {
  const controller = new AbortController();
  const body = { getReader: () => ({ read: NEVER, cancel: async () => {} }) };
  const { signal } = controller;
  const call = meanwhile(rejects(lib, lib.verifyCallback(posted(body), taking(env), { signal }), "aborted"));
  await time.until(() => time.pending.length === 1);
  controller.abort();
  await call;
  deepEqual(time.pending, [], "timers that are left");
  await rejects(lib, lib.verifyCallback("a=1", taking(env), { signal }), "aborted");
  await rejects(lib, lib.verifyCallback("a=1", taking(env), { signal: 5 }), "invalid_option");
  await rejects(lib, lib.verifyCallback("a=1", taking(env), { sginal: signal }), "invalid_option");
});

test(
  "callback: a body in time is read, and leaves no timer",
  async ({ lib, env, time }) => {
    const pieces = (await lib.signCallback(USUAL, taking(env))).match(/.{1,40}/g);
    const request = posted(streamed(() => pieces.shift()).body);
    equal((await lib.verifyCallback(request, taking(env))).orderNumber, "A-1001");
    deepEqual(time.pending, [], "timers that are left");
  },
  withChecksums,
);

// ------------------------------------------------------------------------------------------------ texts without end

test("a text that is too long is refused by its length", async ({ lib, env }) => {
  const long = "x".repeat(3 * 1024 * 1024);
  const config = taking(env, { returnKey: CANARIES.returnKey });
  const callbacks = [
    long,
    `${CALLBACK_URL}?${long}`,
    `/${long}`,
    `a=${"b".repeat(8191)}`,
    { href: `${CALLBACK_URL}?${long}` },
  ];
  for (const callback of [...callbacks, { url: `${CALLBACK_URL}?${long}`, method: "GET" }])
    await rejects(lib, lib.verifyCallback(callback, config), "callback_invalid");
  for (const url of [long, `https://shop.example/?${long}`, { url: `https://shop.example/?${long}` }])
    await rejects(lib, lib.verifyReturn(url, config), "return_invalid");
  const fetch = answering(registered);
  for (const [more, field] of [
    [{ description: long }, "order.description"],
    [{ jsonParams: { a: long } }, "order.jsonParams.a"],
    [{ orderBundle: { items: Array(2_000_000).fill(1) } }, undefined],
    [{ jsonParams: { a: "b".repeat(400 * 1024) } }, "order"],
  ]) {
    const error = await rejects(lib, lib.register(order(more), gateway(env, fetch)), "invalid_option");
    if (field) equal(error.field, field);
  }
  await rejects(lib, lib.register(order(), gateway(env, fetch, { baseUrl: long })), "invalid_option");
  equal(fetch.calls.length, 0, "calls");
});

// ------------------------------------------------------------------------------------------------ Object.prototype

/** What JSON can put on a prototype, under every name that this package reads. */
const PLANTED = {
  event: { orderNumber: "A-666", operation: "deposited", succeeded: true },
  request: { url: "https://evil.example/", ms: 1000, cap: 1000 },
  error: { code: "aborted", message: "no", retryable: false },
  value: { outcome: "paid" },
  url: "https://evil.example/",
  body: "evil=1",
  fetch: "evil",
  signal: "evil",
  status: 200,
  bytes: [1, 2, 3],
  failure: "refused",
  cause: { code: "ECONNREFUSED" },
  report: { raw: null },
  raw: null,
  code: "ECONNREFUSED",
  timeoutMs: 1,
  returnKey: "planted",
  callback: { secret: "planted" },
  baseUrl: "https://evil.example/",
  orderNumber: "A-666",
  outcome: "paid",
  decimal: "1.00",
  hash: "SHA-256",
  redirected: true,
  charset: "utf-16",
};

for (const [name, value] of Object.entries(PLANTED)) {
  test(
    `${name}, put on Object.prototype by other code, changes nothing`,
    async ({ lib, env, replace }) => {
      const expected = { orderId: ORDER_ID, orderNumber: "A-1001", amount: 2000, currency: "EUR" };
      const query = await lib.signCallback(USUAL, taking(env));
      const [rsa] = rsaRows;
      const keyed = taking(env, { callback: { publicKey: rsa.publicKey, hash: rsa.hash, allowWeakKey: true } });
      const forged = rsa.query.replace("status=1", "status=0");
      const overload = () => new Response("", { status: 403 });
      const plain = (reply) => {
        const calls = [];
        const text = typeof reply === "string" ? reply : JSON.stringify(reply);
        return Object.assign(async (url) => (calls.push(url), new Response(text)), { calls });
      };
      const [asked, listed, sent] = [
        plain(statusReply()),
        plain(statusReply({ orderStatus: 6, actionCode: 116 })),
        plain(registered),
      ];
      const calls = () => ({
        paid: lib.verify(expected, gateway(env, asked)).then(({ outcome }) => outcome),
        declined: lib.verify(expected, gateway(env, listed)).then(({ outcome }) => outcome),
        registered: lib.register(order(), gateway(env, sent)).then((answer) => Object.keys(answer).sort().join()),
        event: lib.verifyCallback(query, taking(env)).then(({ orderNumber }) => orderNumber),
        forged: lib.verifyCallback(forged, keyed).catch(({ code }) => code),
        refused: lib
          .status(
            { orderId: ORDER_ID },
            gateway(env, async () => overload()),
          )
          .catch(({ code }) => code),
        lost: lib
          .register(
            order(),
            gateway(env, () => Promise.reject(new TypeError("x"))),
          )
          .catch(({ code }) => code),
        money: lib.formatAmount(2000, "EUR"),
      });
      replace(Object.prototype, name, value);
      const settled = {};
      for (const [key, call] of Object.entries(calls())) settled[key] = await call;
      delete Object.prototype[name];
      deepEqual(settled, {
        paid: "paid",
        declined: "declined",
        registered: "formUrl,orderId,orderNumber,returnUrl",
        event: "A-1001",
        forged: "callback_invalid",
        refused: "malformed_reply",
        lost: "outcome_unknown",
        money: "20.00",
      });
      for (const { calls } of [asked, listed, sent]) equal(calls.length, 1, "requests");
      for (const url of [...asked.calls, ...listed.calls, ...sent.calls]) ok(!url.includes("evil"), url);
    },
    withChecksums,
  );
}

// ------------------------------------------------------------------------------------------------ getters that throw

/** An object on which every look throws. */
const prickly = new Proxy(
  {},
  Object.fromEntries(
    ["get", "has", "getPrototypeOf", "ownKeys", "getOwnPropertyDescriptor"].map((trap) => [
      trap,
      () => {
        throw { code: "gateway_error", message: CANARIES.password, retryable: true };
      },
    ]),
  ),
);

test("a getter that throws is an invalid option, whatever it throws", async ({ lib, env }) => {
  const config = taking(env, { returnKey: CANARIES.returnKey });
  const throwing = (name, more = {}) =>
    Object.defineProperty({ ...more }, name, {
      enumerable: true,
      get() {
        throw { name: "CheckoutError", code: "gateway_error", message: CANARIES.password, retryable: true };
      },
    });
  const calls = [
    lib.verifyReturn(throwing("href"), config),
    lib.verifyReturn(prickly, config),
    lib.verifyCallback(throwing("url", { method: "GET" }), config),
    lib.verifyCallback(throwing("body", { url: CALLBACK_URL, method: "POST", bodyUsed: false }), config),
    lib.verifyCallback(posted(throwing("locked")), config),
    lib.verifyCallback(posted(throwing("getReader")), config),
    lib.verifyCallback(prickly, config),
    lib.verifyCallback("a=1", prickly),
    lib.verifyCallback("a=1", config, throwing("signal")),
    lib.verify(throwing("amount"), config),
    lib.verify({}, config, prickly),
    lib.register(order({ jsonParams: { deep: throwing("er") } }), config),
    lib.register(order(), throwing("fetch", config)),
    lib.register(order(), { ...config, fetch: prickly }),
    lib.register(order(), config, { signal: throwing("aborted") }),
  ];
  for (const [index, call] of calls.entries()) {
    const error = await call.catch((caught) => caught);
    equal(error.code, "invalid_option", `call ${index} ended with ${error}`);
    ok(!`${error} ${JSON.stringify(error)}`.includes(CANARIES.password), `call ${index} shows a secret`);
  }
});

test("an order number whose characters cannot be seen is refused", async ({ lib, env }) => {
  for (const bad of ["A\u202e1", "A\u200b1", "A\u20661", "A\ufeff1", "A\ud800", "A\udc001", "A\u00ad1"]) {
    const fetch = answering(registered);
    const call = lib.register(order({ orderNumber: bad }), gateway(env, fetch));
    await rejects(lib, call, "invalid_option", { field: "order.orderNumber" });
    equal(fetch.calls.length, 0, "calls");
  }
});

// ------------------------------------------------------------------------------------------------ errors that travel

test("an error is known by its shape, wherever it was made", async ({ lib, env }) => {
  const error = await rejects(lib, lib.register(order(), gateway(env, answering("<html>"))), "outcome_unknown");
  const json = JSON.parse(JSON.stringify(error));
  deepEqual(json, {
    name: "CheckoutError",
    message: error.message,
    code: "outcome_unknown",
    retryable: false,
    endpoint: "register.do",
    orderNumber: "A-1001",
    httpStatus: 200,
  });
  const cloned = structuredClone(error.toJSON());
  // As another Worker gives it by RPC: an error with own properties.
  const travelled = Object.assign(new Error(error.message), { name: error.name, code: error.code, retryable: false });
  for (const known of [error, json, cloned, travelled]) equal(lib.isCheckoutError(known), true);
  const strange = [
    null,
    undefined,
    5,
    "CheckoutError",
    {},
    new Error("x"),
    prickly,
    { name: "CheckoutError", code: "network" },
  ];
  for (const other of [...strange, { ...json, code: 5 }, { ...json, retryable: "no" }, { ...json, name: "Error" }])
    equal(lib.isCheckoutError(other), false);
});
