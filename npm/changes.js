// A deposit, reversal, refund or decline with the questions around it: which order a number means, and what is left afterwards. The
// documentation for users is in index.d.ts.

/** @import { CallOptions, OrderAmounts, OrderReport } from "./index.js" */
/** @import { Api } from "./checked.js" */

import { copyOf } from "./checked.js";
import { invalid, makeError } from "./error.js";
import { plain } from "./plain.js";

/** The module says the same of a question. */
export const ONE_OF_THEM = "cannot be combined with orderId; use one of them";
const DEFAULT_TIMEOUT_MS = 15_000;

/**
 * The change, and what is left of the order. A change that was made is never an error: if the question after it fails, the amounts
 * are null.
 * @param {Api} api @param {"deposit" | "reverse" | "refund" | "decline"} operation
 * @param {any} change @param {any} gateway @param {CallOptions} [options]
 * @returns {Promise<any>}
 */
export async function changed(api, operation, change, gateway, options) {
  const config = copyOf(gateway, "gateway");
  const request = await identified(api, operation, plain(change, "change"), config, options);
  const began = Date.now();
  const done = await api[operation](request, config, options);
  const { timeoutMs } = config;
  const passed = Date.now() - began;
  // The question has what is left of the deadline of the change.
  const left = Math.max(1, Number(timeoutMs ?? DEFAULT_TIMEOUT_MS) - passed);
  const report = await reportAfter(api, request.orderId, { ...config, timeoutMs: left }, options);
  return { ...done, ...amountsOf(report), report };
}

/**
 * The change with the ids that the gateway needs.
 * @param {Api} api @param {string} operation @param {any} change plain data @param {any} gateway @param {CallOptions} [options]
 */
async function identified(api, operation, change, gateway, options) {
  const { orderId, orderNumber, ...wanted } = Object(change);
  const isDecline = operation === "decline";
  const hasId = orderId !== undefined;
  const hasNumber = orderNumber !== undefined;
  if (hasId && hasNumber && !isDecline) throw invalid("change.orderNumber", ONE_OF_THEM);
  // Nothing to look up, or something that the change itself refuses.
  if (hasId === hasNumber || (hasId && !isDecline)) return change;
  // What is wrong with the change is said before anything is asked.
  const known = { orderId: orderId ?? "unknown", ...(isDecline && { orderNumber: orderNumber ?? "unknown" }) };
  api.checkChange(operation, { ...wanted, ...known }, gateway);
  const query = hasId ? { orderId } : { orderNumber };
  const ids = idsOf(await api.status(query, gateway, options), query);
  if (isDecline && ids.orderNumber === undefined) throw unusable("has no orderNumber; call with both");
  return { ...wanted, orderId: ids.orderId, ...(isDecline && { orderNumber: ids.orderNumber }) };
}

/**
 * Both ids of the order that was asked for. A reply about another order would lead to a change of that order, so the number must be
 * the same, as for a verdict. Not every reply has the orderId.
 * @param {OrderReport} report @param {{ orderId?: string, orderNumber?: string }} query
 * @returns {{ orderId: string, orderNumber: string | undefined }}
 */
export function idsOf(report, query) {
  const { orderId = query.orderId, orderNumber } = report;
  if (orderId === undefined) throw unusable("has no orderId; call with orderId");
  const isOther = query.orderId === undefined ? orderNumber !== query.orderNumber : orderId !== query.orderId;
  if (isOther) throw unusable("is about another order");
  return { orderId, orderNumber };
}

/** @param {string} why */
const unusable = (why) =>
  makeError({
    code: "malformed_reply",
    message: `the reply to the question before the change ${why}`,
    retryable: false,
  });

/**
 * The state after a change; null if it cannot be had.
 * @param {Api} api @param {string} orderId @param {any} gateway @param {CallOptions} [options]
 * @returns {Promise<OrderReport | null>}
 */
async function reportAfter(api, orderId, gateway, options) {
  try {
    const report = await api.status({ orderId }, gateway, options);
    return report.orderId === undefined || report.orderId === orderId ? report : null;
  } catch {
    return null;
  }
}

/**
 * What became of the money of an order. `null`: nothing says it.
 * @param {OrderReport | null} report
 * @returns {OrderAmounts}
 */
export function amountsOf(report) {
  const { orderStatus, amount, approvedAmount, depositedAmount, refundedAmount, currency = null } = report ?? {};
  const none = { held: 0, taken: 0, refunded: refundedAmount ?? 0, left: 0, currency };
  switch (orderStatus) {
    case 0:
    case 3:
    case 5:
    case 6:
      return none;
    case 1: {
      const held = approvedAmount ?? amount ?? null;
      return { ...none, held, left: held };
    }
    case 2:
    case 4:
    case 7:
    case 8: {
      const taken = depositedAmount ?? null;
      return { ...none, taken, refunded: refundedAmount ?? null, left: taken };
    }
    default:
      return { held: null, taken: null, refunded: null, left: null, currency };
  }
}
