// What came back: JSON read tolerantly where gateways differ (names in any case, numbers as text), strictly where money is.

import { CheckoutError } from "./errors.mjs";

const LONG_NUMBER = /[:[,]\s*-?\d{16,}\s*[,\]}]/;
const WHOLE = /^-?\d+$/;
const CODES = { 3: "unknown_currency", 4: "missing_parameter", 5: "access_denied", 6: "order_not_found" };
const MAX_WORDS = 512;

const isOverload = (status) => status === 408 || status === 425 || status === 429 || status >= 500;
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

export function malformed({ status, endpoint }, what) {
  const message = `${endpoint}: the gateway answered HTTP ${status} with ${what}`;
  return new CheckoutError("malformed_reply", message, {
    endpoint,
    httpStatus: status,
    retryable: status === 200 || isOverload(status),
  });
}

/** The reply's object. An integer that a double would round stays text. */
export function parse(reply) {
  const { body } = reply;
  if (body === null) throw malformed(reply, "a body that is not UTF-8");
  let value;
  try {
    value = LONG_NUMBER.test(body) ? JSON.parse(body, exact) : JSON.parse(body);
  } catch {
    throw malformed(reply, /^\s*</.test(body) ? "an HTML page instead of JSON" : "a body that is not JSON, or cut off");
  }
  if (!isObject(value)) throw malformed(reply, "bare JSON instead of an object");
  return value;
}

function exact(_, value, context) {
  const isRounded = typeof value === "number" && !Number.isSafeInteger(value) && WHOLE.test(context?.source ?? "");
  return isRounded ? context.source : value;
}

/** The value under a name: as spelt, else in any case. */
export function get(object, name) {
  if (Object.hasOwn(object, name)) return object[name] ?? undefined;
  const wanted = name.toLowerCase();
  let found;
  for (const key in object) if (key.length === name.length && key.toLowerCase() === wanted) found = object[key];
  return found ?? undefined;
}

export function textIn(object, name) {
  const value = get(object, name);
  if (typeof value === "string") return value || undefined;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

export function intIn(object, name, reply) {
  const value = get(object, name);
  if (value === undefined || value === "") return undefined;
  const number = typeof value === "string" && WHOLE.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(number)) return number;
  throw malformed(reply, `a \`${name}\` that is not a whole number`);
}

export function naturalIn(object, name, reply) {
  const number = intIn(object, name, reply);
  if (number < 0) throw malformed(reply, `a \`${name}\` that is not a whole number from 0 to 2^53 - 1`);
  return number;
}

export function flagIn(object, name) {
  const value = get(object, name);
  if (typeof value === "boolean") return value;
  return typeof value === "string" && /^(true|false)$/i.test(value) ? value.toLowerCase() === "true" : undefined;
}

/** Throws the gateway's refusal, if the object is one. */
export function check(reply, object, gateway) {
  const success = flagIn(object, "success");
  const code = intIn(object, "errorCode", reply) ?? 0;
  const error = get(object, "error");
  const nested = isObject(error) ? error : undefined;
  const nestedCode = (nested && intIn(nested, "code", reply)) ?? 0;
  const words = typeof error === "string" ? error : "";
  if (success === false || (success === undefined && code !== 0) || words || nestedCode !== 0) {
    const inside = nested && (textIn(nested, "message") ?? textIn(nested, "description"));
    throw refusal(reply, code || nestedCode, presentable(textIn(object, "errorMessage") ?? inside ?? words, gateway));
  }
  if (reply.status < 200 || reply.status >= 300) throw malformed(reply, "no error code");
}

function refusal({ status, endpoint }, errorCode, errorMessage) {
  const denied = status === 401 || status === 403 ? "access_denied" : "gateway_error";
  const message = `${endpoint}: the gateway refuses the request (gateway code ${errorCode}: ${errorMessage})`;
  return new CheckoutError(CODES[errorCode] ?? denied, message, {
    endpoint,
    httpStatus: status,
    retryable: errorCode === 7 || isOverload(status),
    gateway: { errorCode, errorMessage },
  });
}

/** The gateway's words without credentials, card numbers and addresses. */
function presentable(words, { userName, password, token }) {
  const decoded = decode(words);
  for (const secret of [userName, password, token])
    if (secret && (words.includes(secret) || decoded.includes(secret)))
      return "(hidden: the gateway repeated a credential)";
  return words
    .slice(0, 4 * MAX_WORDS)
    .replace(/\d(?:[ -]?\d){12,}/g, "***")
    .replace(/\S*(@|%40)\S*/g, "***")
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, " ")
    .trim()
    .slice(0, MAX_WORDS);
}

function decode(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
