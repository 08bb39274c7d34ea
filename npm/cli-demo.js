// `bpc-checkout demo`: the demo store and the sandbox gateway on this machine.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { messageOf, readOptions, stop, wholeNumber } from "./cli-options.js";
import { startWorker } from "./cli-demo-platform.js";
import { serve } from "./cli-server.js";
import { Sandbox } from "./sandbox.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */

export const HELP = `Usage: bpc-checkout demo [options]

Starts a small shop and a payment gateway to pay at, both on this machine. It needs no account and no network.
The shop keeps its orders in memory. The operator's page deposits, reverses, refunds and lists what is to be packed.

  --port <number>          port of the shop, 0 for a free one (8787)
  --sandbox-port <number>  port of the gateway, 0 for a free one (8788)
  --quiet                  prints the addresses and errors only
  --help                   shows this text

The shop is a Cloudflare Worker. Its source is in demo/ of this package.
`;

const HOST = "127.0.0.1";
/** The most bytes of a request that the shop reads. Its own forms have a few hundred. */
const MAX_BODY = 64 * 1024;
const MINUTE_MS = 60_000;

/** @param {string[]} args */
export async function run(args) {
  const { values } = readOptions("demo", args, { texts: ["port", "sandbox-port"], flags: ["quiet"] });
  const port = wholeNumber("port", values.port ?? "8787", 65_535);
  const sandboxPort = wholeNumber("sandbox-port", values["sandbox-port"] ?? "8788", 65_535);
  if (port === sandboxPort && port !== 0) stop("--port and --sandbox-port are the same; give two numbers");
  // The shop listens first: its port is in the address to which the sandbox sends callbacks.
  const secrets = { returnKey: hex(), callbackSecret: hex(), operatorKey: hex() };
  const shop = await listening(port);
  const sandbox = new Sandbox({
    merchant: { name: "Kiln & Kettle" },
    callbacks: { url: `http://${HOST}:${shop.port}/callback`, secret: secrets.callbackSecret },
  });
  const login = { GATEWAY_USER: "test_user", GATEWAY_PASSWORD: "test_user_password" };
  const start = async (/** @type {number} */ at) => {
    const origin = `http://${HOST}:${at}`;
    const { worker, env } = await startWorker({
      ...login,
      GATEWAY_URL: origin + new URL(sandbox.baseUrl).pathname,
      RETURN_KEY: secrets.returnKey,
      CALLBACK_SECRET: secrets.callbackSecret,
      OPERATOR_KEY: secrets.operatorKey,
    });
    open(shop, worker, env);
    process.stdout.write(greeting(sandbox, shop.port, origin, secrets.operatorKey));
  };
  const settings = {
    host: HOST,
    port: sandboxPort,
    hosts: [],
    targets: [],
    latencyMs: 0,
    quiet: values.quiet === true,
    portOption: "--sandbox-port",
  };
  serve(sandbox, { ...settings, login: "", callbackUrl: undefined, onListening: (at) => void start(at) });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      shop.server.close();
      shop.server.closeAllConnections();
    });
  }
}

const hex = () => randomBytes(16).toString("hex");

/**
 * @typedef {{ server: import("node:http").Server, port: number }} Shop
 * @typedef {{ fetch: (request: Request, env: any, ctx: any) => Promise<Response>, scheduled: (event: any, env: any, ctx: any) => Promise<void> }} Worker
 */

/** @param {number} port @returns {Promise<Shop>} */
function listening(port) {
  const server = createServer();
  return new Promise((resolve) => {
    server.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === "EADDRINUSE") stop(`port ${port} on ${HOST} is in use: choose another with --port`);
      stop(`cannot listen on ${HOST}:${port}: ${error.message}`);
    });
    server.listen(port, HOST, () => {
      resolve({ server, port: /** @type {import("node:net").AddressInfo} */ (server.address()).port });
    });
  });
}

/**
 * Answers the requests to the shop with its Worker, and runs its schedule.
 * @param {Shop} shop @param {Worker} worker @param {object} env
 */
function open({ server, port }, worker, env) {
  const ctx = {
    waitUntil: (/** @type {Promise<unknown>} */ work) => void work.catch(report),
    passThroughOnException() {},
  };
  server.on("request", async (request, response) => {
    try {
      const body = await bodyOf(request);
      const reply = await worker.fetch(requestOf(request, port, body), env, ctx);
      response.writeHead(reply.status, [...reply.headers].flat());
      response.end(Buffer.from(await reply.arrayBuffer()));
    } catch (error) {
      answerFailure(response, error);
    }
  });
  setInterval(() => worker.scheduled({ scheduledTime: Date.now() }, env, ctx).catch(report), MINUTE_MS).unref();
}

/** @param {unknown} error */
const report = (error) => console.error(`demo: ${messageOf(error)}`);

/** @param {ServerResponse} response @param {unknown} error */
function answerFailure(response, error) {
  report(error);
  if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain;charset=UTF-8" });
  response.end("the request cannot be read\n");
}

/** @param {IncomingMessage} request @param {number} port @param {Buffer} body */
function requestOf({ method = "GET", headers, url = "/" }, port, body) {
  /** @type {[string, string][]} */
  const entries = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each]));
  // The platform sets it, and a visitor cannot.
  const own = entries.filter(([name]) => name !== "cf-connecting-ip");
  const hasBody = method !== "GET" && method !== "HEAD" && body.length > 0;
  const address = new URL(url, `http://${HOST}:${port}`);
  // A page of another site whose name leads to this machine is not this shop.
  address.host = headers.host ?? address.host;
  return new Request(address, { method, headers: own, body: hasBody ? new Uint8Array(body) : undefined });
}

/** @param {IncomingMessage} request */
async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error(`a body of more than ${MAX_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @param {Sandbox} sandbox @param {number} port @param {string} sandboxOrigin @param {string} operatorKey */
function greeting(sandbox, port, sandboxOrigin, operatorKey) {
  const shop = `http://${HOST}:${port}`;
  const [card] = sandbox.testCards().filter(({ actionCode }) => actionCode === 0);
  return [
    `bpc-checkout demo ready: ${shop}/`,
    `  store     ${shop}/`,
    `  operator  http://operator:${operatorKey}@${HOST}:${port}/operator   (deposits, reverses, refunds)`,
    `  packing   http://operator:${operatorKey}@${HOST}:${port}/packing   (paid orders)`,
    `  sandbox   ${sandboxOrigin}/   (the gateway's control page)`,
    `  test card ${card.pan.replace(/(.{4})(?=.)/g, "$1 ")}  ${card.expiry}  ${card.cvc}  ${card.what}`,
    "  Ctrl-C ends both.",
    "",
  ].join("\n");
}
