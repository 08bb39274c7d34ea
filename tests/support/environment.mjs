/** What the conformance suite talks to outside a browser. */
import { startFaults } from "../runtimes/faults.mjs";
import { nobody } from "./loopback.mjs";
import { startSandbox } from "./sandbox.mjs";

/**
 * Starts the server of faults and a sandbox. Resolves to `{ faults, env, close }`: `env` is the argument of the suite, with an
 * address where nobody listens.
 */
export async function startEnvironment(sandboxCommand) {
  const [faults, sandbox] = await Promise.all([startFaults(), startSandbox(sandboxCommand)]);
  const env = {
    page: false,
    faults: faults.url,
    selfSigned: faults.selfSigned,
    restRoot: sandbox.root,
    nobody: await nobody(),
  };
  const close = () => {
    faults.close();
    sandbox.close();
  };
  return { faults, env, close };
}
