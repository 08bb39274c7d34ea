// `bpc-checkout doctor`: tries a configuration and says in words what is wrong, and what to do.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { GATEWAY_HELP, GATEWAY_TEXTS, readGateway } from "./cli-gateway.js";
import { isLoopback, messageOf, printable, readOptions, stop, webAddress, wholeNumber } from "./cli-options.js";
import { BANKS } from "./cli-banks.js";
import { PARAMS } from "./cli-init-bank.js";
import {
  customer,
  decline,
  isCheckoutError,
  minorUnits,
  register,
  registerPreAuth,
  status,
  verifyCallback,
} from "./index.js";

/** @import { Bank } from "./cli-banks.js" */
/** @import { Gateway, CheckoutError, Registration } from "./index.js" */
/** @import { Values } from "./cli-options.js" */

export const HELP = `Usage: bpc-checkout doctor --return-url <address> [options]

Tries your configuration at the bank: registers an order of 1.00, asks about it, and declines it. Nobody pays anything.
It prints a line for each check, and says what is wrong and what to do. It ends with 1 when something is wrong.

  --currency <code>     the currency of your shop, such as EUR (the usual one of a bank of the list)
  --return-url <address>  the address to which customers return
  --amount <decimal>    the amount of the order (1.00, or the least that your bank takes)
  --order <file.json>   further fields of the order, as register() takes them: {"jsonParams": {...}, "orderBundle": {...}}, where
                        orderBundle is what customer() returns. A bank of the list gets what it requires without this file
  --no-hold             does not try to hold money: your shop takes it at once
  --callback <text>     a callback that your store received, as address or query: is it signed with your secret?
  --callback-url <address>  waits for the callback of an order that expires. The bank must permit dynamicCallbackUrl
  --callback-port <n>   the port of this machine that a public --callback-url leads to, such as that of a tunnel
${GATEWAY_HELP}
  --help                shows this text
`;

const TEXTS = [
  "currency",
  "return-url",
  "amount",
  "order",
  "callback",
  "callback-url",
  "callback-port",
  ...GATEWAY_TEXTS,
];
/** Seconds after which the orders of a check expire by themselves. */
const SESSION_SECS = 600;
/** More difference between two clocks is reported. */
const CLOCK_MS = 120_000;
const CALLBACK_WAIT_MS = 90_000;
/** Characters of a callback that are read. */
const MAX_CALLBACK = 8192;
const BANK = "your bank's integration support";

const TLS_CODES = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO|INVALID_CA)/;

/**
 * What one run knows.
 * @typedef {object} Run
 * @property {Gateway} gateway
 * @property {Record<string, any>} order the fields of every order
 * @property {{ cause?: any, dateMs?: number, sentMs?: number }} wire what the last request saw
 * @property {number} wrong how many checks failed
 */

/** @param {string[]} args */
export async function run(args) {
  const { values } = readOptions("doctor", args, { texts: TEXTS, flags: ["no-hold"] });
  const { gateway: given, secret, bank } = readGateway(values);
  const usual = bank?.currency[0];
  const currency = String(
    values.currency ?? usual ?? stop("--currency is missing: the currency of your shop, such as EUR"),
  );
  const returnUrl = values["return-url"] ?? stop("--return-url is missing: the address to which customers return");
  const place = callbackPlace(values);
  if ((place || values.callback !== undefined) && !secret) stop("--callback-secret is missing");
  const amount = amountOf(values.amount === undefined ? undefined : String(values.amount), currency, bank?.minimum);
  /** @type {Run} */
  const doctor = {
    gateway: given,
    order: {
      amount,
      currency,
      returnUrl,
      description: "bpc-checkout doctor: a test, it will be declined",
      sessionTimeoutSecs: SESSION_SECS,
      ...orderFields(bank, moreFields(values.order)),
    },
    wire: {},
    wrong: 0,
  };
  doctor.gateway = { ...given, fetch: watched(doctor) };
  if (values.callback !== undefined) await checkCallback(doctor, String(values.callback), secret);
  if (await checkHost(doctor)) await checkOrders(doctor, values["no-hold"] !== true && !bank?.onePhase);
  if (place && doctor.wrong === 0) await checkLiveCallback(doctor, place, secret);
  const summary = doctor.wrong === 0 ? "nothing is wrong" : `${doctor.wrong} wrong`;
  process.stdout.write(`${summary}\n`);
  process.exitCode = doctor.wrong === 0 ? 0 : 1;
}

