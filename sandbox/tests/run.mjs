// Runs the tests beside this file and says how many passed, on a line of its own.

import { readdirSync } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(here).filter((name) => name.endsWith(".test.mjs"));
let passed = 0;
let failed = 0;
const stream = run({ files: files.map((name) => here + name) });
stream.on("test:pass", ({ details, nesting }) => (passed += nesting === 0 && details.type !== "suite" ? 1 : 0));
stream.on("test:fail", () => failed++);
stream.compose(spec).pipe(process.stdout);
stream.on("end", () => {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed || !passed ? 1 : 0;
});
