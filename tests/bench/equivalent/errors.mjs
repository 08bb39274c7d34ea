// The one kind of error.

export class CheckoutError extends Error {
  constructor(code, message, details = {}) {
    super(message);
    Object.assign(this, { code, retryable: false }, details);
  }

  get name() {
    return "CheckoutError";
  }
}

export const invalid = (field, why) => new CheckoutError("invalid_option", `${field}: ${why}`, { field });

/** Adds what an error is about. */
export const about = (error, details) => Object.assign(error, details);
