/**
 * The states of an order. The bank's answers come from three places, and they come late, twice and out of order. So a state only
 * changes to a later one in this list. The same answers in any order end in the same state.
 */
const STATES = ["registered", "expired", "declined", "held", "paid", "reversed", "refunded", "chargeback"];

/** The state of an order that was sold, before the bank's first answer. */
export const FIRST = "registered";

/**
 * The place of a state in this list. An outcome that changes nothing has none: -1.
 * @param {string} outcome
 */
export const rank = (outcome) => STATES.indexOf(outcome);

/**
 * The later of a state and a verdict's outcome. The outcomes open, pending, verified, mismatch and unknown change nothing. A payment
 * after expired or declined still counts.
 * @param {string} state
 * @param {string} outcome
 */
export const later = (state, outcome) => (rank(outcome) > rank(state) ? outcome : state);

/**
 * Whether the shop must deliver: the order is paid, or a deposit was sold and is held. A held purchase is not paid.
 * @param {string} state @param {{ hold: boolean }} sale
 */
export const isEarned = (state, { hold }) => state === "paid" || (hold && state === "held");

/**
 * Whether all or part of the money went back. Then nothing is sent until a person has checked the order.
 * @param {string} state
 */
export const isReturned = (state) => ["reversed", "refunded", "chargeback"].includes(state);

/**
 * Whether the bank will not change the order by itself any more. A held order can be deposited or released, and a registered
 * order can be paid.
 * @param {string} state
 */
export const isSettled = (state) => state !== FIRST && state !== "held";
