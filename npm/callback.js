// The parts of callbacks that need the platform: the body of a request, and WebCrypto. Rust decides everything else.

import { invalid, refusal } from "./error.js";
import { bytesOf, Deadline, Failure, isAborted } from "./exchange.js";
import { property } from "./property.js";

/** @import { CallbackEvent } from "./index.js" */

/**
 * A callback whose RSA signature the platform must still verify. Key and signature are hex digits.
 * @typedef {{ unverified: CallbackEvent, key: string, hash: string, signature: string, text: string }} Unproven
 */

const RSA = "RSASSA-PKCS1-v1_5";
/** The longest callback. Rust has the same limit; here it bounds the memory and the time. */
const MAX_BYTES = 8192;
/** The longest address of a callback, in characters. */
const MAX_ADDRESS = 2 * MAX_BYTES;
const TOO_LARGE = "has more than 8 KB or 64 parameters";

/**
 * The event, after its signature is verified: by Rust (HMAC), or here by the platform (RSA).
 * @param {{ event: CallbackEvent } | Unproven} opened
 * @returns {Promise<CallbackEvent>}
 */
export async function proven(opened) {
  // An own property: other code may have put one on `Object.prototype`.
  if (Object.hasOwn(opened, "event")) return /** @type {{ event: CallbackEvent }} */ (opened).event;
  const { unverified, key, hash, signature, text } = /** @type {Unproven} */ (opened);
  const good = await withKey(
    "gateway.callback.publicKey",
    "spki",
    () => fromHex(key),
    { name: RSA, hash },
    "verify",
    fromHex(signature),
    utf8(text),
  );
  if (good !== true) throw refused("was altered, or was not signed with the key of gateway.callback");
  return unverified;
}

/**
 * Parameters with their checksum, as a query or form. For tests: it signs any parameters.
 * @param {Record<string, string>} parameters
 * @param {{ secret?: string | string[], publicKey?: string, hash?: string, jwt?: string | string[], unsigned?: boolean }} keys
 * @param {string} [privateKey] PEM
 */
