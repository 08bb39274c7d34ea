// The public functions. They copy the caller's objects into plain data and turn every failure into a CheckoutError.
// Everything else happens in Rust. The documentation for users is in index.d.ts.

/** @import { CheckoutErrorCode, Gateway } from "./index.js" */
/** @import { WireRequest } from "./exchange.js" */

/**
 * What an error says, as Rust reports it.
 * @typedef {{ code: CheckoutErrorCode, message: string, retryable: boolean, field?: string }} Details
 */

import { proven, queryOf, signed } from "./callback.js";
import * as core from "./core.js";
import { exchange, NOTHING, property, textOf } from "./exchange.js";
import { tell } from "./told.js";

const BRAND = Symbol.for("bpc-checkout.CheckoutError");
const MAX_DEPTH = 24;
/** Text on one line, and no HTML, which the gateway refuses. */
const PLAIN = /^(?!.*<[a-z/!])\P{Cc}+$/iu;
/** The size of a step's input, in characters and bytes, above which the instance is replaced: linear memory never shrinks. */
const LARGE = 32 * 1024;

/** Whether the instance trapped, or must give its memory back. Then it is replaced before the next step. */
let isSpent = false;

export class CheckoutError extends Error {
  /** @param {Details} details @param {ErrorOptions} [options] */
  constructor({ message, ...details }, options) {
    super(message, options);
    Object.assign(this, details);
  }

  get name() {
    return "CheckoutError";
  }

  get [BRAND]() {
    return true;
  }
}

/** @type {typeof import("./index.js").isCheckoutError} */
export function isCheckoutError(error) {
  return error instanceof Error && /** @type {any} */ (error)[BRAND] === true;
}

/** @type {typeof import("./index.js").register} */
export function register(order, gateway, options) {
  return perform("register", () => plain(order, "order"), gateway, options);
}

/** @type {typeof import("./index.js").registerPreAuth} */
export function registerPreAuth(order, gateway, options) {
  return perform("registerPreAuth", () => plain(order, "order"), gateway, options);
}

/** @type {typeof import("./index.js").status} */
export function status(query, gateway, options) {
  return perform("status", () => plain(query, "query"), gateway, options);
}

/** @type {typeof import("./index.js").verify} */
export function verify(expected, gateway, options) {
  return perform("verify", () => plain(expected, "expected"), gateway, options);
}

/** @type {typeof import("./index.js").verifyReturn} */
export function verifyReturn(url, gateway, options) {
  return perform("verifyReturn", () => address(url), gateway, options);
}

/** @type {typeof import("./index.js").deposit} */
export function deposit(change, gateway, options) {
  return perform("deposit", () => plain(change, "change"), gateway, options);
}

/** @type {typeof import("./index.js").reverse} */
export function reverse(change, gateway, options) {
  return perform("reverse", () => plain(change, "change"), gateway, options);
}

/** @type {typeof import("./index.js").refund} */
export function refund(change, gateway, options) {
  return perform("refund", () => plain(change, "change"), gateway, options);
}

/** @type {typeof import("./index.js").decline} */
export function decline(change, gateway, options) {
  return perform("decline", () => plain(change, "change"), gateway, options);
}

/** @type {typeof import("./index.js").customer} */
export function customer(details) {
  const { name, ...given } = plain(copyOf(details, "customer"), "customer");
  /** @param {string} field @param {RegExp} shape @param {string} expected */
  const text = (field, shape, expected) => {
    const value = given[field];
    delete given[field];
    if (typeof value !== "string" || !shape.test(value)) throw invalid(`customer.${field}`, `expected ${expected}`);
    return value;
  };
  const country = text("country", /^\d{3}$/, 'three digits, such as "642" for Romania');
  const place = { country, city: text("city", PLAIN, "text"), postAddress: text("address", PLAIN, "text") };
  const email = text("email", PLAIN, "text");
  given.phone = typeof given.phone === "string" ? given.phone.replace(/[+ ./()-]/g, "") : given.phone;
  const phone = text("phone", /^\d{7,15}$/, 'the country\'s code and the number, such as "40740123456"');
  for (const field of Object.keys(given)) throw invalid(`customer.${field}`, "is not a known option");
  const contact = name === undefined || name === null ? {} : { contact: name };
  return { customerDetails: { email, phone, ...contact, deliveryInfo: place, billingInfo: { ...place } } };
}

/** @type {typeof import("./index.js").call} */
export async function call(method, parameters, gateway, options) {
  const argument = () => ({ method: plain(method, "method"), parameters: plain(parameters ?? {}, "parameters") });
  return (await perform("call", argument, gateway, options)).reply;
}

/**
 * Overloaded in index.d.ts.
 * @param {Request | URL | string | URLSearchParams} callback @param {any} gateway
 * @returns {Promise<any>}
 */
export async function verifyCallback(callback, gateway) {
  try {
    const query = await queryOf(callback);
    return await proven(await perform("verifyCallback", () => query, gateway));
  } catch (error) {
    throw asCheckoutError(error);
  }
}

