// The two doors to JavaScript side by side: one conformance suite on both, and the package of wasm-pack in use, in Node and in a
// page. `node tests/doors/run.mjs [node20 node22 …]` runs the suite on more versions of Node.

import { join } from "node:path";
import { NODES, ROOT } from "../runtimes/consumer.mjs";
import { broken, launch } from "../runtimes/process.mjs";
import { summarize } from "../runtimes/report.mjs";
import { startEnvironment } from "../support/environment.mjs";
import { BY_DESIGN } from "./by-design.mjs";
import { doors } from "./doors.mjs";
import { checkTypes, suiteInChromium, useInNode, useInPage } from "./use.mjs";

const chosen = process.argv.slice(2).filter((name) => name in NODES);

/** Takes what one door cannot meet by design out of the failures. */
function judged(report, door) {
  const listed = BY_DESIGN[door];
  const failures = report.failures.filter(({ name }) => !(name in listed));
  const excused = report.failures.filter(({ name }) => name in listed).map(({ name }) => name);
  for (const name of Object.keys(listed).filter((name) => report.names?.includes(name))) {
    failures.push({ name, error: "is listed in by-design.mjs, but passes: take it out of the list" });
  }
  return { ...report, failures, failed: failures.length, skipped: [...report.skipped, ...excused] };
}

const { faults, env, close } = await startEnvironment([process.execPath, join(ROOT, "pkg/cli.js")]);
const reports = {};
const add = (name, report) => summarize.row(name, (reports[name] = report));

for (const node of chosen.length > 0 ? chosen : ["node24"]) {
  for (const door of Object.keys(doors)) {
    const script = [join(ROOT, "tests/doors/suite.mjs"), door, JSON.stringify(env)];
    add(`${door}, ${node}`, judged(await launch(NODES[node], script, { cwd: ROOT }), door));
  }
}
const inChromium = await suiteInChromium(faults).catch((error) => [broken(String(error?.stack ?? error))]);
inChromium.forEach((report, index) => add(`wasm-pack, ${["page", "worker"][index]}`, judged(report, "wasm-pack")));
for (const [name, use] of Object.entries({
  "wasm-pack, types": checkTypes,
  "wasm-pack in Node": useInNode,
  "wasm-pack in a page": useInPage,
})) {
  add(name, await use(env.restRoot).catch((error) => broken(String(error?.stack ?? error))));
}
close();
process.exitCode = summarize.end(reports);
