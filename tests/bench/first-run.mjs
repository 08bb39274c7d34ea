// A process of first.mjs: prints the milliseconds of the import and of the first pair. The argument is a column's name.

import { plainPair, stub } from "./pairs.mjs";
import { installed, OURS, SUBJECTS } from "./subjects.mjs";

const name = process.argv[2];
const specifier = name === OURS ? installed("bpc-checkout/index.js") : SUBJECTS[name].specifier;

// What the platform loads when it is first touched is nobody's.
for (let round = 0; round < 3; round++) {
  const reader = (await stub("register")).body.getReader();
  while (!(await reader.read()).done);
  await (await stub("status")).text();
  new URLSearchParams({ a: "b" }).toString();
  crypto.randomUUID();
  new AbortController().abort();
  clearTimeout(setTimeout(() => {}, 1000));
}
const start = performance.now();
const client = await import(specifier);
const imported = performance.now();
await plainPair(client)();
const paired = performance.now();
console.log(JSON.stringify([imported - start, paired - imported]));
