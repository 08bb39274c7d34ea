// The table of all response codes, as docs/codes.md and as a page to look at: `node tests/package/codes-page.mjs > codes.html`.

import { fileURLToPath } from "node:url";
import { actionCode, codes } from "../../npm/codes.js";
import { TABLE } from "../../npm/codes-table.js";
import * as messages from "../../npm/messages.js";

const IN_DOCS = ["en", "ro", "fr"];
const BANK = "banca-transilvania";
const languages = Object.values(messages).filter((data) => "sentences" in data);

/** The codes that a list of its own explains otherwise: `[code, list, a bank of that list]`. */
const BANKS = { current: "dsk", earlier: "arca", satim: "satim", [BANK]: BANK };
const byBank = [...TABLE.matchAll(/^(-?\d+)@(\S+) /gm)].map(([, code, list]) => [Number(code), list, BANKS[list]]);

const cell = (text) => text.replaceAll("|", "\\|");
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows]
    .map((row) => `| ${row.map((text) => cell(String(text))).join(" | ")} |`)
    .join("\n");

function row(name, code, bank) {
  const { class: kind, retry, operator } = actionCode(code, "en", bank);
  const said = IN_DOCS.map((language) => actionCode(code, language, bank).customer);
  return [name, kind, retry ?? "–", ...said, operator];
}

export function asMarkdown() {
  const head = ["code", "class", "may be tried", "customer: English", "Romanian", "French", "operator"];
  const own = Object.keys(messages.bancaTransilvaniaEn.codes).map(Number);
  return `# Response codes

The ${codes.length} codes of the vendor's and the banks' lists (\`actionCode\` of an order). \`actionCode(code, language, bank)\` of
\`bpc-checkout/codes\` gives a row, with the customer's sentence in ${languages.length} languages; \`npx bpc-checkout code 116 --lang ro\` prints it.
\`decline\` and \`lastDecline\` of a verdict carry the class and what may be tried. A dash: nothing may be tried. The
operator's text is in English, whatever the language of the customer: it is for logs and for your staff. It may say that a card is stolen, so
never show it to a customer.

<!-- made by tests/package/codes.test.mjs: with UPDATE=1 it is written again -->

${table(
  head,
  codes.map((code) => row(code, code)),
)}

## Codes with another meaning at some banks

${table(
  ["code", "list", ...head.slice(1)],
  byBank.map(([code, list, bank]) => {
    const [, ...rest] = row(code, code, bank);
    return [code, list, ...rest];
  }),
)}

## Banca Transilvania

Each of these codes has a sentence of its own. \`gateway.messages: [bancaTransilvaniaRo]\` puts it into the verdict.

${table(
  ["code", "class", "may be tried", "English", "Romanian"],
  own.map((code) => {
    const { class: kind, retry, customer } = actionCode(code, "en", BANK);
    return [code, kind, retry ?? "–", customer, actionCode(code, "ro", BANK).customer];
  }),
)}
`;
}

const escaped = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The whole table in every language. */
export function asHtml() {
  const rows = [...codes.map((code) => [code, "", ""]), ...byBank].map(([code, list, bank]) => {
    const { class: kind, retry, operator } = actionCode(code, "en", bank);
    const said = languages.map(({ language, direction }) => {
      const { customer } = actionCode(code, language, bank);
      return `<td dir="${direction}" lang="${language}">${escaped(customer)}</td>`;
    });
    const first = [list ? `${code} (${list})` : code, kind, retry ?? "–"].map((text) => `<td>${escaped(text)}</td>`);
    return `<tr>${first.join("")}${said.join("")}<td>${escaped(operator)}</td></tr>`;
  });
  const head = ["code", "class", "may be tried", ...languages.map(({ language }) => language), "operator"];
  const style =
    "body{font:13px system-ui}td,th{border:1px solid #ccc;padding:4px;vertical-align:top;min-width:9em}table{border-collapse:collapse}";
  return `<!doctype html>
<meta charset="utf-8"><title>Response codes</title><style>${style}</style>
<table><tr>${head.map((name) => `<th>${name}</th>`).join("")}</tr>
${rows.join("\n")}
</table>
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(asHtml());
