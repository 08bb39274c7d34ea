// Recorded replies of real gateways through the built package, where somebody has them; the native tests read the same rows
// with the same expectations. Where the folder is absent, our own vectors, which cover the same shapes, stand in.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as lib from "../../pkg/index.js";
import { judge } from "../conformance/judge.mjs";
import recorded from "../vectors/recorded.mjs";
import replies from "../vectors/replies.mjs";

const folder = fileURLToPath(new URL("../../../shared/gateway/wire-samples/", import.meta.url));

const rows = existsSync(folder) ? recorded : replies;
console.log(rows === recorded ? `${rows.length} rows of recorded replies` : "no recorded replies here: our own vectors instead");

function bodyOf(row) {
  if (row.body !== undefined) return row.body;
  const file = readFileSync(folder + row.file, "utf8");
  // A whole HTTP message whose address was blotted out by whoever recorded it.
  if (row.httpMessage) return file.split("\n\n")[1].replace('"formUrl":"..."', '"formUrl":"https://bank.example/page"');
  if (!row.take) return file;
  return JSON.stringify(row.take.reduce((part, step) => part[step], JSON.parse(file)));
}

function gatewayAnswering(body, status) {
  const fetch = async () => new Response(body, { status, headers: { "content-type": "text/plain;charset=UTF-8" } });
  return { baseUrl: "https://bank.example/payment/rest", userName: "shop-api", password: "not a real one", timeoutMs: 240, fetch };
}

let passed = 0;
const failures = [];
for (const row of rows) {
  try {
    await judge(lib, row, gatewayAnswering(bodyOf(row), row.http ?? 200), { equal: assert.deepEqual, ok: assert.ok });
    passed++;
  } catch (error) {
    failures.push(`${row.file ?? row.name}: ${error.message}`);
  }
}
for (const failure of failures) console.error(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length ? 1 : 0;
