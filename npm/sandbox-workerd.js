// Cloudflare Workers; see workerd.js.
import { initSync } from "./sandbox-core.js";
import module from "./sandbox.wasm";

initSync({ module });

export * from "./sandbox-api.js";
export { default } from "./sandbox-api.js";
