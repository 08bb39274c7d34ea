// One conformance suite on every runtime, against the packed and installed package.
// `node tests/runtimes/run.mjs [name …]` runs some of them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleForEdge, bundleForWorkerd } from "./bundle.mjs";
import { makeConsumer, NODES, ROOT, tool } from "./consumer.mjs";
import { broken, inParallel, launch } from "./process.mjs";
import { summarize } from "./report.mjs";
import { startEnvironment } from "../support/environment.mjs";

const WORKERD_DATES = ["2024-09-23", "2026-11-17"];

/** The imports for one bank: elsewhere they are the whole library. */
const BANKS = Object.entries(JSON.parse(readFileSync(join(ROOT, "npm/package.json"), "utf8")).exports)
  .filter(([name, conditions]) => name !== "." && conditions.import?.default === "./index.js")
  .map(([name]) => name.slice("./".length));

/** Launchers that run side by side. */
const AT_ONCE = 4;

/** Every runtime: a name, and how to run the suite there. */
function runtimes(folder, env) {
  const json = JSON.stringify(env);
  const at = { cwd: folder };
  const list = {};
  for (const [name, node] of Object.entries(NODES)) {
    list[`${name} import`] = () => launch(node, ["esm.mjs", json], at);
    list[`${name} require`] = () => launch(node, ["require.cjs", json], at);
  }
  list.deno = () => launch(tool("deno"), ["run", "--no-prompt", "--allow-net", "esm.mjs", json], at);
  list.bun = () => launch(tool("bun"), ["run", "esm.mjs", json], at);
  for (const date of WORKERD_DATES) {
    list[`workerd ${date}`] = async () =>
      launch(tool("workerd"), ["test", await bundleForWorkerd(folder, date, env)], at);
  }
  for (const bank of BANKS) {
    const only = { ...env, bank };
    list[`workerd ${bank}`] = async () =>
      launch(tool("workerd"), ["test", await bundleForWorkerd(folder, WORKERD_DATES.at(-1), only)], at);
  }
  list["edge-runtime vm"] = async () => {
    const { outfile, modules } = await bundleForEdge(folder);
    return launch(tool("node"), ["edge-vm.mjs", json, outfile, ...modules], at);
  };
  return list;
}

const chosen = process.argv.slice(2);
const folder = makeConsumer("consumer");
const { env, close } = await startEnvironment([join(folder, "node_modules/.bin/bpc-checkout")]);
const reports = {};
const wanted = ([name]) => chosen.length === 0 || chosen.some((part) => name.includes(part));
await inParallel(AT_ONCE, Object.entries(runtimes(folder, env)).filter(wanted), async ([name, run]) => {
  reports[name] = await run().catch((error) => broken(String(error?.stack ?? error)));
  summarize.row(name, reports[name]);
});
close();
process.exitCode = summarize.end(reports);
