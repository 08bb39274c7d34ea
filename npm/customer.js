// The customer of an order, as banks want it in `orderBundle`.

import { copyOf } from "./checked.js";
import { invalid } from "./error.js";
import { plain } from "./plain.js";

/** Text on one line, and no HTML, which the gateway refuses. */
const PLAIN = /^(?!.*<[a-z/!])\P{Cc}+$/iu;

/** @type {typeof import("./index.js").customer} */
export function customer(details) {
  const { name, ...given } = plain(copyOf(details, "customer"), "customer");
  /** @param {string} field @param {RegExp} shape @param {string} expected */
  const text = (field, shape, expected) => {
    const value = given[field];
    delete given[field];
    if (typeof value !== "string" || !shape.test(value)) throw invalid(`customer.${field}`, `expected ${expected}`);
    return value;
  };
  const country = text("country", /^\d{3}$/, 'three digits, such as "642" for Romania');
  const place = { country, city: text("city", PLAIN, "text"), postAddress: text("address", PLAIN, "text") };
  const email = text("email", PLAIN, "text");
  given.phone = typeof given.phone === "string" ? given.phone.replace(/[+ ./()-]/g, "") : given.phone;
  const phone = text("phone", /^\d{7,15}$/, 'the country\'s code and the number, such as "40740123456"');
  for (const field of Object.keys(given)) throw invalid(`customer.${field}`, "is not a known option");
  const contact = name === undefined || name === null ? {} : { contact: name };
  return { customerDetails: { email, phone, ...contact, deliveryInfo: place, billingInfo: { ...place } } };
}
