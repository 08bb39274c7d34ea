// A server that answers wrongly, each path in its own way. Runs on Node, for every runtime that can reach it.

import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { listen } from "../support/loopback.mjs";
import { SELF_SIGNED } from "./self-signed.mjs";

let followed = 0;
let reached = 0;

/** 100 MB of blanks in 100 KB; packed once, at the first request. */
const bomb = (() => {
  let packed;
  return () => (packed ??= promisify(gzip)(Buffer.alloc(100 * 1024 * 1024, " ")));
})();

/** Bytes of a body that drips, until it counts as dripping. */
const DRIPS = 3;

/** What has happened to a request, by the name it gave itself; `until` waits for it. */
class Journal {
  #events = new Map();

  #event(name, event) {
    const key = `${name}/${event}`;
    if (!this.#events.has(key)) {
      let happen;
      const happened = new Promise((resolve) => (happen = resolve));
      this.#events.set(key, { happened, happen });
    }
    return this.#events.get(key);
  }

  note = (name, event) => this.#event(name, event).happen();
  until = (name, event) => this.#event(name, event).happened;
}

const journal = new Journal();

/** Each gets the request, the response, and what follows its name in the path. */
const answers = {
  redirect: (_, response) => response.writeHead(302, { location: "/followed" }).end(),
  followed: (_, response) => response.end(String(++followed)),
  count: (_, response) => response.end(String(followed)),
  reached: (_, response) => response.end(String(reached)),
  seen: (_, response, [name, event]) => journal.until(name, event).then(() => response.end()),
  stall: () => {},
  drip: (_, response, [name]) => {
    response.writeHead(200, { "content-type": "application/json" });
    let drips = 0;
    const timer = setInterval(() => response.write(" ", () => ++drips === DRIPS && journal.note(name, "dripped")), 10);
    response.on("close", () => clearInterval(timer));
  },
  // Its end is far away, for whoever reads on without a limit.
  endless: (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const piece = Buffer.alloc(16 * 1024, " ");
    let pieces = 0;
    const pour = () => {
      while (!response.closed && response.write(piece)) if (++pieces > 10_000) return response.end();
    };
    response.on("drain", pour);
    pour();
  },
  bomb: async (_, response) => {
    const packed = await bomb();
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(packed);
  },
  reset: (request) => request.socket.destroy(),
  half: (request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": 500 });
    response.write('{"orderId":"', () => request.socket.destroy());
  },
  html: (_, response) => response.end("<!doctype html><h1>Maintenance</h1>"),
  "html-500": (_, response) => response.writeHead(500).end("<!doctype html><h1>Sorry</h1>"),
};

function answer(request, response) {
  // Pages of any origin may ask: the browser is one of the runtimes.
  response.setHeader("access-control-allow-origin", "*");
  const [path, ...rest] = new URL(request.url, "http://localhost").pathname.slice(1).split("/");
  if (!Object.hasOwn(answers, path)) return response.writeHead(404).end();
  const note = (event) => path !== "seen" && journal.note(rest[0], event);
  response.on("close", () => note("closed"));
  request.resume().on("end", () => {
    note("asked");
    answers[path](request, response, rest);
  });
}

/** Listens on free ports; resolves to `{ url, selfSigned, close }`: over HTTP, and over TLS with a certificate that nobody trusts. */
export async function startFaults() {
  const server = createServer(answer);
  const tls = createTlsServer({ key: SELF_SIGNED, cert: SELF_SIGNED }, (_, response) =>
    response.end(String(++reached)),
  );
  const [http, https] = await Promise.all([listen(server), listen(tls)]);
  const close = () => {
    http.close();
    https.close();
  };
  return { url: http.origin, selfSigned: `https://localhost:${new URL(https.origin).port}`, close };
}
