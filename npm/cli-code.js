// `bpc-checkout code`: explains a bank's response code.
import { listed, suggestion } from "./cli-gateway.js";
import { messageOf, readOptions, stop } from "./cli-options.js";
import { actionCode } from "./codes.js";

export const HELP = `Usage: bpc-checkout code <response code> [options]

Explains a bank's response code (actionCode): its class, what the customer is told, and what may be tried.

  --lang <language>     language of the customer's sentence, such as ro (en)
  --bank <name>         the bank as in gateway.bank, such as banca-transilvania: some banks have codes of their own
  --help                shows this text
`;

/** What may be tried after a code, in words. */
const TRIES = {
  same_card_now: "the same card, at once",
  same_card_later: "the same card, later",
  another_card: "another card",
  never_this_card: "another card; never this card again",
  contact_shop: "nothing by the customer: the shop has to look",
};

/** @param {string[]} args */
export async function run(args) {
  // A code such as -2007 comes last, where it is not taken for an option.
  const isCode = (/** @type {string} */ text) => /^-\d+$/.test(text);
  const ordered = [...args.filter((text) => !isCode(text)), "--", ...args.filter(isCode)];
  const { values, positionals } = readOptions("code", ordered, {
    texts: ["lang", "bank"],
    flags: [],
    positionals: true,
  });
  if (positionals.length !== 1) stop("expected one response code, such as bpc-checkout code 116; see --help");
  const text = (/** @type {string | boolean | undefined} */ value) => (value === undefined ? undefined : String(value));
  const given = text(values.bank);
  const bank = given === undefined ? undefined : listed(given);
  if (given !== undefined && bank === undefined) stop(`--bank: "${given}" is not in the list; ${suggestion(given)}`);
  let answer;
  try {
    answer = actionCode(positionals[0], text(values.lang), bank);
  } catch (error) {
    stop(messageOf(error));
  }
  const { code, class: kind, retry, customer, language, operator } = answer;
  const lines = [
    ["code", code],
    ["class", kind],
    ["retry", retry === null ? "none: nothing may be tried" : `${retry}: ${TRIES[retry]}`],
    [`customer (${language})`, customer],
    ["operator", operator],
  ];
  process.stdout.write(`${lines.map(([name, value]) => `${String(name).padEnd(15)}${value}`).join("\n")}\n`);
}
