// Node, Deno, Bun, browsers and bundlers; see index.js.
import { decode } from "./load-inline.js";
import { initSync } from "./sandbox-core.js";
import base64 from "./sandbox-inline.js";

initSync({ module: decode(base64) });

export * from "./sandbox-api.js";
export { default } from "./sandbox-api.js";