/**
 * The amount of the order in minor units: the least that the bank takes, or any bank with this currency.
 * @param {string | undefined} given @param {string} currency @param {number} [minimum]
 */
function amountOf(given, currency, minimum = 0) {
  try {
    const one = minorUnits("1", currency);
    if (given !== undefined) return minorUnits(given, currency);
    const least = Object.values(BANKS).map((bank) => (bank.currency.includes(currency) ? (bank.minimum ?? 0) : 0));
    return Math.max(one, minimum, ...least);
  } catch (error) {
    return stop(`${given === undefined ? "--currency" : "--amount or --currency"}: ${messageOf(error)}`);
  }
}

/** A customer that does not exist, for a bank that wants one. */
const NOBODY = {
  email: "doctor@example.com",
  phone: "40740123456",
  country: "642",
  city: "Cluj-Napoca",
  address: "Str. 1",
};

/** What the bank requires of every order, unless the file has it. @param {Bank | undefined} bank @param {Record<string, any>} file */
function orderFields(bank, file) {
  const needed = Object.fromEntries((bank?.params ?? []).map((name) => [name, PARAMS.get(name) ?? ""]));
  const jsonParams = { ...needed, ...file["jsonParams"] };
  return {
    ...(bank?.customer && { orderBundle: customer(NOBODY) }),
    ...file,
    ...(Object.keys(jsonParams).length > 0 && { jsonParams }),
  };
}

/** @param {unknown} file */
function moreFields(file) {
  if (file === undefined) return {};
  let fields;
  try {
    fields = JSON.parse(readFileSync(String(file), "utf8"));
  } catch (error) {
    return stop(`--order: ${messageOf(error)}`);
  }
  if (fields === null || typeof fields !== "object" || Array.isArray(fields))
    stop(`--order: ${file} has no JSON object`);
  return fields;
}

/** A `fetch` that notes why a connection failed, and the bank's clock. @param {Run} doctor */
function watched(doctor) {
  return async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    doctor.wire = {};
    try {
      const reply = await fetch(url, init);
      const date = Date.parse(reply.headers.get("date") ?? "");
      if (!Number.isNaN(date)) doctor.wire = { dateMs: date, sentMs: Date.now() };
      return reply;
    } catch (error) {
      doctor.wire = { cause: Object(error).cause ?? error };
      throw error;
    }
  };
}

/** @param {string} text */
const good = (text) => process.stdout.write(`ok     ${printable(text)}\n`);

/** @param {Run} doctor @param {string} text */
function bad(doctor, text) {
  doctor.wrong += 1;
  process.stdout.write(`WRONG  ${printable(text)}\n`);
}

/** A number that SATIM accepts too: ten digits. */
let numbers = Date.now();
const newNumber = () => String(numbers++).slice(-10);

/** @param {unknown} error @returns {CheckoutError} */
function checkoutError(error) {
  if (!isCheckoutError(error)) throw error;
  return error;
}

/**
 * Asks about an order that does not exist: the answer tells host, TLS and login. Returns whether to go on.
 * @param {Run} doctor
 */
async function checkHost(doctor) {
  const { gateway } = doctor;
  const place = host(gateway);
  try {
    await status({ orderNumber: newNumber() }, gateway);
    good(`${place} answers`);
    return true;
  } catch (caught) {
    const error = checkoutError(caught);
    if (error.code === "invalid_option" || error.code === "credentials_in_page") {
      bad(doctor, `the configuration is not valid: ${error.message}`);
      return false;
    }
    const problem = connectionProblem(doctor, error, place);
    if (problem) {
      bad(doctor, problem);
      return false;
    }
    good(`${place} answers${place.startsWith("https:") ? ", its certificate is valid" : ""}`);
    checkClock(doctor, doctor.wire.dateMs, doctor.wire.sentMs);
    if (error.code === "order_not_found") good("the login may ask for an order by its number");
    return true;
  }
}

