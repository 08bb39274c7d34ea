import { carriesNoSecret, deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
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
} from "./fixtures.mjs";
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

/** Every call that changes something, and cannot be repeated as it is where its outcome is open. */
const CHANGING = {
  register: (lib, config) => lib.register(order(), config),
  registerPreAuth: (lib, config) => lib.registerPreAuth(order(), config),
  deposit: (lib, config) => lib.deposit(query, config),
  reverse: (lib, config) => lib.reverse(query, config),
  refund: (lib, config) => lib.refund({ ...query, amount: 100 }, config),
  decline: (lib, config) => lib.decline({ ...query, orderNumber: "A-1001" }, config),
};

/** Runs each of them; a page has no login, with which orders are changed. */
async function eachChanging({ lib, env }, fetch, more, check) {
  for (const [name, call] of Object.entries(CHANGING)) {
    if (env.page && !name.startsWith("register")) continue;
    await check(await call(lib, gateway(env, fetch(), more)).catch((error) => error), name);
  }
}

test("a fetch that throws at once has sent nothing", async (context) => {
  for (const thrown of [42, null, new TypeError(`no ${CANARIES.password}`), { code: "ECONNRESET" }]) {
    const fetch = () => () => {
      throw thrown;
    };
    await eachChanging(context, fetch, {}, (error, name) => {
      equal(error.code, "invalid_option", name);
      equal(error.field, "gateway.fetch", name);
      carriesNoSecret(error);
    });
  }
});