/** @type {typeof import("./index.js").signCallback} */
export async function signCallback(parameters, gateway, options) {
  try {
    const { privateKey, ...others } = copyOf(options ?? {}, "options");
    for (const key of Object.keys(others)) throw invalid(`options.${key}`, "is not a known option");
    const texts = plain(parameters, "parameters");
    const fine = typeof texts === "object" && texts !== null && !("checksum" in texts);
    if (!fine || Object.values(texts).some((value) => typeof value !== "string")) {
      throw invalid("parameters", "expected texts by name, without a checksum");
    }
    const { callback } = copyOf(gateway, "gateway");
    return await signed(texts, plain(callback, "gateway.callback") ?? {}, privateKey);
  } catch (error) {
    throw asCheckoutError(error);
  }
}

/** @type {typeof import("./index.js").minorUnits} */
export function minorUnits(decimal, currency) {
  return money("minorUnits", { decimal, currency }).minor;
}

/** @type {typeof import("./index.js").formatAmount} */
export function formatAmount(amount, currency, locale) {
  const { decimal, digits, currency: style } = money("formatAmount", { amount, currency });
  if (locale === undefined) return decimal;
  /** @type {Intl.NumberFormatOptions} */
  const options = { style: "currency", currency: style, minimumFractionDigits: digits, maximumFractionDigits: digits };
  try {
    // The decimal is passed as text: a number would be rounded.
    return new Intl.NumberFormat(locale, options).format(decimal);
  } catch {
    throw invalid("locale", 'is not a language tag such as "de-DE"');
  }
}

/**
 * An amount in every form: decimal text, minor units, and the properties of its currency.
 * @param {string} task @param {Record<string, unknown>} sum
 */
function money(task, sum) {
  try {
    /** @type {Record<string, unknown>} */
    const argument = {};
    for (const name in sum) argument[name] = plain(sum[name], name);
    return step(JSON.stringify({ task, argument }), NOTHING).value;
  } catch (error) {
    throw asCheckoutError(error);
  }
}

/**
 * Runs a call that may send requests. `argument` is called inside, so that a getter that throws rejects the promise too.
 * @param {string} task @param {() => unknown} argument @param {Gateway} gateway @param {unknown} [options]
 * @returns {Promise<any>}
 */
async function perform(task, argument, gateway, options) {
  try {
    // The global `fetch` is looked up at each call, so that a test can replace it.
    const { fetch = globalThis.fetch, ...config } = copyOf(gateway, "gateway");
    if (typeof fetch !== "function") throw invalid("gateway.fetch", "expected a function");
    // A key with the value undefined comes from an environment variable that is not set. JSON would drop the key.
    for (const key of ["returnKey", "formUrlHosts", "callback"]) if (key in config) config[key] ??= null;
    const signal = signalOf(options);
    const given = argument();
    // The call is written once. Each step adds an event to its text.
    let call = opening(task, given, plain(config, "gateway"));
    /** @type {any} */
    let event = { random: chance(task, given) };
    // The body of the last reply is an argument of its own: as text inside JSON it would be written and read twice.
    /** @type {Uint8Array} */
    let bytes = NOTHING;
    for (let isSent = false; ; isSent = true) {
      event.now = Date.now();
      const { value, request } = step(`${call}${JSON.stringify(event)}]}`, bytes, isSent);
      if (!request) return withRaw(value, bytes);
      if (event.status !== undefined) event.body = textOf(bytes);
      call += `${JSON.stringify(event)},`;
      ({ bytes = NOTHING, ...event } = await exchange(fetch, signal, request));
    }
  } catch (error) {
    throw asCheckoutError(error);
  }
}

/**
 * A call as JSON text, up to its events.
 * @param {string} task @param {unknown} argument @param {unknown} gateway
 */
function opening(task, argument, gateway) {
  const inPage = typeof globalThis.document !== "undefined";
  return `${JSON.stringify({ task, argument, gateway, inPage }).slice(0, -1)},"events":[`;
}

/**
 * The answer, with the `raw` of its report. Rust leaves it out where the platform reads the reply in the same way, and faster.
 * @param {any} value @param {Uint8Array} bytes the reply
 */
function withRaw(value, bytes) {
  const report = value?.report ?? value;
  if (report?.raw === null) report.raw = JSON.parse(/** @type {string} */ (textOf(bytes)));
  return value;
}

/**
 * Takes the next step of a call: a result, or a request to send. Rust keeps no state between steps: every event so far is
 * passed in each time. So a trap ends only the call that caused it. The other calls continue in a new instance. The instance
 * that trapped is never used again, even if there is no memory for a new one.
 * @param {string} call JSON text @param {Uint8Array} reply the body of its last event
 * @param {boolean} [isSent] whether a request may have reached the gateway
 * @returns {{ value?: any, request?: WireRequest }}
 */
function step(call, reply, isSent) {
  let next;
  try {
    if (isSpent) renew();
    next = JSON.parse(tell(core.step, call, reply));
  } catch (trap) {
    isSpent = true;
    throw defect(trap, isSent === true);
  }
  if (call.length + reply.length > LARGE) {
    try {
      renew();
    } catch {
      // There is no memory for another instance now. The next step tries again.
    }
  }
  if (next.error) throw next.error;
  return next;
}

