/** The states of an order, without any store around them. */
import assert from "node:assert/strict";
import { FIRST, isEarned, isReturned, isSettled, later } from "../../www/worker/order-state.js";
import { test } from "./harness.mjs";

const STATES = ["registered", "expired", "declined", "held", "paid", "reversed", "refunded", "chargeback"];
const OUTCOMES = [...STATES.slice(1), "open", "pending", "verified", "mismatch", "unknown", "anything", "", undefined];

test("no outcome takes an order back, and every order of the same outcomes ends in the same state", async () => {
  for (const state of STATES)
    for (const outcome of OUTCOMES) {
      const next = later(state, outcome);
      assert.ok(STATES.indexOf(next) >= STATES.indexOf(state), `${state} after ${outcome}`);
      assert.ok(next === state || next === outcome, "nothing is invented");
      assert.equal(later(next, outcome), next, "twice is once");
      for (const other of OUTCOMES)
        assert.equal(later(later(state, outcome), other), later(later(state, other), outcome), `${outcome}, ${other}`);
    }
});

test("a purchase is earned when it is paid, a deposit when it is held or paid, and nothing else is", async () => {
  const earned = (hold) => STATES.filter((state) => isEarned(state, { hold }));
  assert.deepEqual(earned(false), ["paid"]);
  assert.deepEqual(earned(true), ["held", "paid"]);
  assert.deepEqual(STATES.filter(isReturned), ["reversed", "refunded", "chargeback"]);
  assert.deepEqual(
    STATES.filter((state) => !isSettled(state)),
    [FIRST, "held"],
  );
});
