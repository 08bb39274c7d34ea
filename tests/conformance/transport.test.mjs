import { equal, ok, rejects, took } from "./assert.mjs";
import { answering, gateway, NEVER, order, ORDER_ID, sleep, statusReply, streamed } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const query = { orderId: ORDER_ID };

// ------------------------------------------------------------------------------------------------ redirects

test("a redirect of the gateway's API is refused", async ({ lib, env }) => {
  for (const status of [301, 302, 303, 307, 308]) {
    const fetch = answering(() => new Response(null, { status, headers: { location: "https://elsewhere.example/" } }));
    await rejects(lib, lib.register(order(), gateway(env, fetch)), "unexpected_redirect", { endpoint: "register.do" });
    equal(fetch.calls.length, 1, "calls");
  }
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
  const endless = () =>
    streamed(
      () => (pieces++, new Uint8Array(16 * 1024).fill(32)),
      {},
      () => (cancelled = true),
    );
  await rejects(lib, lib.status(query, gateway(env, answering(endless))), "response_too_large");
  ok(pieces < 40, `${pieces} pieces of 16 KiB were pulled`);
  await sleep(20);
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

test("the deadline covers a gateway that never answers", async ({ lib, env }) => {
  const ms = await took(rejects(lib, lib.status(query, gateway(env, NEVER, { timeoutMs: 200 })), "timeout"));
  ok(ms >= 150 && ms < 2_000, `took ${ms} ms instead of 200`);
});

test("the deadline covers the body: one byte at a time is too slow", async ({ lib, env }) => {
  let cancelled = false;
  const drip = () =>
    streamed(
      async () => (await sleep(20), " "),
      {},
      () => (cancelled = true),
    );
  const ms = await took(rejects(lib, lib.status(query, gateway(env, answering(drip), { timeoutMs: 300 })), "timeout"));
  ok(ms >= 250 && ms < 2_000, `took ${ms} ms instead of 300`);
  await sleep(50);
  ok(cancelled, "the stream must be cancelled");
});

test("a body that stalls and never ends is a timeout", async ({ lib, env }) => {
  let first = true;
  const stall = () => streamed(() => (first ? ((first = false), "{") : NEVER()));
  await rejects(lib, lib.status(query, gateway(env, answering(stall), { timeoutMs: 200 })), "timeout");
});

test("a reply that comes after the deadline is not read", async ({ lib, env }) => {
  let answer;
  let reads = 0;
  const late = new Promise((resolve) => (answer = resolve));
  const fetch = () => late;
  await rejects(lib, lib.register(order(), gateway(env, fetch, { timeoutMs: 50 })), "outcome_unknown");
  answer(foreign(async () => (reads++, { done: false, value: new Uint8Array(1) })));
  await sleep(20);
  equal(reads, 0, "reads");
});

test("a body that heeds neither signal nor cancelling is left at the deadline", async ({ lib, env }) => {
  let reads = 0;
  const read = async () => (await sleep(5), reads++, { done: false, value: new Uint8Array(1) });
  const cancel = () => {
    throw new Error("no");
  };
  const fetch = async () => foreign(read, cancel);
  await rejects(lib, lib.register(order(), gateway(env, fetch, { timeoutMs: 50 })), "outcome_unknown");
  await sleep(20);
  const before = reads;
  await sleep(50);
  equal(reads, before, "reads after the deadline");
});

test("register without a reply in time says that the order may exist", async ({ lib, env }) => {
  const error = await rejects(lib, lib.register(order(), gateway(env, NEVER, { timeoutMs: 150 })), "outcome_unknown", {
    orderNumber: "A-1001",
    retryable: false,
  });
  equal(error.endpoint, "register.do");
});

test("register with a generated number names it when the reply is lost", async ({ lib, env }) => {
  const fetch = answering(NEVER);
  const config = gateway(env, fetch, { timeoutMs: 150 });
  const error = await rejects(lib, lib.register(order({ orderNumber: undefined }), config), "outcome_unknown");
  equal(error.orderNumber, fetch.calls[0].form.get("orderNumber"), "the number to look up");
});

test("the deadline ends the fetch itself", async ({ lib, env }) => {
  let signal;
  const fetch = (_, init) => ((signal = init.signal), NEVER());
  await rejects(lib, lib.status(query, gateway(env, fetch, { timeoutMs: 100 })), "timeout");
  ok(signal.aborted, "the signal that fetch got must be aborted");
});
