// What the tests of both doors talk to.

import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { ROOT } from "../runtimes/consumer.mjs";

/** The sandbox as `npx bpc-checkout sandbox` starts it. */
export async function startSandbox() {
  const child = spawn(process.execPath, [join(ROOT, "pkg/cli.js"), "sandbox", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ready = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", resolve);
    child.once("error", reject).once("exit", (code) => reject(new Error(`the sandbox ended with ${code}`)));
  });
  return { restRoot: /http:\/\/\S+/.exec(ready)[0], close: () => child.kill() };
}

/** An address where nobody listens. */
export async function nobody() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/rest`;
}
