/**
 * What a store gives to `bpc-checkout/desk`, checked before anything is saved and before the bank is asked. A wrong value is an error
 * `invalid_option` that names it.
 */
import { copyOf, objectOf, onlyKnown } from "./checked.js";
import { invalid } from "./error.js";
import { currencyOf, describe, minorOf } from "./money-values.js";
import { STATES } from "./order-states.js";
import { plain } from "./plain.js";

/** @import { Phase, Verdict } from "./index.js" */
/** @import { NewOrder } from "./desk.js" */

/** The longest order number that a documented gateway accepts, and the longest id of one. */
const MAX_NUMBER = 36;
const MAX_ORDER_ID = 64;
/** The longest key, client, press or kind, in characters. Databases limit what an index has. */
const MAX_ID = 256;
/** What `String(…)` and a template make of a value that is absent: all customers without one would have the same. */
const ABSENT = ["undefined", "null"];
const PHASES = ["purchase", "preauth", "verify"];
const OUTCOMES = [...STATES.slice(1), "open", "pending", "mismatch", "unknown"];

const KEY = 'random text of the form: write crypto.randomUUID() into a hidden field "key"';
const CLIENT = "text that says who is counted, such as a hash of the IP address";
const PRESS = "random text of the form, such as crypto.randomUUID()";
const PAGE = "the address of the payment page, from register";
const NUMBER = "the store's number of the order as text";

/** @param {string} field @param {unknown} value @param {string} expected */
function textOf(field, value, expected) {
  if (typeof value === "string" && value.trim() !== "") return value;
  const got = typeof value === "string" && value !== "" ? "white space" : describe(value);
  throw invalid(field, `expected ${expected}, got ${got}`);
}

/**
 * Text that identifies something.
 * @param {string} field @param {unknown} value @param {string} expected @param {number} [most] characters
 */
function idOf(field, value, expected, most = MAX_ID) {
  const id = textOf(field, value, expected);
  if (ABSENT.includes(id)) throw invalid(field, `expected ${expected}, got "${id}", the text of an absent value`);
  if (id.length > most) throw invalid(field, `has more than ${most} characters; expected ${expected}`);
  return id;
}

/** @param {string} field @param {unknown} value */
export function functionOf(field, value) {
  if (typeof value !== "function") throw invalid(field, `expected a function, got ${describe(value)}`);
  return value;
}

/** @param {string} field @param {unknown} value @param {number} least */
export function wholeOf(field, value, least) {
  if (!Number.isSafeInteger(value) || Number(value) < least)
    throw invalid(field, `expected a whole number, ${least} or more, got ${describe(value)}`);
  return Number(value);
}

/** An order number to look for. @param {unknown} value */
export const orderNumberOf = (value) => textOf("orderNumber", value, NUMBER);

/** @param {unknown} purchase @returns {{ key: string, client: string }} */
export function purchaseOf(purchase) {
  const { key, client, ...others } = copyOf(purchase, "purchase");
  onlyKnown("purchase", others);
  return { key: idOf("purchase.key", key, KEY), client: idOf("purchase.client", client, CLIENT) };
}

/**
 * An order of `add`, with its number.
 * @param {any} given @returns {NewOrder & { orderNumber: string }}
 */
export function orderOf(given) {
  const { orderNumber, ...order } = objectOf(plain(given, "order"), "order");
  const number = idOf("order.orderNumber", orderNumber, NUMBER, MAX_NUMBER);
  return { orderNumber: number, ...newOrderOf(order) };
}

/**
 * What `register` of `buy` returned.
 * @param {any} given @param {string} number the number that it got @returns {NewOrder & { orderNumber: string }}
 */
export function registeredOf(given, number) {
  const { orderNumber, ...order } = objectOf(plain(given, "order"), "order");
  if ((orderNumber ?? number) !== number)
    throw invalid(
      "order.orderNumber",
      "is not the number that your function was given; register the order with that one",
    );
  return { orderNumber: number, ...newOrderOf(order) };
}

/** @param {any} order a copy @returns {NewOrder} */
function newOrderOf({ orderId, amount, currency, phase = "purchase", details = {}, formUrl, ...others }) {
  for (const name of Object.keys(others))
    throw invalid(`order.${name}`, "is not a property of an order; put what your store needs into order.details");
  return {
    orderId: idOf("order.orderId", orderId, "the gateway's id of the order, from register", MAX_ORDER_ID),
    amount: priceOf(amount, phaseOf(phase)),
    currency: currencyOf(currency, "order.currency").alpha,
    phase,
    details: detailsOf(details, formUrl),
  };
}

/** @param {any} phase @returns {Phase} */
function phaseOf(phase) {
  if (!PHASES.includes(phase)) throw invalid("order.phase", `expected one of ${PHASES.join(", ")}`);
  return phase;
}

/** @param {any} amount @param {Phase} phase */
function priceOf(amount, phase) {
  if (minorOf(amount, "order.amount") === 0 && phase !== "verify")
    throw invalid("order.amount", 'expected more than 0; only a card check (phase: "verify") has the amount 0');
  return amount;
}

/** The details as each storage returns them: data of JSON. @param {any} details a copy @param {any} formUrl */
function detailsOf(details, formUrl) {
  if (typeof details !== "object" || details === null || Array.isArray(details))
    throw invalid("order.details", `expected an object, got ${describe(details)}`);
  if (formUrl !== undefined) textOf("order.formUrl", formUrl, PAGE);
  if ("formUrl" in details) textOf("order.details.formUrl", details.formUrl, PAGE);
  const all = formUrl === undefined ? details : { formUrl, ...details };
  return JSON.parse(JSON.stringify(all));
}

/** @param {any} operation @returns {{ press: string, kind: string, amount: number | null }} */
export function operationOf(operation) {
  const { press, kind, amount = null, ...others } = objectOf(plain(operation, "operation"), "operation");
  onlyKnown("operation", others);
  if (amount !== null && minorOf(amount, "operation.amount") === 0)
    throw invalid("operation.amount", "expected more than 0; null or no amount means everything");
  return {
    press: idOf("operation.press", press, PRESS),
    kind: idOf("operation.kind", kind, 'the name of the operation, such as "refund"'),
    amount,
  };
}

/** @param {unknown} how @returns {{ always: boolean }} */
export function howOf(how = {}) {
  const { always = false, ...others } = copyOf(how, "how");
  onlyKnown("how", others);
  if (typeof always !== "boolean") throw invalid("how.always", `expected true or false, got ${describe(always)}`);
  return { always };
}

/**
 * A verdict. Only what is compared and saved is checked: the verdict comes from `verify`, or from a test.
 * @param {any} verdict @returns {Verdict}
 */
export function verdictOf(verdict) {
  if (typeof objectOf(verdict, "verdict").then === "function")
    throw invalid("verdict", "expected a verdict, got a promise; write await before verify");
  if (!OUTCOMES.includes(verdict.outcome))
    throw invalid("verdict.outcome", "is not an outcome; pass what verify or verifyReturn returned");
  textOf("verdict.orderNumber", verdict.orderNumber, NUMBER);
  minorOf(plain(verdict.amount, "verdict.amount"), "verdict.amount");
  textOf("verdict.currency", verdict.currency, 'three letters, such as "EUR"');
  return verdict;
}
