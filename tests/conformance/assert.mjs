// The few assertions the suite needs.

import { CANARIES } from "./fixtures.mjs";
import { show } from "./harness.mjs";

export function ok(value, what) {
  if (!value) throw new Error(what);
}

export function equal(actual, expected, what = "value") {
  if (!Object.is(actual, expected)) throw new Error(`${what}: expected ${show(expected)}, got ${show(actual)}`);
}

/** Plain data: the order of keys does not matter, an absent key is not an `undefined` one. */
export function deepEqual(actual, expected, what = "value") {
  const difference = differ(actual, expected, what);
  if (difference) throw new Error(difference);
}

function differ(actual, expected, path) {
  if (Object.is(actual, expected)) return null;
  const objects = [actual, expected].every((value) => typeof value === "object" && value !== null);
  if (!objects || Array.isArray(actual) !== Array.isArray(expected)) {
    return `${path}: expected ${show(expected)}, got ${show(actual)}`;
  }
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  for (const key of keys) {
    if (!(key in actual)) return `${path}.${key}: missing`;
    if (!(key in expected)) return `${path}.${key}: unexpected ${show(actual[key])}`;
    const difference = differ(actual[key], expected[key], `${path}.${key}`);
    if (difference) return difference;
  }
  return null;
}

/** A promise that the test waits for later. Should the test fail before that, what becomes of the promise does not matter. */
export function meanwhile(promise) {
  promise.catch(() => {});
  return promise;
}

/** The error that a promise rejects with: this package's, with this code and these fields, and without a secret. */
export async function rejects(lib, promise, code, fields = {}) {
  let error;
  try {
    const value = await promise;
    throw new Error(`expected ${code}, but the call succeeded with ${show(value)}`);
  } catch (caught) {
    error = caught;
  }
  return isCheckoutError(lib, error, code, fields);
}

/** The same for a function that throws at once. */
export function throws(lib, call, code, fields = {}) {
  let value;
  try {
    value = call();
  } catch (error) {
    return isCheckoutError(lib, error, code, fields);
  }
  throw new Error(`expected ${code}, but the call returned ${show(value)}`);
}

function isCheckoutError(lib, error, code, fields) {
  if (!lib.isCheckoutError(error)) throw error;
  ok(error instanceof Error && error instanceof lib.CheckoutError, "the error must be a CheckoutError");
  equal(error.name, "CheckoutError", "error.name");
  if (error.code !== code) throw new Error(`expected ${code}, got ${error.code}: ${error.message}`);
  equal(typeof error.retryable, "boolean", "typeof error.retryable");
  for (const [key, expected] of Object.entries(fields)) deepEqual(error[key], expected, `error.${key}`);
  carriesNoSecret(error);
  return error;
}

/** Looks for the canaries everywhere an error could carry one: text, stack, own properties, causes. */
export function carriesNoSecret(error) {
  const seen = new Set();
  const places = (value) => {
    if (value === null || typeof value !== "object" || seen.has(value)) return [String(value)];
    seen.add(value);
    return [String(value), ...Object.getOwnPropertyNames(value).flatMap((key) => places(value[key]))];
  };
  const text = [...places(error), show(error)].join("\n");
  for (const [name, canary] of Object.entries(CANARIES)) {
    ok(!text.includes(canary) && !text.includes(encodeURIComponent(canary)), `the error carries ${name}`);
  }
}
