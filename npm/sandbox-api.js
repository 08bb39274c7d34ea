// `bpc-checkout/sandbox`: a gateway to develop and test against, as an object with a `fetch`.
// Web standards only; the loaders beside this file have readied the module before anything here is called.
import { SandboxCore } from "./sandbox-core.js";

const OPTIONS = [
  "profile", "seed", "origin", "now", "merchant", "sessionTimeoutSecs", "maxAttempts", "maxOrders", "maxOrderBytes",
  "maxBodyBytes", "responseVersion", "reverseDeposited",
];
const CARD = ["pan", "expiry", "cvc", "holder", "challenge"];
const REST_ROOTS = { ecom: "/ecomm/gw/partner/api/v1" };

/** The gateway. See sandbox.d.ts for what every member does. */
export class Sandbox {
  #core;
  #now;

  constructor(options = {}) {
    if (options === null || typeof options !== "object") fail("options: expected an object");
    refuseUnknown("option", options, OPTIONS);
    const { now = Date.now, seed = randomSeed(), ...rest } = options;
    if (typeof now !== "function") fail("now: expected a function that returns epoch milliseconds");
    if (!Number.isSafeInteger(seed) || seed < 0) fail("seed: expected a whole number of 0 or more");
    this.#now = now;
    this.#core = plainly(() => new SandboxCore(JSON.stringify({ ...rest, seed })));
    const origin = (rest.origin ?? "https://gateway.sandbox.test").replace(/\/+$/, "");
    this.baseUrl = origin + (REST_ROOTS[rest.profile] ?? "/payment/rest");
    // Bound, so that it can be handed on alone: `{ fetch: bank.fetch }`.
    this.fetch = this.fetch.bind(this);
  }

  async fetch(input, init) {
    const request = new Request(input, init);
    request.signal?.throwIfAborted();
    const url = new URL(request.url);
    const headers = [...request.headers].filter(([name]) => name !== "host");
    headers.push(["host", url.host], ["x-forwarded-proto", url.protocol.slice(0, -1)]);
    const plain = {
      method: request.method,
      path: url.pathname,
      query: url.search.slice(1),
      headers,
      body: await request.text(),
    };
    const reply = JSON.parse(plainly(() => this.#core.handle(JSON.stringify(plain), this.#moment())));
    return new Response(reply.body, { status: reply.status, headers: reply.headers });
  }

  pay(orderId, card = "5555555555555599") {
    return JSON.parse(plainly(() => this.#core.pay(String(orderId), JSON.stringify(payment(card)), this.#moment())));
  }

  orders() {
    return JSON.parse(plainly(() => this.#core.orders(this.#moment())));
  }

  advance(ms) {
    if (!Number.isFinite(ms) || ms < 0) fail("ms: expected milliseconds to move the clock ahead by, 0 or more");
    this.#core.advance(ms);
  }

  #moment() {
    const now = Number(this.#now());
    return Number.isFinite(now) ? now : fail("now: returned no number of epoch milliseconds");
  }
}

/** What the core takes for a PAN, a card object or a wallet. */
function payment(card) {
  if (typeof card === "string") return { pan: card, passesChallenge: true };
  if (card === null || typeof card !== "object") fail("card: expected a card number, a card or a wallet");
  if ("wallet" in card) {
    refuseUnknown("wallet field", card, ["wallet"]);
    return { wallet: String(card.wallet), passesChallenge: true };
  }
  refuseUnknown("card field", card, CARD);
  const { challenge = "success", pan = "5555555555555599", ...rest } = card;
  if (challenge !== "success" && challenge !== "fail") fail('challenge: expected "success" or "fail"');
  return { pan, ...rest, passesChallenge: challenge === "success" };
}

function refuseUnknown(what, object, known) {
  const name = Object.keys(object).find((key) => !known.includes(key));
  if (name !== undefined) fail(`unknown ${what} "${name}"; known: ${known.join(", ")}`);
}

/** The core throws texts; people get errors. */
function plainly(call) {
  try {
    return call();
  } catch (reason) {
    if (typeof reason === "string") fail(reason);
    throw reason;
  }
}

function fail(message) {
  throw new TypeError(`bpc-checkout/sandbox: ${message}`);
}

/** Drawn when a sandbox is made and not at import: Workers allow no randomness in the global scope. */
function randomSeed() {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0x1fffff) * 2 ** 32 + low;
}

let shared;

/** A Worker or server handler: one sandbox per isolate, made by the first request, at whatever origin it is reached. */
export default {
  fetch(request) {
    shared ??= new Sandbox();
    return shared.fetch(request);
  },
};
