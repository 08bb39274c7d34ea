// The public functions. They copy the caller's objects into plain data and turn every failure into a CheckoutError.
// Everything else happens in Rust. The documentation for users is in index.d.ts.

/** @import { Gateway } from "./index.js" */
/** @import { BareChange } from "./checked.js" */
/** @import { Details } from "./error.js" */
/** @import { Cause, Fetch, WireRequest } from "./exchange.js" */

import { aborted, proven, queryOf, signed } from "./callback.js";
import { copyOf } from "./checked.js";
import * as glue from "./core.js";
import { CheckoutError, invalid, isCheckoutError, refusal } from "./error.js";
import { exchange, isAborted, NOTHING, textOf } from "./exchange.js";
import { areLanguages, inLanguage } from "./languages.js";
import { observed } from "./observed.js";
import { isPage } from "./page.js";
import { plain } from "./plain.js";
import { property } from "./property.js";
import { tell } from "./told.js";

export { CheckoutError, isCheckoutError };
export { customer } from "./customer.js";

/** Not the whole namespace: a bundler would keep what nobody uses of it. */
const CORE = { initSync: glue.initSync, step: glue.step };

/** The longest return address, in characters. */
const MAX_ADDRESS = 16 * 1024;
const DEFAULT_TIMEOUT_MS = 15_000;
/** Bytes of linear memory above which the instance is replaced, because memory never shrinks. */
const LARGE = 1024 * 1024;

/** Whether the instance trapped, or must give its memory back. Then it is replaced before the next step. */
let isSpent = false;

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

// The four changes here are one request each. What the package exports asks before and after: see changes.js.

/** @type {BareChange} */
export function deposit(change, gateway, options) {
  return perform("deposit", () => plain(change, "change"), gateway, options);
}

/** @type {BareChange} */
export function reverse(change, gateway, options) {
  return perform("reverse", () => plain(change, "change"), gateway, options);
}

/** @type {BareChange} */
export function refund(change, gateway, options) {
  return perform("refund", () => plain(change, "change"), gateway, options);
}

/** @type {BareChange} */
export function decline(change, gateway, options) {
  return perform("decline", () => plain(change, "change"), gateway, options);
}

/** @type {typeof import("./index.js").call} */
export async function call(method, parameters, gateway, options) {
  const argument = () => ({ method: plain(method, "method"), parameters: plain(parameters ?? {}, "parameters") });
  return (await perform("call", argument, gateway, options)).reply;
}

/**
 * Overloaded in index.d.ts.
 * @param {Request | URL | string | URLSearchParams} callback @param {any} gateway @param {any} [options]
 * @returns {Promise<any>}
 */
export async function verifyCallback(callback, gateway, options) {
  try {
    const config = copyOf(gateway, "gateway");
    const signal = signalOf(options);
    if (isAborted(signal)) throw aborted();
    const query = await queryOf(callback, timeoutOf(config), signal);
    return await proven(await perform("verifyCallback", () => query, config));
  } catch (error) {
    throw asCheckoutError(error);
  }
}

/**
 * The deadline of a call in milliseconds. Rust refuses any other value than these.
 * @param {any} config
 */
function timeoutOf({ timeoutMs }) {
  return typeof timeoutMs === "number" && timeoutMs >= 1 && timeoutMs <= 120_000 ? timeoutMs : DEFAULT_TIMEOUT_MS;
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
    for (const [name, value] of Object.entries(sum)) argument[name] = plain(value, name);
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
  /** @type {Cause | undefined} */
  let cause;
  try {
    // The global `fetch` is looked up at each call, so that a test can replace it.
    const { fetch: given = globalThis.fetch, messages, onExchange, ...others } = copyOf(gateway, "gateway");
    const fetch = callable(given);
    const config = { __proto__: null, ...others };
    // A key with the value undefined comes from an environment variable that is not set. JSON would drop the key.
    for (const key of ["returnKey", "formUrlHosts", "callback"]) if (key in config) config[key] ??= null;
    if (!areLanguages(messages ?? [])) {
      throw invalid("gateway.messages", "expected a list of languages from bpc-checkout/messages, such as [ro]");
    }
    if (onExchange !== undefined && typeof onExchange !== "function") {
      throw invalid("gateway.onExchange", "expected a function");
    }
    const report = onExchange && observed(onExchange);
    const signal = signalOf(options);
    const told = argument();
    // The call is written once. Each step adds an event to its text.
    let call = opening(task, told, plain(config, "gateway"), messages ? true : undefined);
    /** @type {any} */
    let event = { random: chance(task, told) };
    // The body of the last reply is an argument of its own: as text inside JSON it would be written and read twice.
    /** @type {Uint8Array} */
    let bytes = NOTHING;
    for (let isSent = false; ; isSent = true) {
      event.now = Date.now();
      const { value, request } = step(`${call}${JSON.stringify(event)}]}`, bytes, isSent);
      if (!request) return inLanguage(withRaw(value, bytes), messages, config);
      if (Object.hasOwn(event, "status")) event.body = textOf(bytes);
      call += `${JSON.stringify(event)},`;
      const began = event.now;
      const result = await exchange(fetch, signal, request);
      report?.(request, result, Date.now() - began);
      ({ bytes = NOTHING, cause, ...event } = bare(result));
    }
  } catch (error) {
    throw asCheckoutError(error, cause);
  }
}

