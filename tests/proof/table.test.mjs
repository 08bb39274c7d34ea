// The proof must be able to fail: each kind of gap is found.

import assert from "node:assert/strict";
import { test } from "node:test";
import { junit } from "../support/junit.mjs";
import { missingRows, passedTests, problemsOf, ROWS, rowsOf } from "./table.mjs";

const NAME = 'an amount < 1 of "EUR" & more';
const known = {
  ids: ["T1"],
  passed: new Set(["held is not paid", NAME]),
  read: (file) => ({ "a.mjs": `"held is not paid" "never ran" '${NAME}'` })[file],
};
const problems = (proof) => problemsOf({ id: "T2", proof }, known);

test("a name that is escaped in JUnit is read, from node:test, cargo-nextest and our own runner alike", () => {
  const node = '<testcase name="an amount &lt; 1 of &quot;EUR&quot; &amp; more" time="0.1" classname="test"/>';
  const nextest =
    '<testcase name="verdict::tests::held_is_not_paid" classname="bpc"><system-out>x</system-out></testcase>';
  const own = junit([{ name: "a > b", place: "deno" }]);
  assert.deepEqual([...passedTests([node, nextest, own])], [NAME, "held_is_not_paid", "a > b"]);
});

test("a test that failed somewhere, was skipped, or is not in any file has not passed", () => {
  const results = junit([
    { name: "a", place: "deno" },
    { name: "a", place: "bun", error: "no" },
  ]);
  const skipped = '<testcase name="b" time="0"><skipped type="skipped"/></testcase>';
  const broken = '<testcase name="c" time="0"><error message="x"></error></testcase>';
  assert.deepEqual([...passedTests([results, skipped, broken])], []);
});

test("a proof is a test that stands in its file and passed, or another row", () => {
  assert.deepEqual(problems(`[held is not paid](a.mjs), [${NAME}](a.mjs), as T1`), []);
  assert.deepEqual(problems("[never ran](a.mjs)"), ['"never ran" did not run, or did not pass']);
  assert.deepEqual(problems("[held is not paid](b.mjs)"), ['b.mjs has no test called "held is not paid"']);
  assert.deepEqual(problems("[renamed](a.mjs)"), ['a.mjs has no test called "renamed"']);
  assert.deepEqual(problems("as T9"), ["it leans on T9, which is no row"]);
  assert.deepEqual(problems("trust us"), ["it names no test"]);
});

test("a row that is missing or stands twice is noticed", () => {
  const ids = Object.entries(ROWS).flatMap(([letter, last]) =>
    Array.from({ length: last }, (_, at) => letter + (at + 1)),
  );
  const table = (list) => rowsOf(list.map((id) => `| ${id} | what | [a test](file) |`).join("\n"));
  assert.deepEqual(missingRows(table(ids)), []);
  assert.deepEqual(missingRows(table(ids.slice(1))), ["T1"]);
  assert.deepEqual(missingRows(table([...ids, "S30"])), ["S30"]);
});
