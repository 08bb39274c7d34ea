// Runs cargo and the build program, and gives what they print.

import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** @param {string[]} args */
export function cargo(...args) {
  const { status, stdout, stderr, error } = spawnSync("cargo", args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0)
    throw new Error(`cargo ${args.join(" ")}: ${error ?? `ended with ${status}`}\n${stderr.slice(-4000)}`);
  return stdout;
}

/** @param {string[]} args */
export const xtask = (...args) => cargo("run", "--quiet", "--package", "xtask", "--", ...args);