/** @param {Gateway} gateway */
const host = (gateway) => (gateway.baseUrl ? new URL(String(gateway.baseUrl)).origin : `the bank ${gateway.bank}`);

/**
 * Why there was no reply of a gateway, in words. `undefined` when there was one.
 * @param {Run} doctor @param {CheckoutError} error @param {string} place
 */
function connectionProblem({ wire, gateway }, error, place) {
  const code = String(wire.cause?.code ?? "");
  if (wire.cause) {
    if (TLS_CODES.test(code) || /SSL|certificate/i.test(String(wire.cause.message))) {
      return `TLS with ${place} fails (${code || wire.cause.message}): is the address right, https and port? Then send this code to ${BANK}`;
    }
    if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
      return `the host of ${place} is unknown (${code}): ${gateway.baseUrl ? "correct the address in GATEWAY_URL, or " : ""}check the network of this machine`;
    }
    if (code === "ECONNREFUSED") {
      return isLoopback(new URL(String(gateway.baseUrl ?? "http://x")).hostname)
        ? `nobody listens at ${place}: is the sandbox running? npx bpc-checkout sandbox`
        : `nobody listens at ${place}: ${gateway.baseUrl ? "correct the host or the port in GATEWAY_URL" : `ask ${BANK}`}`;
    }
    return `${place} cannot be reached (${code || wire.cause.message}): does a firewall stand between? Ask ${BANK} whether your address must be allowed`;
  }
  if (error.code === "timeout")
    return `${place} does not answer in time: ask ${BANK} whether your address must be allowed`;
  if (error.code === "malformed_reply" || error.code === "unexpected_redirect" || error.code === "response_too_large") {
    const http = error.httpStatus ? `, HTTP ${error.httpStatus}` : "";
    const remedy = gateway.baseUrl ? "GATEWAY_URL must be the REST root, such as …/payment/rest" : `ask ${BANK}`;
    return `${place} answers, but not as a gateway (${error.code}${http}): ${remedy}`;
  }
  return undefined;
}

/** @param {Run} doctor @param {number | undefined} bankMs @param {number} [ownMs] */
function checkClock(doctor, bankMs, ownMs = Date.now()) {
  if (bankMs === undefined) return;
  const ahead = ownMs - bankMs;
  // A whole number of hours is another time zone and not a wrong clock.
  const offZone = Math.abs(ahead - Math.round(ahead / 1_800_000) * 1_800_000);
  const isZone = Math.abs(ahead) < 14.5 * 3_600_000 && Math.abs(ahead) > CLOCK_MS && offZone < CLOCK_MS;
  if (Math.abs(ahead) <= CLOCK_MS || isZone) return;
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const way = ahead > 0 ? "ahead of" : "behind";
  bad(
    doctor,
    `the clock of this machine is ${seconds} s ${way} the bank's: set it, signed return addresses expire by it`,
  );
}

/** Registers, asks, holds and declines. @param {Run} doctor @param {boolean} tryHold */
async function checkOrders(doctor, tryHold) {
  const order = await tryRegister(doctor, register, "register.do");
  if (!order) return;
  await checkStatus(doctor, order);
  await tryDecline(doctor, order);
  if (!tryHold) return;
  const held = await tryRegister(doctor, registerPreAuth, "registerPreAuth.do");
  if (held) await tryDecline(doctor, held);
}

/**
 * @param {Run} doctor @param {typeof register | typeof registerPreAuth} call @param {string} name
 * @returns {Promise<Registration | undefined>}
 */
