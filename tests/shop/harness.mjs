/** A small test runner: tests in order, in one world. */
import assert from "node:assert/strict";

/** No test takes nearly so long; what hangs is red. */
const LIMIT_MS = 180_000;

const tests = [];

/**
 * @param {string} name a sentence
 * @param {(world: any) => Promise<void>} body
 */
export const test = (name, body) => tests.push({ name, body });

/** Runs everything that was registered; `filter` is a part of a name. */
export async function runAll(world, filter = "") {
  const tally = { passed: 0, failed: 0 };
  for (const { name, body } of tests.filter((one) => one.name.includes(filter))) {
    const start = Date.now();
    world.bank.reset();
    try {
      await Promise.race([body(world), overdue()]);
      tally.passed += 1;
      console.log(`ok   ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      tally.failed += 1;
      console.log(`FAIL ${name}\n${String(error?.stack ?? error).replace(/^/gm, "     ")}`);
    }
  }
  return tally;
}

function overdue() {
  return new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`not done after ${LIMIT_MS / 1000} s`)), LIMIT_MS).unref();
  });
}

/** Asks until the answer is as it should be, for at most so many milliseconds. */
export async function eventually(ask, check, patienceMs = 15_000) {
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
