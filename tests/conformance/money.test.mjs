import { equal, throws } from "./assert.mjs";
import { test } from "./harness.mjs";

// Currencies of each exponent whose digits ISO 4217 and the locale data of the runtimes agree on.
const CURRENCIES = ["EUR", "USD", "GBP", "RON", "JPY", "KRW", "KWD", "BHD", "TND"];
const AMOUNTS = [0, 1, 9, 10, 99, 100, 101, 999, 1000, 2000, 99_999, 123_456_789, 999_999_999_999];

const digits = (currency) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;

test("minorUnits reads back what formatAmount writes", ({ lib }) => {
  for (const currency of CURRENCIES) {
    for (const amount of AMOUNTS) {
      const text = lib.formatAmount(amount, currency);
      equal(lib.minorUnits(text, currency), amount, `${text} ${currency}`);
      const [whole, fraction = ""] = text.split(".");
      equal(fraction.length, digits(currency), `fraction digits of ${text} ${currency}`);
      equal(BigInt(whole + fraction), BigInt(amount), `digits of ${text} ${currency}`);
    }
  }
});

test("formatAmount with a locale writes what Intl writes", ({ lib }) => {
  for (const locale of ["en-US", "de-DE", "fr-FR", "ja-JP", "ar-KW"]) {
    for (const currency of CURRENCIES) {
      const format = new Intl.NumberFormat(locale, { style: "currency", currency });
      for (const amount of AMOUNTS.filter((minor) => minor < 2 ** 31)) {
        const expected = format.format(amount / 10 ** digits(currency));
        equal(lib.formatAmount(amount, currency, locale), expected, `${amount} ${currency} ${locale}`);
      }
    }
  }
});

test("formatAmount with a locale keeps every digit of the largest amount", ({ lib }) => {
  equal(lib.formatAmount(999_999_999_999n, "EUR", "en-US"), "€9,999,999,999.99");
  equal(lib.formatAmount(999_999_999_999n, "KWD", "en-US").replaceAll("\u00a0", " "), "KWD 999,999,999.999");
});

test("a currency can be letters, digits or a number", ({ lib }) => {
  for (const currency of ["EUR", "978", 978]) equal(lib.minorUnits("20.00", currency), 2000, String(currency));
  for (const currency of ["DZD", "012", 12]) equal(lib.minorUnits("20.00", currency), 2000, String(currency));
});

test("minorUnits refuses what is not an exact amount of the currency", ({ lib }) => {
  const refused = [
    ["20.001", "EUR"],
    ["1.5", "JPY"],
    ["1.2345", "KWD"],
    ["-1", "EUR"],
    ["+1", "EUR"],
    ["1,00", "EUR"],
    ["1 000", "EUR"],
    ["", "EUR"],
    [" 1", "EUR"],
    ["1.", "EUR"],
    [".5", "EUR"],
    ["1e3", "EUR"],
    ["0x10", "EUR"],
    ["NaN", "EUR"],
    ["Infinity", "EUR"],
    ["١٢", "EUR"],
    ["99999999999999", "EUR"],
  ];
  for (const [text, currency] of refused) throws(lib, () => lib.minorUnits(text, currency), "invalid_option");
  for (const value of [20, 20n, null, undefined, {}, [], Symbol("20")])
    throws(lib, () => lib.minorUnits(value, "EUR"), "invalid_option");
});

test("money refuses an unknown currency and names the field", ({ lib }) => {
  for (const currency of ["XXX?", "EURO", "", "97", 1, -978, 978.5, null, undefined, {}]) {
    throws(lib, () => lib.minorUnits("1", currency), "invalid_option", { field: "currency" });
    throws(lib, () => lib.formatAmount(1, currency), "invalid_option", { field: "currency" });
  }
});

test("formatAmount refuses what is not whole minor units", ({ lib }) => {
  for (const amount of [-1, 0.5, NaN, Infinity, 2 ** 53, 10n ** 12n, "2000", null, undefined, {}]) {
    throws(lib, () => lib.formatAmount(amount, "EUR"), "invalid_option", { field: "amount" });
  }
});
