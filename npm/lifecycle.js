// What a store does after the first payment. These functions are made of the public ones: each asks the gateway before it changes
// anything. The documentation for users is in index.d.ts.

/** @import { CallOptions, CheckoutError as Failure, Gateway, OrderReport, Verdict } from "./index.js" */

import { decline, refund, reverse, status, verify } from "./api.js";
import { objectOf, onlyKnown } from "./checked.js";
import { CheckoutError, invalid, isCheckoutError } from "./error.js";

/** How often an order may change between the question and the change before `giveBack` ends with the gateway's error. */
const MAX_ATTEMPTS = 4;
/** The wait before the next question if the last one failed, in milliseconds. */
const AFTER_FAILURE_MS = 3000;
const DEFAULT_WAIT_MS = 60_000;
/** Errors after which a change may have been carried out. */
const OPEN = ["outcome_unknown", "malformed_reply", "response_too_large", "unexpected_redirect"];

/** @type {typeof import("./index.js").waitForOutcome} */
export async function waitForOutcome(expected, gateway, options = {}) {
  const { timeoutMs = DEFAULT_WAIT_MS, signal, ...others } = options ?? {};
  onlyKnown("options", others);
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1) {
    throw invalid("options.timeoutMs", "expected whole milliseconds, at least 1");
  }
  const end = Date.now() + timeoutMs;
  for (;;) {
    /** @type {{ verdict: Verdict } | { error: unknown }} */
    let last;
    try {
      last = { verdict: await verify(expected, gateway, { signal }) };
      if (last.verdict.next.action !== "ask_again") return last.verdict;
    } catch (error) {
      if (!isCheckoutError(error) || !error.retryable) throw error;
      last = { error };
    }
    const pauseMs = "verdict" in last ? (inMsOf(last.verdict) ?? AFTER_FAILURE_MS) : AFTER_FAILURE_MS;
    const leftMs = end - Date.now();
    if (leftMs <= 0) {
      if ("error" in last) throw last.error;
      return last.verdict;
    }
    // The last question is asked when the time is over.
    await pause(Math.min(pauseMs, leftMs), signal);
  }
}

/** @param {Verdict} verdict @returns {number | undefined} */
const inMsOf = ({ next }) => ("inMs" in next ? next.inMs : undefined);

/** @type {typeof import("./index.js").giveBack} */
export async function giveBack(order, gateway, options) {
  const wanted = wantedOf(order);
  let report = await status(wanted.query, gateway, options);
  wanted.refundedBefore ??= report.refundedAmount ?? 0;
  for (let attempt = 1; ; attempt++) {
    const plan = planOf(report, wanted);
    if (plan.action === "none") return { action: "none", amount: 0, left: leftOf(report), report };
    const failure = await carriedOut(plan, gateway, options);
    if (failure && failure.code !== "invalid_state" && !OPEN.includes(failure.code)) throw failure;
    const before = report;
    report = await after(plan, failure, wanted, () => status(wanted.query, gateway, options));
    if (!failure || isDone(plan, report)) {
      return { action: plan.done, amount: plan.amount, left: leftOf(report), report };
    }
    // A lost reply, and no change that can be seen: the request may still be carried out. Only the caller knows how long to wait.
    if (OPEN.includes(failure.code)) throw unknownOutcome(failure, wanted);
    const isSame = before.orderStatus === report.orderStatus && before.refundedAmount === report.refundedAmount;
    if (isSame && plan.instead) {
      // The bank's day is not over: the payment is reversed, not refunded.
      wanted.isReversal = true;
    } else if (isSame || attempt === MAX_ATTEMPTS) {
      throw failure;
    }
  }
}

/**
 * @typedef {{
 *   query: any, orderId?: string, orderNumber?: string, amount?: number, currency?: any, refundedBefore?: number,
 *   externalRefundId?: string, isReversal?: boolean,
 * }} Wanted
 */

/**
 * What the caller wants given back.
 * @param {any} order
 * @returns {Wanted}
 */
