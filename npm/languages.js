// The languages that a store imports: `gateway.messages`. Rust chooses the sentences of a message, and tells their numbers.

/** @import { Messages } from "./index.js" */

/** @param {any} data */
const isLanguage = (data) =>
  typeof data?.language === "string" &&
  typeof data.direction === "string" &&
  (Array.isArray(data.sentences) || (typeof data.bank === "string" && typeof data.codes === "object"));

/**
 * Whether a value is a list of languages.
 * @param {unknown} messages
 * @returns {messages is Messages[]}
 */
export const areLanguages = (messages) => Array.isArray(messages) && messages.every(isLanguage);

/**
 * Replaces the English message of a verdict where its language was imported, and removes what only this needs.
 * @param {any} verdict any other answer stays as it is
 * @param {any[]} messages languages
 * @param {{ language?: any, bank?: any, dialect?: any }} gateway
 */
export function inLanguage(verdict, messages, { language = "en", dialect = "", bank = dialect }) {
  if (verdict?.first === undefined) return verdict;
  const { first, then, refunded, paid, ...told } = verdict;
  const code = (told.decline ?? told.lastDecline)?.code;
  const spoken = messages.filter((data) => data.language === language.toLowerCase());
  const own = spoken.find((data) => data.codes?.[code] && bank.startsWith(data.bank));
  const data = own ?? spoken.find((data) => data.sentences);
  if (!data) return told;
  const said = own ? [own.codes[code]] : [first, then].map((place) => data.sentences[place]);
  const message = said.filter(Boolean).join(" ").replace("%refunded%", refunded).replace("%paid%", paid);
  return { ...told, message, messageLanguage: data.language, messageDirection: data.direction };
}
