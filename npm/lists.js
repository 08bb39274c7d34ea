// The bank's own lists: the orders of a period, and the saved cards of a customer. The documentation for users is in index.d.ts.

/** @import { CallOptions, Gateway, OrderReport, PaymentState, SavedCard, SavedCardPayment } from "./index.js" */
/** @import { Api } from "./checked.js" */

import { copyOf, onlyKnown, textOf } from "./checked.js";
import { invalid, isCheckoutError, makeError } from "./error.js";

/** Every state that the bank lists by (`transactionStates`). */
const STATES = /** @type {PaymentState[]} */ (["CREATED", "APPROVED", "DEPOSITED", "DECLINED", "REVERSED", "REFUNDED"]);
/** The most orders of a page that the gateway accepts. */
const MAX_PAGE = 200;
/** Who starts a payment with a stored card (`tii`). */
const INITIATORS = new Map([
  ["customer", "F"],
  ["merchant", "U"],
]);
/** The gateway's code for an empty list of cards, and for a card that is removed already. */
const NO_CARD = 2;

/**
 * @param {Api} api @param {any} period @param {Gateway} gateway @param {CallOptions} [options]
 * @returns {AsyncGenerator<OrderReport, void>}
 */
export async function* orders(api, period, gateway, options) {
  const {
    from,
    to = Date.now(),
    states = STATES,
    timeZone = "UTC",
    pageSize = 100,
    ...others
  } = copyOf(period, "period");
  onlyKnown("period", others);
  if (!Number.isSafeInteger(pageSize) || pageSize < 1 || pageSize > MAX_PAGE) {
    throw invalid("period.pageSize", `expected a whole number from 1 to ${MAX_PAGE}`);
  }
  if (!Array.isArray(states) || states.length === 0 || states.some((state) => !STATES.includes(state))) {
    throw invalid("period.states", `expected a list of ${STATES.join(", ")}`);
  }
  const parameters = {
    size: String(pageSize),
    from: secondOf("period.from", from, timeZone),
    to: secondOf("period.to", to, timeZone),
    transactionStates: states.join(","),
    // By the time of registration: an order that changes between two pages stays where it is.
    searchByCreatedDate: "true",
  };
  /** @type {Set<string>} */
  const seen = new Set();
  for (let page = 0; ; page++) {
    const reply = await asked(
      api,
      "getLastOrdersForMerchants.do",
      { ...parameters, page: String(page) },
      gateway,
      options,
    );
    const { orderStatuses, totalCount } = reply;
    if (!Array.isArray(orderStatuses)) throw malformed("getLastOrdersForMerchants.do", "orderStatuses");
    for (const body of orderStatuses) {
      const report = api.reportOf(body, gateway);
      const key = report.orderId ?? `number ${report.orderNumber}`;
      // An order that was registered meanwhile moves the others to the next page.
      if (!seen.has(key)) yield report;
      seen.add(key);
    }
    const total = Number(totalCount);
    if (orderStatuses.length === 0 || (page + 1) * pageSize >= (Number.isNaN(total) ? Infinity : total)) return;
  }
}

/**
 * @param {Api} api @param {any} customer @param {Gateway} gateway @param {CallOptions} [options]
 * @returns {Promise<SavedCard[]>}
 */
export async function savedCards(api, customer, gateway, options) {
  const { clientId, showExpired, ...others } = copyOf(customer, "customer");
  onlyKnown("customer", others);
  const parameters = {
    clientId: textOf("customer.clientId", clientId),
    ...(showExpired !== undefined && { showExpired: String(Boolean(showExpired)) }),
  };
  const reply = await unlessNoCard(asked(api, "getBindings.do", parameters, gateway, options));
  if (reply === null) return [];
  // A single card may stand for a list of one, and nothing for an empty list.
  return [reply.bindings ?? reply.Bindings].flat().filter(Boolean).map(cardOf);
}

/**
 * @param {Api} api @param {any} card @param {Gateway} gateway @param {CallOptions} [options]
 * @returns {Promise<boolean>}
 */
export async function removeCard(api, card, gateway, options) {
  const { bindingId, ...others } = copyOf(card, "card");
  onlyKnown("card", others);
  const parameters = { bindingId: textOf("card.bindingId", bindingId) };
  return (await unlessNoCard(api.call("unBindCard.do", parameters, gateway, options))) !== null;
}

/**
 * @param {Api} api @param {any} payment @param {Gateway} gateway @param {CallOptions} [options]
 * @returns {Promise<SavedCardPayment>}
 */
