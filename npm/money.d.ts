/**
 * `bpc-checkout/money`: the functions for amounts of `bpc-checkout`, with the same results and errors, in plain JavaScript. In a page
 * they need no WebAssembly and no `'wasm-unsafe-eval'` in the Content-Security-Policy.
 * @packageDocumentation
 */

/**
 * Converts a decimal text to minor units, exactly, without floats.
 * @param currency ISO 4217: letters (`"EUR"`) or number (`"978"`, `978`)
 * @example
 * minorUnits("20.00", "EUR"); // 2000
 * minorUnits("20", "JPY");    // 20
 * @throws a `CheckoutError` with the code `invalid_option` for signs, separators, blanks, or more fraction digits than the currency has
 */
export function minorUnits(decimal: string, currency: string | number): number;

/**
 * Converts minor units to a decimal text, exactly. `minorUnits` reads it back. With a locale: in that locale's format for money.
 * @example
 * formatAmount(2000, "EUR");          // "20.00"
 * formatAmount(2000, "EUR", "de-DE"); // "20,00 €"
 * @throws a `CheckoutError` with the code `invalid_option`, and the argument that is wrong in `field`
 */
export function formatAmount(amount: number | bigint, currency: string | number, locale?: string | string[]): string;
