// `npm run bench`: what the package weighs and takes, beside two clients written by hand and others' clients, in one run.
// It measures and prints; what must hold is tested by `cargo xtask test package`.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { ROOT } from "../runtimes/consumer.mjs";
import { coldImports } from "./cold.mjs";
import { cpuPerPair } from "./cpu.mjs";
import { checkEquivalent } from "./equal.mjs";
import { firstPairs } from "./first.mjs";
import { growth } from "./growth.mjs";
import { glueSize, uploadSize } from "./sizes.mjs";
import { dependencies, EQUIVALENT, install, NAIVE, OURS, SUBJECTS } from "./subjects.mjs";
import { overSerde } from "./native.mjs";
import { gated, print } from "./table.mjs";
import { fetchThroughput, serverThroughput } from "./throughput.mjs";
import { firstRegister } from "./workerd.mjs";

const COLD_ROUNDS = 15;
const FIRST_ROUNDS = 21;
const GROWTH_ROUNDS = 25;
const ISOLATES = 9;
const CPU = { rounds: 200, pairs: 25 };
const MEMORY_CALLS = 100_000;
const SANDBOX = { rounds: 7, pairs: 2_000, overHttp: 8_000 };

/** A gate of wasm-pack.toml, in bytes. */
const gates = readFileSync(join(ROOT, "wasm-pack.toml"), "utf8");
const gate = (name) => Number(new RegExp(`^${name} = ([\\d_]+)`, "m").exec(gates)[1].replaceAll("_", ""));

/** The gate of the upload. wasm-pack.toml has a higher limit until the module shrinks. */
const WANTED_UPLOAD = 51_200;

const bytes = (count) => count.toLocaleString("en");
const ms = (value) => `${value.toFixed(1)} ms`;
const times = (value) => `${value.toFixed(2)} ×`;
const ratio = (value) => value.toFixed(2);
const names = Object.keys(SUBJECTS);

/** A row's values from column name → text. */
async function each(measure) {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await measure(name)])));
}

async function sizes() {
  const upload = await each(uploadSize);
  const glue = await glueSize();
  const text = (size) => (size === null ? "does not bundle" : bytes(size));
  const cells = Object.fromEntries(names.map((name) => [name, text(upload[name])]));
  return [
    gated("minimal store, gzip, bytes", upload[OURS], WANTED_UPLOAD, 44_032, bytes, cells),
    gated("JavaScript glue, min + gzip, bytes", glue, gate("glue"), 4_096, bytes, { [OURS]: bytes(glue) }),
  ];
}

async function cold() {
  const taken = coldImports(COLD_ROUNDS);
  return [gated("cold import over an empty module, CPU", taken[OURS], 5, 2, ms, await each((name) => ms(taken[name])))];
}

function first() {
  const taken = firstPairs(FIRST_ROUNDS);
  const text = ({ imported, paired, both }) =>
    `${times(both / taken[EQUIVALENT].both)} (${imported.toFixed(1)} + ${paired.toFixed(1)} ms)`;
  const cells = Object.fromEntries(Object.entries(taken).map(([name, part]) => [name, text(part)]));
  const value = taken[OURS].both / taken[EQUIVALENT].both;
  return [gated("import + first pair, fresh process, CPU, over the equivalent", value, 1.4, 1, times, cells)];
}

async function cpu() {
  const us = await cpuPerPair(CPU.rounds, CPU.pairs);
  const over = (base, suffix) => {
    const text = (name) => `${times(us[name + suffix] / us[base + suffix])} (${us[name + suffix].toFixed(0)} µs)`;
    return Object.fromEntries(names.filter((name) => us[name + suffix]).map((name) => [name, text(name)]));
  };
  const value = (suffix) => us[OURS + suffix] / us[EQUIVALENT + suffix];
  const signed = ", signed";
  return [
    gated("register + verify, CPU, over the equivalent", value(""), 2.2, 1.5, times, over(EQUIVALENT, "")),
    { what: "the same, over the naive client", ...over(NAIVE, "") },
    gated(
      "register + verifyReturn, signed, over the equivalent",
      value(signed),
      0.8,
      0.6,
      times,
      over(EQUIVALENT, signed),
    ),
    { what: "the stubbed fetch alone, of all these", [NAIVE]: `${us["the stub alone"].toFixed(0)} µs` },
  ];
}

