// SECURITY.md says which test proves what; here it is held against the tests that ran. Every row must name one, every name
// must stand in its file, and must be among those that passed in this run (`target/ran`, a list for each step).

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const RAN = join(ROOT, "target/ran");
const LAST = { T: 28, F: 29, S: 30 };

/** `| T1 | … | … |` → its id and its proof. */
function rowsOf(text) {
  return [...text.matchAll(/^\| ([TFS]\d+) \| .* \| (.*) \|$/gm)].map(([, id, proof]) => ({ id, proof }));
}

/** `[name of a test](its/file)`, as often as the proof has it. */
function testsOf(proof) {
  return [...proof.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, name, file]) => ({ name, file }));
}

/** Rows that this one leans on: `as T12`. */
const leansOn = (proof) => [...proof.matchAll(/\bas ([TFS]\d+)/g)].map(([, id]) => id);

/** Names of the tests that passed; a check may have printed a note behind its name. */
function passed() {
  if (!existsSync(RAN)) throw new Error("nothing has run yet: npm test runs everything in order");
  return readdirSync(RAN).flatMap((file) => readFileSync(join(RAN, file), "utf8").split("\n"));
}

/** Whether the file has the name, or for a name that is put together the longest of its parts that stands between figures. */
function stands(name, file) {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  const text = readFileSync(path, "utf8");
  const parts = [name, ...name.split(/[\d,]+ |: |, /)].filter((part) => part === name || part.length > 12);
  return parts.some((part) => text.includes(part));
}

const ran = passed();
const hasRun = (name) => ran.some((line) => line === name || line.startsWith(`${name} `));
const rows = rowsOf(readFileSync(join(ROOT, "SECURITY.md"), "utf8"));
const ids = rows.map(({ id }) => id);
const failures = [];

for (const [letter, last] of Object.entries(LAST)) {
  for (let number = 1; number <= last; number++) {
    const count = ids.filter((id) => id === `${letter}${number}`).length;
    if (count !== 1) failures.push(`${letter}${number} has ${count} rows`);
  }
}
let proofs = 0;
for (const { id, proof } of rows) {
  const tests = testsOf(proof);
  const others = leansOn(proof);
  if (tests.length + others.length === 0) failures.push(`${id} names no test`);
  for (const other of others) if (!ids.includes(other)) failures.push(`${id} leans on ${other}, which is no row`);
  for (const { name, file } of tests) {
    proofs++;
    if (!stands(name, file)) failures.push(`${id}: ${file} has no test called "${name}"`);
    else if (!hasRun(name)) failures.push(`${id}: "${name}" did not run, or did not pass`);
  }
}
for (const failure of failures) console.log(`RED  ${failure}`);
console.log(`${rows.length} rows, ${proofs} proofs, ${ran.length} tests that passed`);
console.log(`\n${rows.length - Math.min(failures.length, rows.length)} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 && rows.length > 0 ? 0 : 1;
