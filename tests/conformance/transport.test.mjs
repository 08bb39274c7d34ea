import { deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
import { answering, gateway, NEVER, order, ORDER_ID, registered, silent, statusReply, streamed } from "./fixtures.mjs";
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
  // The other address may have passed the form on to the gateway.
  await rejects(lib, lib.register(order(), gateway(env, fetch)), "outcome_unknown", { orderNumber: "A-1001" });
  deepEqual(seen, ["cancelled"]);
  await rejects(lib, lib.status(query, gateway(env, fetch)), "unexpected_redirect");
  if (!env.page) await rejects(lib, lib.refund({ ...query, amount: 1 }, gateway(env, fetch)), "outcome_unknown");
});

// ------------------------------------------------------------------------------------------------ size

const LIMIT = 1536 * 1024;
const padded = (bytes) => {
  const reply = JSON.stringify(statusReply());
  return reply + " ".repeat(bytes - new TextEncoder().encode(reply).length);
};

test("a reply of 1.5 MiB is read, one byte more is not", async ({ lib, env }) => {
  equal((await lib.status(query, gateway(env, answering(padded(LIMIT))))).orderStatus, 2);
  await rejects(lib, lib.status(query, gateway(env, answering(padded(LIMIT + 1)))), "response_too_large", {
    retryable: false,
  });
});

test("an endless reply is cut off early and its stream cancelled", async ({ lib, env }) => {
  let pieces = 0;
  let cancelled = false;
  // Whoever reads on without a limit is not kept busy for ever: no timer would get its turn.
  const piece = () => (++pieces > 1_000 ? undefined : new Uint8Array(64 * 1024).fill(32));
  const endless = () => streamed(piece, {}, () => (cancelled = true));
  await rejects(lib, lib.status(query, gateway(env, answering(endless))), "response_too_large");
  ok(pieces < 40, `${pieces} pieces of 64 KiB were pulled`);
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

test("a body of pieces without end, empty or of one byte, does not keep the process busy", async ({ lib, env }) => {
  for (const size of [0, 1]) {
    let reads = 0;
    // Whoever reads on is not kept busy for ever.
    const read = async () =>
      ++reads > 200_000 ? { done: true } : { done: false, value: new Uint8Array(size).fill(32) };
    await rejects(
      lib,
      lib.status(
        query,
        gateway(env, async () => foreign(read)),
      ),
      "response_too_large",
    );
    ok(reads < 25_000, `${reads} pieces of ${size} bytes were read`);
  }
});

test("a body in another encoding is read, if its content type says so", async ({ lib, env }) => {
  // "Оплачено" and "é" in the bytes of each encoding.
  const texts = [
    ["windows-1251", [0xce, 0xef, 0xeb, 0xe0, 0xf7, 0xe5, 0xed, 0xee], "Оплачено"],
    ...["cp1251", "cp-1251", "win-1251"].map((name) => [name, [0xce, 0xef, 0xeb, 0xe0], "Опла"]),
    ["koi8-r", [0xef, 0xd0, 0xcc, 0xc1, 0xde, 0xc5, 0xce, 0xcf], "Оплачено"],
    ["iso-8859-1", [0xe9], "é"],
    ["windows-1252", [0xe9], "é"],
  ];
  const [start, end] = JSON.stringify(statusReply({ orderDescription: "?" })).split('"?"');
  const ascii = (text) => [...new TextEncoder().encode(text)];
  const reply = (bytes, type) => () =>
    new Response(new Uint8Array([...ascii(`${start}"`), ...bytes, ...ascii(`"${end}`)]), {
      headers: { "content-type": type },
    });
  const read = (bytes, type) => lib.status(query, gateway(env, answering(reply(bytes, type)), { timeoutMs: 1 }));
  for (const [charset, bytes, text] of texts) {
    const types = [`;charset=${charset}`, `; Charset="${charset.toUpperCase()}"`, `; charset = '${charset}'; q=1`];
    for (const type of types.map((parameters) => `text/plain${parameters}`)) {
      const report = await read(bytes, type);
      equal(report.orderDescription, text, type);
      equal(report.raw.orderDescription, text, type);
    }
    for (const type of ["text/plain", "text/plain;charset=utf-8", "text/plain;charset=nonsense"])
      await rejects(lib, read(bytes, type), "malformed_reply");
  }
  // Some servers name an encoding that is not the one they write.
  equal((await read(ascii("Оплачено é"), "text/plain;charset=ISO-8859-1")).orderDescription, "Оплачено é");
});

test("what register lets out can come back: a cart of 600 positions and more", async ({ lib, env, figure }) => {
  const position = (index) => ({
    positionId: String(index),
    name: `A blue mug, large, with a "handle" on each side, number ${index} of the long list of what the customer buys`,
    quantity: { value: 1, measure: "pcs" },
    itemAmount: 100,
    itemCode: `MUG-${index}`,
    itemPrice: 100,
    itemDetails: { itemDetailsParams: [{ name: "color", value: "Иссиня-чёрный, очень тёмный, почти как ночь" }] },
  });
  const cart = (length) => ({ cartItems: { items: Array.from({ length }, (_, index) => position(index)) } });
  let longest = 0;
  for (const length of [100, 600, 900, 1_500, 5_000]) {
    const orderBundle = cart(length);
    const fetch = answering(registered);
    const sent = await lib.register(order({ orderBundle }), gateway(env, fetch)).catch((error) => error);
    if (lib.isCheckoutError(sent)) {
      equal(sent.code, "invalid_option", `${length} positions`);
      equal(fetch.calls.length, 0, "calls");
      continue;
    }
    longest = length;
    // The gateway repeats the cart, here with every character beyond ASCII escaped.
    const text = JSON.stringify(statusReply({ orderBundle: JSON.stringify(orderBundle), again: orderBundle }));
    const escaped = text.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
    equal((await lib.status(query, gateway(env, answering(escaped)))).orderStatus, 2, `${length} positions`);
  }
  ok(longest >= 600, `a cart of ${longest} positions was the longest that went out`);
  figure(`a cart of ${longest} positions goes out and comes back`);
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
