// What callbacks need of the platform: the body of a request, and WebCrypto. Everything else is decided in Rust. What goes
// wrong is thrown as Rust throws it, a plain object with a code; api.js makes errors of them.

import { bytesOf } from "./exchange.js";

const RSA = "RSASSA-PKCS1-v1_5";
/** As in Rust, where a longer one is refused too: nothing longer is kept in memory. */
const MAX_BYTES = 8192;

/** The event of what Rust opened: there already, or once the platform finds the signature good. */
export async function proven({ event, unverified, key, hash, signature, text }) {
  if (event) return event;
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

/** Parameters with their checksum, as a query or form. For tests: it signs whatever it is given. */
export async function signed(parameters, { secret, publicKey, hash = "SHA-512" }, privateKey) {
  const named = Object.entries(parameters).filter(([name]) => name !== "sign_alias");
  // JavaScript compares texts as Java does.
  const text = named
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name};${value};`)
    .join("");
  const checksum = publicKey
    ? await withKey("options.privateKey", "pkcs8", () => derOf(privateKey), { name: RSA, hash }, "sign", utf8(text))
    : await withKey(
        "gateway.callback.secret",
        "raw",
        () => utf8([secret].flat()[0]),
        { name: "HMAC", hash: "SHA-256" },
        "sign",
        utf8(text),
      );
  return `${new URLSearchParams(parameters)}&checksum=${toHex(checksum)}`;
}

/** Signs or verifies. A key that the platform refuses is an error; what it says then may quote the key, and is not repeated. */
async function withKey(field, format, key, algorithm, use, ...data) {
  try {
    const imported = await crypto.subtle.importKey(format, key(), algorithm, false, [use]);
    return await crypto.subtle[use](algorithm.name, imported, ...data);
  } catch {
    throw invalid(field, "is missing, or no key that this platform's WebCrypto takes");
  }
}

/** A GET says everything in its query, a POST in its body; a text is an address, or the query or form itself. */
export async function queryOf(callback) {
  if (typeof callback === "string")
    return /^(https?:\/\/|\/)/i.test(callback) ? queryIn(callback) : callback.replace(/^\?/, "");
  if (callback instanceof URLSearchParams) return String(callback);
  const { href, url, method } = Object(callback);
  if (typeof href === "string") return queryIn(href);
  if (typeof url !== "string" || typeof method !== "string") {
    throw invalid("callback", "expected a Request, its address, or its query or form");
  }
  if (method === "GET") return queryIn(url);
  if (method === "POST") return bodyOf(callback);
  throw refused("came by neither GET nor POST");
}

/** As it was written: what decodes it must see it first. */
const queryIn = (address) => /^[^?#]*\??([^#]*)/.exec(address)[1];

async function bodyOf({ body, bodyUsed }) {
  if (body === null && bodyUsed === false) return "";
  if (bodyUsed !== false || typeof body?.getReader !== "function" || body.locked) {
    throw invalid("callback", "has no body that can be read (any more); give a clone, or its text");
  }
  const reader = body.getReader();
  try {
    const bytes = await bytesOf(() => reader.read(), MAX_BYTES);
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    reader.cancel().catch(() => {});
    throw refused("has a body that is no form, has more than 8 KB, or broke off");
  }
}

const utf8 = (text) => new TextEncoder().encode(text);
const derOf = (pem) => Uint8Array.from(atob(pem.replace(/-----[A-Z ]+-----/g, "")), (digit) => digit.charCodeAt(0));
const fromHex = (digits) => Uint8Array.from(digits.match(/../g), (byte) => parseInt(byte, 16));
const toHex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();

const refused = (why) => ({ code: "callback_invalid", message: `the callback ${why}`, retryable: false });
const invalid = (field, why) => ({ code: "invalid_option", message: `${field}: ${why}`, retryable: false, field });
