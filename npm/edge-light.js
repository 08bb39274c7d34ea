// Vercel's edge runtime: `?module` imports the compiled module.
import { initSync } from "./core.js";
import module from "./core.wasm?module";
import { ownRealm } from "./load-edge-light.js";

initSync({ module: ownRealm(module) });

export * from "./api.js";
