// Cloudflare Workers; see workerd.js.
import { start } from "./load-compiled.js";
import { initSync } from "./sandbox-core.js";
import module from "./sandbox.wasm";

start(initSync, module);

export * from "./sandbox-api.js";
export { SandboxObject } from "./sandbox-object.js";
export { default } from "./sandbox-api.js";
