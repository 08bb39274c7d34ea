// The first `register` of a fresh isolate in workerd, over the second: by the CPU time of its process.

import { build } from "esbuild";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tool } from "../runtimes/consumer.mjs";
import { lowerQuarter } from "./numbers.mjs";
import { BENCH } from "./subjects.mjs";

const COMPATIBILITY_DATE = "2026-11-17";
/** What workerd prints to the file descriptor of `--control-fd` names the port. */
const CONTROL_FD = 3;

/** `{ first, second, ratio }` in milliseconds of CPU, of `rounds` processes. */
export async function firstRegister(rounds) {
  const config = await bundle();
  const list = [];
  for (let round = 0; round < rounds; round++) list.push(await oneIsolate(config));
  const [first, second] = [0, 1].map((at) => lowerQuarter(list.map((taken) => taken[at])));
  return { first, second, ratio: first / second };
}

/** A worker that registers an order at a `fetch` of its own, and the configuration that serves it. */
async function bundle() {
  const out = join(BENCH, "workerd");
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, "workerd-worker.mjs")],
    bundle: true,
    format: "esm",
    outdir: out,
    logLevel: "warning",
    conditions: ["workerd", "worker", "browser"],
    nodePaths: [`${BENCH}/node_modules`],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
  });
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "store", worker = (
    modules = [
      (name = "worker.js", esModule = embed "workerd-worker.js"),
      (name = "./core.wasm", wasm = embed "core.wasm"),
    ],
    compatibilityDate = "${COMPATIBILITY_DATE}",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", service = "store")],
);
`;
  writeFileSync(join(out, "config.capnp"), config);
  return join(out, "config.capnp");
}

/** Milliseconds of CPU of the first and of the second `register`. */
async function oneIsolate(config) {
  const child = spawn(tool("workerd"), ["serve", config, `--control-fd=${CONTROL_FD}`], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  try {
    const [message] = await once(child.stdio[CONTROL_FD].setEncoding("utf8"), "data");
    const { port } = JSON.parse(message.split("\n")[0]);
    const ask = async (path) => {
      const reply = await fetch(`http://127.0.0.1:${port}/${path}`);
      if ((await reply.text()) !== "fine") throw new Error(`workerd: HTTP ${reply.status} to /${path}`);
    };
    // What the platform itself does for the first time.
    for (let round = 0; round < 3; round++) await ask("platform");
    const taken = [];
    for (let round = 0; round < 2; round++) {
      const start = cpuMs(child.pid);
      await ask("register");
      taken.push(cpuMs(child.pid) - start);
    }
    return taken;
  } finally {
    child.kill();
    await once(child, "exit");
  }
}

/** CPU of all threads of a process and of those below it, in milliseconds. */
function cpuMs(pid) {
  const folder = `/proc/${pid}/task`;
  let ns = 0;
  for (const thread of readdirSync(folder)) {
    ns += Number(readFileSync(`${folder}/${thread}/schedstat`, "utf8").split(" ")[0]);
    const children = readFileSync(`${folder}/${thread}/children`, "utf8").split(" ").filter(Boolean);
    for (const child of children) ns += cpuMs(child) * 1e6;
  }
  return ns / 1e6;
}
