// The configuration: where the gateway is, who asks, and under which rules.

import { CheckoutError, invalid } from "./errors.mjs";
import { bankNamed } from "./tables.mjs";
import { address, allowOnly, copyOf, isGiven, language, lengthOf, secret, whole } from "./values.mjs";

const NAMES = [
  "baseUrl",
  "bank",
  "userName",
  "password",
  "token",
  "language",
  "timeoutMs",
  "returnKey",
  "callback",
  "formUrlHosts",
  "orderNumberMaxLength",
  "fetch",
];
const NEVER_EMPTY = ["returnKey", "callback", "formUrlHosts"];
const MAX_TIMEOUT_MS = 120_000;

export function readGateway(object) {
  const given = copyOf(object, "gateway");
  allowOnly(given, NAMES, "gateway");
  for (const key of NEVER_EMPTY)
    if (key in given && !isGiven(given[key])) throw invalid(`gateway.${key}`, "is there without a value");
  const { fetch = globalThis.fetch, timeoutMs = 15_000 } = given;
  if (typeof fetch !== "function") throw invalid("gateway.fetch", "expected a function");
  const { root, numberMax } = rootOf(given);
  return {
    fetch,
    root,
    ...accountOf(given),
    keys: isGiven(given.returnKey) ? [given.returnKey].flat().map(returnKey) : undefined,
    language: isGiven(given.language) ? language(given.language, "gateway.language") : undefined,
    timeoutMs: whole(timeoutMs, 1, MAX_TIMEOUT_MS, "gateway.timeoutMs"),
    numberMax: isGiven(given.orderNumberMaxLength)
      ? whole(given.orderNumberMaxLength, 10, 36, "gateway.orderNumberMaxLength")
      : numberMax,
    formHosts: isGiven(given.formUrlHosts)
      ? [given.formUrlHosts].flat().map((host) => address(`https://${host}`, "gateway.formUrlHosts").host)
      : undefined,
  };
}

function rootOf({ bank, baseUrl }) {
  if (isGiven(bank)) {
    if (isGiven(baseUrl)) throw invalid("gateway.bank", "and gateway.baseUrl exclude each other; give one");
    const known = bankNamed(bank);
    if (!known) throw invalid("gateway.bank", "is not a known bank; give gateway.baseUrl instead");
    return { root: { text: known.baseUrl, secure: true }, numberMax: known.numberMax };
  }
  if (!isGiven(baseUrl)) throw invalid("gateway.baseUrl", "is missing; give the REST root of your bank's gateway");
  const root = address(typeof baseUrl === "string" ? baseUrl.replace(/\/+$/, "") : baseUrl, "gateway.baseUrl");
  if (/[?#]/.test(root.text))
    throw invalid("gateway.baseUrl", "contains a query or a fragment; give the REST root alone");
  if (/\.do$/i.test(root.text)) throw invalid("gateway.baseUrl", "ends with a method; give the REST root");
  return { root, numberMax: 36 };
}

function accountOf({ userName, password, token }) {
  const isLogin = isGiven(userName) || isGiven(password);
  if (!isLogin && !isGiven(token))
    throw invalid("gateway.userName", "is missing; give userName and password, or a token");
  if (!isLogin) return { token: secret(token, "gateway.token") };
  if (isGiven(token)) throw invalid("gateway.token", "and gateway.userName exclude each other; give one kind");
  if (typeof globalThis.document !== "undefined")
    throw new CheckoutError("credentials_in_page", "login and password do not belong in a browser page");
  return { userName: secret(userName, "gateway.userName"), password: secret(password, "gateway.password") };
}

function returnKey(key) {
  if (lengthOf(secret(key, "gateway.returnKey")) < 16)
    throw invalid("gateway.returnKey", "is shorter than 16 characters");
  return key;
}

const NEEDS_NO_ENCODING = /^[A-Za-z0-9*\-._]*$/;

/** A value of `application/x-www-form-urlencoded`. */
export function encoded(value) {
  if (NEEDS_NO_ENCODING.test(value)) return value;
  const escape = (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(value.toWellFormed?.() ?? value)
    .replaceAll("%20", "+")
    .replace(/[!'()~]/g, escape);
}

/** How every form begins. */
export const credentials = ({ token, userName, password }) =>
  token === undefined ? `userName=${encoded(userName)}&password=${encoded(password)}` : `token=${encoded(token)}`;
