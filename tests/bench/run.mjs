// `npm run bench`: what the package weighs and takes, beside a client written by hand and others' clients, in one run.
// It measures and prints; what must hold is tested by `cargo xtask test package`.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { ROOT } from "../runtimes/consumer.mjs";
import { coldImports } from "./cold.mjs";
import { cpuPerPair } from "./cpu.mjs";
import { glueSize, uploadSize } from "./sizes.mjs";
import { BY_HAND, dependencies, install, OURS, SUBJECTS } from "./subjects.mjs";
import { print } from "./table.mjs";
import { fetchThroughput, serverThroughput } from "./throughput.mjs";

const COLD_ROUNDS = 15;
const CPU = { rounds: 41, pairs: 200 };
const MEMORY_CALLS = 100_000;
const SANDBOX = { rounds: 7, pairs: 2_000, overHttp: 8_000 };

/** A gate of wasm-pack.toml, in bytes. */
const gates = readFileSync(join(ROOT, "wasm-pack.toml"), "utf8");
const gate = (name) => Number(new RegExp(`^${name} = ([\\d_]+)`, "m").exec(gates)[1].replaceAll("_", ""));

const bytes = (count) => count.toLocaleString("en");
const ms = (value) => `${value.toFixed(1)} ms`;
const names = Object.keys(SUBJECTS);

/** A row's values from column name → text. */
async function each(measure) {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await measure(name)])));
}

async function sizes() {
  const upload = await each(async (name) => {
    const size = await uploadSize(name);
    return size === null ? "does not bundle" : bytes(size);
  });
  const glue = await glueSize();
  return [
    { what: "minimal store, gzip, bytes", gate: "≤ 51,200", goal: "≤ 33,000", ...upload },
    {
      what: "JavaScript glue, min + gzip, bytes",
      gate: `≤ ${bytes(gate("glue"))}`,
      goal: "≤ 4,096",
      [OURS]: bytes(glue),
    },
  ];
}

async function cold() {
  const times = coldImports(COLD_ROUNDS);
  const texts = await each((name) => `${ms(times[name].median)} (best ${times[name].best.toFixed(1)})`);
  return [{ what: "cold import over an empty module", gate: "≤ 5 ms", goal: "≤ 2 ms", ...texts }];
}

async function cpu() {
  const measured = await cpuPerPair(CPU.rounds, CPU.pairs);
  const text = ({ us, ratio }) => `${ratio.toFixed(2)} × (${us.toFixed(0)} µs)`;
  const row = Object.fromEntries(names.filter((name) => measured[name]).map((name) => [name, text(measured[name])]));
  return [
    { what: "register + verify, stubbed fetch, CPU", gate: "≤ 3 ×", goal: "≤ 1.5 ×", ...row },
    { what: "register + verifyReturn, signed", [OURS]: text(measured[`${OURS}, signed`]) },
    { what: "the stub alone, of it", [BY_HAND]: text(measured["the stub alone"]) },
  ];
}

function memory() {
  const program = join(import.meta.dirname, "memory.mjs");
  const { start, early, after } = JSON.parse(
    execFileSync(process.execPath, [program, String(MEMORY_CALLS)], { encoding: "utf8" }),
  );
  const most = `≤ ${bytes(gate("memory-start"))}`;
  return [
    { what: "linear memory at start, bytes", gate: most, goal: most, [OURS]: bytes(start) },
    { what: `after ${bytes(MEMORY_CALLS / 10)} calls, bytes`, [OURS]: bytes(early) },
    { what: `after ${bytes(MEMORY_CALLS)} calls, bytes`, gate: "flat", goal: "flat", [OURS]: bytes(after) },
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
install();
const rows = [];
for (const measure of [sizes, cold, cpu, memory, runtimeDependencies, sandbox]) {
  console.log(`bench: ${measure.name}`);
  rows.push(...(await measure()));
}
console.log(
  `\nNode ${process.versions.node}, ${cpus()[0]?.model ?? "unknown processor"}, load ${loadavg()[0].toFixed(1)}\n`,
);
print(rows, names);
console.log("\nCPU times are medians of rounds that take turns: compare the ratios, not the microseconds.");
console.log(`Measured in ${Math.round((Date.now() - start) / 1000)} s.`);
