// Real requests over the loopback interface: `env.faults` is a server that misbehaves in a way named by the path,
// `env.restRoot` the REST root of a sandbox that runs as a server of its own. Deadlines are virtual, and what the network does is
// waited for: the server tells when a request, a byte or the end of a connection has come.

import { deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
import { gateway, order, ORDER_ID, RETURN_URL } from "./fixtures.mjs";
import { SOCKET_DEADLINE_MS, test } from "./harness.mjs";

const LIMIT = 1536 * 1024;
const query = { orderId: ORDER_ID };
const faults = { sockets: true, when: (env) => env.faults !== undefined };
const at = (env, path, more = {}) =>
  gateway(env, undefined, { baseUrl: `${env.faults}${path}`, timeoutMs: SOCKET_DEADLINE_MS, ...more });

/** A name for one request of this run, under which the server keeps what happens to it. */
const unique = () => crypto.randomUUID();

/** Waits until the server has seen `event` happen to the request of that name. */
const seen = async (env, name, event, signal) =>
  (await fetch(`${env.faults}/seen/${name}/${event}`, { signal })).text();

/** A call of a path that never ends by itself: it ends at its deadline, not before, and its connection with it. */
async function endsAtTheDeadline({ lib, env, time, signal }, path, event) {
  const name = unique();
  const call = meanwhile(rejects(lib, lib.status(query, at(env, `${path}/${name}`), { signal }), "timeout"));
  await seen(env, name, event, signal);
  time.pass(SOCKET_DEADLINE_MS - 1);
  deepEqual(time.pending, [1], "milliseconds that are left just before the deadline");
  time.pass(1);
  await call;
  await seen(env, name, "closed", signal);
}

test(
  "over HTTP: a redirect is refused and not followed",
  async ({ lib, env, signal }) => {
    await rejects(lib, lib.register(order(), at(env, "/redirect"), { signal }), "unexpected_redirect");
    const followed = await (await fetch(`${env.faults}/count`, { signal })).text();
    equal(followed, "0", "requests that followed the redirect");
  },
  faults,
);

test(
  "over HTTP: headers that never come end at the deadline",
  (context) => endsAtTheDeadline(context, "/stall", "asked"),
  faults,
);

test(
  "over HTTP: a body that drips ends at the deadline",
  (context) => endsAtTheDeadline(context, "/drip", "dripped"),
  faults,
);

test(
  "over HTTP: an endless body is too large",
  async ({ lib, env, signal }) => {
    const name = unique();
    await rejects(lib, lib.status(query, at(env, `/endless/${name}`), { signal }), "response_too_large");
    await seen(env, name, "closed", signal);
  },
  faults,
);

/** The global `fetch`, with a count of what is read of its replies. */
function counting() {
  const count = { bytes: 0, lastPiece: 0, cancelled: false };
  const counted = (reader) => ({
    async read() {
      const piece = await reader.read();
      count.lastPiece = piece.value?.byteLength ?? 0;
      count.bytes += count.lastPiece;
      return piece;
    },
    cancel: () => ((count.cancelled = true), reader.cancel()),
  });
  const send = async (url, init) => {
    const { status, type, headers, body } = await fetch(url, init);
    return { status, type, headers, body: { getReader: () => counted(body.getReader()) } };
  };
  return { send, count };
}

test(
  "over HTTP: a reply that unpacks to 100 MB is too large",
  async ({ lib, env, signal, figure }) => {
    await rejects(lib, lib.status(query, at(env, "/bomb"), { signal }), "response_too_large");
    const { send, count } = counting();
    await rejects(lib, lib.status(query, at(env, "/bomb", { fetch: send }), { signal }), "response_too_large");
    ok(count.bytes > LIMIT, `${count.bytes} bytes were read`);
    ok(count.bytes - count.lastPiece <= LIMIT, `${count.bytes} bytes were read, ${count.lastPiece} of them at last`);
    ok(count.cancelled, "the rest must be cancelled");
    figure(`bomb: ${count.bytes} bytes were read of 104857600`);
  },
  faults,
);

test(
  "over HTTPS: a certificate that nobody vouches for ends the connection, whatever is asked",
  async ({ lib, env, signal }) => {
    const config = gateway(env, undefined, { baseUrl: env.selfSigned, timeoutMs: SOCKET_DEADLINE_MS });
    await rejects(lib, lib.status(query, config, { signal }), "network", { retryable: true });
    const error = await lib.register(order(), config, { signal }).catch((caught) => caught);
    isUnsent(env, error, "its TLS certificate was not accepted", new URL(env.selfSigned).host);
    equal(await (await fetch(`${env.faults}/reached`, { signal })).text(), "0", "requests that reached the other end");
  },
  { sockets: true, when: (env) => env.selfSigned !== undefined },
);

test(
  "over HTTP: a connection that closes is a lost reply, for register an open question",
  async ({ lib, env, signal }) => {
    for (const path of ["/reset", "/half"])
      await rejects(lib, lib.register(order(), at(env, path), { signal }), "outcome_unknown", {
        orderNumber: "A-1001",
      });
  },
  faults,
);

test(
  "over HTTP: nobody listens",
  async ({ lib, env, signal }) => {
    const config = gateway(env, undefined, { baseUrl: env.nobody, timeoutMs: SOCKET_DEADLINE_MS });
    const error = await lib.register(order(), config, { signal }).catch((caught) => caught);
    isUnsent(env, error, "the connection was refused", new URL(env.nobody).host);
    await rejects(lib, lib.status(query, config, { signal }), "network", { retryable: true });
  },
  faults,
);

test(
  "over HTTP: a host that does not exist",
  async ({ lib, env, signal }) => {
    const baseUrl = "https://no-such-host.invalid/rest";
    const config = gateway(env, undefined, { baseUrl, timeoutMs: SOCKET_DEADLINE_MS });
    const error = await lib.register(order(), config, { signal }).catch((caught) => caught);
    isUnsent(env, error, "no host has this name", "no-such-host.invalid");
  },
  faults,
);

/** Browsers and workerd give no reason: there the request may have been sent. */
function isUnsent(env, error, reason, host) {
  equal(error.orderNumber, "A-1001", `the number of the order in ${error}`);
  const { process, Deno, EdgeRuntime, navigator } = globalThis;
  const isSilent = !(process?.versions?.node || Deno || EdgeRuntime) || navigator?.userAgent === "Cloudflare-Workers";
  if (isSilent) return equal(error.code, "outcome_unknown");
  equal(error.code, "network", `${error}`);
  equal(error.retryable, true, "retryable");
  ok(error.message.includes(`${host}: ${reason}`), error.message);
  equal(error.message.includes("is the sandbox running?"), error.message.includes("127.0.0.1"), error.message);
}

test(
  "over HTTP: after an HTML page the order may exist",
  async ({ lib, env, signal }) => {
    for (const [path, httpStatus] of [
      ["/html", 200],
      ["/html-500", 500],
    ])
      await rejects(lib, lib.register(order(), at(env, path), { signal }), "outcome_unknown", { httpStatus });
  },
  faults,
);

test(
  "over HTTP: the sandbox registers an order and reports it open",
  async ({ lib, env, signal }) => {
    const account = { userName: "test_user", password: "test_user_password" };
    const config = { baseUrl: env.restRoot, timeoutMs: SOCKET_DEADLINE_MS, ...account };
    const { orderId, orderNumber, formUrl } = await lib.register(
      { amount: 2000, currency: "EUR", returnUrl: RETURN_URL },
      config,
      { signal },
    );
    ok(formUrl.startsWith(new URL(env.restRoot).origin), formUrl);
    const verdict = await lib.verify({ orderId, orderNumber, amount: 2000, currency: "EUR" }, config, { signal });
    equal(verdict.outcome, "open");
    await rejects(lib, lib.status({ orderId }, { ...config, password: "wrong" }, { signal }), "access_denied");
  },
  { sockets: true, when: (env) => env.restRoot !== undefined && !env.page },
);