export async function signed(parameters, { secret, publicKey, hash = "SHA-512", jwt, unsigned }, privateKey) {
  if (unsigned) return String(new URLSearchParams(parameters));
  if (jwt !== undefined) return token(parameters, [jwt].flat()[0] ?? "");
  const named = Object.entries(parameters).filter(([name]) => name !== "sign_alias");
  // JavaScript compares strings as Java, the gateway's language, does.
  const text = named
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name};${value};`)
    .join("");
  const checksum = publicKey
    ? await withKey(
        "options.privateKey",
        "pkcs8",
        () => derOf(/** @type {string} */ (privateKey)),
        { name: RSA, hash },
        "sign",
        utf8(text),
      )
    : await withKey(
        "gateway.callback.secret",
        "raw",
        () => utf8(/** @type {string} */ ([secret].flat()[0])),
        { name: "HMAC", hash: "SHA-256" },
        "sign",
        utf8(text),
      );
  return `${new URLSearchParams(parameters)}&checksum=${toHex(checksum)}`;
}

/**
 * A JSON Web Token that is valid for five minutes, as the bank's are.
 * @param {Record<string, string>} payload @param {string} secret base64
 */
async function token(payload, secret) {
  const exp = Math.floor(Date.now() / 1000) + 300;
  const text = [{ alg: "HS256" }, { exp, payload }].map((part) => toBase64url(utf8(JSON.stringify(part)))).join(".");
  const key = () => derOf(secret.replace(/-/g, "+").replace(/_/g, "/"));
  const mac = await withKey("gateway.callback.jwt", "raw", key, { name: "HMAC", hash: "SHA-256" }, "sign", utf8(text));
  return `${text}.${toBase64url(new Uint8Array(mac))}`;
}

/**
 * Signs or verifies. The platform's own error may contain the key, so it is not passed on.
 * @param {string} field the option that holds the key
 * @param {"spki" | "pkcs8" | "raw"} format
 * @param {() => Uint8Array<ArrayBuffer>} key
 * @param {{ name: string, hash: string }} algorithm
 * @param {"sign" | "verify"} use
 * @param {Uint8Array<ArrayBuffer>[]} data
 * @returns {Promise<any>}
 */
async function withKey(field, format, key, algorithm, use, ...data) {
  try {
    const imported = await crypto.subtle.importKey(format, key(), algorithm, false, [use]);
    return await /** @type {any} */ (crypto.subtle)[use](algorithm.name, imported, ...data);
  } catch {
    throw invalid(field, "is missing, or is not a key that WebCrypto accepts");
  }
}

/**
 * The parameters as they were written: the query of a GET, the body of a POST, or a text that is an address, a query or a form.
 * Its length is checked before anything else is done with it.
 * @param {any} callback @param {number} ms the time in which a body must arrive @param {AbortSignal} [signal]
 * @returns {Promise<string>}
 */
export async function queryOf(callback, ms, signal) {
  const query = await writtenIn(callback, ms, signal);
  if (query.length > MAX_BYTES) throw refused(TOO_LARGE);
  return query;
}

/**
 * @param {any} callback @param {number} ms @param {AbortSignal} [signal]
 * @returns {Promise<string>}
 */
async function writtenIn(callback, ms, signal) {
  if (typeof callback === "string")
    return /^(https?:\/\/|\/)/i.test(callback) ? queryIn(callback) : callback.replace(/^\?/, "");
  const listed = parametersIn(callback);
  if (listed !== undefined) return listed;
  const href = property(callback, "href");
  if (typeof href === "string") return queryIn(href);
  const [url, method] = ["url", "method"].map((name) => property(callback, name));
  if (typeof url !== "string" || typeof method !== "string") {
    throw invalid("callback", "expected a Request, its address, or its query or form");
  }
  if (method === "GET") return queryIn(url);
  if (method === "POST") return bodyOf(callback, ms, signal);
  throw refused("is not a GET or POST request");
}

/**
 * The text of a `URLSearchParams`; undefined for anything else, also for an object that throws when it is looked at.
 * @param {any} callback
 */
function parametersIn(callback) {
  try {
    return callback instanceof URLSearchParams ? String(callback) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The query of an address, not decoded.
 * @param {string} address
 */
function queryIn(address) {
  if (address.length > MAX_ADDRESS) throw refused(TOO_LARGE);
  return /^[^?#]*\??([^#]*)/.exec(address)?.[1] ?? "";
}

/** @param {Request} request @param {number} ms @param {AbortSignal} [signal] */
async function bodyOf(request, ms, signal) {
  const [body, bodyUsed] = ["body", "bodyUsed"].map((name) => property(request, name));
  if (body === null && bodyUsed === false) return "";
  const reader = bodyUsed === false && readerOf(body);
  if (!reader) {
    throw invalid("callback", "its body was already read; pass a clone of the request, or the text of its body");
  }
  const deadline = new Deadline(ms, signal);
  deadline.reader = reader;
  try {
    const bytes = await deadline.first(bytesOf(() => (deadline.check(), reader.read()), MAX_BYTES));
    deadline.isMet = true;
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (failure) {
    if (isAborted(signal)) throw aborted();
    throw refused(
      failure instanceof Failure && failure.name === "timeout"
        ? "has a body that did not arrive within gateway.timeoutMs"
        : "has a body that is not a form, is longer than 8 KB, or is incomplete",
    );
  } finally {
    deadline.end();
  }
}

/**
 * The reader of a body, unless it is being read already, or is none.
 * @param {any} body
 * @returns {ReadableStreamDefaultReader<Uint8Array> | undefined}
 */
function readerOf(body) {
  try {
    return body.getReader();
  } catch {
    return undefined;
  }
}

export const aborted = () => refusal("aborted", "the call was aborted by its signal");

/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text);
/** @param {string} pem */
const derOf = (pem) => Uint8Array.from(atob(pem.replace(/-----[A-Z ]+-----/g, "")), (digit) => digit.charCodeAt(0));
/** @param {Uint8Array} bytes */
const toBase64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=/g, "");
/** @param {string} digits */
const fromHex = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (byte) => parseInt(byte, 16));
/** @param {ArrayBuffer} bytes */
const toHex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();

/** @param {string} why */
const refused = (why) => refusal("callback_invalid", `the callback ${why}`);
