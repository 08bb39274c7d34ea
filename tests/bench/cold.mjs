// Cold import: fresh processes take turns, so that a busy moment of the machine hits all alike.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { lowerQuarter } from "./numbers.mjs";
import { BENCH, SUBJECTS } from "./subjects.mjs";

const PROGRAM = `
  const start = process.cpuUsage();
  await import(process.argv[1]);
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1000);
`;
const EMPTY = pathToFileURL(join(import.meta.dirname, "empty.mjs")).href;

/** Column → milliseconds of CPU that `import` takes in `rounds` processes each, over those of an empty module. */
export function coldImports(rounds) {
  const specifiers = { "": EMPTY };
  for (const [name, { specifier }] of Object.entries(SUBJECTS)) specifiers[name] = specifier;
  const times = Object.fromEntries(Object.keys(specifiers).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, specifier] of Object.entries(specifiers)) {
      const args = ["--input-type=module", "--eval", PROGRAM, specifier];
      const ms = Number(execFileSync(process.execPath, args, { cwd: BENCH, encoding: "utf8" }));
      // The first round reads the files from the disk.
      if (round > 0) times[name].push(ms);
    }
  }
  const over = (name) => lowerQuarter(times[name]) - lowerQuarter(times[""]);
  return Object.fromEntries(Object.keys(SUBJECTS).map((name) => [name, over(name)]));
}
