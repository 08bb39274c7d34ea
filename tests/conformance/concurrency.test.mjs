import { equal, ok } from "./assert.mjs";
import { answering, FORM_URL, gateway, order, sleep } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const TOTAL = 2_000;
const AT_ONCE = 64;

test(`${TOTAL} calls, ${AT_ONCE} at once, some aborted, never mix and never hang`, async ({ lib, env }) => {
  let next = 0;
  const counts = { done: 0, aborted: 0 };
  async function worker() {
    while (next < TOTAL) {
      const id = `order-${next++}`;
      const controller = new AbortController();
      const reply = async () => {
        if (next % 3) await sleep(next % 5);
        if (next % 7 === 0) controller.abort("enough");
        return { orderId: id, formUrl: FORM_URL };
      };
      const call = lib.register(order({ orderNumber: id }), gateway(env, answering(reply)), {
        signal: controller.signal,
      });
      const outcome = await call.catch((error) => error);
      if (outcome.orderId === id && outcome.orderNumber === id) counts.done++;
      else if (lib.isCheckoutError(outcome) && outcome.code === "outcome_unknown" && outcome.orderNumber === id)
        counts.aborted++;
      else throw new Error(`${id} ended with ${outcome}`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  equal(counts.done + counts.aborted, TOTAL, "calls that ended");
  ok(counts.done > TOTAL / 2 && counts.aborted > 0, JSON.stringify(counts));
});
