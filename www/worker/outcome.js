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
 * @property {boolean} [final] nothing will change any more
 * @property {number} [status] HTTP status of the page, 200 when absent
 * @property {{ number: string, amount: number, currency: string, price: string }} [order]
 */

const TEXTS = {
  paid: { title: "Paid, thank you", note: "We are packing your order. Keep the order number for any question.", tone: "good" },
  held: { title: "Your deposit is on hold", note: "Nothing was taken from your card. We release the hold when everything is back.", tone: "good" },
  open: { title: "Not paid yet", note: "Nothing was charged. You can pay with the same card or another one.", tone: "bad", retry: true },
  pending: { title: "The bank is still deciding", note: "Please do not pay again meanwhile: we keep asking.", tone: "wait", again: true },
  declined: { title: "Payment declined", note: "Nothing was charged. You can try again with another card.", tone: "bad", retry: true },
  expired: { title: "The time to pay is over", note: "Nothing was charged. You can start again.", tone: "bad", retry: true },
  reversed: { title: "Payment cancelled", note: "The money is yours again; a bank may need some days to show it.", tone: "plain" },
  refunded: { title: "Refunded", note: "Money went back to your card; a bank may need some days to show it.", tone: "plain" },
  mismatch: { title: "We could not match this payment", note: "It does not count for this order. Please write to us with the order number.", tone: "plain" },
  unknown: { title: "We cannot tell yet", note: "Please do not pay again meanwhile: we keep asking.", tone: "wait", again: true },
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
    ...(TEXTS[outcome] ?? TEXTS.unknown),
    ...(tried && { title: "The payment did not go through" }),
    text: message,
    tried,
    final,
    order: { number: orderNumber, amount, currency, price: price(verdict) },
  };
}

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
    return { name: "nothing", title: "Nothing to show here", text, note: "If you are waiting for an order, please write to us.", tone: "plain", final: true, status: 404 };
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
