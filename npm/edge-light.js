// Vercel's edge runtime: `?module` imports the compiled module.
import { initSync } from "./core.js";
import module from "./core.wasm?module";
import { start } from "./load-compiled.js";
import { ownRealm } from "./load-edge-light.js";

start(initSync, ownRealm(module));

export * from "./public.js";
