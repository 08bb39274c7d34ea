/**
 * What a bank's response code (`actionCode`) means. Data alone, without WebAssembly: a store pays for it only if it imports it.
 *
 * ```js
 * import { actionCode } from "bpc-checkout/codes";
 *
 * const { customer, operator, retry } = actionCode(116, "ro");
 * ```
 */
import type { CodeClass, Retry } from "bpc-checkout";

export type { CodeClass, Retry };

/** A response code, explained. */
export interface ActionCode {
  code: number;
  /** `other`: no list that this version knows has the code. */
  class: CodeClass;
  /** For the customer, in the language: short, without the bank's own reason. Plain text: escape it in HTML. */
  customer: string;
  /** For your staff, in English. Never show it to the customer: it may say that a card is stolen. */
  operator: string;
  /** What may be tried next. `null`: nothing may. */
  retry: Retry | null;
  /** The language of `customer`, for the `lang` attribute of HTML. */
  language: string;
  /** The direction of its script, for the `dir` attribute of HTML. */
  direction: "ltr" | "rtl";
}

/**
 * Explains a response code. A code that is in no list is of the class `other`.
 *
 * @example
 * actionCode(906).customer; // "Your card has expired. Please use another card."
 * actionCode(913, "ro", "banca-transilvania").retry; // "never_this_card"; elsewhere "same_card_later"
 * @param code the number, or its digits as text
 * @param language en, de, fr, es, it, ro, bg, el, hy, ru, ar, pt, tr, uk or kk; a region such as `ro-RO` is left out. Default `en`
 * @param bank the bank, as in `gateway.bank`: some codes have another meaning at some banks. Default: the general meaning
 * @throws {TypeError} for a code that is not a whole number, or a bank that is not text
 * @throws {RangeError} for another language
 */
export function actionCode(code: number | string, language?: string, bank?: string): ActionCode;

/** Every code that is explained, in ascending order: 174. */
export const codes: readonly number[];
