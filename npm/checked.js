// What the functions made of other public functions share: how wrong arguments are refused.

import { invalid } from "./error.js";

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
