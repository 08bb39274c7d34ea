// `bpc-checkout/sandbox`: a gateway to develop and test against, as an object with a `fetch`. It uses only web standards. The
// loaders next to this file initialise the WebAssembly module before anything here is called.
import { SandboxCore } from "./sandbox-core.js";

/** @import * as types from "./sandbox.js" */

/** @typedef {{ privateKey: CryptoKey, publicKey: string, certificate: string }} Key the RSA key of callbacks; texts are PEM */

/**
 * A callback that is due, as the core reports it. `toSign` is the text to sign with RSA, or null.
 * @typedef {object} DueCallback
 * @property {number} id
 * @property {string} orderId
 * @property {string} operation
 * @property {"GET" | "POST"} method
 * @property {string} url
 * @property {string | null} body
 * @property {string | null} contentType
 * @property {string | null} toSign
 */

/** @type {Record<string, string>} */
const REST_ROOTS = { ecom: "/ecomm/gw/partner/api/v1" };

/**
 * Addresses that are served here: the core has no RSA key.
 * @type {Record<string, "callbackKey" | "callbackCertificate">}
 */
const DOWNLOADS = {
  "/sandbox/callback-key.pem": "callbackKey",
  "/sandbox/callback-certificate.pem": "callbackCertificate",
};

/** The gateway. The documentation of its members is in sandbox.d.ts. */
export class Sandbox {
  #core;
  /** @type {Promise<Key> | undefined} */
  #key;

  /** @param {types.SandboxOptions} [options] */
  constructor(options = {}) {
    if (options === null || typeof options !== "object") fail("options: expected an object");
    refuseUnknown("option", options, [...SandboxCore.optionNames(), "now"]);
    const { now = Date.now, seed = randomSeed(), ...rest } = options;
    if (typeof now !== "function") fail("now: expected a function that returns epoch milliseconds");
    if (!Number.isSafeInteger(seed) || seed < 0) fail("seed: expected a whole number of 0 or more");
    this.#core = withTypeError(() => new SandboxCore(JSON.stringify({ ...rest, seed }), () => milliseconds(now())));
    const origin = (rest.origin ?? "https://gateway.sandbox.test").replace(/\/+$/, "");
    this.baseUrl = origin + (REST_ROOTS[rest.profile ?? "bpc"] ?? "/payment/rest");
    // It is bound, so that it can be passed alone: `{ fetch: bank.fetch }`.
    this.fetch = this.fetch.bind(this);
  }

  /** @param {string | URL | Request} input @param {RequestInit} [init] @returns {Promise<Response>} */
  async fetch(input, init) {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    request.signal?.throwIfAborted();
    const { pathname } = new URL(request.url);
    const download = DOWNLOADS[pathname];
    if (download) return new Response(await this[download]());
    return this.#core.fetch(request);
  }

  /** @param {string} orderId @param {string | types.SandboxCard | types.SandboxWallet} [card] @returns {types.SandboxPayment} */
  pay(orderId, card = {}) {
    return this.#command("pay", { ...payment(card), orderId: String(orderId) });
  }

  /** @param {types.SandboxOrderFilter} [filter] @returns {types.SandboxOrder[]} */
  orders(filter = {}) {
    return this.#command("orders", { ...filter });
  }

  /** @param {string} order @param {number} [amount] @returns {types.SandboxOrder} */
  deposit(order, amount) {
    return this.#command("deposit", { order: String(order), amount });
  }

  /** @param {string} order @returns {types.SandboxOrder} */
  reverse(order) {
    return this.#command("reverse", { order: String(order) });
  }

  /** @param {string} order @param {number} [amount] @returns {types.SandboxOrder} */
  refund(order, amount) {
    return this.#command("refund", { order: String(order), amount });
  }

  /** @param {string} order @returns {types.SandboxOrder} */
  decline(order) {
    return this.#command("decline", { order: String(order) });
  }

  /** @param {string} order @returns {types.SandboxOrder} */
  expire(order) {
    return this.#command("expire", { order: String(order) });
  }

  reset() {
    this.#command("reset");
  }

  /** @returns {number} */
  now() {
    return this.#command("now");
  }

  /** @param {number} ms */
  advance(ms) {
    if (!Number.isFinite(ms) || ms < 0) fail("ms: expected a number of milliseconds, 0 or more");
    this.#command("advance", { ms: Math.trunc(ms) });
  }

  /** @param {types.SandboxFaultKind | types.SandboxFault} fault */
  injectFault(fault) {
    this.#command("injectFault", typeof fault === "string" ? { kind: fault } : { ...fault });
  }

  clearFaults() {
    this.#command("clearFaults");
  }

  /** @param {types.SandboxFaultKind | types.SandboxFault} fault */
  fail(fault) {
    this.injectFault(fault);
  }

  heal() {
    this.clearFaults();
  }

  /** @returns {types.SandboxFault[]} */
  faults() {
    return this.#command("faults");
  }

  /** @returns {types.SandboxTestCard[]} */
  testCards() {
    return this.#command("testCards");
  }

  /** @param {types.SandboxLines} [lines] @returns {types.SandboxExchange[]} */
  exchanges(lines = {}) {
    return this.#command("exchanges", { ...lines });
  }

  /** @param {types.SandboxLines} [lines] @returns {types.SandboxCallback[]} */
  callbacks(lines = {}) {
    return this.#command("callbacks", { ...lines });
  }

  /** @param {string} order @param {string} [operation] @returns {{ operation: string }} */
  resend(order, operation) {
    return this.#command("resend", { order: String(order), operation });
  }

