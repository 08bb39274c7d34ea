// What a bank's response code means: for a program, for the customer and for the store's staff. Data alone, no WebAssembly. The
// classes are those of src/trust/action_code.rs; tests/vectors/codes.mjs holds both to the same answers.

import { TABLE } from "./codes-table.js";
import * as messages from "./messages.js";

/** @import { ActionCode, CodeClass, Retry } from "./codes.js" */
/** @import { BankMessages, LanguageMessages } from "./messages.js" */

/** @typedef {[CodeClass, Retry | null, number, number?]} Meaning its class, what may be tried, and the sentences by number */

const TRY_AGAIN = 10;
const TRY_LATER = 11;

/** @type {Record<string, Meaning>} */
const MEANINGS = {
  approved: ["approved", null, 0],
  not_tried: ["no_result", "same_card_now", 3],
  in_progress: ["in_progress", null, 4],
  uncertain: ["uncertain", null, 4],
  expired: ["expired", "same_card_now", 5, TRY_AGAIN],
  authentication: ["authentication", "same_card_now", 15, TRY_AGAIN],
  authentication_trouble: ["authentication", "same_card_later", 15, TRY_LATER],
  authentication_refused: ["authentication", "another_card", 13],
  confirmation_wanted: ["authentication", "same_card_now", 16],
  card_data: ["card_data", "same_card_now", 17, TRY_AGAIN],
  unknown_card: ["card_data", "another_card", 18],
  card_expired: ["card_data", "another_card", 19],
  card_inactive: ["refused", "another_card", 20],
  online_forbidden: ["refused", "another_card", 21],
  funds: ["funds", "another_card", 22],
  limit: ["limit", "another_card", 23],
  limit_or_forbidden: ["limit", "another_card", 12],
  shop_limit: ["limit", "contact_shop", 14],
  shop_filter: ["refused", "contact_shop", 14],
  refused: ["refused", "another_card", 12],
  refused_for_now: ["refused", "same_card_later", 12],
  blocked: ["refused", "never_this_card", 12],
  screened: ["refused", "never_this_card", 13],
  setup: ["setup", "contact_shop", 14],
  technical: ["technical", "same_card_later", 26, TRY_LATER],
  attempts: ["attempts", "same_card_later", 24, TRY_LATER],
  card_attempts: ["attempts", "another_card", 25],
  customer_cancelled: ["cancelled", "same_card_now", 6, TRY_AGAIN],
  shop_cancelled: ["cancelled", null, 27],
  operation: ["operation", null, 9],
  other: ["other", "another_card", 13],
};

/** Banks by the beginning of their name, and whose list of codes they use. */
const LISTS = {
  banca: "banca-transilvania",
  satim: "satim",
  "bpc-": "current",
  "bank-of-the-cook": "current",
  dsk: "current",
  arca: "earlier",
  ineco: "earlier",
  sber: "earlier",
};

const UNKNOWN =
  "No list that this version knows has this code. The gateway's own text (actionCodeDescription) may explain it; else ask the bank.";

/** @type {Map<string, { meaning: string, operator: string }>} by code, or by code and list: `913` or `913@banca-transilvania` */
const rows = new Map();
for (const line of TABLE.trim().split("\n")) {
  const [, code, meaning, operator] = /** @type {RegExpExecArray} */ (/^(\S+) (\S+) (.+)$/.exec(line));
  rows.set(code, { meaning, operator });
}

/** Every code that has a row of its own, in order. */
export const codes = Object.freeze([...rows.keys()].filter((key) => !key.includes("@")).map(Number));

/** @type {LanguageMessages[]} */
const languages = [];
/** @type {BankMessages[]} */
const ofBanks = [];
for (const data of Object.values(messages)) {
  if ("sentences" in data) languages.push(data);
  else ofBanks.push(data);
}

/** @type {typeof import("./codes.js").actionCode} */
export function actionCode(code, language = "en", bank = "") {
  const number = numberOf(code);
  const data = languageOf(language);
  if (typeof bank !== "string") throw new TypeError(`bank: expected the name of a bank as text, got ${typeof bank}`);
  const list = Object.entries(LISTS).find(([start]) => bank.startsWith(start))?.[1];
  const row = rows.get(`${number}@${list}`) ?? rows.get(String(number)) ?? { meaning: "other", operator: UNKNOWN };
  const [kind, retry, first, then] = MEANINGS[row.meaning];
  const own = ofBanks.find((own) => own.language === data.language && bank.startsWith(own.bank))?.codes[number];
  const said = then === undefined ? data.sentences[first] : `${data.sentences[first]} ${data.sentences[then]}`;
  return {
    code: number,
    class: kind,
    customer: own ?? said,
    operator: row.operator,
    retry,
    language: data.language,
    direction: data.direction,
  };
}

/** @param {unknown} code */
function numberOf(code) {
  const number = typeof code === "string" && /^-?\d+$/.test(code.trim()) ? Number(code) : code;
  if (typeof number === "number" && Number.isSafeInteger(number)) return number + 0;
  throw new TypeError(`code: expected a whole number such as 116 or -2007, got ${shown(code)}`);
}

/** @param {unknown} language */
function languageOf(language) {
  const tag = String(language).split(/[-_]/)[0].toLowerCase();
  const data = languages.find((data) => data.language === tag);
  if (data) return data;
  const known = languages.map((data) => data.language).join(", ");
  throw new RangeError(`language: ${shown(language)} is none of ${known}`);
}

/** @param {unknown} value */
function shown(value) {
  return typeof value === "string" ? `"${value.slice(0, 40)}"` : String(value);
}
