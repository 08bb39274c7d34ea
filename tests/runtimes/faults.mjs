// A server that answers wrongly, each path in its own way. Runs on Node, for every runtime that can reach it.

import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createGzip } from "node:zlib";
import { SELF_SIGNED } from "./self-signed.mjs";

let followed = 0;
let reached = 0;

const answers = {
  "/redirect": (_, response) => response.writeHead(302, { location: "/followed" }).end(),
  "/followed": (_, response) => response.end(String(++followed)),
  "/count": (_, response) => response.end(String(followed)),
  "/reached": (_, response) => response.end(String(reached)),
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
  // 100 MB of blanks in 100 KB.
  "/bomb": (_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    const packed = createGzip();
    packed.pipe(response);
    response.on("close", () => packed.destroy());
    const piece = Buffer.alloc(1024 * 1024, " ");
    for (let i = 0; i < 100; i++) packed.write(piece);
    packed.end();
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

const onLoopback = (server) =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));

/** Listens on free ports; resolves to `{ url, selfSigned, close }`: over HTTP, and over TLS with a certificate that nobody trusts. */
export async function startFaults() {
  const server = createServer((request, response) => {
    // Pages of any origin may ask: the browser is one of the runtimes.
    response.setHeader("access-control-allow-origin", "*");
    const path = new URL(request.url, "http://localhost").pathname;
    const name = Object.keys(answers).find((known) => path.replace(/\/\w+\.do$/, "") === known);
    if (!name) return response.writeHead(404).end();
    request.resume().on("end", () => answers[name](request, response));
  });
  const tls = createTlsServer({ key: SELF_SIGNED, cert: SELF_SIGNED }, (_, response) =>
    response.end(String(++reached)),
  );
  const close = () => {
    for (const each of [server, tls]) {
      each.close();
      each.closeAllConnections();
    }
  };
  const [port, tlsPort] = [await onLoopback(server), await onLoopback(tls)];
  return { url: `http://127.0.0.1:${port}`, selfSigned: `https://localhost:${tlsPort}`, close };
}
