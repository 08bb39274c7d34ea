/**
 * The texts for the customer, by outcome. A page shows only these texts, the order number, the product, the amount and the verdict's message:
 * the bank's report stays in the Worker.
 */
import { price } from "./products.js";

/**
 * @typedef {object} Outcome
 * @property {string} name the verdict's outcome, "error" or "nothing"
 * @property {string} title
 * @property {string} text one sentence: what happened
 * @property {string} [note] what it means for the customer
 * @property {"good" | "wait" | "bad" | "plain"} tone
 * @property {boolean} [retry] offer to pay again
 * @property {boolean} [again] the outcome may change soon: check again
 * @property {boolean} [tried] an open order on which a payment was declined
 * @property {boolean} [settled] the customer does not need to wait
 * @property {number} [status] HTTP status of the page, 200 when absent
 * @property {{ number: string, price: string }} [order]
 */

/**
 * `text` replaces the verdict's own message: only the shop knows why it holds money.
 * @type {Record<string, Pick<Outcome, "tone" | "title" | "note" | "retry" | "again"> & { text?: string }>}
 */
const TEXTS = {
  paid: {
    tone: "good",
    title: "Your order is paid",
    note: "We are packing it. If you write to us, please give the order number.",
  },
  held: {
    tone: "good",
    title: "The amount is on hold",
    text: "It is held on your card and was not taken.",
    note: "We release it when you return the set.",
  },
  open: { tone: "bad", title: "Not paid yet", note: "Nothing was charged.", retry: true },
  pending: {
    tone: "wait",
    title: "The bank is still deciding",
    note: "We keep checking. This page updates by itself.",
    again: true,
  },
  declined: { tone: "bad", title: "The payment was declined", note: "Nothing was charged.", retry: true },
  expired: { tone: "bad", title: "The time to pay is over", note: "You can start again.", retry: true },
  reversed: { tone: "plain", title: "The payment was cancelled", note: "Your bank may need some days to show it." },
  refunded: { tone: "plain", title: "The payment was refunded", note: "Your bank may need some days to show it." },
  verified: { tone: "good", title: "Your card was checked" },
  chargeback: {
    tone: "plain",
    title: "Your bank took the payment back",
    note: "Please write to us and give the order number.",
  },
  mismatch: {
    tone: "plain",
    title: "We could not match this payment",
    note: "It does not count for this order. Please write to us and give the order number.",
  },
  unknown: {
    tone: "wait",
    title: "We do not know the result yet",
    note: "We keep checking. This page updates by itself.",
    again: true,
  },
};

/**
 * @param {import("bpc-checkout/desk").Answer} answer
 * @returns {Outcome}
 */
export function describe({ outcome, orderNumber, amount, currency, message, final, wasTried }) {
  return {
    name: outcome,
    text: message,
    ...(TEXTS[outcome] ?? TEXTS.unknown),
    ...(wasTried && { title: "The payment did not go through" }),
    tried: wasTried,
    // A held order is not final: the shop may deposit or release it. The customer does not wait for that.
    settled: final || outcome === "held",
    order: { number: orderNumber, price: price({ amount, currency }) },
  };
}

/**
 * The bank has answered, but the shop could not save the answer. So no outcome is shown.
 * @type {Outcome}
 */
export const NOT_SAVED = {
  name: "error",
  title: "We could not look up your order",
  text: "We cannot read or save your order right now.",
  note: "If you made a payment, it counts. Please do not pay again: we keep checking.",
  tone: "wait",
  again: true,
  status: 503,
};

/** @type {Outcome} */
export const NO_ANSWER = {
  name: "error",
  title: "We cannot ask the bank right now",
  text: "The bank did not give an answer that we can use.",
  note: "If you made a payment, it counts. Please do not pay again: we keep checking.",
  tone: "wait",
  again: true,
  status: 503,
};

/** @type {Outcome} */
export const NO_ORDER = {
  name: "nothing",
  title: "Nothing to show here",
  text: "This link does not belong to an order in this shop.",
  note: "If you are waiting for an order, please write to us.",
  tone: "plain",
  settled: true,
  status: 404,
};

/** @type {Outcome} */
export const TOO_OLD = { ...NO_ORDER, text: "This link is too old." };
