import { invalid } from "./error.js";

/**
 * The states of an order, in the order in which they can follow each other. The bank's answers come late, twice and out of order, so
 * a state only changes to a later one of this list. The same answers in any order end in the same state.
 */
export const STATES = /** @type {const} */ ([
  "registered",
  "expired",
  "declined",
  "verified",
  "held",
  "paid",
  "reversed",
  "refunded",
  "chargeback",
]);

/** @import { Phase } from "./index.js" */
/** @import { OrderState } from "./desk.js" */

/**
 * The place of an outcome in the list. Outcomes that change nothing have none: -1.
 * @param {string} outcome
 */
export const rank = (outcome) => STATES.indexOf(/** @type {OrderState} */ (outcome));

/** @param {number} place @returns {OrderState} */
export const stateAt = (place) => STATES[place] ?? "registered";

/**
 * The outcome that earns an order of each phase, besides `paid`. A held purchase is not paid.
 * @type {Record<Phase, OrderState>}
 */
export const EARNED_BY = { purchase: "paid", preauth: "held", verify: "verified" };

/**
 * Whether the bank will not change the order by itself any more. A registered order can be paid. A held order can be deposited or
 * released.
 * @param {OrderState} state
 */
export function isSettled(state) {
  if (!STATES.includes(state)) throw invalid("state", `expected one of ${STATES.join(", ")}`);
  return state !== "registered" && state !== "held";
}

/**
 * Whether no money was ever taken: a new payment needs a new order.
 * @param {OrderState} state
 */
export const isClosedUnpaid = (state) => state === "expired" || state === "declined";
