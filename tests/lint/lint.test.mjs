// The checks of checks.mjs, for `node --test`.
import { test } from "node:test";
import { CHECKS } from "./checks.mjs";

for (const [name, check] of Object.entries(CHECKS))
  test(`lint: ${name}`, async (context) => {
    const note = await check();
    if (note) context.diagnostic(note);
  });
