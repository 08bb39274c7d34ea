// `bpc-checkout/money`: amounts as text and as minor units, in plain JavaScript. It needs no WebAssembly, so it is small enough
// for a page, and needs nothing of its Content-Security-Policy. Results and errors are those of the main entry:
// tests/package/money.mjs compares the two.
import { invalid } from "./error.js";
import { currencyOf, limited, minorOf } from "./money-values.js";
import { plain } from "./plain.js";

/** @import { Currency } from "./money-values.js" */

/** @type {typeof import("./index.js").minorUnits} */
export function minorUnits(decimal, currency) {
  const text = plain(decimal, "decimal");
  const known = currencyOf(plain(currency, "currency"));
  if (typeof text !== "string") {
    throw invalid("decimal", 'expected decimal text such as "20.00"; a number may have been rounded already');
  }
  return read(text, known);
}

/** @type {typeof import("./index.js").formatAmount} */
export function formatAmount(amount, currency, locale) {
  const minor = plain(amount, "amount");
  const known = currencyOf(plain(currency, "currency"));
  const decimal = write(minorOf(minor), known);
  return locale === undefined ? decimal : inLocale(decimal, known.alpha, known.places, locale);
}

/**
 * A decimal text in a locale's format for money.
 * @param {string} decimal as text: a number would be rounded
 * @param {string} currency @param {number} places @param {string | string[]} locale
 */
function inLocale(decimal, currency, places, locale) {
  /** @type {Intl.NumberFormatOptions} */
  const options = { style: "currency", currency, minimumFractionDigits: places, maximumFractionDigits: places };
  try {
    return new Intl.NumberFormat(locale, options).format(/** @type {any} */ (decimal));
  } catch {
    throw invalid("locale", 'is not a language tag such as "de-DE"');
  }
}

/** @param {string} text @param {Currency} currency */
function read(text, { alpha, places }) {
  const [, whole, fraction = ""] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) {
    throw invalid("decimal", 'expected digits with at most one decimal point, such as "20.00"');
  }
  if (fraction.length > places)
    throw invalid("decimal", `has more than ${places} fraction digits, the most that ${alpha} has; round it first`);
  return limited(Number(whole + fraction.padEnd(places, "0")), "decimal");
}

/** @param {number} minor @param {Currency} currency */
function write(minor, { places }) {
  const digits = String(minor).padStart(places + 1, "0");
  const point = digits.length - places;
  return places === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}
