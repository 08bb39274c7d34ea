// A server of static files for this machine, below a path as on GitHub Pages if one is given.
import { createReadStream, existsSync, statSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
};

/** Serves a folder below `base`, on a free port if `port` is 0. Resolves to `{ origin, close }`. */
export async function serve(folder, port = 0, base = "") {
  const server = createServer((request, response) => {
    const file = fileOf(folder, request.url, base);
    if (!file) return void response.writeHead(404, { "content-type": "text/plain" }).end("There is no such page.\n");
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const close = () => server.close().closeAllConnections();
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

/** The file of an address, if there is one inside the folder. */
function fileOf(folder, url, base) {
  const { pathname } = new URL(url, "http://localhost");
  if (!pathname.startsWith(`${base}/`)) return undefined;
  let path;
  try {
    path = decodeURIComponent(pathname.slice(base.length));
  } catch {
    return undefined;
  }
  const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
  return file.startsWith(folder + sep) && existsSync(file) && statSync(file).isFile() ? file : undefined;
}
