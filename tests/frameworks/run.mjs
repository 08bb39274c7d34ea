// The package in frameworks, test runners, bundlers and package managers, as their users install it: each project is built and pays.
// `node tests/frameworks/run.mjs [name …]` runs some of them. The results go into the table of docs/runtimes.md.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { install, settings, writeSettings } from "../examples/store.mjs";
import { ROOT } from "../runtimes/consumer.mjs";
import { startBank } from "../shop/bank.mjs";
import { writeResults } from "../support/junit.mjs";
import { PROJECTS } from "./projects.mjs";
import { writeTable } from "./table.mjs";

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in PROJECTS));
if (unknown.length > 0)
  throw new Error(`there is no project ${unknown.join(", ")}; there are ${Object.keys(PROJECTS).join(", ")}`);

const bank = await startBank(() => "http://127.0.0.1:1");
const world = { bank, env: settings(bank) };
const results = [];

for (const [name, { where, isExample, prepare, runs, isInstalledByItself }] of Object.entries(PROJECTS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  for (const [what, body] of Object.entries(runs)) {
    const start = Date.now();
    const result = { name: `${where}: ${what}`, place: "frameworks", where, what };
    try {
      const from = join(ROOT, isExample ? "examples" : "tests/frameworks/projects", name);
      const folder = install(name, { from, into: "target/frameworks", isInstalled: !isInstalledByItself });
      result.versions = versions(from);
      // Some builds copy them.
      writeSettings(folder, world.env);
      await prepare?.(folder);
      await body(folder, world);
    } catch (error) {
      result.error = String(error?.message ?? error);
    }
    result.seconds = (Date.now() - start) / 1000;
    console.log(`  ${result.error ? "RED" : "ok "} ${result.name} in ${result.seconds.toFixed(0)} s`);
    if (result.error) console.log(result.error.replace(/^/gm, "      "));
    results.push(result);
  }
}

/** What a project installs besides the package: `name version`. */
function versions(folder) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const all = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => name !== "bpc-checkout");
  return all.map(([name, version]) => `${name} ${version}`).join(", ");
}

bank.stop();
writeResults(results);
const path = join(ROOT, "docs/runtimes.md");
writeFileSync(path, writeTable(readFileSync(path, "utf8"), results));
const red = results.filter(({ error }) => error).length;
console.log(`\n${results.length - red} passed, ${red} failed`);
process.exit(red === 0 && results.length > 0 ? 0 : 1);
