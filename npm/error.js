// The error of every function of this package.

import { property } from "./property.js";

/** @import { CheckoutErrorCode } from "./index.js" */

/**
 * What an error says, as Rust reports it.
 * @typedef {{ code: CheckoutErrorCode, message: string, retryable: boolean, field?: string }} Details
 */

export class CheckoutError extends Error {
  /** @param {Details} details @param {ErrorOptions} [options] */
  constructor({ message, ...details }, options) {
    super(message, options);
    Object.assign(this, details);
  }

  get name() {
    return "CheckoutError";
  }

  toJSON() {
    return Object.assign({ name: this.name, message: this.message }, this);
  }
}

/**
 * By its shape: the error may come from another copy of the package, from another Worker, or from `toJSON`.
 * @type {typeof import("./index.js").isCheckoutError}
 */
export function isCheckoutError(error) {
  const [name, code, retryable] = ["name", "code", "retryable"].map((key) => property(error, key));
  return name === "CheckoutError" && typeof code === "string" && typeof retryable === "boolean";
}

/** @param {string} field @param {string} why */
export const invalid = (field, why) =>
  new CheckoutError({ code: "invalid_option", message: `${field}: ${why}`, retryable: false, field });

/** @param {CheckoutErrorCode} code @param {string} message */
export const refusal = (code, message) => new CheckoutError({ code, message, retryable: false });
