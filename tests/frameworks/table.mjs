// The table of docs/runtimes.md: a row for each run, with its date. Rows of runs that did not take place now stay.

const START = "<!-- results -->\n";
const END = "<!-- /results -->";
const HEAD = "| where | what | versions | date | result |\n|---|---|---|---|---|\n";

/** The document with the results put in. */
export function writeTable(text, results) {
  const [before, rest] = text.split(START);
  const [table, after] = rest.split(END);
  const rows = new Map();
  for (const line of table.split("\n").slice(2).filter(Boolean)) {
    const [where, what] = line.replace(/^\| /, "").split(" | ");
    rows.set(`${where} ${what}`, line);
  }
  const date = new Date().toISOString().slice(0, 10);
  for (const { where, what, versions, error, seconds } of results) {
    const result = error ? "**fails**" : `works, ${seconds.toFixed(0)} s`;
    rows.set(`${where} ${what}`, `| ${where} | ${what} | ${versions || "–"} | ${date} | ${result} |`);
  }
  return `${before}${START}${HEAD}${[...rows.values()].join("\n")}\n${END}${after}`;
}