/** Replaces the instance. The memory of the old one is given back. */
function renew() {
  isSpent = true;
  core.__wbg_reset_state();
  isSpent = false;
}

/**
 * Random 32-bit numbers: four make an order number unique, one spreads retries. No secret depends on them.
 * @param {string} task @param {any} given the argument of the task
 */
function chance(task, given) {
  const rough = () => Math.floor(Math.random() * 2 ** 32);
  const isNumbered = typeof given?.orderNumber === "string";
  if (!task.startsWith("register") || isNumbered) return [rough()];
  try {
    return [...crypto.getRandomValues(new Uint32Array(4))];
  } catch {
    return [rough(), rough(), rough(), rough()];
  }
}

/**
 * Rust reports an error as a plain object with a code. Anything else is a defect of this package.
 * @param {any} error
 */
function asCheckoutError(error) {
  if (isCheckoutError(error)) return error;
  if (typeof error === "object" && error !== null && !(error instanceof Error) && typeof error.code === "string") {
    return new CheckoutError(error);
  }
  return defect(error, false);
}

/** @param {unknown} cause @param {boolean} isSent whether a request may have reached the gateway */
function defect(cause, isSent) {
  const report = "a defect in bpc-checkout; please report it with the steps that lead here";
  const message = isSent
    ? `${report}. What was sent may have been carried out: ask for the status before you repeat it`
    : report;
  return new CheckoutError({ code: "internal", message, retryable: false }, { cause });
}

/** @param {string} field @param {string} why */
function invalid(field, why) {
  return new CheckoutError({ code: "invalid_option", message: `${field}: ${why}`, retryable: false, field });
}

/** @param {unknown} options @returns {AbortSignal | undefined} */
function signalOf(options) {
  const { signal, ...others } = copyOf(options ?? {}, "options");
  for (const key of Object.keys(others)) throw invalid(`options.${key}`, "is not a known option");
  if (signal === undefined || signal === null) return undefined;
  if (typeof property(signal, "aborted") !== "boolean" || typeof property(signal, "addEventListener") !== "function") {
    throw invalid("options.signal", "expected an AbortSignal");
  }
  return signal;
}

/**
 * A shallow copy. Each property is read once.
 * @param {any} object @param {string} path
 */
function copyOf(object, path) {
  if (typeof object !== "object" || object === null) throw invalid(path, "expected an object");
  try {
    return { ...object };
  } catch {
    throw invalid(path, "could not be read: one of its properties throws");
  }
}

/**
 * The return address as text.
 * @param {any} url a string, a URL or a Request
 */
function address(url) {
  const text = typeof url === "object" ? (property(url, "href") ?? property(url, "url")) : url;
  if (typeof text !== "string") throw invalid("url", "expected the return address: text, a URL or a Request");
  return text;
}

/**
 * A deep copy that is plain data. Every property is read once, here. So a getter that throws, a proxy or a circular
 * reference becomes an error with a path, and never reaches WebAssembly.
 * @param {any} value @param {string} path @param {number} depth
 * @returns {any}
 */
function plain(value, path, depth = 0) {
  switch (typeof value) {
    case "object":
      return value === null ? null : plainObject(value, path, depth);
    case "number":
      if (!Number.isFinite(value)) throw invalid(path, `expected a number, got ${value}`);
      return value;
    case "bigint":
      return whole(value, path);
    case "function":
    case "symbol":
      throw invalid(path, `expected data, got a ${typeof value}`);
    default:
      return value;
  }
}

/** @param {any} value @param {string} path @param {number} depth */
function plainObject(value, path, depth) {
  if (depth === MAX_DEPTH) throw invalid(path, "is nested too deep, or circular");
  try {
    if (Array.isArray(value)) return Array.from(value, (item, index) => plain(item, `${path}[${index}]`, depth + 1));
    if (Object.getPrototypeOf(value) !== Object.prototype) {
      // A URL. Not every runtime gives it that class name.
      if (typeof value.href === "string" && typeof value.origin === "string") return value.href;
      const kind = Object.prototype.toString.call(value).slice(8, -1);
      if (kind !== "Object") throw invalid(path, `expected plain data, got a ${kind}`);
    }
    // Without a prototype no name is special, not even `__proto__`.
    /** @type {any} */
    const copy = { __proto__: null };
    for (const key of Object.keys(value)) copy[key] = plain(value[key], `${path}.${key}`, depth + 1);
    return copy;
  } catch (error) {
    throw isCheckoutError(error) ? error : invalid(path, "could not be read: one of its properties throws");
  }
}

/**
 * A bigint as a number, if it is a safe integer.
 * @param {bigint} value @param {string} path
 */
function whole(value, path) {
  if (BigInt(Number(value)) !== value || !Number.isSafeInteger(Number(value)))
    throw invalid(path, "is too large a number");
  return Number(value);
}
