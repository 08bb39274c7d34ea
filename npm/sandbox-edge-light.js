// Vercel's edge runtime; see edge-light.js.
import { start } from "./load-compiled.js";
import { ownRealm } from "./load-edge-light.js";
import { initSync } from "./sandbox-core.js";
import module from "./sandbox.wasm?module";

start(initSync, ownRealm(module));

export * from "./sandbox-api.js";
export { SandboxObject } from "./sandbox-object.js";
export { default } from "./sandbox-api.js";
