// One conformance suite on every runtime, against the packed and installed package.
// `node tests/runtimes/run.mjs [name …]` runs some of them.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { bundleForEdge, bundleForWorkerd } from "./bundle.mjs";
import { makeConsumer, ROOT, tool } from "./consumer.mjs";
import { startFaults } from "./faults.mjs";
import { broken, inParallel, launch } from "./process.mjs";
import { summarize } from "./report.mjs";

const WORKERD_DATES = ["2024-09-23", "2026-11-17"];
const NODES = {
  node20: "node20/bin/node",
  node22: "node22/bin/node",
  node24: "node/bin/node",
  node26: "node26/bin/node",
};

/** Launchers that run side by side. */
const AT_ONCE = 4;

/** Every runtime: a name, and how to run the suite there. */
function runtimes(folder, env) {
  const json = JSON.stringify(env);
  const at = { cwd: folder };
  const list = {};
  for (const [name, path] of Object.entries(NODES)) {
    const node = join(ROOT, "node_modules", path);
    list[`${name} import`] = () => launch(node, ["esm.mjs", json], at);
    list[`${name} require`] = () => launch(node, ["require.cjs", json], at);
  }
  list.deno = () => launch(tool("deno"), ["run", "--no-prompt", "--allow-net", "esm.mjs", json], at);
  list.bun = () => launch(tool("bun"), ["run", "esm.mjs", json], at);
  for (const date of WORKERD_DATES) {
    list[`workerd ${date}`] = async () =>
      launch(tool("workerd"), ["test", await bundleForWorkerd(folder, date, env)], at);
  }
  list["edge-runtime vm"] = async () => {
    const { outfile, modules } = await bundleForEdge(folder);
    return launch(tool("node"), ["edge-vm.mjs", json, outfile, ...modules], at);
  };
  return list;
}

/** The sandbox as a server of its own, as `npx bpc-checkout sandbox` starts it. */
async function startSandbox(folder) {
  const child = spawn(join(folder, "node_modules/.bin/bpc-checkout"), ["sandbox", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", resolve);
    child.once("error", reject).once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
  return { restRoot: /http:\/\/\S+/.exec(ready)[0], close: () => child.kill() };
}

/** An address where nobody listens. */
async function nobody() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/rest`;
}

const chosen = process.argv.slice(2);
const folder = makeConsumer("consumer");
const [faults, sandbox] = await Promise.all([startFaults(), startSandbox(folder)]);
const env = {
  page: false,
  faults: faults.url,
  selfSigned: faults.selfSigned,
  restRoot: sandbox.restRoot,
  nobody: await nobody(),
};
const reports = {};
const wanted = ([name]) => chosen.length === 0 || chosen.some((part) => name.includes(part));
await inParallel(AT_ONCE, Object.entries(runtimes(folder, env)).filter(wanted), async ([name, run]) => {
  reports[name] = await run().catch((error) => broken(String(error?.stack ?? error)));
  summarize.row(name, reports[name]);
});
faults.close();
sandbox.close();
process.exitCode = summarize.end(reports);
