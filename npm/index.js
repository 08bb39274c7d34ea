// Node, Deno, Bun, browsers and bundlers: the JavaScript contains the WebAssembly module. So loading it needs no file, no
// permission and no `await`.
import { start } from "./load-bytes.js"; // First: see there.
import base64 from "./core-inline.js";
import { initSync } from "./core.js";

start(initSync, base64);

export * from "./public.js";
