// What a store does after the first payment. These functions are made of the public ones: each asks the gateway before it changes
// anything. The documentation for users is in index.d.ts.

/** @import { CallOptions, CheckoutError as Failure, Gateway, GivenBack, OrderReport, Verdict } from "./index.js" */
/** @import { Api } from "./checked.js" */

import { amountsOf, idsOf, ONE_OF_THEM } from "./changes.js";
import { copyOf, onlyKnown } from "./checked.js";
import { invalid, isCheckoutError, makeError } from "./error.js";

/** How often an order may change between the question and the change before `giveBack` ends with the gateway's error. */
const MAX_ATTEMPTS = 4;
/** The wait before the next question if the last one failed, in milliseconds. */
const AFTER_FAILURE_MS = 3000;
const DEFAULT_WAIT_MS = 60_000;
/** The gateway's status of held money. */
const HELD = 1;
const UNDECIDED = "the bank has not decided yet; ask again later";
/** Response codes with which the bank itself does not know the result of an attempt to pay. */
const UNCERTAIN = [-30001, 2008, 151019];
/** Errors after which a change may have been carried out. */
const OPEN = ["outcome_unknown", "malformed_reply", "response_too_large", "unexpected_redirect"];

/**
 * @param {Api} api @param {any} expected @param {Gateway} gateway @param {CallOptions & { timeoutMs?: number }} [options]
 * @returns {Promise<Verdict>}
 */
