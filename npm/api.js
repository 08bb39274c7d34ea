// The public functions: what the caller gives becomes plain data, what goes wrong becomes one kind of error.
// Everything else happens in Rust. Documentation for users is in index.d.ts.
import { proven, queryOf, signed } from "./callback.js";
import * as core from "./core.js";
import { exchange, NOTHING, textOf } from "./exchange.js";
import { tell } from "./told.js";

const BRAND = Symbol.for("bpc-checkout.CheckoutError");
const MAX_DEPTH = 24;
/** What a step may take in, in characters and bytes, before its instance is replaced: linear memory never shrinks. */
const LARGE = 32 * 1024;

/** Whether the instance trapped, or must give its memory back: it is replaced before anything else is asked of it. */
let isSpent = false;

export class CheckoutError extends Error {
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

export function isCheckoutError(error) {
  return error instanceof Error && error[BRAND] === true;
}

export function register(order, gateway, options) {
  return perform("register", () => plain(order, "order"), gateway, options);
}

export function registerPreAuth(order, gateway, options) {
  return perform("registerPreAuth", () => plain(order, "order"), gateway, options);
}

export function status(query, gateway, options) {
  return perform("status", () => plain(query, "query"), gateway, options);
}

export function verify(expected, gateway, options) {
  return perform("verify", () => plain(expected, "expected"), gateway, options);
}

export function verifyReturn(url, gateway, options) {
  return perform("verifyReturn", () => address(url), gateway, options);
}

export function deposit(change, gateway, options) {
  return perform("deposit", () => plain(change, "change"), gateway, options);
}

export function reverse(change, gateway, options) {
  return perform("reverse", () => plain(change, "change"), gateway, options);
}

export function refund(change, gateway, options) {
  return perform("refund", () => plain(change, "change"), gateway, options);
}

export function decline(change, gateway, options) {
  return perform("decline", () => plain(change, "change"), gateway, options);
}

export async function verifyCallback(callback, gateway) {
  try {
    const query = await queryOf(callback);
    return await proven(await perform("verifyCallback", () => query, gateway));
  } catch (error) {
    throw asCheckoutError(error);
  }
}

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

export function minorUnits(decimal, currency) {
  return money("minorUnits", { decimal, currency }).minor;
}

export function formatAmount(amount, currency, locale) {
  const { decimal, digits, currency: style } = money("formatAmount", { amount, currency });
  if (locale === undefined) return decimal;
  const options = { style: "currency", currency: style, minimumFractionDigits: digits, maximumFractionDigits: digits };
  try {
    // The decimal goes in as text: exact, where a number would be rounded.
    return new Intl.NumberFormat(locale, options).format(decimal);
  } catch {
    throw invalid("locale", 'is not a language tag such as "de-DE"');
  }
}

/** A sum in every form: decimal text, minor units, and what its currency is. */
function money(task, sum) {
  try {
    const argument = {};
    for (const name in sum) argument[name] = plain(sum[name], name);
    return step(JSON.stringify({ task, argument }), NOTHING).value;
  } catch (error) {
    throw asCheckoutError(error);
  }
}

/** A call that goes out. The argument is read inside, so that what its getters throw rejects like everything else. */
async function perform(task, argument, gateway, options) {
  try {
    // The global `fetch` is looked up now, so that a stubbed one counts.
    const { fetch = globalThis.fetch, ...config } = copyOf(gateway, "gateway");
    if (typeof fetch !== "function") throw invalid("gateway.fetch", "expected a function");
    // A key that is there without a value is an environment variable that is not: JSON would drop it in silence.
    for (const key of ["returnKey", "formUrlHosts", "callback"]) if (key in config) config[key] ??= null;
    const signal = signalOf(options);
    const given = argument();
    // The call is written once; after that its text only grows, by an event for each step.
    let call = opening(task, given, plain(config, "gateway"));
    let event = { random: chance(task, given) };
    // The body of the last event goes in as it came: as text in JSON it would be written and read once more.
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

/** A call as JSON text, up to where its events begin. */
function opening(task, argument, gateway) {
  const inPage = typeof globalThis.document !== "undefined";
  return `${JSON.stringify({ task, argument, gateway, inPage }).slice(0, -1)},"events":[`;
}

/** The answer, with the `raw` of its report. Where Rust left it out, the platform reads the reply as Rust does, and faster. */
function withRaw(value, bytes) {
  const report = value?.report ?? value;
  if (report?.raw === null) report.raw = JSON.parse(textOf(bytes));
  return value;
}

/**
 * What a call needs next; `call` is its JSON text, `reply` the body of its last event. Rust keeps nothing in between: what
 * has happened so far goes in each time, and comes to the same place. So one call's trap, whatever the cause, is that call's
 * alone: the others go on in a fresh instance, and never, even where there is no room for one, in the instance that trapped.
 */
function step(call, reply, isSent) {
  let next;
  try {
    if (isSpent) renew();
    next = JSON.parse(tell(core.step, call, reply));
  } catch (trap) {
    isSpent = true;
    throw defect(trap, isSent);
  }
  if (call.length + reply.length > LARGE) {
    try {
      renew();
    } catch {
      // There is no room for another instance: it is tried again before the next step.
    }
  }
  if (next.error) throw next.error;
  return next;
}

/** Takes a fresh instance, and lets the old one go with its memory. */
function renew() {
  isSpent = true;
  core.__wbg_reset_state();
  isSpent = false;
}

/** Words of 32 bits: four to make an order number unique, one to spread retries. Nothing secret hangs on them. */
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

/** What Rust throws is a plain object with a code; anything else is the caller's throwing getter, or our own defect. */
function asCheckoutError(error) {
  if (isCheckoutError(error)) return error;
  if (typeof error === "object" && error !== null && !(error instanceof Error) && typeof error.code === "string") {
    return new CheckoutError(error);
  }
  return defect(error, false);
}

function defect(cause, isSent) {
  const report = "a defect in bpc-checkout; please report it with the steps that lead here";
  const message = isSent
    ? `${report}. What was sent may have been carried out: ask for the status before you repeat it`
    : report;
  return new CheckoutError({ code: "internal", message, retryable: false }, { cause });
}

function invalid(field, why) {
  return new CheckoutError({ code: "invalid_option", message: `${field}: ${why}`, retryable: false, field });
}

function signalOf(options) {
  const { signal, ...others } = copyOf(options ?? {}, "options");
  for (const key of Object.keys(others)) throw invalid(`options.${key}`, "is not a known option");
  if (signal === undefined || signal === null) return undefined;
  if (typeof signal.aborted !== "boolean" || typeof signal.addEventListener !== "function") {
    throw invalid("options.signal", "expected an AbortSignal");
  }
  return signal;
}

/** The properties of an object, each read once. */
function copyOf(object, path) {
  if (typeof object !== "object" || object === null) throw invalid(path, "expected an object");
  try {
    return { ...object };
  } catch {
    throw invalid(path, "could not be read: one of its properties throws");
  }
}

/** The address the customer came back to: text, a URL, or the request itself. */
function address(url) {
  const { href, url: asked } = typeof url === "object" && url !== null ? url : {};
  const text = typeof url === "string" ? url : (href ?? asked);
  if (typeof text !== "string") throw invalid("url", "expected the return address: text, a URL or a Request");
  return text;
}

/**
 * A copy that is plain data through and through. Every property is read once, here, so that a getter that throws, a
 * proxy or a circle ends as an error that names it, and never inside WebAssembly.
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

function plainObject(value, path, depth) {
  if (depth === MAX_DEPTH) throw invalid(path, "is nested too deep, or circular");
  try {
    if (Array.isArray(value)) return Array.from(value, (item, index) => plain(item, `${path}[${index}]`, depth + 1));
    if (Object.getPrototypeOf(value) !== Object.prototype) {
      // A URL, which not every runtime calls one.
      if (typeof value.href === "string" && typeof value.origin === "string") return value.href;
      const kind = Object.prototype.toString.call(value).slice(8, -1);
      if (kind !== "Object") throw invalid(path, `expected plain data, got a ${kind}`);
    }
    // Without a prototype no name is special, `__proto__` included.
    const copy = { __proto__: null };
    for (const key of Object.keys(value)) copy[key] = plain(value[key], `${path}.${key}`, depth + 1);
    return copy;
  } catch (error) {
    throw isCheckoutError(error) ? error : invalid(path, "could not be read: one of its properties throws");
  }
}

/** A bigint as the number it is, where a number can be it. */
function whole(value, path) {
  if (BigInt(Number(value)) !== value || !Number.isSafeInteger(Number(value)))
    throw invalid(path, "is too large a number");
  return Number(value);
}