function wantedOf(order) {
  const { orderId, orderNumber, amount, currency, refundedBefore, externalRefundId, ...others } = objectOf(
    order,
    "order",
  );
  onlyKnown("order", others);
  const query = orderId === undefined ? { orderNumber } : { orderId };
  return {
    query,
    orderId,
    orderNumber,
    currency,
    externalRefundId,
    amount: minor("order.amount", amount, 1),
    refundedBefore: minor("order.refundedBefore", refundedBefore, 0),
  };
}

/**
 * Minor units as a number.
 * @param {string} field @param {unknown} value @param {number} least
 */
function minor(field, value, least) {
  if (value === undefined) return undefined;
  const amount = typeof value === "bigint" ? Number(value) : value;
  if (typeof amount !== "number" || !Number.isSafeInteger(amount) || amount < least) {
    throw invalid(field, `expected whole minor units, at least ${least}`);
  }
  return amount;
}

/**
 * @typedef {{ action: "none" }
 *   | { action: "decline", done: "declined", amount: 0, change: any, instead?: undefined }
 *   | { action: "reverse", done: "reversed", amount: number, change: any, instead?: undefined }
 *   | { action: "refund", done: "refunded", amount: number, change: any, target: number, instead: boolean }} Plan
 */

/**
 * The one change that leads from what the gateway says to what is wanted.
 * @param {OrderReport} report @param {Wanted} wanted
 * @returns {Plan}
 */
function planOf(report, wanted) {
  const orderId = report.orderId ?? wanted.orderId;
  const orderNumber = report.orderNumber ?? wanted.orderNumber;
  if (orderId === undefined) throw impossible("the reply has no orderId; call giveBack with orderId", report);
  const { amount, currency } = wanted;
  switch (report.orderStatus) {
    case 0:
    case 5:
      if (amount !== undefined) throw impossible("the order is not paid; leave the amount out to close it", report);
      return { action: "decline", done: "declined", amount: 0, change: { orderId, orderNumber } };
    case 1: {
      const held = report.approvedAmount ?? report.amount;
      if (amount !== undefined && held !== undefined && amount > held) throw tooMuch(held, report);
      return reversal(orderId, amount, held, currency);
    }
    case 2:
    case 4:
    case 7:
    case 8:
      return planOfRefund(orderId, report, wanted);
    case 3:
    case 6:
      return { action: "none" };
    default:
      throw impossible("the gateway's status is not known to this version", report);
  }
}

/**
 * A whole release has no amount: the gateway then releases what is held.
 * @param {string} orderId @param {number | undefined} amount @param {number | undefined} held @param {any} currency
 * @returns {Plan}
 */
function reversal(orderId, amount, held, currency) {
  const change = amount === undefined || amount === held ? { orderId } : { orderId, amount, currency };
  return { action: "reverse", done: "reversed", amount: amount ?? held ?? 0, change };
}

/**
 * @param {string} orderId @param {OrderReport} report @param {Wanted} wanted
 * @returns {Plan}
 */
function planOfRefund(orderId, report, { amount, currency, refundedBefore = 0, externalRefundId, isReversal }) {
  const left = leftOf(report);
  const refunded = report.refundedAmount ?? 0;
  if (isPending(report)) throw impossible("the bank has not decided yet; ask again later", report);
  if (left === null) throw impossible("the reply has no depositedAmount; call refund with the amount", report);
  // What the caller knew is less than what the gateway says: this refund, or another one, was carried out.
  if (amount !== undefined && refunded === refundedBefore + amount) return { action: "none" };
  if (refunded !== refundedBefore && amount !== undefined) {
    throw impossible(`${refunded} minor units were refunded, not ${refundedBefore}; compare with your books`, report);
  }
  if (left === 0 && amount === undefined) return { action: "none" };
  const sum = amount ?? left;
  if (sum > left) throw tooMuch(left, report);
  if (isReversal) return reversal(orderId, undefined, sum, currency);
  const change = {
    orderId,
    amount: sum,
    ...(currency !== undefined && { currency }),
    externalRefundId: externalRefundId ?? keyOf(orderId, refunded, sum),
    expectedDepositedAmount: left,
  };
  const instead = refunded === 0 && sum === left;
  return { action: "refund", done: "refunded", amount: sum, change, target: refunded + sum, instead };
}

