// The signed state in the return address: HMAC by WebCrypto, which is all that every platform has.

import { CheckoutError, invalid } from "./errors.mjs";
import { currencyNamed } from "./tables.mjs";
import { lengthOf } from "./values.mjs";

const PARAMETER = "bpc_return";
const GRACE_MS = 86_400_000;
const CLOCK_TOLERANCE_MS = 300_000;
const SESSION_SECS = 1200;
const MAX_URL = 512;
const HMAC = { name: "HMAC", hash: "SHA-256" };
const KEPT_KEYS = 8;
const encoder = new TextEncoder();
const keys = new Map();

/** Importing a key takes as long as signing does: kept for the next call. */
async function imported(text) {
  const known = keys.get(text);
  if (known) return known;
  const key = await crypto.subtle.importKey("raw", encoder.encode(text), HMAC, false, ["sign"]);
  const entry = { key, id: base64url(await mac(key, "key id", "")).slice(0, 6) };
  if (keys.size === KEPT_KEYS) keys.clear();
  keys.set(text, entry);
  return entry;
}

async function mac(key, scope, signed) {
  const text = `bpc-checkout return\n${scope}\n${signed}\n`;
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
}

const scopeOf = ({ root, userName, token }) => `${root.text}\n${userName ?? token}`;

/** The token for an order, or undefined where nothing is signed. */
export async function seal(gateway, order, number, now) {
  if (!gateway.keys || number === null) return undefined;
  const { key, id } = await imported(gateway.keys[0]);
  const session = now + (order.sessionTimeoutSecs ?? SESSION_SECS) * 1000;
  const end = order.expirationDate ? Date.parse(`${order.expirationDate}Z`) : session;
  const claims = [order.amount, order.currency.digits, order.phase, now, end + GRACE_MS, number].join(".");
  const signed = `v1.${id}.${base64url(encoder.encode(claims))}`;
  return `${signed}.${base64url(await mac(key, scopeOf(gateway), signed))}`;
}

/** What the state of a return address says, once it is found to be ours. */
export async function open(gateway, url, now) {
  if (!gateway.keys) throw invalid("gateway.returnKey", "is missing; the return address cannot be checked without it");
  const tokens = parameters(url, PARAMETER);
  if (tokens.length === 0) throw new CheckoutError("return_missing", `the return address carries no \`${PARAMETER}\``);
  if (tokens.some((token) => token !== tokens[0]))
    throw new CheckoutError("return_invalid", "the return address carries two signed states");
  const claims = await authenticate(gateway, tokens[0]);
  if (!claims)
    throw new CheckoutError("return_invalid", "the return address was not signed by this store, or was altered");
  const [, amount, currency, phase, issued, expires, orderNumber] = claims;
  if (now >= Number(expires))
    throw new CheckoutError("return_expired", "the return address is too old", { orderNumber });
  if (Number(issued) > now + CLOCK_TOLERANCE_MS)
    throw new CheckoutError("return_expired", "the return address is from the future", { orderNumber });
  return { orderNumber, amount: Number(amount), currency: currencyNamed(currency), phase, orderId: orderIdOf(url) };
}

async function authenticate(gateway, token) {
  const parts = token.split(".");
  if (parts.length !== 4 || parts[0] !== "v1") return null;
  const [version, id, payload] = parts;
  const tag = bytesOf(parts[3]);
  for (const text of gateway.keys) {
    const known = await imported(text);
    if (known.id !== id || !isSame(await mac(known.key, scopeOf(gateway), `${version}.${id}.${payload}`), tag))
      continue;
    return /^(\d+)\.(\d+)\.([12])\.(\d+)\.(\d+)\.([^]+)$/.exec(new TextDecoder().decode(bytesOf(payload)));
  }
  return null;
}

/** In a time that does not depend on where they differ. */
function isSame(one, other) {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at++) difference |= one[at] ^ other[at];
  return difference === 0;
}

/** Two different ids in one address: neither is believed. */
function orderIdOf(url) {
  const ids = parameters(url, "orderId");
  const isOne = ids.length > 0 && ids.every((id) => id === ids[0]);
  return isOne && /^[A-Za-z0-9_-]{1,64}$/.test(ids[0]) ? ids[0] : undefined;
}

function parameters(url, name) {
  const [, query] = /^[^?#]*\??([^#]*)/.exec(url);
  return query
    .split("&")
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** The address with the token in its query, before a fragment. */
export function withToken(url, token, path) {
  if (token === undefined) return url;
  if (parameters(url, PARAMETER).length > 0)
    throw invalid(path, `already has a parameter \`${PARAMETER}\`, which is ours`);
  const [, page, fragment] = /^([^#]*)(.*)$/.exec(url);
  const joiner = page.includes("?") ? (page.endsWith("?") ? "" : "&") : "?";
  const signed = `${page}${joiner}${PARAMETER}=${token}${fragment}`;
  if (lengthOf(signed) > MAX_URL) throw invalid(path, "is too long with the signed state; shorten it");
  return signed;
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** Nothing at all for what is no base64url. */
function bytesOf(text) {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
