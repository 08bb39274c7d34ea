/**
 * The sentences for customers in other languages than English. A store uploads only the languages that it imports.
 *
 * ```js
 * import { ro, fr } from "bpc-checkout/messages";
 *
 * const gateway = { baseUrl, userName, password, returnKey, language: "ro", messages: [ro, fr] };
 * const verdict = await verifyReturn(url, gateway);
 * const page = `<p lang="${verdict.messageLanguage}" dir="${verdict.messageDirection}">${escaped(verdict.message)}</p>`;
 * ```
 */

/** A language: every sentence that a verdict can say. */
export interface LanguageMessages {
  /** Two letters, as in `gateway.language`. */
  readonly language: string;
  /** The direction of the script, for the `dir` attribute of HTML. */
  readonly direction: "ltr" | "rtl";
  /** In the order in which the module numbers them. */
  readonly sentences: readonly string[];
}

/** The sentences of one bank for its own response codes, in one language. They come before the general ones. */
export interface BankMessages {
  /** The bank's name in `gateway.bank`, or its beginning. */
  readonly bank: string;
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Whole messages, by response code. */
  readonly codes: { readonly [code: number]: string };
}

/** English. It is part of the package itself: `gateway.messages` does not need it. */
export const en: LanguageMessages;
/** German. */
export const de: LanguageMessages;
/** French. */
export const fr: LanguageMessages;
/** Spanish. */
export const es: LanguageMessages;
/** Italian. */
export const it: LanguageMessages;
/** Romanian. */
export const ro: LanguageMessages;
/** Bulgarian. */
export const bg: LanguageMessages;
/** Greek. */
export const el: LanguageMessages;
/** Armenian. */
export const hy: LanguageMessages;
/** Russian. */
export const ru: LanguageMessages;
/** Arabic, written from right to left. */
export const ar: LanguageMessages;
/** Portuguese. */
export const pt: LanguageMessages;
/** Turkish. */
export const tr: LanguageMessages;
/** Ukrainian. */
export const uk: LanguageMessages;
/** Kazakh. */
export const kk: LanguageMessages;

/** Banca Transilvania's 22 codes that each need words of their own, in English. */
export const bancaTransilvaniaEn: BankMessages;
/** The same in Romanian. */
export const bancaTransilvaniaRo: BankMessages;
