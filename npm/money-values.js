// What amounts and currencies are, for `bpc-checkout/money` and `bpc-checkout/desk`. It needs no WebAssembly.
import { invalid } from "./error.js";

/** Letters and number of every currency; the source is src/model/money/currencies.rs. */
const CURRENCIES = (
  "AED784 AFN971 ALL008 AMD051 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050 BGN975 BHD048 BIF108 BMD060 " +
  "BND096 BOB068 BRL986 BSD044 BTN064 BWP072 BYN933 BZD084 CAD124 CDF976 CHF756 CLF990 CLP152 CNY156 COP170 CRC188 " +
  "CUP192 CVE132 CZK203 DJF262 DKK208 DOP214 DZD012 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981 GHS936 " +
  "GIP292 GMD270 GNF324 GTQ320 GYD328 HKD344 HNL340 HTG332 HUF348 IDR360 ILS376 INR356 IQD368 IRR364 ISK352 JMD388 " +
  "JOD400 JPY392 KES404 KGS417 KHR116 KMF174 KPW408 KRW410 KWD414 KYD136 KZT398 LAK418 LBP422 LKR144 LRD430 LSL426 " +
  "LYD434 MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 MWK454 MXN484 MYR458 MZN943 NAD516 " +
  "NGN566 NIO558 NOK578 NPR524 NZD554 OMR512 PAB590 PEN604 PGK598 PHP608 PKR586 PLN985 PYG600 QAR634 RON946 RSD941 " +
  "RUB643 RUR810 RWF646 SAR682 SBD090 SCR690 SDG938 SEK752 SGD702 SHP654 SLE925 SOS706 SRD968 SSP728 STN930 SVC222 " +
  "SYP760 SZL748 THB764 TJS972 TMT934 TND788 TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 UGX800 USD840 UYU858 UYW927 " +
  "UZS860 VED926 VES928 VND704 VUV548 WST882 XAF950 XCD951 XCG532 XOF952 XPF953 YER886 ZAR710 ZMW967 ZWG924"
).split(" ");

/**
 * The currencies by their number of decimal places. All others have two.
 * @type {Record<number, string>}
 */
const PLACES = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};

/** The gateway's 12 digits. */
const MAX = 999_999_999_999;

/** @typedef {{ alpha: string, places: number }} Currency */

/** @param {unknown} code @param {string} field @returns {Currency} */
export function currencyOf(code, field = "currency") {
  const expected = 'expected an ISO 4217 currency code such as "EUR" or "978"';
  if (typeof code !== "string" && !isInteger(code)) throw invalid(field, `${expected}, got ${describe(code)}`);
  const text = String(code);
  const isNumber = /^\d{1,3}$/.test(text);
  const named = isNumber ? text.padStart(3, "0") : text.toUpperCase();
  const row = /^[a-z]{3}$/i.test(text) || isNumber ? CURRENCIES.find((entry) => entry.includes(named)) : undefined;
  if (!row) throw invalid(field, expected);
  const alpha = row.slice(0, 3);
  const places = Object.keys(PLACES).find((count) => PLACES[Number(count)].includes(alpha));
  return { alpha, places: Number(places ?? 2) };
}

/** @param {any} amount @param {string} field */
export function minorOf(amount, field = "amount") {
  if (isInteger(amount) && amount >= 0) return limited(amount, field);
  const got = `expected whole minor units, such as 2000 for 20.00 EUR, got ${describe(amount)}`;
  throw invalid(field, `${got}; minorUnits("20.00", "EUR") converts`);
}

/** @param {number} minor @param {string} field */
export function limited(minor, field) {
  if (minor > MAX) throw invalid(field, "has more than 12 digits; the gateway accepts at most 12");
  return minor;
}

/**
 * Whether a value is a whole number of 64 bits: Rust reads no larger one.
 * @param {unknown} value
 */
function isInteger(value) {
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 63;
}

/**
 * A value as errors name it. They repeat no text of the caller.
 * @param {unknown} value
 */
export function describe(value) {
  switch (typeof value) {
    case "number":
      if (isShort(value)) return String(value);
      return String(value).includes(".") ? "a number with a fraction" : "a number of more than 12 digits";
    case "string":
      return value === "" ? "empty text" : "text";
    case "boolean":
      return String(value);
    case "bigint":
    case "function":
      return `a ${typeof value}`;
    default:
      return Array.isArray(value) ? "a list" : value ? "an object" : "nothing";
  }
}

/** @param {number} value */
const isShort = (value) => (isInteger(value) ? Math.abs(value) <= MAX : String(value).length <= 12);
