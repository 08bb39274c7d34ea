// The public functions: what the caller gives becomes plain data, what goes wrong becomes one kind of error.
// Everything else happens in Rust. Documentation for users is in index.d.ts.
import { proven, queryOf, signed } from "./callback.js";
import * as core from "./core.js";
import { exchangeOver } from "./exchange.js";

const BRAND = Symbol.for("bpc-checkout.CheckoutError");
const MAX_DEPTH = 24;

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
  return perform(core.Task.Register, () => text(order, "order"), gateway, options);
}

export function registerPreAuth(order, gateway, options) {
  return perform(core.Task.RegisterPreAuth, () => text(order, "order"), gateway, options);
}

export function status(query, gateway, options) {
  return perform(core.Task.Status, () => text(query, "query"), gateway, options);
}

export function verify(expected, gateway, options) {
  return perform(core.Task.Verify, () => text(expected, "expected"), gateway, options);
}

export function verifyReturn(url, gateway, options) {
  return perform(core.Task.VerifyReturn, () => JSON.stringify(address(url)), gateway, options);
}

export function deposit(change, gateway, options) {
  return perform(core.Task.Deposit, () => text(change, "change"), gateway, options).then(() => undefined);
}

export function reverse(change, gateway, options) {
  return perform(core.Task.Reverse, () => text(change, "change"), gateway, options).then(() => undefined);
}

export function refund(change, gateway, options) {
  return perform(core.Task.Refund, () => text(change, "change"), gateway, options).then(() => undefined);
}

export function decline(change, gateway, options) {
  return perform(core.Task.Decline, () => text(change, "change"), gateway, options).then(() => undefined);
}

export function verifyCallback(callback, gateway) {
  const query = async () => JSON.stringify(await queryOf(callback));
  return perform(core.Task.Callback, query, gateway).then(proven).catch(rethrow);
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
    rethrow(error);
  }
}

export function minorUnits(decimal, currency) {
  return guarded(() => core.money(true, text(decimal, "decimal"), text(currency, "currency")).minor);
}

export function formatAmount(amount, currency, locale) {
  return guarded(() => {
    const { decimal, ...money } = core.money(false, text(amount, "amount"), text(currency, "currency"));
    if (locale === undefined) return decimal;
    const style = { style: "currency", currency: money.currency, minimumFractionDigits: money.digits, maximumFractionDigits: money.digits };
    try {
      // The decimal goes in as text: exact, where a number would be rounded.
      return new Intl.NumberFormat(locale, style).format(decimal);
    } catch {
      throw invalid("locale", 'is not a language tag such as "de-DE"');
    }
  });
}

/** A call that goes out. The argument is read inside, so that what its getters throw rejects like everything else. */
async function perform(task, argument, gateway, options) {
  try {
    // The global `fetch` is looked up now, so that a stubbed one counts.
    const { fetch = globalThis.fetch, ...config } = copyOf(gateway, "gateway");
    if (typeof fetch !== "function") throw invalid("gateway.fetch", "expected a function");
    const inPage = typeof globalThis.document !== "undefined";
    // A key that is there without a value is an environment variable that is not: JSON would drop it in silence.
    for (const key of ["returnKey", "formUrlHosts", "callback"]) if (key in config) config[key] ??= null;
    const exchange = exchangeOver(fetch, signalOf(options));
    return JSON.parse(await core.perform(task, await argument(), text(config, "gateway"), inPage, exchange));
  } catch (error) {
    throw asCheckoutError(error);
  }
}

function guarded(run) {
  try {
    return run();
  } catch (error) {
    throw asCheckoutError(error);
  }
}

function rethrow(error) {
  throw asCheckoutError(error);
}

/** What Rust throws is a plain object with a code; anything else is the caller's throwing getter, or our own defect. */
function asCheckoutError(error) {
  if (isCheckoutError(error)) return error;
  if (typeof error === "object" && error !== null && !(error instanceof Error) && typeof error.code === "string") {
    return new CheckoutError(error);
  }
  const message = "a defect in bpc-checkout; please report it with the steps that lead here";
  return new CheckoutError({ code: "internal", message, retryable: false }, { cause: error });
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

/** JSON text of plain data; what is undefined is left out of it. */
const text = (value, path) => JSON.stringify(plain(value, path)) ?? "null";

/**
 * A copy that is plain data through and through. Every property is read once, here, so that a getter that throws, a
 * proxy or a circle ends as an error that names it, and never inside WebAssembly.
 */
function plain(value, path, depth = 0) {
  if (typeof value === "function" || typeof value === "symbol") throw invalid(path, `expected data, got a ${typeof value}`);
  if (typeof value === "bigint") return whole(value, path);
  if (typeof value === "number" && !Number.isFinite(value)) throw invalid(path, `expected a number, got ${value}`);
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) throw invalid(path, "is nested too deep, or circular");
  try {
    // A URL, which not every runtime calls one.
    if (typeof value.href === "string" && typeof value.origin === "string") return value.href;
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    if (kind !== "Object" && kind !== "Array") throw invalid(path, `expected plain data, got a ${kind}`);
    if (Array.isArray(value)) return Array.from(value, (item, index) => plain(item, `${path}[${index}]`, depth + 1));
    return Object.fromEntries(Object.keys(value).map((key) => [key, plain(value[key], `${path}.${key}`, depth + 1)]));
  } catch (error) {
    throw isCheckoutError(error) ? error : invalid(path, "could not be read: one of its properties throws");
  }
}

/** A bigint as the number it is, where a number can be it. */
function whole(value, path) {
  if (BigInt(Number(value)) !== value || !Number.isSafeInteger(Number(value))) throw invalid(path, "is too large a number");
  return Number(value);
}
