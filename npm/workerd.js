// Cloudflare Workers: the platform compiles the module at deployment; compiling from bytes is forbidden there.
import { __wbg_reset_state, initSync, step } from "./core.js";
import module from "./core.wasm";
import { warmUp } from "./warm-up.js";

initSync({ module });
try {
  warmUp(step);
} catch {
  // Whatever it was, the store starts: with an instance that it did not happen to.
  __wbg_reset_state();
}

export * from "./api.js";
