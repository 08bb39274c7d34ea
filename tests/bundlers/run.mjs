// The conformance suite as bundlers leave it: in Chromium by Vite, webpack and esbuild, and as single files on Node.

import { cpSync } from "node:fs";
import { join } from "node:path";
import { makeConsumer, ROOT, tool } from "../runtimes/consumer.mjs";
import { startFaults } from "../runtimes/faults.mjs";
import { broken, inParallel, launch } from "../runtimes/process.mjs";
import { summarize } from "../runtimes/report.mjs";
import { openBrowser } from "./browser.mjs";
import { bundleForNode, bundlers } from "./build.mjs";
import { serve } from "./serve.mjs";
import { nobody } from "../support/loopback.mjs";

const folder = makeConsumer("bundlers");
cpSync(join(ROOT, "tests/bundlers"), folder, { recursive: true });
const faults = await startFaults();
const server = await serve(join(folder, "out"), faults.url);
const browser = await openBrowser();
const env = { faults: faults.url, selfSigned: faults.selfSigned, nobody: await nobody() };
const reports = {};

function add(name, report) {
  reports[name] = report;
  summarize.row(name, report);
}

async function inChromium(name) {
  const start = Date.now();
  await bundlers[name](folder, join(folder, "out", name));
  const [page, worker] = await browser.visit(
    `${server.origin}/${name}/page.html#${encodeURIComponent(JSON.stringify(env))}`,
  );
  const ms = Date.now() - start;
  add(`${name}, page`, { ...page, ms });
  add(`${name}, worker`, { ...worker, ms });
}

async function onNode(format) {
  const file = await bundleForNode(folder, join(folder, "alone", format), format);
  const argument = JSON.stringify({ ...env, page: false });
  add(`esbuild, node ${format}`, await launch(tool("node"), [file, argument], { cwd: join(folder, "alone") }));
}

/** A page whose policy does not allow WebAssembly: the error at load names the word that does. */
async function underStrictPolicy(name) {
  const start = Date.now();
  const strict = await serve(join(folder, "out"), faults.url, "");
  const page = await browser.open("about:blank");
  const failure = page.waitForEvent("pageerror");
  await page.goto(`${strict.origin}/${name}/page.html`);
  const { message } = await failure;
  await page.close();
  strict.close();
  if (!/^bpc-checkout: .*'wasm-unsafe-eval'.*bpc-checkout\/money/.test(message)) throw new Error(message);
  const names = ["without 'wasm-unsafe-eval' the error at load names it"];
  add(`${name}, strict policy`, { passed: 1, failed: 0, skipped: [], failures: [], names, ms: Date.now() - start });
}

const work = [...Object.keys(bundlers).map((name) => [name, inChromium]), ["esm", onNode], ["cjs", onNode]];
await inParallel(2, work, ([name, run]) =>
  run(name).catch((error) => add(name, broken(String(error?.stack ?? error)))),
);
await underStrictPolicy("esbuild").catch((error) =>
  add("esbuild, strict policy", broken(String(error?.stack ?? error))),
);
await browser.close();
faults.close();
server.close();
process.exitCode = summarize.end(reports);
