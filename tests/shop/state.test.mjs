/** The states of an order, without any store around them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { EARNED_BY, isClosedUnpaid, isSettled, rank, stateAt, STATES } from "../../npm/order-states.js";

test("an outcome that is not a state changes nothing", () => {
  for (const outcome of ["open", "pending", "mismatch", "unknown", "anything", "", "registered "])
    assert.equal(rank(outcome), -1, outcome);
  for (const [at, state] of STATES.entries()) assert.deepEqual([rank(state), stateAt(at)], [at, state]);
});

test("an order that can still be paid, deposited or released is not settled", () => {
  assert.deepEqual(
    STATES.filter((state) => !isSettled(state)),
    ["registered", "held"],
  );
  assert.deepEqual(STATES.filter(isClosedUnpaid), ["expired", "declined"]);
});

test("money that went back is later than money that was taken, and every phase earns by a state before paid", () => {
  assert.ok(rank("paid") < rank("reversed"));
  for (const state of Object.values(EARNED_BY)) assert.ok(rank(state) <= rank("paid"));
});
