/**
 * What the shop tells its customer about each outcome. Only these texts, the order number, the amount and the verdict's one
 * sentence are ever shown: the bank's report stays on the worker.
 */
import { price } from "./products.js";

/**
 * @typedef {object} Outcome
 * @property {string} name the verdict's outcome, "error" or "nothing"
 * @property {string} title
 * @property {string} text one sentence: what happened
 * @property {string} [note] what it means for the customer
 * @property {"good" | "wait" | "bad" | "plain"} tone
 * @property {boolean} [retry] offer to pay again, with a new order
 * @property {boolean} [again] the answer may change soon: ask again
 * @property {boolean} [tried] an open order on which a payment was declined
 * @property {boolean} [settled] the customer has nothing more to wait for
 * @property {number} [status] HTTP status of the page, 200 when absent
 * @property {{ number: string, amount: number, currency: string, price: string }} [order]
 */

/** `text` only where the shop knows better than the verdict's own sentence: what it holds money for. */
const TEXTS = {
  paid: {
    tone: "good",
    title: "Your order is paid",
    note: "We are packing it. Keep the order number for any question.",
  },
  held: {
    tone: "good",
    title: "Your deposit is on hold",
    text: "The amount is held on your card. Nothing was taken.",
    note: "We release the hold when everything is back.",
  },
  open: { tone: "bad", title: "Not paid yet", note: "Nothing was charged.", retry: true },
  pending: {
    tone: "wait",
    title: "The bank is still deciding",
    note: "We keep asking: this page changes by itself.",
    again: true,
  },
  declined: { tone: "bad", title: "The payment was declined", note: "Nothing was charged.", retry: true },
  expired: { tone: "bad", title: "The time to pay is over", note: "You can start again.", retry: true },
  reversed: { tone: "plain", title: "The payment was cancelled", note: "A bank may need some days to show it." },
  refunded: { tone: "plain", title: "The payment was refunded", note: "A bank may need some days to show it." },
  mismatch: {
    tone: "plain",
    title: "We could not match this payment",
    note: "It does not count for this order. The order number helps us to find it.",
  },
  unknown: {
    tone: "wait",
    title: "We cannot tell yet",
    note: "We keep asking: this page changes by itself.",
    again: true,
  },
};

/**
 * @param {import("bpc-checkout").Verdict} verdict
 * @returns {Outcome}
 */
export function describe(verdict) {
  const { outcome, orderNumber, amount, currency, message, final } = verdict;
  const tried = outcome === "open" && verdict.lastDecline !== null;
  return {
    name: outcome,
    text: message,
    ...(TEXTS[outcome] ?? TEXTS.unknown),
    ...(tried && { title: "The payment did not go through" }),
    tried,
    // A hold is not final, for the shop may take or release it: but that is the shop's business.
    settled: final || outcome === "held",
    order: { number: orderNumber, amount, currency, price: price(verdict) },
  };
}

/**
 * The bank has answered and the shop could not write it down, or does not know the order: nothing is said that it would not do.
 * @type {Outcome}
 */
export const NOT_WRITTEN = {
  name: "error",
  title: "We could not look up your order",
  text: "The bank knows how it stands, and so will we in a moment.",
  note: "Whatever you did on its page counts. Please do not pay again: we keep asking.",
  tone: "wait",
  again: true,
  status: 503,
};

/**
 * @param {import("bpc-checkout").CheckoutError} error
 * @returns {Outcome}
 */
export function describeError(error) {
  if (error.code.startsWith("return_")) {
    const text =
      error.code === "return_expired"
        ? "This link is too old to look up an order with."
        : "This link does not belong to an order of ours.";
    return {
      name: "nothing",
      title: "Nothing to show here",
      text,
      note: "If you are waiting for an order, please write to us.",
      tone: "plain",
      settled: true,
      status: 404,
    };
  }
  return {
    name: "error",
    title: "We cannot ask the bank right now",
    text: "The bank did not give us an answer that we can use.",
    note: "Whatever you did on its page counts. Please do not pay again: we keep asking.",
    tone: "wait",
    again: true,
    status: 503,
  };
}
