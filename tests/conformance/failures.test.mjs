import { equal, ok, rejects, took } from "./assert.mjs";
import { answering, gateway, NEVER, order, ORDER_ID, registered, statusReply, streamed } from "./fixtures.mjs";
import { show, test } from "./harness.mjs";

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

test("status is asked again after network trouble and overload", async ({ lib, env }) => {
  const trouble = () => {
    throw new TypeError("fetch failed");
  };
  const overload = () => new Response("", { status: 503 });
  for (const first of [trouble, overload]) {
    const fetch = answering(first, statusReply());
    equal((await lib.status(query, gateway(env, fetch))).orderStatus, 2);
    equal(fetch.calls.length, 2, "calls");
  }
});

test("status gives up in the end and says that it was the network", async ({ lib, env }) => {
  const fetch = answering(() => {
    throw null;
  });
  await rejects(lib, lib.status(query, gateway(env, fetch, { timeoutMs: 4_000 })), "network", { retryable: true });
  ok(fetch.calls.length >= 2 && fetch.calls.length <= 4, `${fetch.calls.length} calls`);
});

test("where the platform allows no timer nothing is sent, and the error says so", async ({ lib, env }) => {
  const original = globalThis.setTimeout;
  const fetch = answering(registered);
  // Only deadlines take a third argument; the clock of this suite does not.
  globalThis.setTimeout = (run, ms, ...rest) => {
    if (rest.length > 0) throw new Error("not outside a request");
    return original(run, ms);
  };
  try {
    await rejects(lib, lib.register(order(), gateway(env, fetch)), "network", {
      retryable: false,
      orderNumber: "A-1001",
    });
  } finally {
    globalThis.setTimeout = original;
  }
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

test("a signal ends a call that waits for headers or for the body", async ({ lib, env }) => {
  const stalled = () => streamed(NEVER);
  for (const fetch of [NEVER, async () => stalled()]) {
    for (const reason of ["a string", null, new Error("enough")]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 50);
      const ms = await took(
        rejects(lib, lib.status(query, gateway(env, fetch), { signal: controller.signal }), "aborted"),
      );
      ok(ms < 2_000, `took ${ms} ms`);
    }
  }
});

test("a signal during register: the order may exist", async ({ lib, env }) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await rejects(lib, lib.register(order(), gateway(env, NEVER), { signal: controller.signal }), "outcome_unknown", {
    orderNumber: "A-1001",
  });
});

test("a signal between two tries of status ends the waiting", async ({ lib, env }) => {
  const controller = new AbortController();
  const fetch = answering(() => {
    setTimeout(() => controller.abort(), 20);
    return new Response("", { status: 503, headers: { "retry-after": "10" } });
  });
  const ms = await took(rejects(lib, lib.status(query, gateway(env, fetch), { signal: controller.signal }), "aborted"));
  ok(ms < 3_000, `took ${ms} ms`);
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
}) => {
  const original = globalThis.fetch;
  const fetch = answering(registered);
  let receiver = "not called";
  globalThis.fetch = function (url, init) {
    receiver = this;
    return fetch(url, init);
  };
  try {
    equal((await lib.register(order(), gateway(env, undefined))).orderId, ORDER_ID);
  } finally {
    globalThis.fetch = original;
  }
  ok(receiver === undefined || receiver === globalThis, "browsers and workerd refuse fetch on another receiver");
});
