// The caller's values, each checked before anything is sent. Every reader takes the value and its path.

import { invalid } from "./errors.mjs";
import { currencyNamed } from "./tables.mjs";

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const HTML = /<[a-zA-Z/!]/;
const SURROGATE = /[\ud800-\udbff]/;
const ADDRESS =
  /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?::(\d+))?(?=[/?#]|$)[^\s\\\u0000-\u001f\u007f-\u009f]*$/i;
const LOOPBACK = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
const MAX_DEPTH = 24;
const MAX_AMOUNT = 999_999_999_999;

/** Characters, where `length` would count halves of some. */
export const lengthOf = (text) => (SURROGATE.test(text) ? [...text].length : text.length);

/** The properties of an object, each read once. */
export function copyOf(object, path) {
  if (typeof object !== "object" || object === null) throw invalid(path, "expected an object");
  try {
    return { ...object };
  } catch {
    throw invalid(path, "could not be read: one of its properties throws");
  }
}

/** Refuses what nobody reads: a misspelt option must not be lost in silence. */
export function allowOnly(object, names, path) {
  for (const key in object) {
    if (names.includes(key)) continue;
    const meant = names.find((name) => name.toLowerCase() === key.toLowerCase());
    throw invalid(`${path}.${key}`, `is not a known option${meant ? `; did you mean \`${meant}\`?` : ""}`);
  }
}

export const isGiven = (value) => value !== undefined && value !== null;

export function shortText(value, max, path) {
  if (typeof value !== "string") throw invalid(path, `expected text, got ${typeof value}`);
  const length = lengthOf(value);
  if (length === 0) throw invalid(path, "is empty; leave it out instead");
  if (length > max) throw invalid(path, `has ${length} characters, at most ${max} are allowed`);
  if (CONTROL.test(value)) throw invalid(path, "contains a control character such as a line break");
  return value;
}

export function text(value, max, path) {
  shortText(value, max, path);
  if (HTML.test(value)) throw invalid(path, "contains HTML, which the gateway refuses");
  return value;
}

export function trimmed(value, max, path) {
  if (text(value, max, path).trim() !== value) throw invalid(path, "starts or ends with white space");
  return value;
}

export function whole(value, least, most, path) {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
  throw invalid(path, `expected a whole number from ${least} to ${most}`);
}

export const amount = (value, path) => whole(value, 0, MAX_AMOUNT, path);

export function currency(value, path) {
  const found = currencyNamed(String(value));
  if (!found) throw invalid(path, 'expected an ISO 4217 currency such as "EUR" or "978"');
  return found;
}

export function address(value, path, max = 512) {
  const url = typeof value?.href === "string" ? value.href : value;
  if (typeof url !== "string") throw invalid(path, "expected an absolute address");
  if (lengthOf(url) > max) throw invalid(path, `has ${lengthOf(url)} characters, the gateway takes ${max}`);
  const match = ADDRESS.exec(url);
  if (!match) throw invalid(path, "is not a safe absolute address; it starts with https://");
  const [, scheme, name, port = "443"] = match;
  if (!(Number(port) >= 1 && Number(port) <= 65_535)) throw invalid(path, "has a port that is none");
  const host = name.toLowerCase();
  const secure = scheme.toLowerCase() === "https";
  if (!secure && !LOOPBACK.test(host)) throw invalid(path, "is http; only https is safe");
  return { text: url, host, secure };
}

export function secret(value, path) {
  if (typeof value !== "string" || value === "") throw invalid(path, "is empty or no text");
  if (value.startsWith("-----")) throw invalid(path, "is a key in PEM, where a password or token belongs");
  if (value.trim() !== value) throw invalid(path, "starts or ends with white space; copy it again without");
  if (CONTROL.test(value)) throw invalid(path, "contains a control character; copy it again without");
  return value;
}

export function language(value, path) {
  if (typeof value !== "string" || !/^[a-z]{2}$/i.test(value))
    throw invalid(path, 'expected a language of two letters such as "en"');
  return value.toLowerCase();
}

export function dateTime(value, path) {
  if (typeof value !== "string" || !DATE_TIME.test(value))
    throw invalid(path, 'expected a time such as "2026-12-31T23:59:59", without a zone');
  return value;
}

/** An object as JSON text: plain data through and through. */
export function json(value, path) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(path, "expected an object");
  return JSON.stringify(plain(value, path, 0));
}

function plain(value, path, depth) {
  if (typeof value === "function" || typeof value === "symbol")
    throw invalid(path, `expected data, got a ${typeof value}`);
  if (typeof value === "bigint") return whole(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, path);
  if (typeof value === "number" && !Number.isFinite(value)) throw invalid(path, `expected a number, got ${value}`);
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) throw invalid(path, "is nested too deep, or circular");
  if (Array.isArray(value)) return value.map((item, index) => plain(item, `${path}[${index}]`, depth + 1));
  const copy = { __proto__: null };
  for (const [key, inner] of Object.entries(value)) copy[key] = plain(inner, `${path}.${key}`, depth + 1);
  return copy;
}
