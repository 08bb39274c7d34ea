import { equal, ok, rejects } from "./assert.mjs";
import { answering, BASE_URL, CANARIES, gateway, order, ORDER_ID, registered } from "./fixtures.mjs";
import { show, test } from "./harness.mjs";

/** Refused before anything goes out. */
async function refusedOrder({ lib, env }, more, fields = {}) {
  const fetch = answering(registered);
  const error = await rejects(lib, lib.register(order(more), gateway(env, fetch)), "invalid_option", {
    retryable: false,
    ...fields,
  });
  equal(fetch.calls.length, 0, "calls");
  return error;
}

test("an amount that is not whole minor units is refused by name", async (context) => {
  for (const amount of [10.5, -1, NaN, Infinity, 2 ** 53, 10n ** 12n, -1n, "2000", "20.00", null, {}, [], true, 0]) {
    await refusedOrder(context, { amount }, { field: "order.amount" });
  }
  const error = await refusedOrder(context, { amount: 10.5 });
  ok(error.message.includes("minorUnits"), `a fraction must be sent to minorUnits: ${error.message}`);
});

test("a currency that does not exist is refused by name", async (context) => {
  for (const currency of ["ZZZ", "", 0, 1000, -978, 9.78, null, {}, "97 8"]) {
    await refusedOrder(context, { currency }, { field: "order.currency" });
  }
});

test("an unknown key is refused by name", async (context) => {
  const error = await refusedOrder(context, { ammount: 2000 });
  ok(error.message.includes("ammount"), error.message);
  const { lib, env } = context;
  await rejects(lib, lib.register(order(), gateway(env, answering(registered), { passwrod: "x" })), "invalid_option");
  await rejects(lib, lib.register(order(), gateway(env, answering(registered)), { sginal: null }), "invalid_option");
});

test("a return address must be absolute, secure and short", async (context) => {
  const long = `https://shop.example/${"x".repeat(600)}`;
  for (const returnUrl of [
    "/return",
    "http://shop.example/",
    "ftp://shop.example/",
    "javascript:alert(1)",
    "",
    null,
    5,
    {},
    long,
  ]) {
    await refusedOrder(context, { returnUrl }, { field: "order.returnUrl" });
  }
});

test("texts that are too long, or of another type, are refused by name", async (context) => {
  const bad = {
    description: "x".repeat(599),
    orderNumber: "x".repeat(37),
    email: "a@".padEnd(41, "b"),
    language: "english",
    ip: 5,
    features: 5,
    jsonParams: "{}",
  };
  for (const [key, value] of Object.entries(bad))
    await refusedOrder(context, { [key]: value }, { field: `order.${key}` });
});

test("the gateway's address must be https, or loopback", async ({ lib, env }) => {
  for (const baseUrl of [
    "http://bank.example/rest",
    "bank.example",
    "",
    "https://",
    "javascript:1",
    null,
    5,
    "https://u:p@bank.example/",
  ]) {
    const fetch = answering(registered);
    await rejects(lib, lib.register(order(), gateway(env, fetch, { baseUrl })), "invalid_option");
    equal(fetch.calls.length, 0, "calls");
  }
  for (const baseUrl of [
    "http://127.0.0.1:8788/payment/rest",
    "http://localhost:1/rest",
    "http://[::1]:2/rest/",
    new URL(`${BASE_URL}/`),
  ]) {
    const fetch = answering(registered);
    await lib.register(order(), gateway(env, fetch, { baseUrl }));
    ok(fetch.calls[0].url.endsWith("/rest/register.do"), fetch.calls[0].url);
  }
});

test("missing or doubled credentials are refused", async ({ lib, env }) => {
  const { token, password } = CANARIES;
  const bad = [
    {},
    { userName: "shop-api" },
    { password },
    { token, userName: "shop-api", password },
    { token: "" },
    { userName: "", password },
  ];
  for (const credentials of bad) {
    const fetch = answering(registered);
    const error = await lib.register(order(), { baseUrl: BASE_URL, fetch, ...credentials }).catch((caught) => caught);
    ok(
      ["invalid_option", "credentials_in_page"].includes(error.code),
      `${Object.keys(credentials)} ended with ${error}`,
    );
    equal(fetch.calls.length, 0, "calls");
  }
});

test("a weak return key and a nonsense deadline are refused", async ({ lib, env }) => {
  const bad = [
    { returnKey: "short" },
    { returnKey: "" },
    { returnKey: [] },
    { returnKey: [5] },
    { timeoutMs: 0 },
    { timeoutMs: -1 },
    { timeoutMs: 1e9 },
    { timeoutMs: "15000" },
    { fetch: "fetch" },
    { formUrlHosts: 5 },
    { bank: "no-such-bank" },
  ];
  for (const more of bad) {
    const error = await lib.register(order(), gateway(env, answering(registered), more)).catch((caught) => caught);
    equal(error.code, "invalid_option", show(more));
  }
});

