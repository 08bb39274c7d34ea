/** JUnit files for suites with a runner of their own, as `node --test` writes them for the others. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;" };
const escaped = (text) => String(text).replace(/[&<>"\n]/g, (char) => ENTITIES[char]);

/** A JUnit document. `tests`: `[{ name, place, error }]`, without an error where the test passed. */
export function junit(tests) {
  const rows = tests.map(({ name, place, error }) => {
    const start = `  <testcase name="${escaped(name)}" classname="${escaped(place)}"`;
    return error === undefined ? `${start}/>` : `${start}><failure>${escaped(error)}</failure></testcase>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n${rows.join("\n")}\n</testsuites>\n`;
}

/** Writes the tests to the file in `RESULTS`, if `cargo xtask test` asks for it. */
export function writeResults(tests) {
  const { RESULTS } = process.env;
  if (!RESULTS) return;
  mkdirSync(dirname(RESULTS), { recursive: true });
  writeFileSync(RESULTS, junit(tests));
}
