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

const OPTIONS = [
  "profile",
  "seed",
  "origin",
  "now",
  "merchant",
  "merchants",
  "sessionTimeoutSecs",
  "maxAttempts",
  "maxOrders",
  "maxOrderBytes",
  "maxBodyBytes",
  "responseVersion",
  "reverseDeposited",
  "maxExchanges",
  "acknowledgeSecs",
  "callbacks",
];
const CARD = ["pan", "expiry", "cvc", "holder", "challenge", "save"];
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
    refuseUnknown("option", options, OPTIONS);
    const { now = Date.now, seed = randomSeed(), ...rest } = options;
    if (typeof now !== "function") fail("now: expected a function that returns epoch milliseconds");
    if (!Number.isSafeInteger(seed) || seed < 0) fail("seed: expected a whole number of 0 or more");
    this.#core = plainly(() => new SandboxCore(JSON.stringify({ ...rest, seed }), () => epochMs(now())));
    const origin = (rest.origin ?? "https://gateway.sandbox.test").replace(/\/+$/, "");
    this.baseUrl = origin + (REST_ROOTS[rest.profile ?? "bpc"] ?? "/payment/rest");
    // Bound, so that `{ fetch: bank.fetch }` works.
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
  pay(orderId, card = "5555555555555599") {
    return this.#command("pay", { ...payment(card), orderId: String(orderId) });
  }

  /** @returns {types.SandboxOrder[]} */
  orders() {
    return this.#command("orders");
  }

  /** @param {number} ms */
  advance(ms) {
    if (!Number.isFinite(ms) || ms < 0) fail("ms: expected milliseconds to move the clock ahead by, 0 or more");
    this.#command("advance", { ms: Math.trunc(ms) });
  }

  /** @param {types.SandboxFaultKind | types.SandboxFault} fault */
  fail(fault) {
    this.#command("fail", typeof fault === "string" ? { kind: fault } : { ...fault });
  }

  heal() {
    this.#command("heal");
  }

  /** @returns {types.SandboxFault[]} */
  faults() {
    return this.#command("faults");
  }

  /** @returns {types.SandboxExchange[]} */
  exchanges() {
    return this.#command("exchanges");
  }

  /** @returns {types.SandboxCallback[]} */
  callbacks() {
    return this.#command("callbacks");
  }

  /** @param {(url: string, init: RequestInit) => Response | Promise<Response>} [send] @returns {Promise<types.SandboxDelivery[]>} */
  async deliverCallbacks(send = fetch) {
    if (typeof send !== "function") fail("deliverCallbacks: expected a fetch function");
    /** @type {DueCallback[]} */
    const due = this.#command("takeCallbacks");
    return Promise.all(due.map((callback) => this.#deliver(callback, send)));
  }

  async callbackKey() {
    return (await (this.#key ??= makeKey())).publicKey;
  }

  async callbackCertificate() {
    return (await (this.#key ??= makeKey())).certificate;
  }

  /** @param {DueCallback} callback @param {(url: string, init: RequestInit) => Response | Promise<Response>} send */
  async #deliver(callback, send) {
    const { id, orderId, operation, method, contentType } = callback;
    let { url, body } = callback;
    if (callback.toSign !== null) {
      const signed = `&checksum=${await sign(await (this.#key ??= makeKey()), callback.toSign)}`;
      if (body === null) url += signed;
      else body += signed;
    }
    /** @type {Record<string, string>} */
    const headers = contentType === null ? {} : { "content-type": contentType };
    let status = null;
    try {
      const answer = await send(url, { method, headers, body: body ?? undefined, redirect: "manual" });
      status = answer.status;
      await answer.body?.cancel();
    } catch {
      // No response: the gateway tries again, whatever the reason.
    }
    this.#command("reportCallback", { id, answer: status });
    return { orderId, operation, method, url, body, status };
  }

  /** @param {string} name @param {object} input @returns {any} */
  #command(name, input = {}) {
    return plainly(() => this.#core.command(name, input));
  }
}

/**
 * The result of the caller's clock, as a number.
 * @param {unknown} now
 */
function epochMs(now) {
  const ms = Number(now);
  return Number.isFinite(ms) ? ms : fail("now: returned no number of epoch milliseconds");
}

/**
 * The core's input for a card number, a card or a wallet.
 * @param {string | types.SandboxCard | types.SandboxWallet} card
 * @returns {object}
 */
function payment(card) {
  if (typeof card === "string") return { pan: card };
  if (card === null || typeof card !== "object") fail("card: expected a card number, a card or a wallet");
  if ("wallet" in card) refuseUnknown("wallet field", card, ["wallet"]);
  else refuseUnknown("card field", card, CARD);
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
function plainly(call) {
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

/** Called when a sandbox is made, not at import: Workers allow no random numbers in the global scope. */
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
  const body = certificateBody(spki);
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm.name, privateKey, body));
  const certificate = der(0x30, body, SHA512_WITH_RSA, der(0x03, [0], signature));
  return { privateKey, publicKey: pem("PUBLIC KEY", spki), certificate: pem("CERTIFICATE", certificate) };
}

/**
 * One DER value: tag, length, content.
 * @param {number} tag @param {Iterable<number>[]} parts
 */
function der(tag, ...parts) {
  const content = parts.flatMap((part) => [...part]);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return new Uint8Array([tag, ...size, ...content]);
}

/** @param {string} text */
const ascii = (text) => new TextEncoder().encode(text);
/** 1.2.840.113549.1.1.13 with NULL parameters. */
const SHA512_WITH_RSA = der(0x30, [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0d], [0x05, 0]);

/**
 * The signed part of an X.509 v3 certificate: version, serial, algorithm, issuer, validity, subject, key.
 * @param {Uint8Array} spki
 */
function certificateBody(spki) {
  const commonName = der(0x30, [0x06, 3, 0x55, 4, 3], der(0x0c, ascii("bpc-checkout sandbox")));
  const name = der(0x30, der(0x31, commonName));
  const validity = der(0x30, der(0x17, ascii("200101000000Z")), der(0x17, ascii("491231235959Z")));
  return der(0x30, der(0xa0, [0x02, 1, 2]), [0x02, 1, 1], SHA512_WITH_RSA, name, validity, name, spki);
}

/** @param {string} label @param {Uint8Array} bytes */
function pem(label, bytes) {
  const lines = (btoa(String.fromCharCode(...bytes)).match(/.{1,64}/g) ?? []).join("\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/**
 * The signature of a text, as upper-case hex digits.
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
