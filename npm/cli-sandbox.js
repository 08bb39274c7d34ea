// `bpc-checkout sandbox`: runs the sandbox gateway as a server on this machine.
import { readFileSync } from "node:fs";
import { hostNames, messageOf, oneOf, readOptions, stop, webAddress, wholeNumber } from "./cli-options.js";
import { serve } from "./cli-server.js";
import { Sandbox } from "./sandbox.js";

/** @import { Values } from "./cli-options.js" */

export const HELP = `Usage: bpc-checkout sandbox [options]

Starts a payment gateway to develop and test against: REST calls, payment page, 3-D Secure page and callbacks.
It keeps orders in memory. The control page at / shows each order, moves the clock and injects faults.
The terminal shows a line for each call, payment and callback.

  --port <number>       port to listen on, 0 for a free one (8788)
  --host <address>      address to listen on (127.0.0.1). With 0.0.0.0 everybody in your network can use the sandbox
  --origin <url>        scheme and host of the payment page, if they differ from where a call was sent to
  --allow-hosts <list>  further host names that the sandbox answers to. Without it: this machine, --host and --origin
  --profile <name>      bpc, classic, numeric, allstrings, ecom, bt, satim, arca,
                        dsk, credibanco or clictopay (bpc)
  --name <text>         the shop's name on the payment page (Test shop)
  --user <text>         API login (test_user)
  --password <text>     API password (test_user_password)
  --currencies <list>   numeric codes of the merchant's currencies, such as 978,840
  --session-secs <n>    seconds in which an order can be paid (1200)
  --acknowledge-secs <n>  seconds in which a paid order must be acknowledged, or it is reversed (profile satim; 600, 0 for no limit)
  --latency <ms>        milliseconds that every REST call waits for its reply (0)
  --orders <file.json>  orders to start with: [{ "orderNumber": "A-1", "amount": 2000, "state": "paid" }, …]. The states are
                        registered, held, paid, declined, expired and refunded
  --callback-url <url>  address of the callback handler (none). Orders with dynamicCallbackUrl need no address
  --allow-callbacks-to <list>  further hosts that callbacks may be sent to. Without it: this machine and the host of --callback-url
  --callback-secret <s> key of the HMAC-SHA256 of callbacks (test_callback_secret)
  --callback-signature <kind>  hmac, rsa or none (hmac). The RSA key is at /sandbox/callback-key.pem, its certificate
                        at /sandbox/callback-certificate.pem
  --callback-method <m> GET or POST (GET)
  --seed <number>       seed of the random numbers (random). The same seed gives the same order ids
  --quiet               prints the first lines and errors only
  --version             prints the version of this package
  --help                shows this text

The API is POST /sandbox/api/<command> with a JSON object. The methods of Sandbox in sandbox.d.ts have the same names.
`;

const TEXTS = [
  ...["port", "host", "origin", "allow-hosts", "profile", "name", "user", "password", "currencies", "session-secs"],
  ...["acknowledge-secs", "latency", "orders", "callback-url", "allow-callbacks-to", "callback-secret"],
  ...["callback-signature", "callback-method", "seed"],
];
const PROFILES = [
  "bpc",
  "classic",
  "numeric",
  "allstrings",
  "ecom",
  "bt",
  "satim",
  "arca",
  "dsk",
  "credibanco",
  "clictopay",
];
const MAX_SECS = 999_999_999;
const STATES = ["registered", "held", "paid", "declined", "expired", "refunded"];
/** A declined payment of `--orders`: no money on the card. */
const DECLINED_CARD = "4999900001160000";

/** @param {string[]} args */
export async function run(args) {
  const { values } = readOptions("sandbox", args, { texts: TEXTS, flags: ["quiet"] });
  const port = wholeNumber("port", values.port ?? "8788", 65_535);
  const host = String(values.host ?? "127.0.0.1");
  const latencyMs = wholeNumber("latency", values.latency ?? "0", 600_000);
  const callbackUrl =
    values["callback-url"] === undefined ? undefined : webAddress("callback-url", values["callback-url"]);
  const origin = values.origin === undefined ? undefined : webAddress("origin", values.origin);
  const hosts = values["allow-hosts"] === undefined ? [] : hostNames("allow-hosts", values["allow-hosts"]);
  const targets =
    values["allow-callbacks-to"] === undefined ? [] : hostNames("allow-callbacks-to", values["allow-callbacks-to"]);
  if (origin) hosts.push(origin.hostname);
  if (callbackUrl) targets.push(callbackUrl.hostname);
  const sandbox = makeSandbox(values, callbackUrl, origin);
  await addOrders(sandbox, values);
  serve(sandbox, {
    host,
    port,
    hosts,
    targets,
    latencyMs,
    quiet: values.quiet === true,
    login: `${values.user ?? "test_user"} / ${values.password ?? "test_user_password"}`,
    callbackUrl: callbackUrl?.href,
  });
}

