// Import and first pair of calls in fresh processes: what an isolate that does not live long feels most.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { lowerQuarter } from "./numbers.mjs";
import { EQUIVALENT, NAIVE, OURS } from "./subjects.mjs";

const PROGRAM = join(import.meta.dirname, "first-run.mjs");

/** Name → milliseconds of the import and of the first pair in `rounds` processes each: `{ imported, paired, both }`. */
export function firstPairs(rounds) {
  const times = { [OURS]: [], [EQUIVALENT]: [], [NAIVE]: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const [name, list] of Object.entries(times)) {
      const taken = JSON.parse(execFileSync(process.execPath, [PROGRAM, name], { encoding: "utf8" }));
      // The first round reads the files from the disk.
      if (round > 0) list.push(taken);
    }
  }
  const of = (list, part) => lowerQuarter(list.map(part));
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => [
      name,
      {
        imported: of(list, ([imported]) => imported),
        paired: of(list, ([, paired]) => paired),
        both: of(list, ([imported, paired]) => imported + paired),
      },
    ]),
  );
}