/**
 * The caller's `fetch`: a function, or an object with a method of that name, such as the binding of a service.
 * @param {any} fetch
 * @returns {Fetch}
 */
function callable(fetch) {
  if (typeof fetch === "function") return fetch;
  if (typeof fetch !== "object" || typeof property(fetch, "fetch") !== "function") {
    throw invalid("gateway.fetch", "expected a function, or an object with a method `fetch` such as a service binding");
  }
  return (url, init) => fetch.fetch(url, init);
}

/**
 * The same without a prototype: what other code puts on `Object.prototype` must not count as a property.
 * @template {object} T @param {T} object
 * @returns {T}
 */
const bare = (object) => /** @type {T} */ ({ __proto__: null, ...object });

/**
 * A call as JSON text, up to its events.
 * @param {string} task @param {unknown} argument @param {unknown} gateway
 * @param {true} [words] whether the numbers of the sentences of a message are wanted
 */
function opening(task, argument, gateway, words) {
  return `${JSON.stringify({ task, argument, gateway, inPage: isPage(), words }).slice(0, -1)},"events":[`;
}

/**
 * One order of the bank's list as a report: the reading of a reply to `status`, without a request.
 * @type {import("./checked.js").Api["reportOf"]}
 */
export function reportOf(body, gateway) {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const now = Date.now();
  const events = `${JSON.stringify({ now, random: [0] })},${JSON.stringify({ now, status: 200 })}`;
  const { value } = unsent("status", { orderId: "listed" }, gateway, events, bytes);
  if (value === undefined) throw refusal("malformed_reply", "an order of the list cannot be read");
  return withRaw(value, bytes);
}

/** @type {import("./checked.js").Api["checkChange"]} */
export function checkChange(operation, change, gateway) {
  unsent(operation, change, gateway, JSON.stringify({ now: Date.now(), random: [0] }), NOTHING);
}

/**
 * The next step of a call, which is not sent.
 * @param {string} task @param {unknown} argument @param {any} gateway @param {string} events JSON text @param {Uint8Array} bytes
 */
function unsent(task, argument, gateway, events, bytes) {
  try {
    const { fetch: _, messages: __, onExchange: ___, ...config } = copyOf(gateway, "gateway");
    return step(`${opening(task, argument, plain(config, "gateway"))}${events}]}`, bytes);
  } catch (error) {
    throw asCheckoutError(error);
  }
}

/**
 * The answer, with the `raw` of its report. Rust leaves it out where the platform reads the reply in the same way, and faster.
 * @param {any} value @param {Uint8Array} bytes the reply
 */
function withRaw(value, bytes) {
  const report = value && Object.hasOwn(value, "report") ? value.report : value;
  if (report && Object.hasOwn(report, "raw") && report.raw === null)
    report.raw = JSON.parse(/** @type {string} */ (textOf(bytes)));
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
  let memory;
  try {
    if (isSpent) renew();
    const [text, bytes] = tell(CORE, call, reply);
    next = bare(JSON.parse(text));
    memory = bytes;
  } catch (trap) {
    isSpent = true;
    throw defect(trap, isSent === true);
  }
  if (memory > LARGE) {
    try {
      renew();
    } catch {
      // There is no memory for another instance now. The next step tries again.
    }
  }
  if (next.error) throw new CheckoutError(next.error);
  if (next.request) next.request = bare(next.request);
  return next;
}

/** Replaces the instance. The memory of the old one is given back. */
function renew() {
  isSpent = true;
  glue.__wbg_reset_state();
  isSpent = false;
}

/**
 * Random 32-bit numbers: four make an order number or the id of a refund unique, one spreads retries. No secret depends on them.
 * @param {string} task @param {any} given the argument of the task
 */
function chance(task, given) {
  const rough = () => Math.floor(Math.random() * 2 ** 32);
  const [, kind] = /^(register|refund)/.exec(task) ?? [];
  const id = kind === "refund" ? given?.externalRefundId : given?.orderNumber;
  if (!kind || typeof id === "string") return [rough()];
  try {
    return [...crypto.getRandomValues(new Uint32Array(4))];
  } catch {
    return [rough(), rough(), rough(), rough()];
  }
}

/**
 * The error of a call. What is not an error of this package is a defect of it.
 * @param {any} error @param {Cause} [cause] what the platform said of the last request
 */
function asCheckoutError(error, cause) {
  if (!(error instanceof CheckoutError)) return defect(error, false);
  if (cause) Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
  return error;
}

/** @param {unknown} cause @param {boolean} isSent whether a request may have reached the gateway */
function defect(cause, isSent) {
  const report = "a defect in bpc-checkout; please report it with the steps that lead here";
  const message = isSent
    ? `${report}. What was sent may have been carried out: ask for the status before you repeat it`
    : report;
  return new CheckoutError({ code: "internal", message, retryable: false }, { cause });
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
 * The return address as text.
 * @param {any} url a string, a URL or a Request
 */
function address(url) {
  const text = typeof url === "object" ? (property(url, "href") ?? property(url, "url")) : url;
  if (typeof text !== "string") throw invalid("url", "expected the return address: text, a URL or a Request");
  if (text.length > MAX_ADDRESS) throw refusal("return_invalid", "the return address has more than 16 KB");
  return text;
}
