// Node, Deno, Bun, browsers and bundlers: the WebAssembly module travels inside the JavaScript, so there is no file to
// find, no permission to ask for and nothing to await.
import base64 from "./core-inline.js";
import { initSync } from "./core.js";
import { decode } from "./load-inline.js";

initSync({ module: decode(base64) });

export * from "./api.js";