export async function waitForOutcome(api, expected, gateway, options) {
  const { timeoutMs = DEFAULT_WAIT_MS, signal, ...others } = copyOf(options ?? {}, "options");
  onlyKnown("options", others);
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1) {
    throw invalid("options.timeoutMs", "expected whole milliseconds, at least 1");
  }
  const end = Date.now() + timeoutMs;
  for (;;) {
    /** @type {{ verdict: Verdict } | { error: unknown }} */
    let last;
    try {
      last = { verdict: await api.verify(expected, gateway, { signal }) };
      // Without a time to ask again, there is an outcome. A customer who is at the payment page, or may pay again, is waited for.
      if (inMsOf(last.verdict) === undefined) return last.verdict;
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

/**
 * @param {Api} api @param {any} order @param {Gateway} gateway @param {CallOptions} [options]
 * @returns {Promise<GivenBack>}
 */
export async function giveBack(api, order, gateway, options) {
  const wanted = wantedOf(order);
  const ask = async () => {
    const report = await api.status(wanted.query, gateway, options);
    // A report about another order is refused, also after the change.
    idsOf(report, wanted.query);
    return report;
  };
  let report = await ask();
  wanted.before ??= givenBackBefore(report);
  /** @type {Change | undefined} */
  let first;
  for (let attempt = 1; ; attempt++) {
    const plan = planOf(report, wanted);
    if (plan.action === "none") return result(first, report);
    const failure = await carriedOut(api, plan, gateway, options);
    const isOpen = failure !== undefined && OPEN.includes(failure.code);
    if (failure && failure.code !== "invalid_state" && !isOpen) {
      if (first) return result(first, report);
      throw failure;
    }
    const before = report;
    // Where something was done already, a refusal of what should follow is not the answer.
    const now = await after(first && !isOpen ? undefined : failure, wanted, ask);
    if (now === null) return result(first ?? plan, null);
    report = now;
    if (!failure || isDone(plan, before, report)) {
      first ??= plan;
      if (!leadsToHold(plan, before, report)) return result(first, report);
      // The bank turned the payment into a hold of the same money. It is given back when that is released too.
      wanted.amount = undefined;
      continue;
    }
    // A lost reply, and no change that can be seen: the request may still be carried out. Only the caller knows how long to wait.
    if (isOpen) throw unknownOutcome(failure, wanted);
    const isSame = before.orderStatus === report.orderStatus && before.refundedAmount === report.refundedAmount;
    if (isSame && plan.instead) {
      // The bank's day is not over: the payment is reversed, not refunded.
      wanted.isReversal = true;
    } else if (isSame || attempt >= MAX_ATTEMPTS) {
      // A bank may reverse an order only once. Then the hold stays, and `left` says it.
      if (first) return result(first, report);
      throw failure;
    }
  }
}

/**
 * What was done first, and the state at the end.
 * @param {Change | undefined} done @param {OrderReport | null} report
 * @returns {GivenBack}
 */
const result = (done, report) => ({
  action: done?.done ?? "none",
  amount: done?.amount ?? 0,
  ...amountsOf(report),
  report,
});

/**
 * A payment that was taken is a hold again: so some banks reverse one.
 * @param {Change} plan @param {OrderReport} before @param {OrderReport} report
 */
const leadsToHold = (plan, before, report) =>
  plan.action === "reverse" && before.orderStatus !== HELD && report.orderStatus === HELD;

/**
 * What was given back before, minor units: of a hold what was released, else what was refunded.
 * @param {OrderReport} report
 */
function givenBackBefore({ orderStatus, amount = 0, approvedAmount = amount, refundedAmount = 0 }) {
  return orderStatus === HELD ? Math.max(0, amount - approvedAmount) : refundedAmount;
}

/**
 * @typedef {{
 *   query: any, amount?: number, currency?: any, before?: number, isBeforeGiven: boolean, externalRefundId?: string,
 *   isReversal?: boolean,
 * }} Wanted
 */

/**
 * What the caller wants given back.
 * @param {any} order
 * @returns {Wanted}
 */
function wantedOf(order) {
  const { orderId, orderNumber, amount, currency, refundedBefore, externalRefundId, ...others } = copyOf(
    order,
    "order",
  );
  onlyKnown("order", others);
  if (orderId !== undefined && orderNumber !== undefined) throw invalid("order.orderNumber", ONE_OF_THEM);
  return {
    query: orderId === undefined ? { orderNumber } : { orderId },
    currency,
    externalRefundId,
    amount: minor("order.amount", amount, 1),
    before: minor("order.refundedBefore", refundedBefore, 0),
    isBeforeGiven: refundedBefore !== undefined,
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
 * @typedef {{ action: "none" }} Nothing
 * @typedef {{ action: "decline", done: "declined", amount: 0, change: any, instead?: undefined }
 *   | { action: "reverse", done: "reversed", amount: number, change: any, instead?: undefined }
 *   | { action: "refund", done: "refunded", amount: number, change: any, target: number, instead: boolean }} Change
 * @typedef {Nothing | Change} Plan
 */

/**
 * The one change that leads from what the gateway says to what is wanted.
 * @param {OrderReport} report @param {Wanted} wanted
 * @returns {Plan}
 */
function planOf(report, wanted) {
  const { orderId, orderNumber } = idsOf(report, wanted.query);
  if (report.chargeback) throw impossible("there is a chargeback; ask your bank", report);
  switch (report.orderStatus) {
    case 0:
    case 5:
      // The attempt may have taken the money.
      if (UNCERTAIN.includes(report.actionCode ?? 0)) throw impossible(UNDECIDED, report);
      if (wanted.amount !== undefined)
        throw impossible("the order is not paid; leave the amount out to close it", report);
      return { action: "decline", done: "declined", amount: 0, change: { orderId, orderNumber } };
    case HELD:
      return planOfRelease(orderId, report, wanted);
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
 * @param {string} orderId @param {OrderReport} report @param {Wanted} wanted
 * @returns {Plan}
 */
function planOfRelease(orderId, report, { amount, currency, before = 0, isBeforeGiven }) {
  const held = report.approvedAmount ?? report.amount;
  const released = givenBackBefore(report);
  // What the caller's books say is compared. Without them, a hold that was smaller from the beginning does not count as released.
  if (amount !== undefined && isBeforeGiven) {
    if (released === before + amount) return { action: "none" };
    if (released !== before) {
      throw impossible(`${released} minor units were released, not ${before}; compare with your books`, report);
    }
  }
  if (amount !== undefined && held !== undefined && amount > held) throw tooMuch(held, report);
  return reversal(orderId, amount, held, currency);
}

/**
 * A whole release has no amount: the gateway then releases what is held.
 * @param {string} orderId @param {number | undefined} amount @param {number | undefined} held @param {any} currency
 * @returns {Change}
 */
function reversal(orderId, amount, held, currency) {
  const change = amount === undefined || amount === held ? { orderId } : { orderId, amount, currency };
  return { action: "reverse", done: "reversed", amount: amount ?? held ?? 0, change };
}

/**
 * @param {string} orderId @param {OrderReport} report @param {Wanted} wanted
 * @returns {Plan}
 */
function planOfRefund(orderId, report, { amount, currency, before = 0, externalRefundId, isReversal }) {
  const left = takenOf(report);
  const refunded = report.refundedAmount ?? 0;
  if (isPending(report)) throw impossible(UNDECIDED, report);
  if (left === null) throw impossible("the reply has no depositedAmount; call refund with the amount", report);
  // What the caller knew is less than what the gateway says: this refund, or another one, was carried out.
  if (amount !== undefined && refunded === before + amount) return { action: "none" };
  if (refunded !== before && amount !== undefined) {
    throw impossible(`${refunded} minor units were refunded, not ${before}; compare with your books`, report);
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
 * What is taken and not refunded, minor units; `null` if the reply does not say it. A payment without refunds may have no
 * depositedAmount: then it is the amount of the order.
 * @param {OrderReport} report
 */
const takenOf = ({ orderStatus, depositedAmount, amount }) =>
  depositedAmount ?? (orderStatus === 2 ? amount : undefined) ?? null;

/**
 * 7 is a partial refund at some banks, and pending at others. The amounts tell which.
 * @param {OrderReport} report
 */
const isPending = ({ orderStatus, refundedAmount }) => (orderStatus === 7 || orderStatus === 8) && !refundedAmount;

/**
 * Whether a plan's effect can be seen, although its reply was lost or a refusal.
 * @param {Change} plan @param {OrderReport} before @param {OrderReport} report
 */
function isDone(plan, before, report) {
  switch (plan.action) {
    case "decline":
      return report.orderStatus === 6;
    case "reverse":
      return report.orderStatus === 3 || leadsToHold(plan, before, report) || isReleased(plan, before, report);
    case "refund":
      return report.refundedAmount === plan.target;
  }
}

/**
 * Whether a hold is smaller by the part that was to be released.
 * @param {Change} plan @param {OrderReport} before @param {OrderReport} report
 */
const isReleased = ({ change, amount }, before, report) =>
  change.amount !== undefined &&
  before.orderStatus === HELD &&
  report.orderStatus === HELD &&
  givenBackBefore(report) === givenBackBefore(before) + amount;

/**
 * Sends the change. An error is returned: what it means depends on the state afterwards.
 * @param {Api} api @param {Change} plan @param {Gateway} gateway @param {CallOptions} [options]
 * @returns {Promise<Failure | undefined>}
 */
async function carriedOut(api, plan, gateway, options) {
  try {
    await api[plan.action](plan.change, gateway, options);
    return undefined;
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    return error;
  }
}

/**
 * The state after a change. If it cannot be had, the change's own failure is the one that counts, and a change that was made is no
 * error: then the state is null.
 * @param {Failure | undefined} failure @param {Wanted} wanted @param {() => Promise<OrderReport>} ask
 * @returns {Promise<OrderReport | null>}
 */
async function after(failure, wanted, ask) {
  try {
    return await ask();
  } catch {
    if (failure) throw OPEN.includes(failure.code) ? unknownOutcome(failure, wanted) : failure;
    return null;
  }
}

/** @param {Failure} failure @param {Wanted} wanted */
function unknownOutcome(failure, { amount, before }) {
  const again = amount === undefined ? "" : ` with refundedBefore: ${before}`;
  return makeError({
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
  return makeError({ ...details, orderStatus, ...(orderNumber !== undefined && { orderNumber }) });
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
        reject(makeError({ code: "aborted", message: "the signal ended the call", retryable: false }));
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