export async function payWithSavedCard(api, payment, gateway, options) {
  const { orderId, bindingId, initiatedBy, ip, email, language, ...others } = copyOf(payment, "payment");
  onlyKnown("payment", others);
  const initiator = INITIATORS.get(initiatedBy);
  if (!initiator) throw invalid("payment.initiatedBy", 'expected "customer" or "merchant"');
  /** @type {Record<string, string>} */
  const parameters = {
    mdOrder: textOf("payment.orderId", orderId),
    bindingId: textOf("payment.bindingId", bindingId),
    tii: initiator,
  };
  for (const [name, value] of Object.entries({ ip, email, language })) {
    if (value !== undefined) parameters[name] = textOf(`payment.${name}`, value);
  }
  /** @type {any} */
  let reply;
  try {
    reply = await api.call("paymentOrderBinding.do", parameters, gateway, options);
  } catch (error) {
    // A decline has code 0, and says why.
    if (!isCheckoutError(error) || error.gateway?.errorCode !== 0) throw error;
    return { state: "declined", description: error.gateway.errorMessage };
  }
  const { acsUrl, packedCReq, paReq, termUrl, redirect, error, displayErrorMessage = "" } = reply;
  if (error === true) return { state: "declined", description: displayErrorMessage };
  if (typeof acsUrl === "string") {
    // The customer's browser is sent there.
    if (!isForBrowsers(acsUrl)) throw malformed("paymentOrderBinding.do", "https acsUrl");
    /** @type {Record<string, string>} */
    const fields = packedCReq ? { creq: packedCReq } : { PaReq: paReq, TermUrl: termUrl, MD: orderId };
    return { state: "challenge", url: acsUrl, fields };
  }
  return { state: "accepted", ...(isForBrowsers(redirect) && { redirectUrl: redirect }) };
}

/**
 * Whether a browser may be sent to an address: `https`, or `http` on this machine.
 * @param {unknown} address
 */
const isForBrowsers = (address) =>
  typeof address === "string" && /^(https:|http:\/\/(localhost|127\.[\d.]+|\[::1])[:/])/i.test(address);

/**
 * The reply to a question. Whatever became of it, it changed nothing, and may be asked again.
 * @param {Api} api @param {string} method @param {Record<string, string>} parameters @param {Gateway} gateway @param {CallOptions} [options]
 */
async function asked(api, method, parameters, gateway, options) {
  try {
    return await api.call(method, parameters, gateway, options);
  } catch (error) {
    if (!isCheckoutError(error) || error.code !== "outcome_unknown") throw error;
    /** @type {any} */
    const details = { ...error, code: "network", message: `${method}: no reply came that can be read; try again` };
    throw makeError({ ...details, retryable: true }, { cause: error.cause });
  }
}

/**
 * The reply, or null where the gateway says that there is no such card.
 * @param {Promise<any>} asked
 */
async function unlessNoCard(asked) {
  try {
    return await asked;
  } catch (error) {
    if (isCheckoutError(error) && error.gateway?.errorCode === NO_CARD) return null;
    throw error;
  }
}

/**
 * @param {any} binding
 * @returns {SavedCard}
 */
function cardOf(binding) {
  const text = (/** @type {string} */ name) => (binding?.[name] === undefined ? undefined : String(binding[name]));
  const bindingId = text("bindingId");
  if (bindingId === undefined) throw malformed("getBindings.do", "bindingId");
  const known = {
    maskedPan: text("maskedPan"),
    expiration: text("expiryDate"),
    paymentSystem: text("paymentSystem"),
    category: text("bindingCategory"),
    label: text("displayLabel"),
  };
  return { bindingId, ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) };
}

/**
 * A time as the gateway writes it: `yyyyMMddHHmmss` in its own time zone.
 * @param {string} field @param {unknown} time a Date, or milliseconds since 1970 @param {any} timeZone
 */
function secondOf(field, time, timeZone) {
  const ms = time instanceof Date ? time.getTime() : time;
  if (typeof ms !== "number" || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15) {
    throw invalid(field, "expected a Date, or milliseconds since 1970");
  }
  /** @type {Record<string, string>} */
  const parts = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(ms)) parts[type] = value;
  const { year = "", month, day, hour, minute, second } = parts;
  return `${year.padStart(4, "0")}${month}${day}${hour}${minute}${second}`;
}

/** @param {any} timeZone */
function formatOf(timeZone) {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch {
    throw invalid("period.timeZone", 'expected a time zone such as "Europe/Sofia"');
  }
}

/** @param {string} endpoint @param {string} field */
function malformed(endpoint, field) {
  /** @type {any} */
  const details = { code: "malformed_reply", message: `${endpoint}: the reply has no ${field}`, retryable: false };
  return makeError({ ...details, endpoint });
}
