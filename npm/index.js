// Node, Deno, Bun, browsers and bundlers: the JavaScript contains the WebAssembly module. So loading it needs no file, no
// permission and no `await`.
import base64 from "./core-inline.js";
import { initSync } from "./core.js";
import { decode } from "./load-inline.js";

initSync({ module: decode(base64) });

export * from "./api.js";
