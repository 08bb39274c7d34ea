import { deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
import { answering, FORM_URL, gateway, NEVER, order, ORDER_ID, statusReply, streamed } from "./fixtures.mjs";
import { test } from "./harness.mjs";
import { turn } from "./virtual-time.mjs";

const TOTAL = 5_000;
const AT_ONCE = 64;

/** The reply to the call of an order; every third call is aborted while it waits for it. */
async function reply(index, controller, answer) {
  // Some replies overtake others.
  for (let turns = index % 2 ? index % 5 : 0; turns > 0; turns--) await turn();
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

const load = async ({ lib, env, memoryBytes, figure }) => {
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
};

test(`${TOTAL} calls, ${AT_ONCE} at once, a third aborted, never mix and never hang, in flat memory`, load, {
  calls: TOTAL,
});

const DRIPS = 200;
const ROUNDS = 4;
const DRIP_MS = 20;

/** Time in which bytes drip: `pass` lets one come for every reply, and every deadline strike that has come. */
function drippingTime(time) {
  let drip;
  let nextDrip = new Promise((resolve) => (drip = resolve));
  return {
    /** A reply that sends headers and then a byte every 20 ms, for ever. */
    reply: () => streamed(() => nextDrip.then(() => " ")),
    async pass() {
      time.pass(DRIP_MS);
      drip();
      nextDrip = new Promise((resolve) => (drip = resolve));
      await turn();
    },
  };
}

test(`${DRIPS} replies that drip end at their deadlines and leave no timer and no memory behind`, async ({
  lib,
  env,
  time,
  memoryBytes,
  figure,
}) => {
  const query = { orderId: ORDER_ID };
  const dripping = drippingTime(time);
  /** Calls with deadlines of 101 ms and more; how many have ended at each of the times. */
  const round = async (count) => {
    let ended = 0;
    const one = async (timeoutMs) => {
      await rejects(
        lib,
        lib.status(
          query,
          gateway(env, async () => dripping.reply(), { timeoutMs }),
        ),
        "timeout",
      );
      ended++;
    };
    const calls = meanwhile(Promise.all(Array.from({ length: count }, (_, index) => one(101 + index))));
    await time.until(() => time.pending.length === count);
    for (let ms = 0; ms < 100; ms += DRIP_MS) await dripping.pass();
    equal(ended, 0, "calls that ended before the first deadline");
    equal(time.pending.length, count, "deadlines that are still to come");
    for (let ms = 100; ms < 101 + count; ms += DRIP_MS) await dripping.pass();
    await calls;
    deepEqual(time.pending, [], "timers that are left");
  };
  await round(1);
  const warm = memoryBytes?.();
  for (let at = 0; at < ROUNDS; at++) await round(DRIPS / ROUNDS);
  equal(memoryBytes?.(), warm, "bytes of linear memory");
  figure(`drip: ${DRIPS} replies of a byte every ${DRIP_MS} ms ended at their deadlines and not before; no timer left`);
});
