// SECURITY.md against the tests that ran: every row names a test, every name stands in its file, and passed in this run.

import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { missingRows, passedTests, problemsOf, rowsOf } from "./table.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const read = (file) => (existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), "utf8") : undefined);

const rows = rowsOf(read("SECURITY.md"));
const ids = rows.map(({ id }) => id);
const passed = passedTests(globSync(join(ROOT, "target/results/*.xml")).map((file) => readFileSync(file, "utf8")));

test("every threat, fault, seen mistake and report has its row", () => assert.deepEqual(missingRows(rows), []));

for (const row of rows)
  test(`the proof of ${row.id}`, () => {
    assert.ok(passed.size > 0, "no test has run yet: npm test runs all of them first");
    assert.deepEqual(problemsOf(row, { ids, passed, read }), []);
  });