/**
 * The same refund has the same key, however often it is asked for.
 * @param {string} orderId @param {number} refunded @param {number} amount
 */
function keyOf(orderId, refunded, amount) {
  const id = orderId.replace(/[^0-9A-Za-z]/g, "").slice(-12);
  return `${id}-${refunded.toString(36)}-${amount.toString(36)}`;
}

/**
 * What can still be given back, in minor units; `null` if the reply does not say it.
 * @param {OrderReport} report
 */
function leftOf(report) {
  switch (report.orderStatus) {
    case 1:
      return report.approvedAmount ?? report.amount ?? null;
    case 2:
      return report.depositedAmount ?? report.amount ?? null;
    case 4:
    case 7:
    case 8:
      return report.depositedAmount ?? null;
    default:
      return 0;
  }
}

/**
 * 7 is a partial refund at some banks, and pending at others. The amounts tell which.
 * @param {OrderReport} report
 */
const isPending = ({ orderStatus, refundedAmount }) => (orderStatus === 7 || orderStatus === 8) && !refundedAmount;

/**
 * Whether a plan's effect can be seen, although its reply was lost or a refusal.
 * @param {Plan} plan @param {OrderReport} report
 */
function isDone(plan, report) {
  switch (plan.action) {
    case "decline":
      return report.orderStatus === 6;
    case "reverse":
      return report.orderStatus === 3;
    case "refund":
      return report.refundedAmount === plan.target;
    default:
      return true;
  }
}

/**
 * Sends the change. An error is returned: what it means depends on the state afterwards.
 * @param {Exclude<Plan, { action: "none" }>} plan @param {Gateway} gateway @param {CallOptions} [options]
 * @returns {Promise<Failure | undefined>}
 */
async function carriedOut(plan, gateway, options) {
  const change = { decline, reverse, refund }[plan.action];
  try {
    await change(plan.change, gateway, options);
    return undefined;
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    return error;
  }
}

/**
 * The state after a change. If it cannot be had, the change's own failure is the one that counts; a change that succeeded must
 * not look like one that failed.
 * @param {Exclude<Plan, { action: "none" }>} plan @param {Failure | undefined} failure
 * @param {Wanted} wanted @param {() => Promise<OrderReport>} ask
 * @returns {Promise<OrderReport>}
 */
async function after(plan, failure, wanted, ask) {
  try {
    return await ask();
  } catch (error) {
    if (failure) throw OPEN.includes(failure.code) ? unknownOutcome(failure, wanted) : failure;
    throw new CheckoutError(
      {
        code: "outcome_unknown",
        message: `${plan.done}, but the order could not be read afterwards; call giveBack again, which changes nothing`,
        retryable: true,
      },
      { cause: error },
    );
  }
}

/** @param {Failure} failure @param {Wanted} wanted */
function unknownOutcome(failure, { amount, refundedBefore }) {
  const again = amount === undefined ? "" : ` with refundedBefore: ${refundedBefore}`;
  return new CheckoutError({
    .../** @type {any} */ (failure),
    code: "outcome_unknown",
    message: `${failure.message}. To repeat it safely, call giveBack again${again}`,
    retryable: true,
  });
}

/** @param {number} left @param {OrderReport} report */
const tooMuch = (left, report) => impossible(`only ${left} minor units can be given back`, report);

/** @param {string} why @param {OrderReport} report */
function impossible(why, { orderStatus, orderNumber }) {
  /** @type {any} */
  const details = { code: "invalid_state", message: `giveBack: ${why} (orderStatus ${orderStatus})`, retryable: false };
  return new CheckoutError({ ...details, orderStatus, ...(orderNumber !== undefined && { orderNumber }) });
}

/**
 * Waits. The caller's signal ends it.
 * @param {number} ms @param {AbortSignal} [signal]
 */
function pause(ms, signal) {
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const aborted = () => {
        clearTimeout(timer);
        reject(new CheckoutError({ code: "aborted", message: "the signal ended the call", retryable: false }));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", aborted);
        resolve();
      }, ms);
      if (signal?.aborted) aborted();
      else signal?.addEventListener("abort", aborted, { once: true });
    })
  );
}
