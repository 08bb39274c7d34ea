#!/usr/bin/env node
// `bpc-checkout sandbox`: runs the sandbox gateway as a server on this machine. `bpc-checkout code`: explains a response code.
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { actionCode } from "./codes.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { AddressInfo } from "node:net" */
/** @import { Sandbox, SandboxOptions } from "./sandbox.js" */

/** @typedef {Record<string, string | boolean | undefined>} Values the options of the command line */

const HELP = `Usage: bpc-checkout sandbox [options]
       bpc-checkout code <response code> [--lang <language>] [--bank <bank>]

sandbox:
Starts a payment gateway to develop and test against: REST calls, payment page, 3-D Secure page and callbacks.
It keeps orders in memory. The login is test_user, the password test_user_password.
The control page at / shows orders and calls, moves the clock and injects faults.

  --port <number>       port to listen on, 0 for a free one (8788)
  --host <address>      address to listen on (127.0.0.1)
  --profile <name>      bpc, classic, numeric, allstrings, ecom, bt or satim (bpc)
  --currencies <list>   numeric codes of the merchant's currencies, such as 978,840
  --callback-url <url>  address of the callback handler (none). Orders with dynamicCallbackUrl need no address
  --callback-secret <s> key of the HMAC-SHA256 of callbacks (test_callback_secret)
  --callback-signature <kind>  hmac, rsa or none (hmac). The RSA key is at /sandbox/callback-key.pem, its certificate
                        at /sandbox/callback-certificate.pem
  --callback-method <m> GET or POST (GET)
  --seed <number>       seed of the random numbers (random). The same seed gives the same order ids

code:
Explains a bank's response code (actionCode): its class, what the customer is told, and what may be tried.

  --lang <language>     language of the customer's sentence, such as ro (en)
  --bank <name>         the bank as in gateway.bank, such as banca-transilvania: some banks have codes of their own

  --help                shows this text
`;
/** The most bytes of a body that are kept. The sandbox answers 413 to a much shorter body. */
const MAX_BODY = 1 << 20;

/**
 * Prints an error and ends the process.
 * @param {string} message @returns {never}
 */
function stop(message) {
  process.stderr.write(`bpc-checkout: ${message}\n`);
  process.exit(2);
}

/**
 * The arguments with a code such as -2007 at the end, where it is not taken for an option.
 * @param {string[]} args
 */
function withNegativeCode(args) {
  const isCode = (/** @type {string} */ text) => /^-\d+$/.test(text);
  return args[0] === "code" ? [...args.filter((text) => !isCode(text)), "--", ...args.filter(isCode)] : args;
}

