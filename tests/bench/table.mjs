// A table for the screen, which is one for Markdown too.

/**
 * `rows` are objects of texts: `what`, `gate`, `goal`, and the `columns`; `holds` says whether the gate does. What is missing is
 * a dash.
 */
export function print(rows, columns) {
  const keys = ["what", "gate", "goal", ...columns];
  const cell = (row, key) =>
    key === "gate" && "holds" in row ? `${row.holds ? "ok" : "RED"} ${row.gate}` : (row[key] ?? "–");
  const lines = [keys, ...rows.map((row) => keys.map((key) => cell(row, key)))];
  const widths = keys.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const text = (line) =>
    `| ${line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join(" | ")} |`;
  const dashes = widths.map((width, at) => (at === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  const rule = `| ${dashes.join(" | ")} |`;
  const [head, ...body] = lines;
  for (const line of [text(head), rule, ...body.map(text)]) console.log(line);
}

/** A row whose gate is a number that `value` must not exceed. `show` makes a text of a number. */
export function gated(what, value, gate, goal, show, cells) {
  return { what, gate: `≤ ${show(gate)}`, goal: `≤ ${show(goal)}`, holds: value <= gate, ...cells };
}
