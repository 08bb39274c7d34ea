// Copies of the caller's objects.
import { invalid, isOwnError } from "./error.js";

const MAX_DEPTH = 24;
/** The most text that the argument of a call may have, in characters. Each value counts as one more. */
const MAX_TEXT = 1024 * 1024;

/** How many characters the copy of an argument may still have. */
let left = 0;

/**
 * A deep copy of an argument, of limited size.
 * @param {any} value @param {string} path
 */
export function plain(value, path) {
  left = MAX_TEXT;
  return copyOf(value, path, 0);
}

/**
 * A deep copy that is plain data. Every property is read once, here. So a getter that throws, a proxy or a circular
 * reference becomes an error with a path, and never reaches WebAssembly.
 * @param {any} value @param {string} path @param {number} depth
 * @returns {any}
 */
function copyOf(value, path, depth) {
  left -= 1 + (typeof value === "string" ? value.length : 0);
  if (left < 0) throw invalid(path, "is too large: all texts together may have 1,048,576 characters");
  switch (typeof value) {
    case "object":
      return value === null ? null : plainObject(value, path, depth);
    case "number":
      if (!Number.isFinite(value)) throw invalid(path, `expected a number, got ${value}`);
      return value;
    case "bigint":
      return whole(value, path);
    case "function":
    case "symbol":
      throw invalid(path, `expected data, got a ${typeof value}`);
    default:
      return value;
  }
}

/** @param {any} value @param {string} path @param {number} depth */
function plainObject(value, path, depth) {
  if (depth === MAX_DEPTH) throw invalid(path, "is nested too deep, or circular");
  try {
    if (Array.isArray(value)) return Array.from(value, (item, index) => copyOf(item, `${path}[${index}]`, depth + 1));
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      // A URL. Not every runtime gives it that class name.
      if (typeof value.href === "string" && typeof value.origin === "string") return value.href;
      const kind = Object.prototype.toString.call(value).slice(8, -1);
      if (kind !== "Object") throw invalid(path, `expected plain data, got a ${kind}`);
    }
    // Without a prototype no name is special, not even `__proto__`.
    /** @type {any} */
    const copy = { __proto__: null };
    for (const key of Object.keys(value)) copy[key] = copyOf(value[key], `${path}.${key}`, depth + 1);
    return copy;
  } catch (error) {
    throw isOwnError(error) ? error : invalid(path, "could not be read: one of its properties throws");
  }
}

/**
 * A bigint as a number, if it is a safe integer.
 * @param {bigint} value @param {string} path
 */
function whole(value, path) {
  if (BigInt(Number(value)) !== value || !Number.isSafeInteger(Number(value)))
    throw invalid(path, "is too large a number");
  return Number(value);
}
