// The sandbox as an HTTP server: which hosts it answers to, where callbacks may go, and a line for each event.
import { createServer } from "node:http";
import { isIP } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { clock, isLoopback, printable, stop } from "./cli-options.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { AddressInfo } from "node:net" */
/** @import { Sandbox } from "./sandbox.js" */

/**
 * @typedef {object} Settings
 * @property {string} host the address to listen on
 * @property {number} port
 * @property {string[]} hosts further host names that the server answers to
 * @property {string[]} targets further hosts that callbacks may be sent to
 * @property {number} latencyMs
 * @property {boolean} quiet
 * @property {string} login
 * @property {string | undefined} callbackUrl
 * @property {string} [portOption] the option that chooses the port, `--port` by default
 * @property {(port: number) => void} [onListening] says that the server listens, instead of the usual lines
 */

/** The most bytes of a body that are kept. The sandbox answers 413 to a shorter body. */
const MAX_BODY = 4 << 20;
/** Milliseconds that a store has to answer a callback. */
const CALLBACK_TIMEOUT_MS = 10_000;
const WILDCARDS = ["0.0.0.0", "::"];

/** @param {Sandbox} sandbox @param {Settings} settings */
export function serve(sandbox, settings) {
  const { host, port } = settings;
  const print = settings.quiet ? () => {} : () => printEvents(sandbox);
  const send = sender(settings.targets);
  /** @type {Set<Promise<object[]>>} */
  const underway = new Set();
  const sendDue = async () => {
    print();
    const deliveries = await sandbox.deliverCallbacks(send);
    if (deliveries.length > 0) print();
    return deliveries;
  };
  /** Sends what is due. With `all`, it also waits for what is being sent. */
  const deliver = async (all = false) => {
    const others = all ? [...underway] : [];
    const sent = sendDue();
    underway.add(sent);
    const deliveries = await Promise.all([...others, sent]).finally(() => underway.delete(sent));
    return deliveries.flat();
  };
  const server = createServer((request, response) => {
    answer(sandbox, settings, deliver, request, response).catch((error) => {
      // The fault `reset`: the connection is closed without a response.
      if (error.cause?.code === "ECONNRESET") return request.socket.destroy();
      if (!response.headersSent) response.writeHead(400, TEXT);
      response.end(`${error.message}\n`);
    });
  });
  // A callback is due right after its event, and then every 30 seconds until the shop answers 200.
  setInterval(() => deliver(), 1000).unref();
  server.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code === "EADDRINUSE")
      stop(`port ${port} on ${host} is in use: choose another with ${settings.portOption ?? "--port"}`);
    stop(`cannot listen on ${host}:${port}: ${error.message}`);
  });
  server.listen(port, host, () => {
    const { port: actual } = /** @type {AddressInfo} */ (server.address());
    if (settings.onListening) settings.onListening(actual);
    else process.stdout.write(greeting(sandbox, settings, actual));
  });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

const TEXT = { "content-type": "text/plain;charset=UTF-8", "x-content-type-options": "nosniff" };

/**
 * @param {Sandbox} sandbox @param {Settings} settings @param {(all?: boolean) => Promise<object[]>} deliver
 * @param {IncomingMessage} request @param {ServerResponse} response
 */
async function answer(sandbox, settings, deliver, request, response) {
  const { method, headers } = request;
  const { url: path = "/" } = request;
  // A request to a proxy contains the whole address. If it is not an address, `new URL` throws: see `serve`.
  const url = new URL(path.startsWith("/") ? `http://${headers.host || `127.0.0.1:${settings.port}`}${path}` : path);
  const body = await readBody(request);
  if (!answersTo(url.hostname, settings)) {
    response.writeHead(421, TEXT);
    response.end(
      `the sandbox does not answer to the host ${url.hostname}. Use 127.0.0.1 or localhost, or start it with ` +
        `--allow-hosts ${url.hostname}\n`,
    );
    return;
  }
  const carriesBody = method !== "GET" && method !== "HEAD" && body.length > 0;
  /** @type {[string, string][]} */
  const entries = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each]));
  if (settings.latencyMs > 0 && url.pathname.endsWith(".do")) await pause(settings.latencyMs);
  const reply = await sandbox.fetch(
    new Request(url, { method, headers: entries, body: carriesBody ? body : undefined }),
  );
  let content = Buffer.from(await reply.arrayBuffer());
  // The callbacks of this command are sent before it is answered: its caller waits for them.
  if (url.pathname === "/sandbox/api/deliver" && reply.status === 200) {
    content = Buffer.from(JSON.stringify({ result: await deliver(true) }));
  }
  response.writeHead(reply.status, [...reply.headers].flat());
  response.end(content);
  await deliver();
}

/**
 * Whether the server answers to a host name. Without this, a page of another site could read the sandbox: it lets its own name
 * lead to this machine (DNS rebinding). An address in digits needs no name.
 * @param {string} hostname @param {Settings} settings
 */
function answersTo(hostname, { host, hosts }) {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  if (isLoopback(hostname) || bare === host.toLowerCase() || hosts.includes(hostname)) return true;
  return WILDCARDS.includes(host) && isIP(bare) > 0;
}

/** @param {IncomingMessage} request */
async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The function that sends callbacks: to this machine and to the given hosts only, and not longer than the limit. Anybody who can
 * register an order chooses the address of its callbacks.
 * @param {string[]} targets
 */
function sender(targets) {
  return async (/** @type {string} */ address, /** @type {RequestInit} */ init) => {
    const { hostname } = new URL(address);
    if (!isLoopback(hostname) && !targets.includes(hostname)) {
      const message = `not sent to ${hostname}: allow it with --allow-callbacks-to ${hostname}`;
      throw Object.assign(new Error(message), { refused: true });
    }
    try {
      return await fetch(address, { ...init, signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MS) });
    } catch (error) {
      if (Object(error).name !== "TimeoutError") throw error;
      throw new Error(`no answer in ${CALLBACK_TIMEOUT_MS / 1000} s`, { cause: error });
    }
  };
}

/** @param {Sandbox} sandbox */
function printEvents(sandbox) {
  for (const { atMs, text } of sandbox.takeEvents()) process.stdout.write(`${clock(atMs)} ${printable(text)}\n`);
}

/** The first lines. @param {Sandbox} sandbox @param {Settings} settings @param {number} port */
function greeting(sandbox, { host, login, callbackUrl, targets, quiet }, port) {
  const name = WILDCARDS.includes(host) ? "127.0.0.1" : host;
  const origin = `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
  const others = ["this machine", ...targets.filter((target) => !isLoopback(target))].join(", ");
  const cards = sandbox.testCards();
  const shown = [cards.find((card) => card.actionCode === 0), cards.find((card) => card.actionCode !== 0)];
  return [
    `bpc-checkout sandbox ready: REST root ${origin}${new URL(sandbox.baseUrl).pathname}  (${login})`,
    `  control page  ${origin}/`,
    `  callbacks     ${callbackUrl ? `to ${callbackUrl}` : "only for orders with dynamicCallbackUrl (--callback-url sets one for all)"}, ${others} only`,
    ...shown.flatMap((card) =>
      card
        ? [`  test card     ${card.pan.replace(/(.{4})(?=.)/g, "$1 ")}  ${card.expiry}  ${card.cvc}  ${card.what}`]
        : [],
    ),
    ...(quiet ? [] : ["  Ctrl-C ends it. A line for each event follows."]),
    "",
  ].join("\n");
}
