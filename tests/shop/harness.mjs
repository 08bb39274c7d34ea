/** The store's tests run in one world, one after the other. */
import assert from "node:assert/strict";
import { makeRunner } from "../support/runner.mjs";

/** No test takes nearly so long, on a busy machine either; what hangs is red. */
const LIMIT_MS = 1_800_000;

const { test, inOrder } = makeRunner();

/** `test(name, body)`: a body gets the world. */
export { test };

/** Runs everything that was registered; `filter` is a part of a name. */
export const runAll = (world, filter = "") =>
  inOrder(filter, (body) => {
    world.bank.reset();
    return Promise.race([body(world), overdue()]);
  });

function overdue() {
  return new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`not done after ${LIMIT_MS / 1000} s`)), LIMIT_MS).unref();
  });
}

/** Asks until the answer is as it should be. So many milliseconds end what hangs; they judge no slow machine. */
export async function eventually(ask, check, patienceMs = 300_000) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    try {
      check(answer);
      return answer;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** An order that was claimed once and packed once, and is `state`. */
export function isPackedOnce(order, state = "paid") {
  assert.equal(order.state, state);
  assert.equal(order.claims, 1, "claims");
  assert.equal(order.waiting, 0, "everything is delivered");
  assert.equal(order.slip?.task, "pack");
}

export function isUntouched(order) {
  assert.deepEqual([order.state, order.claimed, order.claims, order.slip], ["registered", false, 0, null]);
}
