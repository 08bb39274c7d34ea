// Node, Deno, Bun, browsers and bundlers; see index.js.
import { start } from "./load-bytes.js"; // First: see there.
import { initSync } from "./sandbox-core.js";
import base64 from "./sandbox-inline.js";

start(initSync, base64);

export * from "./sandbox-api.js";
export { SandboxObject } from "./sandbox-object.js";
export { default } from "./sandbox-api.js";
