// The one kind of error that this package throws.

/** @import { CheckoutErrorCode } from "./index.js" */

/**
 * What an error says, as Rust reports it.
 * @typedef {{ code: CheckoutErrorCode, message: string, retryable: boolean, field?: string }} Details
 */

const BRAND = Symbol.for("bpc-checkout.CheckoutError");

export class CheckoutError extends Error {
  /** @param {Details} details @param {ErrorOptions} [options] */
  constructor({ message, ...details }, options) {
    super(message, options);
    Object.assign(this, details);
  }

  get name() {
    return "CheckoutError";
  }

  get [BRAND]() {
    return true;
  }
}

/** @type {typeof import("./index.js").isCheckoutError} */
export function isCheckoutError(error) {
  return error instanceof Error && /** @type {any} */ (error)[BRAND] === true;
}

/** @param {string} field @param {string} why */
export function invalid(field, why) {
  return new CheckoutError({ code: "invalid_option", message: `${field}: ${why}`, retryable: false, field });
}
