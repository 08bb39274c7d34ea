/**
 * How far an order has come. The bank is asked from three places, and its answers arrive late, twice and out of order; so a state
 * is only ever left for a later one in this list, and every order of the same answers ends in the same state.
 */
const STATES = ["registered", "expired", "declined", "held", "paid", "reversed", "refunded"];

/** The state of an order that was sold and of which the bank has said nothing yet. */
export const FIRST = STATES[0];

/**
 * The later of a state and a verdict's outcome. What says nothing of the order's progress (open, pending, mismatch, unknown)
 * changes nothing; expired and declined do not stop a payment that comes after all.
 * @param {string} state
 * @param {string} outcome
 */
export const later = (state, outcome) => (STATES.indexOf(outcome) > STATES.indexOf(state) ? outcome : state);

/** Whether the goods are the customer's: paid for, or, where a deposit was sold, held. A held purchase is not paid. */
export const isEarned = (state, { hold }) => state === "paid" || (hold && state === "held");

/** Whether the money went back, all or a part of it: nothing is sent any more before a person has looked. */
export const isReturned = (state) => state === "reversed" || state === "refunded";

/** Whether the bank has nothing more to tell by itself. A hold may still be taken or released; a registered order be paid. */
export const isSettled = (state) => state !== FIRST && state !== "held";
