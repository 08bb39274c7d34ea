import { deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
import { answering, gateway, NEVER, order, ORDER_ID, registered, statusReply, streamed } from "./fixtures.mjs";
import { show, test } from "./harness.mjs";
import { turn } from "./virtual-time.mjs";

const query = { orderId: ORDER_ID };

// ------------------------------------------------------------------------------------------------ failures of fetch

const REJECTIONS = {
  "an Error": new Error("boom"),
  "a TypeError": new TypeError("fetch failed"),
  "a string": "boom",
  null: null,
  undefined: undefined,
  "a number": 42,
  "a symbol": Symbol("boom"),
  "a frozen object": Object.freeze({}),
  "an object without prototype": Object.create(null),
  "a function": () => {},
  "an object that throws when looked at": new Proxy(
    {},
    {
      get() {
        throw new Error("hands off");
      },
    },
  ),
};

for (const [name, value] of Object.entries(REJECTIONS)) {
  test(`fetch may reject with ${name}, and the next call works`, async ({ lib, env }) => {
    const fetch = () => Promise.reject(value);
    await rejects(lib, lib.register(order(), gateway(env, fetch)), "outcome_unknown", { orderNumber: "A-1001" });
    equal((await lib.register(order(), gateway(env, answering(registered)))).orderId, ORDER_ID);
  });
}

test("fetch may throw instead of rejecting", async ({ lib, env }) => {
  const fetch = () => {
    throw 42;
  };
  await rejects(lib, lib.register(order(), gateway(env, fetch)), "outcome_unknown");
});

test("fetch may return anything", async ({ lib, env }) => {
  for (const value of [
    undefined,
    null,
    5,
    "reply",
    {},
    [],
    { status: 200 },
    { status: 200, text: 5, body: "no stream" },
  ]) {
    const error = await lib
      .register(
        order(),
        gateway(env, async () => value),
      )
      .catch((caught) => caught);
    ok(lib.isCheckoutError(error), `fetch returned ${show(value)}, the call ended with ${show(error)}`);
  }
  equal((await lib.register(order(), gateway(env, answering(registered)))).orderId, ORDER_ID);
});

test("a response of another realm or a mock is read like any other", async ({ lib, env }) => {
  const body = JSON.stringify(registered);
  const mock = async () => ({
    status: 200,
    ok: true,
    type: "basic",
    headers: new Headers(),
    body: new Response(body).body,
    text: async () => body,
  });
  equal((await lib.register(order(), gateway(env, mock))).orderId, ORDER_ID);
});

test("a body that breaks off in the middle is a lost reply", async ({ lib, env }) => {
  let first = true;
  const broken = () =>
    streamed(() => {
      if (!first) throw "connection reset";
      first = false;
      return '{"orderId":';
    });
  await rejects(lib, lib.register(order(), gateway(env, answering(broken))), "outcome_unknown", {
    orderNumber: "A-1001",
  });
});

/** Lets the wait between two tries pass, which is at most a second and so shorter than any deadline here. */
async function passWait(time) {
  await time.until(() => time.pending[0] <= 1_000);
  time.pass(time.pending[0]);
}

test("status is asked again after network trouble and overload", async ({ lib, env, time }) => {
  const trouble = () => {
    throw new TypeError("fetch failed");
  };
  const overload = () => new Response("", { status: 503 });
  for (const first of [trouble, overload]) {
    const fetch = answering(first, statusReply());
    const call = meanwhile(lib.status(query, gateway(env, fetch)));
    await passWait(time);
    equal((await call).orderStatus, 2);
    equal(fetch.calls.length, 2, "calls");
  }
});

test("status gives up in the end and says that it was the network", async ({ lib, env, time }) => {
  const fetch = answering(() => {
    throw null;
  });
  const status = lib.status(query, gateway(env, fetch, { timeoutMs: 4_000 }));
  const call = meanwhile(rejects(lib, status, "network", { retryable: true }));
  for (const tries of [1, 2]) {
    await passWait(time);
    await time.until(() => fetch.calls.length > tries);
  }
  await call;
  equal(fetch.calls.length, 3, "calls");
});

test("where the platform allows no timer nothing is sent, and the error says so", async ({ lib, env, replace }) => {
  const fetch = answering(registered);
  replace(globalThis, "setTimeout", () => {
    throw new Error("not outside a request");
  });
  await rejects(lib, lib.register(order(), gateway(env, fetch)), "network", {
    retryable: false,
    orderNumber: "A-1001",
  });
  equal(fetch.calls.length, 0, "calls");
});

// ------------------------------------------------------------------------------------------------ AbortSignal

test("a signal that is aborted already sends nothing", async ({ lib, env }) => {
  for (const reason of [undefined, "a string", null, Object.freeze({})]) {
    const fetch = answering(registered);
    const signal = AbortSignal.abort(reason);
    await rejects(lib, lib.register(order(), gateway(env, fetch), { signal }), "aborted", { retryable: false });
    await rejects(lib, lib.status(query, gateway(env, fetch), { signal }), "aborted");
    equal(fetch.calls.length, 0, "calls");
  }
});

test("a signal ends a call that waits for headers or for the body", async ({ lib, env, time }) => {
  for (const where of ["headers", "body"]) {
    for (const reason of ["a string", null, new Error("enough")]) {
      const controller = new AbortController();
      let isWaiting = false;
      const wait = () => ((isWaiting = true), NEVER());
      const fetch = where === "headers" ? wait : async () => streamed(wait);
      const status = lib.status(query, gateway(env, fetch), { signal: controller.signal });
      const call = meanwhile(rejects(lib, status, "aborted"));
      await time.until(() => isWaiting);
      await turn();
      controller.abort(reason);
      await call;
      deepEqual(time.pending, [], `timers that are left while it waited for the ${where}`);
    }
  }
});

test("a signal during register: the order may exist", async ({ lib, env }) => {
  const controller = new AbortController();
  const fetch = () => (turn().then(() => controller.abort()), NEVER());
  await rejects(lib, lib.register(order(), gateway(env, fetch), { signal: controller.signal }), "outcome_unknown", {
    orderNumber: "A-1001",
  });
});

test("a signal between two tries of status ends the waiting", async ({ lib, env, time }) => {
  const controller = new AbortController();
  const fetch = answering(() => new Response("", { status: 503, headers: { "retry-after": "10" } }));
  const status = lib.status(query, gateway(env, fetch), { signal: controller.signal });
  const call = meanwhile(rejects(lib, status, "aborted"));
  await time.until(() => time.pending[0] === 10_000);
  controller.abort();
  await call;
  equal(fetch.calls.length, 1, "calls");
});

test("what is not an AbortSignal is refused by name", async ({ lib, env }) => {
  for (const signal of [5, "abort", {}, true]) {
    const fetch = answering(registered);
    await rejects(lib, lib.register(order(), gateway(env, fetch), { signal }), "invalid_option");
    equal(fetch.calls.length, 0, "calls");
  }
});

test("without an injected fetch the global one is called, looked up at call time and without a receiver", async ({
  lib,
  env,
  replace,
}) => {
  const fetch = answering(registered);
  let receiver = "not called";
  replace(globalThis, "fetch", function (url, init) {
    receiver = this;
    return fetch(url, init);
  });
  equal((await lib.register(order(), gateway(env, undefined))).orderId, ORDER_ID);
  ok(receiver === undefined || receiver === globalThis, "browsers and workerd refuse fetch on another receiver");
});