/** Native instructions, which no other program of the machine changes. */
function instructions() {
  const taken = overSerde();
  if (!taken) return [{ what: "instructions of the core over serde_json", [OURS]: "needs valgrind" }];
  const row = (what, value, gate, goal) => gated(what, value, gate, goal, times, { [OURS]: times(value) });
  return [
    row("instructions of the core over serde_json", taken.plain, 1.15, 1),
    row("the same, signed", taken.signed, 2, 1.5),
  ];
}

async function largeReplies() {
  const taken = await growth(GROWTH_ROUNDS);
  const text = ({ small, large, growth }) => `${ratio(growth)} (${large.toFixed(0)} over ${small.toFixed(0)} µs)`;
  const cells = Object.fromEntries(Object.entries(taken).map(([name, part]) => [name, text(part)]));
  return [gated("verify: CPU a KiB at 256 KiB over 16 KiB", taken[OURS].growth, 1.3, 1.1, ratio, cells)];
}

async function isolate() {
  const { first, second, ratio: value } = await firstRegister(ISOLATES);
  const cells = { [OURS]: `${ratio(value)} (${first.toFixed(1)} over ${second.toFixed(1)} ms)` };
  return [gated("first register over second, workerd, CPU", value, 2.5, 1.5, ratio, cells)];
}

function memory() {
  const program = join(import.meta.dirname, "memory.mjs");
  const { start, early, after, brackets, argument } = JSON.parse(
    execFileSync(process.execPath, [program, String(MEMORY_CALLS)], { encoding: "utf8" }),
  );
  const most = gate("memory-start");
  const ours = (text) => ({ [OURS]: text });
  return [
    gated("linear memory at start, bytes", start, most, most, bytes, ours(bytes(start))),
    gated(`after ${bytes(MEMORY_CALLS)} calls, bytes`, after, Math.min(early, most), early, bytes, ours(bytes(after))),
    gated("after a reply of 240 KB of [], over its bytes", brackets, 24, 8, ratio, ours(ratio(brackets))),
    gated("after an argument of 20 MB, bytes", argument, most, most, bytes, ours(bytes(argument))),
  ];
}

async function runtimeDependencies() {
  const text = ({ direct, all }) => (all > direct ? `${direct} (${all} in all)` : String(direct));
  return [{ what: "runtime dependencies", gate: "0", goal: "0", ...(await each((name) => text(dependencies(name)))) }];
}

async function sandbox() {
  const rate = (value) => (value === null ? "not measured here" : bytes(Math.round(value)));
  const row = async (where, value) => {
    return { what: `sandbox, pairs a second: ${where}`, goal: "≥ 2,000", [OURS]: rate(await value) };
  };
  return [
    await row("sandbox.fetch", fetchThroughput(SANDBOX.rounds, SANDBOX.pairs)),
    await row("over HTTP", serverThroughput(SANDBOX.overHttp)),
  ];
}

const start = Date.now();
await install();
await checkEquivalent();
const rows = [];
for (const measure of [
  sizes,
  cpu,
  instructions,
  largeReplies,
  first,
  isolate,
  cold,
  memory,
  runtimeDependencies,
  sandbox,
]) {
  console.log(`bench: ${measure.name}`);
  rows.push(...(await measure()));
}
const { node, v8 } = process.versions;
const processor = cpus()[0]?.model ?? "unknown processor";
console.log(`\nNode ${node} (V8 ${v8}), ${processor}, load ${loadavg()[0].toFixed(1)}\n`);
print(rows, names);
console.log("\nTimes are lower quarters of rounds that take turns: compare the ratios, not the microseconds.");
const red = rows.filter(({ holds }) => holds === false).map(({ what }) => what);
console.log(red.length > 0 ? `Gates that do not hold: ${red.join("; ")}.` : "Every gate holds.");
console.log(`Measured in ${Math.round((Date.now() - start) / 1000)} s.`);
