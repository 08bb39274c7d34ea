// A check is a name and a function; what it returns is shown below the name, what it throws is the reason of a red.

import { test } from "node:test";

/** Registers one check. */
export function check(name, body) {
  test(name, async (context) => {
    const note = await body();
    if (note) context.diagnostic(note);
  });
}

export function must(condition, message) {
  if (!condition) throw new Error(message);
}
