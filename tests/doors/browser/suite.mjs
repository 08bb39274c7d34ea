// The conformance suite on the package of wasm-pack, loaded as a page loads it: no bundler, `await init()` without arguments.
import { runAll } from "../../conformance/suite.mjs";
import * as messages from "../../../pkg/messages.js";
import * as sandbox from "../../../pkg/sandbox.js";
import init, * as lib from "../../../target/pkg-js/bpc_checkout.js";
import initTrapping, * as panicking from "../../../target/pkg-js-test/bpc_checkout.js";

export async function run(env) {
  const { memory } = await init();
  await initTrapping();
  return runAll({ lib, messages, sandbox, panicking, env, memoryBytes: () => memory.buffer.byteLength });
}