test("a call always returns a promise, with whatever it is called", async ({ lib, env }) => {
  const nonsense = [
    [],
    [null],
    [undefined, null],
    [5, 5, 5],
    ["order", "gateway"],
    [[], []],
    [order()],
    [order(), null],
    [Symbol("x"), 1n],
  ];
  for (const name of ["register", "registerPreAuth", "status", "verify", "verifyReturn"]) {
    for (const args of nonsense) {
      const promise = lib[name](...args);
      ok(promise instanceof Promise, `${name}(${args.map(String)}) returned no promise`);
      const error = await promise.catch((caught) => caught);
      ok(lib.isCheckoutError(error), `${name}(${args.map(String)}) ended with ${error}`);
    }
  }
});

test("getters, proxies and cycles that throw are an error, and the next call works", async ({ lib, env }) => {
  const thrower = {
    get amount() {
      throw "gotcha";
    },
  };
  const proxy = new Proxy(order(), {
    ownKeys() {
      throw new Error("no keys for you");
    },
    get() {
      throw new Error("nor values");
    },
  });
  const cyclic = {};
  cyclic.self = cyclic;
  let deep = {};
  for (let i = 0; i < 100_000; i++) deep = { deep };
  const hostile = [
    { ...order(), __proto__: thrower },
    Object.defineProperty(order(), "amount", {
      enumerable: true,
      get() {
        throw null;
      },
    }),
    proxy,
    order({ jsonParams: cyclic }),
    order({ jsonParams: deep }),
    order({
      jsonParams: {
        toJSON() {
          throw 5;
        },
      },
    }),
  ];
  for (const [index, bad] of hostile.entries()) {
    const outcome = await lib.register(bad, gateway(env, answering(registered))).catch((caught) => caught);
    ok(lib.isCheckoutError(outcome) || outcome.orderId === ORDER_ID, `hostile order ${index} ended with ${outcome}`);
    equal(
      (await lib.register(order(), gateway(env, answering(registered)))).orderId,
      ORDER_ID,
      `the call after hostile order ${index}`,
    );
  }
});

test("addresses and signals whose members throw are invalid options", async ({ lib, env }) => {
  const throwing = new Proxy(
    {},
    {
      get() {
        throw { code: "canary", message: "canary" };
      },
    },
  );
  const config = gateway(env, answering(registered));
  for (const [call, field] of [
    [lib.verifyReturn(throwing, config), "url"],
    [lib.register(order(), config, { signal: throwing }), "options.signal"],
    [lib.verifyCallback(throwing, { ...config, callback: { secret: "a secret" } }), "callback"],
  ]) {
    const error = await rejects(lib, call, "invalid_option", { field });
    ok(!JSON.stringify(error).includes("canary"), field);
  }
});

test("a large order of characters of every length arrives whole, and so does the next", async ({ lib, env }) => {
  for (const note of ["aж€💶".repeat(25_000), "x".repeat(70_000), "€".repeat(30_000), "x"]) {
    const fetch = answering(registered);
    await lib.register(order({ jsonParams: { note } }), gateway(env, fetch));
    equal(fetch.calls[0].form.get("jsonParams") === JSON.stringify({ note }), true, `${note.length} characters`);
  }
});

test("data keeps its names, whatever they are", async ({ lib, env }) => {
  const jsonParams = JSON.parse(
    '{"href":"https://a.example/x","origin":"https://a.example","__proto__":"1","toString":"2"}',
  );
  const fetch = answering(registered);
  await lib.register(order({ jsonParams }), gateway(env, fetch));
  equal(fetch.calls[0].form.get("jsonParams"), JSON.stringify(jsonParams));
});

test("a lone surrogate in a text does no harm", async ({ lib, env }) => {
  const outcome = await lib
    .register(order({ description: "a \ud800 b" }), gateway(env, answering(registered)))
    .catch((caught) => caught);
  ok(lib.isCheckoutError(outcome) || outcome.orderId === ORDER_ID, `ended with ${outcome}`);
});

test("options are never changed, and may be frozen", async ({ lib, env }) => {
  const frozen = Object.freeze(order({ jsonParams: Object.freeze({ a: 1 }) }));
  const config = Object.freeze(gateway(env, answering(registered)));
  equal((await lib.register(frozen, config, Object.freeze({}))).orderId, ORDER_ID);
});

test("an environment that is no plain object is read too", async ({ lib, env }) => {
  const config = Object.assign(Object.create(null), gateway(env, answering(registered)));
  equal((await lib.register(Object.assign(Object.create(null), order()), config)).orderId, ORDER_ID);
});

test("isCheckoutError is not fooled, and does not throw", ({ lib }) => {
  for (const value of [
    null,
    undefined,
    5,
    "x",
    {},
    new Error("x"),
    { code: "network" },
    Object.create(null),
    new Proxy(
      {},
      {
        get() {
          throw 1;
        },
      },
    ),
  ]) {
    equal(lib.isCheckoutError(value), false, show(value));
  }
});
