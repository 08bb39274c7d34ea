// What each door costs: sizes, memory, and the CPU of a registration. `node tests/bench/doors.mjs` prints a table for
// ARCHITECTURE.md; both packages must have been built (`cargo xtask build`).

import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { doors } from "../doors/doors.mjs";
import { ROOT } from "../runtimes/consumer.mjs";
import { cpuOf, median } from "./numbers.mjs";

const ROUNDS = 21;
const CALLS = 400;
const WARM_UP = 2_000;

/** Where the parts of a door are: the module, and the entry of the JavaScript around it without the module. */
const PARTS = {
  npm: { wasm: "pkg/core.wasm", entry: "pkg/workerd.js" },
  "wasm-pack": { wasm: "target/pkg-js/bpc_checkout_bg.wasm", entry: "target/pkg-js/bpc_checkout.js" },
};

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The JavaScript of a door in one file, minified. */
async function glueOf(entry) {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    outdir: "out",
    external: ["*.wasm"],
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}

const REPLY = JSON.stringify({ orderId: "4a1f3c52-9d0e-7b6a-8c21-5e7700c0ffee", formUrl: "https://bank.example/pay" });
const gateway = {
  baseUrl: "https://bank.example/payment/rest",
  userName: "shop-api",
  password: "secret",
  fetch: async () => new Response(REPLY, { headers: { "content-type": "application/json" } }),
};
const order = { amount: 2000, currency: "EUR", returnUrl: "https://shop.example/return", orderNumber: "A-1001" };

/** Name → microseconds of CPU of a registration in each round. All take turns, so that what disturbs one disturbs all. */
async function cpu(libs) {
  const turns = Object.entries(libs);
  const run = async (lib, count) => {
    for (let done = 0; done < count; done++) await lib.register(order, gateway);
  };
  for (const [, lib] of turns) await run(lib, WARM_UP);
  const taken = Object.fromEntries(turns.map(([name]) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    turns.push(turns.shift());
    for (const [name, lib] of turns) taken[name].push((await cpuOf(() => run(lib, CALLS))) / CALLS);
  }
  return taken;
}

const libs = {};
for (const [name, door] of Object.entries(doors)) libs[name] = (await door.load()).lib;
const taken = await cpu(libs);
const rows = [];
for (const [name, { wasm, entry }] of Object.entries(PARTS)) {
  const bytes = readFileSync(join(ROOT, wasm));
  const module = gzipped(bytes);
  const glue = gzipped(await glueOf(entry));
  const ratio = median(taken[name].map((us, round) => us / taken.npm[round]));
  const size = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  rows.push([
    name,
    size(module),
    size(glue),
    size(module + glue),
    `${median(taken[name]).toFixed(0)} µs`,
    `${ratio.toFixed(2)} ×`,
  ]);
}
console.log(
  "| door | wasm, gzip | JavaScript, min + gzip | together | CPU of `register` | ratio |\n|---|---|---|---|---|---|",
);
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
