// `bpc-checkout/sandbox`: a gateway to develop and test against, as an object with a `fetch`.
// Web standards only; the loaders beside this file have readied the module before anything here is called.
import { SandboxCore } from "./sandbox-core.js";

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
const REST_ROOTS = { ecom: "/ecomm/gw/partner/api/v1" };

/** What is served here and not in the core, which holds no keys. */
const DOWNLOADS = {
  "/sandbox/callback-key.pem": "callbackKey",
  "/sandbox/callback-certificate.pem": "callbackCertificate",
};

/** The gateway. See sandbox.d.ts for what every member does. */
export class Sandbox {
  #core;
  #key;

  constructor(options = {}) {
    if (options === null || typeof options !== "object") fail("options: expected an object");
    refuseUnknown("option", options, OPTIONS);
    const { now = Date.now, seed = randomSeed(), ...rest } = options;
    if (typeof now !== "function") fail("now: expected a function that returns epoch milliseconds");
    if (!Number.isSafeInteger(seed) || seed < 0) fail("seed: expected a whole number of 0 or more");
    this.#core = plainly(() => new SandboxCore(JSON.stringify({ ...rest, seed }), () => moment(now())));
    const origin = (rest.origin ?? "https://gateway.sandbox.test").replace(/\/+$/, "");
    this.baseUrl = origin + (REST_ROOTS[rest.profile] ?? "/payment/rest");
    // Bound, so that it can be handed on alone: `{ fetch: bank.fetch }`.
    this.fetch = this.fetch.bind(this);
  }

  async fetch(input, init) {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    request.signal?.throwIfAborted();
    const { pathname } = new URL(request.url);
    if (pathname in DOWNLOADS) return new Response(await this[DOWNLOADS[pathname]]());
    return this.#core.fetch(request);
  }

  pay(orderId, card = "5555555555555599") {
    return this.#command("pay", { ...payment(card), orderId: String(orderId) });
  }

  orders() {
    return this.#command("orders");
  }

  advance(ms) {
    if (!Number.isFinite(ms) || ms < 0) fail("ms: expected milliseconds to move the clock ahead by, 0 or more");
    this.#command("advance", { ms: Math.trunc(ms) });
  }

  fail(fault) {
    this.#command("fail", typeof fault === "string" ? { kind: fault } : { ...fault });
  }

  heal() {
    this.#command("heal");
  }

  faults() {
    return this.#command("faults");
  }

  exchanges() {
    return this.#command("exchanges");
  }

  callbacks() {
    return this.#command("callbacks");
  }

  async deliverCallbacks(send = fetch) {
    if (typeof send !== "function") fail("deliverCallbacks: expected a fetch function");
    return Promise.all(this.#command("takeCallbacks").map((callback) => this.#deliver(callback, send)));
  }

  async callbackKey() {
    return (await (this.#key ??= makeKey())).publicKey;
  }

  async callbackCertificate() {
    return (await (this.#key ??= makeKey())).certificate;
  }

  async #deliver(callback, send) {
    const { id, orderId, operation, method, contentType } = callback;
    let { url, body } = callback;
    if (callback.toSign !== null) {
      const signed = `&checksum=${await sign(await (this.#key ??= makeKey()), callback.toSign)}`;
      if (body === null) url += signed;
      else body += signed;
    }
    const headers = contentType === null ? {} : { "content-type": contentType };
    let status = null;
    try {
      const answer = await send(url, { method, headers, body: body ?? undefined, redirect: "manual" });
      status = answer.status;
      await answer.body?.cancel();
    } catch {
      // No answer: the gateway cannot tell why either, and tries again.
    }
    this.#command("reportCallback", { id, answer: status });
    return { orderId, operation, method, url, body, status };
  }

  #command(name, input = {}) {
    return plainly(() => this.#core.command(name, input));
  }
}

/** What the caller's clock says, as a number. */
function moment(now) {
  const ms = Number(now);
  return Number.isFinite(ms) ? ms : fail("now: returned no number of epoch milliseconds");
}

/** What the core takes for a PAN, a card object or a wallet. */
function payment(card) {
  if (typeof card === "string") return { pan: card };
  if (card === null || typeof card !== "object") fail("card: expected a card number, a card or a wallet");
  if ("wallet" in card) refuseUnknown("wallet field", card, ["wallet"]);
  else refuseUnknown("card field", card, CARD);
  return card;
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

/** The key pair of RSA callbacks, made when it is first needed, and a certificate it signed itself. */
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

/** One DER value: tag, length, content. */
function der(tag, ...parts) {
  const content = parts.flatMap((part) => [...part]);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return new Uint8Array([tag, ...size, ...content]);
}

const ascii = (text) => new TextEncoder().encode(text);
/** 1.2.840.113549.1.1.13 with NULL parameters. */
const SHA512_WITH_RSA = der(0x30, [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0d], [0x05, 0]);

/** The part of an X.509 v3 certificate that is signed: version, serial, algorithm, issuer, validity, subject, key. */
function certificateBody(spki) {
  const commonName = der(0x30, [0x06, 3, 0x55, 4, 3], der(0x0c, ascii("bpc-checkout sandbox")));
  const name = der(0x30, der(0x31, commonName));
  const validity = der(0x30, der(0x17, ascii("200101000000Z")), der(0x17, ascii("491231235959Z")));
  return der(0x30, der(0xa0, [0x02, 1, 2]), [0x02, 1, 1], SHA512_WITH_RSA, name, validity, name, spki);
}

function pem(label, bytes) {
  const lines = btoa(String.fromCharCode(...bytes))
    .match(/.{1,64}/g)
    .join("\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/** Upper-case hex of the signature. */
async function sign({ privateKey }, text) {
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, new TextEncoder().encode(text));
  return Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}

let shared;

/** A Worker or server handler: one sandbox per isolate, made by the first request, at whatever origin it is reached. */
export default {
  fetch(request) {
    shared ??= new Sandbox();
    return shared.fetch(request);
  },
};