/** @param {Values} values @param {URL | undefined} callbackUrl @param {URL | undefined} origin */
function makeSandbox(values, callbackUrl, origin) {
  const text = (/** @type {string} */ name) => (values[name] === undefined ? undefined : String(values[name]));
  const seconds = (/** @type {string} */ name, min = 1) =>
    values[name] === undefined ? undefined : wholeNumber(name, values[name], MAX_SECS, min);
  const choice = (/** @type {string} */ name, /** @type {string[]} */ known) =>
    values[name] === undefined ? undefined : /** @type {any} */ (oneOf(name, values[name], known));
  for (const name of ["name", "user", "password", "callback-secret"]) {
    if (values[name] === "") stop(`--${name}: must not be empty`);
  }
  try {
    return new Sandbox({
      profile: choice("profile", PROFILES),
      origin: origin?.origin,
      sessionTimeoutSecs: seconds("session-secs"),
      acknowledgeSecs: seconds("acknowledge-secs", 0),
      seed: values.seed === undefined ? undefined : wholeNumber("seed", values.seed, Number.MAX_SAFE_INTEGER),
      merchant: {
        name: text("name"),
        userName: text("user"),
        password: text("password"),
        currencies: text("currencies")
          ?.split(",")
          .map((code) => code.trim()),
      },
      callbacks: {
        url: callbackUrl?.href,
        secret: text("callback-secret"),
        signature: choice("callback-signature", ["hmac", "rsa", "none"]),
        method: choice("callback-method", ["GET", "POST"]),
      },
    });
  } catch (error) {
    const message = messageOf(error).replace("bpc-checkout/sandbox: ", "");
    return stop(message.replace(/^merchant\.currencies/, "--currencies"));
  }
}

/** Registers and pays the orders of a file. @param {Sandbox} sandbox @param {Values} values */
async function addOrders(sandbox, values) {
  if (values.orders === undefined) return;
  const file = String(values.orders);
  const wrong = (/** @type {string} */ message) => stop(`--orders: ${file}: ${message}`);
  let orders;
  try {
    orders = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return wrong(messageOf(error));
  }
  if (!Array.isArray(orders)) return wrong("expected a list of orders");
  for (const [at, order] of orders.entries()) {
    if (order === null || typeof order !== "object") return wrong(`order ${at + 1}: expected an object`);
    const { state = "registered", ...fields } = order;
    if (!STATES.includes(state)) return wrong(`order ${at + 1}: state: expected ${STATES.join(", ")}, got "${state}"`);
    try {
      await addOrder(sandbox, values, state, fields);
    } catch (error) {
      return wrong(`order ${at + 1}: ${messageOf(error).replace("bpc-checkout/sandbox: ", "")}`);
    }
  }
  sandbox.takeEvents();
}

/** @param {Sandbox} sandbox @param {Values} values @param {string} state @param {Record<string, unknown>} fields */
async function addOrder(sandbox, values, state, fields) {
  const all = {
    userName: values.user ?? "test_user",
    password: values.password ?? "test_user_password",
    returnUrl: "https://shop.example/return",
    ...fields,
  };
  const form = Object.entries(all).map(([name, value]) => [
    name,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  const call = state === "held" ? "registerPreAuth" : "register";
  const reply = await sandbox.fetch(`${sandbox.baseUrl}/${call}.do`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const { orderId, errorMessage } = await reply.json();
  if (!orderId) throw new Error(errorMessage);
  if (state === "expired") sandbox.expire(orderId);
  else if (state === "declined") sandbox.pay(orderId, DECLINED_CARD);
  else if (state !== "registered") sandbox.pay(orderId);
  if (state === "refunded") sandbox.refund(orderId);
}
