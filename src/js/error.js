// The one error class. Rust has no class that extends a JavaScript class, so it is written here.

const BRAND = Symbol.for("bpc-checkout.CheckoutError");

export class CheckoutError extends Error {
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

export function isCheckoutError(error) {
  return error instanceof Error && error[BRAND] === true;
}
