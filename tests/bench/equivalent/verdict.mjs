// What a report means for the expected order.

import { currencyNamed } from "./tables.mjs";

const UNCERTAIN = [-30001, 151019];
const NO_RESULT = [-100, -9000, -2029, -2027];
const EXPIRED = [-2007, -2009, -2014, 1001];
const OPERATION = [87, 124, 239, 240, 400, 914, 968, 1120, 2002, 2007, 2009, 341041];
const OPEN_OUTCOMES = ["open", "pending", "held", "unknown"];
const MESSAGES = {
  paid: "The payment is complete. Thank you.",
  held: "The amount is held on your card. Nothing has been charged yet.",
  open: "The payment has not been made yet.",
  pending: "Your bank is still processing the payment. Please do not pay again.",
  expired: "The time for the payment is over. Nothing was charged.",
  reversed: "The payment was cancelled. Nothing is charged.",
  refunded: "The payment was refunded.",
  declined: "Your bank declined the payment. Please use another card or ask your bank.",
};
const NEXT = {
  paid: { action: "fulfil" },
  held: { action: "deposit" },
  open: { action: "offer_retry", inMs: 30_000, sameCard: true },
  pending: { action: "ask_again", inMs: 5_000 },
  expired: { action: "new_order", sameCard: true },
  declined: { action: "new_order" },
  mismatch: { action: "investigate" },
  unknown: { action: "investigate", inMs: 30_000 },
};
const UNCLEAR = "We could not confirm the payment. Please contact us before you pay again.";

export function decide(expected, report) {
  const stated = state(report);
  const { outcome, ...details } = difference(expected, report, stated.outcome) ?? stated;
  return {
    outcome,
    orderId: report.orderId ?? expected.orderId ?? null,
    orderNumber: expected.orderNumber,
    amount: expected.amount,
    currency: expected.currency.alpha,
    final: !OPEN_OUTCOMES.includes(outcome),
    message: MESSAGES[outcome] ?? UNCLEAR,
    messageLanguage: "en",
    messageDirection: "ltr",
    next: NEXT[outcome] ?? { action: "none" },
    ...details,
    report,
  };
}

function state(report) {
  const { actionCode, orderStatus, depositedAmount = null, refundedAmount = null } = report;
  const isKnown = orderStatus >= 0 && orderStatus <= 8;
  if ((actionCode === -30001 && isKnown) || (orderStatus === 0 && UNCERTAIN.includes(actionCode)))
    return { outcome: "pending" };
  switch (orderStatus) {
    case 0:
      return { outcome: "open", lastDecline: declineOf(report) };
    case 1:
      return { outcome: "held", warning: warningOf(report) };
    case 2:
      return { outcome: "paid", warning: warningOf(report) };
    case 3:
      return { outcome: "reversed" };
    case 4:
      return { outcome: "refunded", depositedAmount, refundedAmount };
    case 5:
    case 7:
    case 8:
      return { outcome: "pending" };
    case 6:
      return EXPIRED.includes(actionCode)
        ? { outcome: "expired" }
        : { outcome: "declined", decline: declineOf(report) };
    default:
      return { outcome: "unknown" };
  }
}

/** The code of an operation after the payment. Without its class and advice: no pair that is measured has a decline. */
function warningOf({ actionCode, actionCodeDescription = "" }) {
  return OPERATION.includes(actionCode) ? { code: actionCode, description: actionCodeDescription } : null;
}

function declineOf({ actionCode, actionCodeDescription = "" }) {
  const isNone =
    actionCode === undefined || actionCode === 0 || UNCERTAIN.includes(actionCode) || NO_RESULT.includes(actionCode);
  return isNone ? null : { code: actionCode, description: actionCodeDescription };
}

/** The first field that is not as expected; what a reply leaves out counts where it claims money. */
function difference(expected, report, stated) {
  const claimsMoney = stated === "paid" || stated === "held";
  const differs = (actual, isSame) => (actual === undefined ? claimsMoney : !isSame(actual));
  const mismatch = (field, wanted, actual = null) => ({ outcome: "mismatch", field, expected: wanted, actual });
  const { orderNumber, amount, currency, orderId, phase } = expected;
  if (differs(report.orderNumber, (actual) => actual === orderNumber))
    return mismatch("orderNumber", orderNumber, report.orderNumber);
  if (differs(report.amount, (actual) => actual === amount)) return mismatch("amount", amount, report.amount);
  if (differs(report.currency, (actual) => currencyNamed(actual) === currency))
    return mismatch("currency", currency.digits, report.currency);
  if (orderId && report.orderId && orderId !== report.orderId) return mismatch("orderId", orderId, report.orderId);
  const { depositedAmount, approvedAmount } = report;
  const isPreAuth = phase === "2";
  if (stated === "paid" && (isPreAuth ? depositedAmount === 0 : depositedAmount < amount))
    return mismatch("depositedAmount", amount, depositedAmount);
  const mustBeHeld = stated === "held" || (stated === "paid" && isPreAuth);
  if (mustBeHeld && approvedAmount > 0 && approvedAmount < amount)
    return mismatch("approvedAmount", amount, approvedAmount);
  return undefined;
}
