import { deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
import { answering, gateway, NEVER, order, ORDER_ID, silent, statusReply, streamed } from "./fixtures.mjs";
import { test } from "./harness.mjs";
import { turn } from "./virtual-time.mjs";

const query = { orderId: ORDER_ID };

// ------------------------------------------------------------------------------------------------ redirects

test("a redirect of the gateway's API is refused", async ({ lib, env }) => {
  for (const status of [301, 302, 303, 307, 308]) {
    const fetch = answering(() => new Response(null, { status, headers: { location: "https://elsewhere.example/" } }));
    await rejects(lib, lib.register(order(), gateway(env, fetch)), "unexpected_redirect", { endpoint: "register.do" });
    equal(fetch.calls.length, 1, "calls");
  }
});

test("the body of a redirect that a fetch followed is cancelled, and not read", async ({ lib, env }) => {
  const seen = [];
  const body = { getReader: () => seen.push("read"), cancel: async () => void seen.push("cancelled") };
  const fetch = async () => ({ status: 200, type: "basic", redirected: true, body });
  await rejects(lib, lib.register(order(), gateway(env, fetch)), "unexpected_redirect");
  deepEqual(seen, ["cancelled"]);
});

// ------------------------------------------------------------------------------------------------ size

const LIMIT = 256 * 1024;
const padded = (bytes) => {
  const reply = JSON.stringify(statusReply());
  return reply + " ".repeat(bytes - new TextEncoder().encode(reply).length);
};

test("a reply of 256 KiB is read, one byte more is not", async ({ lib, env }) => {
  equal((await lib.status(query, gateway(env, answering(padded(LIMIT))))).orderStatus, 2);
  await rejects(lib, lib.status(query, gateway(env, answering(padded(LIMIT + 1)))), "response_too_large", {
    retryable: false,
  });
});

test("an endless reply is cut off early and its stream cancelled", async ({ lib, env }) => {
  let pieces = 0;
  let cancelled = false;
  // Whoever reads on without a limit is not kept busy for ever: no timer would get its turn.
  const piece = () => (++pieces > 1_000 ? undefined : new Uint8Array(16 * 1024).fill(32));
  const endless = () => streamed(piece, {}, () => (cancelled = true));
  await rejects(lib, lib.status(query, gateway(env, answering(endless))), "response_too_large");
  ok(pieces < 40, `${pieces} pieces of 16 KiB were pulled`);
  ok(cancelled, "the stream must be cancelled");
});

test("a reply in pieces of one byte, cut inside characters, is read whole", async ({ lib, env }) => {
  const bytes = new TextEncoder().encode(JSON.stringify(statusReply({ orderDescription: "täglich 💶 кружка" })));
  let at = 0;
  const fetch = answering(() => streamed(() => (at < bytes.length ? bytes.slice(at, ++at) : undefined)));
  equal((await lib.status(query, gateway(env, fetch))).orderDescription, "täglich 💶 кружка");
});

/** A reply of a foreign `fetch`, whose body comes from `read`. */
const foreign = (read, cancel = async () => {}) => ({
  status: 200,
  type: "basic",
  body: { getReader: () => ({ read, cancel }) },
});

test("a reply whose pieces come in one buffer, filled again and again, is read whole", async ({ lib, env }) => {
  const bytes = new TextEncoder().encode(JSON.stringify(statusReply()));
  const buffer = new Uint8Array(100);
  let at = 0;
  const read = async () => {
    const piece = bytes.subarray(at, (at += buffer.length));
    buffer.set(piece);
    return piece.length > 0 ? { done: false, value: buffer.subarray(0, piece.length) } : { done: true };
  };
  const fetch = async () => foreign(read);
  equal((await lib.status(query, gateway(env, fetch))).orderDescription, statusReply().orderDescription);
});

// ------------------------------------------------------------------------------------------------ deadline

test("the deadline covers a gateway that never answers", async ({ lib, env, time }) => {
  const fetch = answering(NEVER);
  const call = meanwhile(rejects(lib, lib.status(query, gateway(env, fetch, { timeoutMs: 200 })), "timeout"));
  await time.until(() => fetch.calls.length === 1);
  time.pass(199);
  deepEqual(time.pending, [1], "milliseconds that are left after 199 of 200");
  time.pass(1);
  await call;
});

test("the deadline covers the body: one byte at a time is too slow", async ({ lib, env, time }) => {
  let bytes = 0;
  let cancelled = false;
  // Every byte takes 20 ms.
  const drip = () =>
    streamed(
      async () => (time.pass(20), bytes++, await turn(), " "),
      {},
      () => (cancelled = true),
    );
  await rejects(lib, lib.status(query, gateway(env, answering(drip), { timeoutMs: 300 })), "timeout");
  // A stream asks for a byte or two before anybody reads them.
  ok(bytes >= 15 && bytes <= 17, `${bytes} bytes of 20 ms came inside 300 ms`);
  ok(cancelled, "the stream must be cancelled");
});

test("one deadline covers headers and body together", async ({ lib, env, time }) => {
  const slow = (headersMs, bodyMs) => () => {
    time.pass(headersMs);
    const pieces = [JSON.stringify(statusReply())];
    return streamed(() => (time.pass(bodyMs), pieces.pop()));
  };
  const status = (fetch) => lib.status(query, gateway(env, answering(fetch), { timeoutMs: 300 }));
  await rejects(lib, status(slow(200, 100)), "timeout");
  equal((await status(slow(200, 49))).orderStatus, 2, "200 ms for the headers and twice 49 for the body");
});

test("a body that stalls and never ends is a timeout", async ({ lib, env, time }) => {
  let first = true;
  const stall = () => streamed(() => (first ? ((first = false), "{") : silent(time, 200)()));
  await rejects(lib, lib.status(query, gateway(env, answering(stall), { timeoutMs: 200 })), "timeout");
});

test("a reply that comes after the deadline is cancelled, and not read", async ({ lib, env, time }) => {
  let answer;
  let reads = 0;
  let asked = false;
  const late = new Promise((resolve) => (answer = resolve));
  const fetch = () => ((asked = true), late);
  const config = gateway(env, fetch, { timeoutMs: 50 });
  const call = meanwhile(rejects(lib, lib.register(order(), config), "outcome_unknown"));
  await time.until(() => asked);
  time.pass(50);
  await call;
  let cancels = 0;
  const reply = foreign(async () => (reads++, { done: false, value: new Uint8Array(1) }));
  answer({ ...reply, body: { ...reply.body, cancel: async () => void cancels++ } });
  await turn();
  deepEqual({ reads, cancels }, { reads: 0, cancels: 1 });
});

test("a body that heeds neither signal nor cancelling is left at the deadline", async ({ lib, env, time }) => {
  let reads = 0;
  const read = async () => (time.pass(5), await turn(), reads++, { done: false, value: new Uint8Array(1) });
  const cancel = () => {
    throw new Error("no");
  };
  const fetch = async () => foreign(read, cancel);
  await rejects(lib, lib.register(order(), gateway(env, fetch, { timeoutMs: 50 })), "outcome_unknown");
  await turn();
  const before = reads;
  for (let round = 0; round < 20; round++) await turn();
  equal(reads, before, "reads after the deadline");
});

test("register without a reply in time says that the order may exist", async ({ lib, env, time }) => {
  const config = gateway(env, silent(time, 150), { timeoutMs: 150 });
  const error = await rejects(lib, lib.register(order(), config), "outcome_unknown", {
    orderNumber: "A-1001",
    retryable: false,
  });
  equal(error.endpoint, "register.do");
});

test("register with a generated number names it when the reply is lost", async ({ lib, env, time }) => {
  const fetch = answering(silent(time, 150));
  const config = gateway(env, fetch, { timeoutMs: 150 });
  const error = await rejects(lib, lib.register(order({ orderNumber: undefined }), config), "outcome_unknown");
  equal(error.orderNumber, fetch.calls[0].form.get("orderNumber"), "the number to look up");
});

test("the deadline ends the fetch itself", async ({ lib, env, time }) => {
  let signal;
  const fetch = (_, init) => ((signal = init.signal), silent(time, 100)());
  await rejects(lib, lib.status(query, gateway(env, fetch, { timeoutMs: 100 })), "timeout");
  ok(signal.aborted, "the signal that fetch got must be aborted");
});

test("a reply in time leaves its connection alone, and no timer", async ({ lib, env, time }) => {
  let signal;
  const reply = answering(statusReply());
  const fetch = (url, init) => ((signal = init.signal), time.pass(14_999), reply(url, init));
  equal((await lib.status(query, gateway(env, fetch, { timeoutMs: 15_000 }))).orderStatus, 2);
  ok(!signal.aborted, "the signal that fetch got must not be aborted");
  deepEqual(time.pending, [], "timers that are left");
});
