// Cloudflare Workers: the platform compiles the module at deployment; compiling from bytes is forbidden there.
import { initSync } from "./core.js";
import module from "./core.wasm";

initSync({ module });

export * from "./api.js";
