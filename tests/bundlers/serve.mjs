// A static server with the strictest policy under which WebAssembly runs.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { listen } from "../support/loopback.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };

/**
 * Serves `folder` on a free port; `connect` is the one other origin that pages may ask, `wasm` what allows WebAssembly, or nothing.
 */
export function serve(folder, connect, wasm = "'wasm-unsafe-eval'") {
  const policy = `default-src 'none'; script-src 'self' ${wasm}; worker-src 'self'; connect-src ${connect} http://127.0.0.1:*`;
  const server = createServer(async (request, response) => {
    const path = join(folder, normalize(new URL(request.url, "http://localhost").pathname));
    try {
      const body = await readFile(path);
      response.writeHead(200, {
        "content-type": TYPES[extname(path)] ?? "application/octet-stream",
        "content-security-policy": policy,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return listen(server);
}
