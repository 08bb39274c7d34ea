// Cloudflare Workers: the platform compiles the module at deployment; compiling from bytes is forbidden there.
import { __wbg_reset_state, initSync, step } from "./core.js";
import module from "./core.wasm";
import { register } from "./api.js";
import { start } from "./load-compiled.js";
import { rehearse, warmUp } from "./warm-up.js";

start(initSync, module);
try {
  warmUp({ initSync, step });
  rehearse(register);
} catch {
  // The store starts anyway, with a new instance.
  __wbg_reset_state();
}

export * from "./public.js";
