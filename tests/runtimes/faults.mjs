// A server that answers wrongly, each path in its own way. Runs on Node, for every runtime that can reach it.

import { createServer } from "node:http";

let followed = 0;

const answers = {
  "/redirect": (_, response) => response.writeHead(302, { location: "/followed" }).end(),
  "/followed": (_, response) => response.end(String(++followed)),
  "/count": (_, response) => response.end(String(followed)),
  "/stall": () => {},
  "/drip": (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  },
  "/endless": (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const piece = Buffer.alloc(16 * 1024, " ");
    const pour = () => {
      while (!response.closed && response.write(piece));
    };
    response.on("drain", pour);
    pour();
  },
  "/reset": (request) => request.socket.destroy(),
  "/half": (request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": 500 });
    response.write('{"orderId":"');
    setTimeout(() => request.socket.destroy(), 20);
  },
  "/html": (_, response) => response.end("<!doctype html><h1>Maintenance</h1>"),
  "/html-500": (_, response) => response.writeHead(500).end("<!doctype html><h1>Sorry</h1>"),
};

/** Listens on a free port; resolves to `{ url, close }`. */
export async function startFaults() {
  const server = createServer((request, response) => {
    // Pages of any origin may ask: the browser is one of the runtimes.
    response.setHeader("access-control-allow-origin", "*");
    const path = new URL(request.url, "http://localhost").pathname;
    const name = Object.keys(answers).find((known) => path.replace(/\/\w+\.do$/, "") === known);
    if (!name) return response.writeHead(404).end();
    request.resume().on("end", () => answers[name](request, response));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}
