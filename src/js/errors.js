// The one error class. It is exported by Rust, because wasm-bindgen exports no class of a snippet with types of its own; a class
// of Rust does not extend `Error`, so that is done here, before the first error is made.

import { makeErrorsWith } from "../../npm/error.js";

let CheckoutError;

/** Makes the class of this instance the class of all errors. */
export function adopt(instance) {
  const prototype = Object.getPrototypeOf(instance);
  CheckoutError = instance.constructor;
  instance.free();
  // What wasm-bindgen gives to objects with memory of their own: errors have none.
  for (const key of Reflect.ownKeys(prototype)) if (key !== "constructor") delete prototype[key];
  Object.setPrototypeOf(prototype, Error.prototype);
  Object.setPrototypeOf(CheckoutError, Error);
  Object.defineProperties(prototype, {
    name: { get: () => "CheckoutError", configurable: true },
    toJSON: { value: toJSON, configurable: true, writable: true },
  });
  makeErrorsWith(makeError, isOwnError);
}

export function makeError({ message, ...details }, options) {
  return Object.assign(Reflect.construct(Error, [message, options], CheckoutError), details);
}

function toJSON() {
  return Object.assign({ name: this.name, message: this.message }, this);
}

/** Whether the error was made here. */
export function isOwnError(error) {
  return error instanceof CheckoutError;
}

// A trap can be caught in JavaScript only: guard.rs calls into Rust again through here. What was thrown is asked for later, by
// a call of its own.

let thrown;

export function survives(call) {
  try {
    call();
    return true;
  } catch (error) {
    thrown = error;
    return false;
  }
}

export function takeThrown() {
  const error = thrown;
  thrown = undefined;
  return error;
}
