// Runs a command of a project and gives what it prints.

import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { tool } from "../runtimes/consumer.mjs";

/** Resolves to the output. Rejects with its end if the command fails. */
export function run(folder, [program, ...args]) {
  // The Node of the project, and nothing that asks a person or reports home.
  const PATH = [dirname(tool("node")), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH, CI: "1", NO_COLOR: "1", FORCE_COLOR: "0", NEXT_TELEMETRY_DISABLED: "1" };
  Object.assign(env, { NUXT_TELEMETRY_DISABLED: "1", WRANGLER_SEND_METRICS: "false", ASTRO_TELEMETRY_DISABLED: "1" });
  const child = spawn(program, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${[program, ...args].join(" ")} ended with ${code}:\n${output.slice(-6000)}`));
    });
  });
}
