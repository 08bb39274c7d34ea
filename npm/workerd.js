// Cloudflare Workers: the platform compiles the module at deployment. Compiling from bytes is not allowed there.
import { initSync } from "./core.js";
import module from "./core.wasm";

initSync({ module });

export * from "./api.js";