  /** @param {types.SandboxOperation | types.SandboxTrigger} trigger @returns {types.SandboxOrder} */
  trigger(trigger) {
    return this.#command("trigger", typeof trigger === "string" ? { operation: trigger } : { ...trigger });
  }

  /** @returns {{ atMs: number, text: string }[]} */
  takeEvents() {
    return this.#command("takeEvents");
  }

  /** @param {(url: string, init: RequestInit) => Response | Promise<Response>} [send] @returns {Promise<types.SandboxDelivery[]>} */
  deliver(send = fetch) {
    this.#command("deliver");
    return this.deliverCallbacks(send);
  }

  /** @param {(url: string, init: RequestInit) => Response | Promise<Response>} [send] @returns {Promise<types.SandboxDelivery[]>} */
  async deliverCallbacks(send = fetch) {
    if (typeof send !== "function") fail("deliverCallbacks: expected a fetch function");
    /** @type {DueCallback[]} */
    const due = this.#command("takeCallbacks");
    return Promise.all(due.map((callback) => this.#deliver(callback, send)));
  }

  async callbackKey() {
    return (await this.#signingKey()).publicKey;
  }

  async callbackCertificate() {
    return (await this.#signingKey()).certificate;
  }

  /** The key pair of this sandbox, made once. Some platforms make keys only while a request is handled: a failure is not kept. */
  #signingKey() {
    this.#key ??= makeKey().catch((error) => {
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }

  /** @param {DueCallback} callback @param {(url: string, init: RequestInit) => Response | Promise<Response>} send */
  async #deliver(callback, send) {
    const { id, orderId, operation, method, contentType } = callback;
    let { url, body } = callback;
    if (callback.toSign !== null) {
      const signed = `&checksum=${await sign(await this.#signingKey(), callback.toSign)}`;
      if (body === null) url += signed;
      else body += signed;
    }
    /** @type {Record<string, string>} */
    const headers = contentType === null ? {} : { "content-type": contentType };
    let status = null;
    /** @type {{ problem?: string, refused?: boolean }} */
    let failure = {};
    try {
      const answer = await send(url, { method, headers, body: body ?? undefined, redirect: "manual" });
      status = answer.status;
      await answer.body?.cancel();
    } catch (error) {
      // There was no answer. The callback is due again later, unless the sender refuses to send it.
      if (status === null) failure = failureOf(error);
    }
    this.#command("reportCallback", { id, answer: status, ...failure });
    return { orderId, operation, method, url, body, status };
  }

  /** @param {string} name @param {object} input @returns {any} */
  #command(name, input = {}) {
    return withTypeError(() => this.#core.command(name, input));
  }
}

/**
 * Why a callback had no answer. An error with `refused` says that another attempt is of no use.
 * @param {unknown} error
 */
function failureOf(error) {
  const { message, cause, refused } = Object(error);
  // A system error, such as ECONNREFUSED, says more than "fetch failed".
  const problem = typeof cause?.code === "string" ? cause.code : message;
  return { problem: typeof problem === "string" ? problem : undefined, refused: refused === true };
}

/**
 * The result of the caller's clock, as a number.
 * @param {unknown} now
 */
function milliseconds(now) {
  const ms = Number(now);
  return Number.isFinite(ms) ? ms : fail("now: expected it to return epoch milliseconds");
}

/**
 * The core's input for a card number, a card or a wallet.
 * @param {string | types.SandboxCard | types.SandboxWallet} card
 * @returns {object}
 */
function payment(card) {
  if (typeof card === "string") return { pan: card };
  if (card === null || typeof card !== "object") fail("card: expected a card number, a card or a wallet");
  return card;
}

/** @param {string} what @param {object} object @param {string[]} known */
function refuseUnknown(what, object, known) {
  const name = Object.keys(object).find((key) => !known.includes(key));
  if (name !== undefined) fail(`unknown ${what} "${name}"; known: ${known.join(", ")}`);
}

/**
 * Calls the core, which throws texts, and makes errors of them.
 * @template T @param {() => T} call @returns {T}
 */
function withTypeError(call) {
  try {
    return call();
  } catch (reason) {
    if (typeof reason === "string") fail(reason);
    throw reason;
  }
}

/** @param {string} message @returns {never} */
function fail(message) {
  throw new TypeError(`bpc-checkout/sandbox: ${message}`);
}

/** It is called when a sandbox is made and not at import: Workers have no random numbers in the global scope. */
function randomSeed() {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0x1fffff) * 2 ** 32 + low;
}

/**
 * The key pair of RSA callbacks, made when it is first needed, with a self-signed certificate.
 * @returns {Promise<Key>}
 */
async function makeKey() {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-512",
  };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const spki = new Uint8Array(await crypto.subtle.exportKey("spki", publicKey));
  const body = SandboxCore.certificateToBeSigned(spki);
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm.name, privateKey, body));
  return {
    privateKey,
    publicKey: SandboxCore.publicKeyPem(spki),
    certificate: SandboxCore.certificatePem(body, signature),
  };
}

/**
 * Signs a text. Returns upper-case hex digits.
 * @param {Key} key @param {string} text
 */
async function sign({ privateKey }, text) {
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, new TextEncoder().encode(text));
  return Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}

/** @type {Sandbox | undefined} */
let shared;

/** A handler for a Worker or a server: one sandbox per isolate, made by the first request. It answers at any origin. */
export default {
  /** @param {Request} request */
  fetch(request) {
    shared ??= new Sandbox();
    return shared.fetch(request);
  },
};