async function tryRegister(doctor, call, name) {
  const order = { ...doctor.order, orderNumber: newNumber() };
  try {
    const registered = await call(/** @type {any} */ (order), doctor.gateway);
    good(
      name === "register.do"
        ? `${name}: login, currency and returnUrl are accepted`
        : `${name}: the login may hold money`,
    );
    return registered;
  } catch (caught) {
    bad(doctor, registrationProblem(checkoutError(caught), doctor, name));
    return undefined;
  }
}

/** Fields of an order that have an option of their own, or come from one. In small letters. */
const OWN_OPTIONS = new Map([
  ["amount", "correct --amount"],
  ["currency", "correct --currency"],
  ["returnurl", "correct --return-url"],
  ["terminalid", "correct --terminal-id"],
  ["force_terminal_id", "correct --terminal-id"],
]);

/** @param {string} field as the package or the bank names it: `order.amount`, `amount` */
const remedyOf = (field) =>
  OWN_OPTIONS.get(String(field.split(".").at(-1)).toLowerCase()) ?? "give it, or correct it, with --order";

/** @param {CheckoutError} error @param {Run} doctor @param {string} name */
function registrationProblem(error, { order, gateway }, name) {
  const said = error.gateway ? ` (the bank says: ${error.gateway.errorMessage})` : "";
  const words = error.gateway?.errorMessage ?? "";
  if (error.code === "invalid_option")
    return `the order is not valid: ${error.message}: ${remedyOf(error.field ?? "")}`;
  if (error.code === "unknown_currency" || /currency/i.test(words)) {
    return `the currency ${order.currency} is not enabled for ${gateway.userName}${said}: ask ${BANK} to enable it, or correct --currency`;
  }
  if (/return_?url|failurl/i.test(words)) {
    return `the bank refuses the returnUrl ${order.returnUrl}${said}: ask ${BANK} to allow its host`;
  }
  const found = /\[?([a-zA-Z]\w*)\]? (?:is|has|must)|(?:parameter|value)[^[]*\[([a-zA-Z]\w*)\]/.exec(words);
  if (error.code === "missing_parameter" || (found && /invalid|empty|wrong|missing/i.test(words))) {
    const field = found?.[1] ?? found?.[2] ?? "";
    // Without the bank's ways, what it requires of every order is missing.
    const ways =
      gateway.baseUrl && !gateway.dialect ? "name your bank with --dialect if it is in the list; otherwise " : "";
    const remedy = OWN_OPTIONS.has(field.toLowerCase()) ? remedyOf(field) : `${ways}${remedyOf(field)}`;
    return `${name} needs another value${said}: ${remedy}, and ask ${BANK} what it expects`;
  }
  if (error.code === "access_denied" && name === "registerPreAuth.do") {
    return `the login ${gateway.userName} may not hold money (registerPreAuth.do)${said}: ask ${BANK} for this permission, or use --no-hold`;
  }
  if (error.code === "access_denied") {
    return `the login ${gateway.userName} or its password is wrong for ${host(gateway)}${said}: copy both again. Test logins work on the test host only. Otherwise ask ${BANK}`;
  }
  return `${name} fails: ${error.message}`;
}

/** @param {Run} doctor @param {Registration} order */
async function checkStatus(doctor, { orderId, orderNumber }) {
  /** @type {[string, any][]} */
  const ways = [["orderId", { orderId }]];
  if (orderNumber !== null) ways.push(["number", { orderNumber }]);
  for (const [way, query] of ways) {
    try {
      const report = await status(query, doctor.gateway);
      good(`getOrderStatusExtended.do: the order is found by its ${way}`);
      if (way === "orderId") checkClock(doctor, report.date);
    } catch (caught) {
      const error = checkoutError(caught);
      const said = error.gateway ? ` (the bank says: ${error.gateway.errorMessage})` : "";
      const what = `the login ${doctor.gateway.userName} may not ask for an order by its ${way} (getOrderStatusExtended.do)`;
      bad(
        doctor,
        error.code === "access_denied"
          ? `${what}${said}: ask ${BANK} for this permission`
          : `getOrderStatusExtended.do by ${way} fails: ${error.message}`,
      );
    }
  }
}

/** @param {Run} doctor @param {Registration} order */
async function tryDecline(doctor, { orderId, orderNumber }) {
  if (orderNumber === null) return;
  try {
    await decline({ orderId, orderNumber }, doctor.gateway);
    good(`decline.do: the test order ${orderNumber} is closed`);
  } catch (caught) {
    const error = checkoutError(caught);
    const what =
      error.code === "access_denied"
        ? "the login may not decline orders (decline.do)"
        : `decline.do fails: ${error.message}`;
    bad(
      doctor,
      `${what}: the test order ${orderNumber} expires by itself in ${SESSION_SECS / 60} minutes. Ask ${BANK} for this permission`,
    );
  }
}

/** @param {Run} doctor @param {string} callback @param {string | undefined} secret */
async function checkCallback(doctor, callback, secret) {
  try {
    const { operation, orderNumber } = await verifyCallback(callback, {
      ...doctor.gateway,
      callback: { secret: secret ?? "" },
    });
    good(`the callback ${operation} of order ${orderNumber} is signed with your secret`);
  } catch (caught) {
    const error = checkoutError(caught);
    bad(
      doctor,
      `the callback is not signed with your secret: ${error.message}. Ask ${BANK} for the callback token and its kind (HMAC or RSA)`,
    );
  }
}

/**
 * Registers an order that expires at once, and waits for its callback.
 * @param {Run} doctor @param {{ url: URL, port: number }} place @param {string | undefined} secret
 */
async function checkLiveCallback(doctor, place, secret) {
  const { arrived, close } = await openForCallback(place);
  const fields = { orderNumber: newNumber(), sessionTimeoutSecs: 1, dynamicCallbackUrl: place.url.href };
  try {
    await register(/** @type {any} */ ({ ...doctor.order, ...fields }), doctor.gateway);
    const nothing = once(AbortSignal.timeout(CALLBACK_WAIT_MS), "abort").then(() => undefined);
    const callback = await Promise.race([arrived, nothing]);
    if (callback !== undefined) return await checkCallback(doctor, callback, secret);
    const login = doctor.gateway.userName;
    bad(
      doctor,
      `no callback came in ${CALLBACK_WAIT_MS / 1000} s: ask ${BANK} to enable callbacks and dynamicCallbackUrl for ${login}`,
    );
  } catch (caught) {
    bad(doctor, registrationProblem(checkoutError(caught), doctor, "register.do with dynamicCallbackUrl"));
  } finally {
    close();
  }
}

/**
 * Opens a port for one callback: its address or its form.
 * @param {{ url: URL, port: number }} place
 */
async function openForCallback({ url, port }) {
  /** @type {(callback: string) => void} */
  let arrive = () => {};
  const arrived = new Promise((/** @type {(callback: string) => void} */ resolve) => (arrive = resolve));
  const server = createServer(async (request, response) => {
    let form = "";
    for await (const chunk of request.setEncoding("utf8")) if (form.length < MAX_CALLBACK) form += chunk;
    response.end("OK");
    arrive(request.method === "POST" ? form : new URL(request.url ?? "/", url).href);
  });
  server.listen(port, isLoopback(url.hostname) ? url.hostname.replace(/^\[(.*)\]$/, "$1") : "127.0.0.1");
  await Promise.race([
    once(server, "listening"),
    once(server, "error").then(([error]) => stop(`--callback-port: ${messageOf(error)}`)),
  ]);
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { arrived, close };
}

/** Where the callback arrives. A public address leads to a port of this machine. @param {Values} values */
function callbackPlace(values) {
  if (values["callback-url"] === undefined) return undefined;
  const url = webAddress("callback-url", values["callback-url"]);
  if (values["callback-port"] !== undefined) {
    return { url, port: wholeNumber("callback-port", values["callback-port"], 65_535, 1) };
  }
  if (!isLoopback(url.hostname)) stop("--callback-port is missing: the port of this machine that the address leads to");
  return { url, port: Number(url.port || (url.protocol === "https:" ? 443 : 80)) };
}
