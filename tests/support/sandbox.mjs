/** The sandbox as a process of its own, as `npx bpc-checkout sandbox` runs it. */
import { spawn } from "node:child_process";

/**
 * Starts it on a free port. `command` is the program and its first arguments, `options` follow `sandbox`. Resolves to
 * `{ root, pid, close }`; the process ends with this one at the latest.
 */
export async function startSandbox([program, ...first], ...options) {
  const child = spawn(program, [...first, "sandbox", "--port", "0", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = () => child.kill();
  process.once("exit", stop);
  const line = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", resolve);
    child.once("error", reject).once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
  const [root] = /http:\/\/\S+/.exec(line) ?? [];
  if (!root) throw new Error(`no REST root in the line "${line.trim()}"`);
  return { root, pid: child.pid, close: () => void (stop(), process.off("exit", stop)) };
}