test("a fetch that needs its object is named, with the way to bind it", async ({ lib, env }) => {
  class Binding {
    #answer = JSON.stringify(registered);
    fetch(url, init) {
      // What workerd says of a method without its object.
      if (!(this instanceof Binding)) throw new TypeError("Illegal invocation: function called with incorrect `this`");
      ok(typeof url === "string" && init.method === "POST", "called as fetch(url, init)");
      return Promise.resolve(new Response(this.#answer));
    }
  }
  const binding = new Binding();
  const error = await rejects(lib, lib.register(order(), gateway(env, binding.fetch)), "invalid_option", {
    field: "gateway.fetch",
  });
  ok(error.message.includes("pass the binding itself, such as fetch: env.BANK"), error.message);
  equal((await lib.register(order(), gateway(env, binding))).orderId, ORDER_ID, "an object with a method `fetch`");
  for (const other of [{}, { fetch: 5 }, [], "fetch", 7])
    await rejects(lib, lib.register(order(), gateway(env, other)), "invalid_option", { field: "gateway.fetch" });
});

test(
  "a service binding of workerd is called as it is, and its method without it is named",
  async ({ lib, env }) => {
    const { binding } = env;
    for (const fetch of [binding, (url, init) => binding.fetch(url, init), binding.fetch.bind(binding)])
      equal((await lib.register(order(), gateway(env, fetch))).orderId, "of-A-1001");
    const unbound = lib.register(order(), gateway(env, binding.fetch));
    const error = await rejects(lib, unbound, "invalid_option", { field: "gateway.fetch" });
    ok(error.message.includes("nothing was sent"), error.message);
  },
  { when: (env) => env.binding !== undefined },
);

// ------------------------------------------------------------------------------------------------ no connection

const caused = (cause) => Object.assign(new TypeError("fetch failed"), { cause });
const coded = (code, more = {}) => Object.assign(new Error("no"), { code, ...more });

/** What platforms reject with where there was no connection, and the reason that the error names. */
const UNSENT = [
  [caused(coded("ECONNREFUSED", { syscall: "connect", port: 443 })), "refused"],
  [caused(coded("ECONNREFUSED", { errors: [coded("ECONNREFUSED", { port: 443 })] })), "refused"],
  [coded("ECONNREFUSED"), "refused"],
  [coded("ConnectionRefused"), "refused"],
  [
    caused(
      new Error(
        "error sending request for url (https://a/): client error (Connect): tcp connect error: Connection refused (os error 111)",
      ),
    ),
    "refused",
  ],
  [
    new TypeError(
      "error sending request for url (https://a/): client error (Connect): tcp connect error: Connection refused (os error 111)",
    ),
    "refused",
  ],
  [caused(coded("ENOTFOUND", { hostname: "bank.example" })), "no host"],
  [caused(coded("EAI_AGAIN", { hostname: "bank.example" })), "no host"],
  [
    caused(
      new Error(
        "x: client error (Connect): dns error: failed to lookup address information: Name or service not known",
      ),
    ),
    "no host",
  ],
  [caused(coded("DEPTH_ZERO_SELF_SIGNED_CERT")), "certificate"],
  [caused(coded("SELF_SIGNED_CERT_IN_CHAIN")), "certificate"],
  [caused(coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE")), "certificate"],
  [caused(coded("UNABLE_TO_GET_ISSUER_CERT_LOCALLY")), "certificate"],
  [caused(coded("CERT_HAS_EXPIRED")), "certificate"],
  [caused(coded("ERR_TLS_CERT_ALTNAME_INVALID")), "certificate"],
  [caused(new Error("x: client error (Connect): invalid peer certificate: UnknownIssuer")), "certificate"],
  [coded("FailedToOpenSocket"), "no connection"],
  ...["ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL", "ETIMEDOUT", "EACCES", "EPERM"].map((code) => [
    caused(coded(code, { syscall: "connect" })),
    "no connection",
  ]),
  [caused(coded("ETIMEDOUT", { errors: [coded("ETIMEDOUT", { syscall: "connect", port: 443 })] })), "no connection"],
  [caused(coded("UND_ERR_CONNECT_TIMEOUT")), "no connection"],
  [caused(coded("ERR_SSL_WRONG_VERSION_NUMBER")), "no connection"],
  [caused(coded("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION")), "no connection"],
  [caused(coded("ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE")), "no connection"],
  [caused(new Error("bad port")), "no connection"],
  [new TypeError("Fetch failed: Requests to port 1 are blocked"), "no connection"],
  [Object.assign(new Error("Requires net access"), { name: "NotCapable" }), "no connection"],
];

/** The request may have been sent: these stay open. */
const PERHAPS_SENT = [
  caused(coded("ECONNRESET", { syscall: "read" })),
  caused(coded("ETIMEDOUT", { syscall: "read" })),
  caused(coded("ECONNRESET", { errors: [coded("ECONNRESET", { syscall: "read", port: 443 })] })),
  caused(coded("UND_ERR_HEADERS_TIMEOUT")),
  caused(coded("UND_ERR_SOCKET")),
  caused(coded("EPIPE")),
  caused(coded("ENETUNREACH", { syscall: "read" })),
  caused(coded("ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC")),
  caused(coded("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED")),
  caused(new Error("client error (SendRequest): connection closed before message completed")),
  new Error("Network connection lost."),
  new TypeError("Failed to fetch"),
  new TypeError("fetch failed"),
  // Of another host or port: what the store's own fetch calls besides.
  caused(coded("ECONNREFUSED", { port: 5432 })),
  caused(coded("ENOTFOUND", { hostname: "logs.example" })),
  caused(coded("ECONNREFUSED", { errors: [coded("ECONNREFUSED", { port: 80 })] })),
  caused(coded("ETIMEDOUT", { errors: [coded("ETIMEDOUT", { syscall: "connect", port: 80 })] })),
];

test("where the platform says that there was no connection, nothing was sent, and the call may be repeated", async (context) => {
  for (const [thrown, reason] of UNSENT) {
    await eachChanging(
      context,
      () => () => Promise.reject(thrown),
      {},
      (error, name) => {
        equal(error.code, "network", `${name}: ${show(thrown.cause?.code ?? thrown.message)}`);
        equal(error.retryable, true, name);
        ok(error.message.includes("bank.example") && error.message.includes(reason), error.message);
        ok(error.message.includes("nothing was sent") && !error.message.includes("sandbox"), error.message);
      },
    );
  }
});

test("where the request may have been sent, the outcome is open", async (context) => {
  for (const thrown of PERHAPS_SENT) {
    await eachChanging(
      context,
      () => () => Promise.reject(thrown),
      {},
      (error, name) => {
        equal(error.code, "outcome_unknown", `${name}: ${show(thrown.cause?.code ?? thrown.message)}`);
        equal(error.retryable, false, name);
      },
    );
  }
});

test("on this machine the error asks whether the sandbox is running", async ({ lib, env }) => {
  const config = gateway(env, () => Promise.reject(caused(coded("ECONNREFUSED", { port: 8480 }))), {
    baseUrl: "http://127.0.0.1:8480/payment/rest",
  });
  const error = await rejects(lib, lib.register(order(), config), "network", { retryable: true });
  ok(error.message.includes("127.0.0.1:8480: the connection was refused"), error.message);
  ok(error.message.includes("npx bpc-checkout sandbox"), error.message);
});

test("the cause is a name and a code, and nothing else", async ({ lib, env }) => {
  const cause = async (thrown) => {
    const failing = lib.register(
      order(),
      gateway(env, () => Promise.reject(thrown)),
    );
    const error = await failing.catch((caught) => caught);
    carriesNoSecret(error);
    ok(!Object.keys(error).includes("cause"), "the cause is not enumerable");
    return error.cause;
  };
  deepEqual(await cause(caused(coded("ECONNREFUSED", { port: 443 }))), { name: "Error", code: "ECONNREFUSED" });
  deepEqual(await cause(coded("ECONNRESET", { message: CANARIES.password })), { name: "Error", code: "ECONNRESET" });
  deepEqual(await cause(new TypeError(`no ${CANARIES.password}`)), { name: "TypeError" });
  // A word of what was sent is no code.
  deepEqual(await cause(coded("shop")), { name: "Error" });
  deepEqual(
    await cause(Object.assign(new Error("x"), { name: `${CANARIES.token}`, code: CANARIES.password })),
    undefined,
  );
  for (const thrown of [42, null, undefined, "ECONNREFUSED"]) equal(await cause(thrown), undefined);
});

test("a reply that cannot be read after a change leaves its outcome open; a refusal does not", async (context) => {
  for (const body of ["", "<html>", "[]", '{"errorCode":"x"}', "{}"]) {
    for (const [status, code] of [
      [200, "outcome_unknown"],
      [502, "outcome_unknown"],
      [404, "malformed_reply"],
    ])
      await eachChanging(
        context,
        () => answering(() => new Response(body, { status })),
        {},
        (error, name) => {
          equal(error.code, code, `${name}, ${status}: ${body}`);
          equal(error.httpStatus, status, name);
        },
      );
  }
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
  const trouble = () => Promise.reject(new TypeError("fetch failed"));
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
