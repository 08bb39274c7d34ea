import { equal, ok, rejects, took } from "./assert.mjs";
import { answering, FORM_URL, gateway, NEVER, order, ORDER_ID, sleep, statusReply, streamed } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const TOTAL = 5_000;
const AT_ONCE = 64;

/** The reply to the call of an order; every third call is aborted while it waits for it. */
async function reply(index, controller, answer) {
  if (index % 2) await sleep(index % 5);
  if (index % 3 === 0) controller.abort("enough");
  if (index % 6 === 0) return NEVER();
  return answer;
}

async function one(lib, env, index) {
  const id = `order-${index}`;
  const controller = new AbortController();
  const asks = index % 4 === 0;
  const answer = asks ? statusReply({ orderNumber: id }) : { orderId: id, formUrl: FORM_URL };
  const config = gateway(
    env,
    answering(() => reply(index, controller, answer).then((body) => new Response(JSON.stringify(body)))),
  );
  const { signal } = controller;
  const expected = { orderId: ORDER_ID, orderNumber: id, amount: 2000, currency: "EUR" };
  const call = asks
    ? lib.verify(expected, config, { signal })
    : lib.register(order({ orderNumber: id }), config, { signal });
  const outcome = await call.catch((error) => error);
  const wanted = asks ? outcome.outcome === "paid" : outcome.orderId === id;
  if (wanted && outcome.orderNumber === id) return "done";
  const code = asks ? "aborted" : "outcome_unknown";
  if (lib.isCheckoutError(outcome) && outcome.code === code && outcome.orderNumber === id) return "aborted";
  throw new Error(`${id} ended with ${outcome}`);
}

test(`${TOTAL} calls, ${AT_ONCE} at once, a third aborted, never mix and never hang, in flat memory`, async ({
  lib,
  env,
  memoryBytes,
  figure,
}) => {
  let next = 0;
  const counts = { done: 0, aborted: 0 };
  const upTo = async (end) => {
    const worker = async () => {
      while (next < end) counts[await one(lib, env, next++)]++;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };
  await upTo(TOTAL / 5);
  const warm = memoryBytes?.();
  await upTo(TOTAL);
  equal(counts.done + counts.aborted, TOTAL, "calls that ended");
  ok(counts.aborted >= TOTAL / 4 && counts.done >= TOTAL / 2, JSON.stringify(counts));
  equal(memoryBytes?.(), warm, "bytes of linear memory after a fifth of the calls and after all of them");
  const memory = warm === undefined ? "" : `, ${warm} bytes of linear memory from the first fifth to the end`;
  figure(`load: ${TOTAL} calls, ${AT_ONCE} at once: ${counts.done} answered, ${counts.aborted} aborted${memory}`);
});

const DRIPS = 200;

/** A reply that sends headers and then a byte now and then, for ever. */
const drip = (everyMs) => streamed(async () => (await sleep(everyMs), " "));

test(`${DRIPS} replies that drip end at their deadlines and leave no timer and no memory behind`, async ({
  lib,
  env,
  memoryBytes,
  figure,
}) => {
  const timers = new Set();
  const { setTimeout, clearTimeout } = globalThis;
  // Only deadlines take a third argument; the drips of this test go through the original.
  globalThis.setTimeout = (run, ms, ...rest) => {
    const id = setTimeout(
      (...given) => {
        timers.delete(id);
        run(...given);
      },
      ms,
      ...rest,
    );
    if (rest.length > 0) timers.add(id);
    return id;
  };
  globalThis.clearTimeout = (id) => {
    timers.delete(id);
    clearTimeout(id);
  };
  const query = { orderId: ORDER_ID };
  const one = (timeoutMs) =>
    took(
      rejects(
        lib,
        lib.status(
          query,
          gateway(env, async () => drip(20), { timeoutMs }),
        ),
        "timeout",
      ),
    );
  try {
    await one(50);
    const warm = memoryBytes?.();
    const late = [];
    for (let round = 0; round < 4; round++) {
      const times = await Promise.all(
        Array.from({ length: DRIPS / 4 }, (_, i) => one(100 + i).then((ms) => ms - 100 - i)),
      );
      late.push(...times);
    }
    equal(timers.size, 0, "timers that are left");
    equal(memoryBytes?.(), warm, "bytes of linear memory");
    const worst = Math.max(...late);
    ok(Math.min(...late) >= -20 && worst < 1_500, `off by ${Math.min(...late)} to ${worst} ms`);
    figure(
      `drip: ${DRIPS} replies of a byte every 20 ms ended at most ${worst} ms after their deadlines; no timer left`,
    );
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
});
