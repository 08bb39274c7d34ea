// What the functions made of other public functions share: what they are made of, and how wrong arguments are refused.

import { invalid } from "./error.js";

/** @import * as types from "./index.js" */

/**
 * A change without the questions around it: one request.
 * @typedef {(change: any, gateway: any, options?: types.CallOptions) => Promise<any>} BareChange
 */

/**
 * The functions that send requests. The package on npm has its own in api.js, the one of wasm-pack has Rust's.
 * @typedef {object} Api
 * @property {typeof types.status} status
 * @property {typeof types.verify} verify
 * @property {typeof types.call} call
 * @property {BareChange} deposit
 * @property {BareChange} reverse
 * @property {BareChange} refund
 * @property {BareChange} decline
 * @property {(operation: string, change: object, gateway: any) => void} checkChange throws what is wrong with a change; sends nothing
 * @property {(body: object, gateway: types.Gateway) => types.OrderReport} reportOf reads one order of the bank's list
 */

/** @param {any} value @param {string} path */
export function objectOf(value, path) {
  if (typeof value !== "object" || value === null) throw invalid(path, "expected an object");
  return value;
}

/** @param {string} path @param {object} others the properties that are left */
export function onlyKnown(path, others) {
  for (const key of Object.keys(others)) throw invalid(`${path}.${key}`, "is not a known option");
}

/** @param {string} field @param {unknown} value @returns {string} */
export function textOf(field, value) {
  if (typeof value !== "string" || value === "") throw invalid(field, "expected a text that is not empty");
  return value;
}

/**
 * A shallow copy without a prototype: what other code puts on `Object.prototype` must not count as a property. Each property is
 * read once.
 * @param {any} object @param {string} path
 */
export function copyOf(object, path) {
  objectOf(object, path);
  try {
    return { __proto__: null, ...object };
  } catch {
    throw invalid(path, "could not be read: one of its properties throws");
  }
}