function readArguments() {
  try {
    const text = /** @type {const} */ ({ type: "string" });
    return parseArgs({
      args: withNegativeCode(process.argv.slice(2)),
      allowPositionals: true,
      options: {
        port: text,
        host: text,
        profile: text,
        currencies: text,
        seed: text,
        "callback-url": text,
        "callback-secret": text,
        "callback-signature": text,
        "callback-method": text,
        lang: text,
        bank: text,
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    return stop(`${messageOf(error).split(/[.\n]/)[0].toLowerCase()}; see bpc-checkout --help`);
  }
}

/** @param {string} name @param {string} text @param {number} max */
function wholeNumber(name, text, max) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > max) stop(`--${name}: expected a whole number up to ${max}, got "${text}"`);
  return number;
}

/** @param {string} command @param {string[]} given the options @param {(name: string) => boolean} isAllowed */
function allowOnly(command, given, isAllowed) {
  const other = given.find((name) => !isAllowed(name));
  if (other) stop(`--${other} is not an option of ${command}; see bpc-checkout --help`);
}

/** @param {string} name */
const isOfCode = (name) => name === "lang" || name === "bank";

/** What may be tried after a code, in words. */
const TRIES = {
  same_card_now: "the same card, at once",
  same_card_later: "the same card, later",
  another_card: "another card",
  never_this_card: "another card; never this card again",
  contact_shop: "nothing by the customer: the shop has to look",
};

/** @param {Values} values @param {string[]} given */
function explain(values, given) {
  allowOnly("code", Object.keys(values), isOfCode);
  if (given.length !== 1) stop("expected one response code, such as bpc-checkout code 116; see --help");
  const text = (/** @type {string | boolean | undefined} */ value) => (value === undefined ? undefined : String(value));
  try {
    const answer = actionCode(given[0], text(values.lang), text(values.bank));
    const { code, class: kind, retry, customer, language, operator } = answer;
    const lines = [
      ["code", code],
      ["class", kind],
      ["retry", retry === null ? "none: nothing may be tried" : `${retry}: ${TRIES[retry]}`],
      [`customer (${language})`, customer],
      ["operator", operator],
    ];
    process.stdout.write(`${lines.map(([name, value]) => `${String(name).padEnd(15)}${value}`).join("\n")}\n`);
  } catch (error) {
    stop(messageOf(error));
  }
}

/** @param {Values} values */
async function makeSandbox({ profile, currencies, seed, ...values }) {
  /** @type {any} */
  const callbacks = {};
  /** @type {any} */
  const options = { callbacks };
  for (const name of ["url", "secret", "signature", "method"]) {
    const value = values[`callback-${name}`];
    if (value !== undefined) callbacks[name] = value;
  }
  if (profile !== undefined) options.profile = profile;
  if (currencies !== undefined)
    options.merchant = {
      currencies: String(currencies)
        .split(",")
        .map((code) => code.trim()),
    };
  if (seed !== undefined) options.seed = wholeNumber("seed", String(seed), Number.MAX_SAFE_INTEGER);
  // Only now: `code` needs no module.
  const { Sandbox } = await import("./sandbox.js");
  try {
    return new Sandbox(options);
  } catch (error) {
    return stop(messageOf(error).replace("bpc-checkout/sandbox: ", ""));
  }
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

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

/** @param {Sandbox} sandbox @param {string} fallbackHost @param {IncomingMessage} request @param {ServerResponse} response */
async function answer(sandbox, fallbackHost, request, response) {
  const { method, headers } = request;
  const { url: path = "/" } = request;
  // A request to a proxy contains the whole address. If it is not an address, `new Request` throws: see `serve`.
  const url = path.startsWith("/") ? `http://${headers.host ?? fallbackHost}${path}` : path;
  const body = await readBody(request);
  const carriesBody = method !== "GET" && method !== "HEAD" && body.length > 0;
  /** @type {[string, string][]} */
  const entries = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each]));
  const reply = await sandbox.fetch(
    new Request(url, { method, headers: entries, body: carriesBody ? body : undefined }),
  );
  response.writeHead(reply.status, [...reply.headers].flat());
  response.end(Buffer.from(await reply.arrayBuffer()));
  await sandbox.deliverCallbacks();
}

/** @param {Sandbox} sandbox @param {string} host @param {number} port */
function serve(sandbox, host, port) {
  const server = createServer((request, response) => {
    answer(sandbox, `${host}:${port}`, request, response).catch((error) => {
      // The fault `reset`: the connection is closed without a response.
      if (error.cause?.code === "ECONNRESET") return request.socket.destroy();
      if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain;charset=UTF-8" });
      response.end(`${error.message}\n`);
    });
  });
  // A callback is due right after its event, and then every 30 seconds until the shop answers 200.
  setInterval(() => sandbox.deliverCallbacks(), 1000).unref();
  server.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
    if (error.code === "EADDRINUSE") stop(`port ${port} on ${host} is in use: choose another with --port`);
    stop(`cannot listen on ${host}:${port}: ${error.message}`);
  });
  server.listen(port, host, () => {
    const address = /** @type {AddressInfo} */ (server.address());
    const root = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}${new URL(sandbox.baseUrl).pathname}`;
    process.stdout.write(`bpc-checkout sandbox ready: REST root ${root}  (test_user / test_user_password)\n`);
  });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

const { values, positionals } = readArguments();
const [command, ...extra] = positionals;
if (values.help || command === "help") {
  process.stdout.write(HELP);
} else if (command === "code") {
  explain(values, extra);
} else if (command !== "sandbox" || extra.length > 0) {
  const given = positionals.join(" ");
  stop(
    given
      ? `unknown command "${given}"; see bpc-checkout --help`
      : "expected a command, such as bpc-checkout sandbox; see --help",
  );
} else {
  allowOnly("sandbox", Object.keys(values), (name) => !isOfCode(name));
  const port = wholeNumber("port", values.port ?? "8788", 65_535);
  serve(await makeSandbox(values), values.host ?? "127.0.0.1", port);
}
