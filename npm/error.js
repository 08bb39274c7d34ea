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
 * Makes an error. The package that wasm-pack builds has a class of its own, which Rust exports: it sets its own functions here.
 * @type {(details: Details, options?: ErrorOptions) => Error}
 */
export let makeError = (details, options) => new CheckoutError(details, options);

/** Whether an error was made here, and did not come out of an object of the caller. @type {(error: unknown) => boolean} */
export let isOwnError = (error) => error instanceof CheckoutError;

/** @param {typeof makeError} make @param {typeof isOwnError} isOwn */
export function makeErrorsWith(make, isOwn) {
  makeError = make;
  isOwnError = isOwn;
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
  makeError({ code: "invalid_option", message: `${field}: ${why}`, retryable: false, field });

/** @param {CheckoutErrorCode} code @param {string} message */
export const refusal = (code, message) => makeError({ code, message, retryable: false });
