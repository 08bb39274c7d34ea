#!/usr/bin/env node
// `bpc-checkout sandbox`: a gateway to develop and test against, as a server on this machine.
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { Sandbox } from "./sandbox.js";

const HELP = `Usage: bpc-checkout sandbox [options]

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
  --help                shows this text
`;
/** The most bytes of a body that are kept. The sandbox answers a longer body than `maxBodyBytes` with 413. */
const MAX_BODY = 1 << 20;

function stop(message) {
  process.stderr.write(`bpc-checkout: ${message}\n`);
  process.exit(2);
}

function readArguments() {
  try {
    const text = { type: "string" };
    return parseArgs({
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
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    return stop(`${error.message.split(/[.\n]/)[0].toLowerCase()}; see bpc-checkout --help`);
  }
}

function wholeNumber(name, text, max) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > max) stop(`--${name}: expected a whole number up to ${max}, got "${text}"`);
  return number;
}

function makeSandbox({ profile, currencies, seed, ...values }) {
  const options = { callbacks: {} };
  for (const name of ["url", "secret", "signature", "method"]) {
    const value = values[`callback-${name}`];
    if (value !== undefined) options.callbacks[name] = value;
  }
  if (profile !== undefined) options.profile = profile;
  if (currencies !== undefined) options.merchant = { currencies: currencies.split(",").map((code) => code.trim()) };
  if (seed !== undefined) options.seed = wholeNumber("seed", seed, Number.MAX_SAFE_INTEGER);
  try {
    return new Sandbox(options);
  } catch (error) {
    return stop(error.message.replace("bpc-checkout/sandbox: ", ""));
  }
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function answer(sandbox, fallbackHost, request, response) {
  const { method, headers } = request;
  // A request to a proxy has the whole address. A text that is no address is answered with 400 below.
  const url = request.url.startsWith("/") ? `http://${headers.host ?? fallbackHost}${request.url}` : request.url;
  const body = await readBody(request);
  const carriesBody = method !== "GET" && method !== "HEAD" && body.length > 0;
  const entries = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
  const reply = await sandbox.fetch(
    new Request(url, { method, headers: entries, body: carriesBody ? body : undefined }),
  );
  response.writeHead(reply.status, [...reply.headers].flat());
  response.end(Buffer.from(await reply.arrayBuffer()));
  await sandbox.deliverCallbacks();
}

function serve(sandbox, host, port) {
  const server = createServer((request, response) => {
    answer(sandbox, `${host}:${port}`, request, response).catch((error) => {
      // The sandbox simulates a reset connection.
      if (error.cause?.code === "ECONNRESET") return request.socket.destroy();
      if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain;charset=UTF-8" });
      response.end(`${error.message}\n`);
    });
  });
  // A callback is due at once, and again 30 seconds after each failure.
  setInterval(() => sandbox.deliverCallbacks(), 1000).unref();
  server.on("error", (error) => {
    if (error.code === "EADDRINUSE") stop(`port ${port} on ${host} is in use: choose another with --port`);
    stop(`cannot listen on ${host}:${port}: ${error.message}`);
  });
  server.listen(port, host, () => {
    const root = `http://${host.includes(":") ? `[${host}]` : host}:${server.address().port}${new URL(sandbox.baseUrl).pathname}`;
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
} else if (command !== "sandbox" || extra.length > 0) {
  const given = positionals.join(" ");
  stop(
    given
      ? `unknown command "${given}"; see bpc-checkout --help`
      : "expected a command, such as bpc-checkout sandbox; see --help",
  );
} else {
  const port = wholeNumber("port", values.port ?? "8788", 65_535);
  serve(makeSandbox(values), values.host ?? "127.0.0.1", port);
}
