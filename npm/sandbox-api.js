// `bpc-checkout/sandbox`: a gateway to develop and test against, as an object with a `fetch`.
// It uses web standards only. The loader beside this file has compiled the module before this code runs.
import { SandboxCore } from "./sandbox-core.js";

const REST_ROOTS = { ecom: "/ecomm/gw/partner/api/v1" };

/** Paths that are answered here, because the core holds no keys. */
const DOWNLOADS = {
  "/sandbox/callback-key.pem": "callbackKey",
  "/sandbox/callback-certificate.pem": "callbackCertificate",
};

/** The gateway. `sandbox.d.ts` documents the members. */
export class Sandbox {
  #core;
  #key;

  constructor(options = {}) {
    if (options === null || typeof options !== "object") fail("options: expected an object");
    refuseUnknown("option", options, [...SandboxCore.optionNames(), "now"]);
    const { now = Date.now, seed = randomSeed(), ...rest } = options;
    if (typeof now !== "function") fail("now: expected a function that returns epoch milliseconds");
    if (!Number.isSafeInteger(seed) || seed < 0) fail("seed: expected a whole number of 0 or more");
    this.#core = withTypeError(() => new SandboxCore(JSON.stringify({ ...rest, seed }), () => milliseconds(now())));
    const origin = (rest.origin ?? "https://gateway.sandbox.test").replace(/\/+$/, "");
    this.baseUrl = origin + (REST_ROOTS[rest.profile] ?? "/payment/rest");
    // It is bound, so that it can be passed alone: `{ fetch: bank.fetch }`.
    this.fetch = this.fetch.bind(this);
  }

  async fetch(input, init) {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    request.signal?.throwIfAborted();
    const { pathname } = new URL(request.url);
    if (pathname in DOWNLOADS) return new Response(await this[DOWNLOADS[pathname]]());
    return this.#core.fetch(request);
  }

  pay(orderId, card = {}) {
    return this.#command("pay", { ...payment(card), orderId: String(orderId) });
  }

  orders() {
    return this.#command("orders");
  }

  advance(ms) {
    if (!Number.isFinite(ms) || ms < 0) fail("ms: expected a number of milliseconds, 0 or more");
    this.#command("advance", { ms: Math.trunc(ms) });
  }

  injectFault(fault) {
    this.#command("injectFault", typeof fault === "string" ? { kind: fault } : { ...fault });
  }

  clearFaults() {
    this.#command("clearFaults");
  }

  fail(fault) {
    this.injectFault(fault);
  }

  heal() {
    this.clearFaults();
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
      // There was no answer. The callback is due again later.
    }
    this.#command("reportCallback", { id, answer: status });
    return { orderId, operation, method, url, body, status };
  }

  #command(name, input = {}) {
    return withTypeError(() => this.#core.command(name, input));
  }
}

/** The caller's time as a number. */
function milliseconds(now) {
  const ms = Number(now);
  return Number.isFinite(ms) ? ms : fail("now: expected it to return epoch milliseconds");
}

/** The payment as an object. */
function payment(card) {
  if (typeof card === "string") return { pan: card };
  if (card === null || typeof card !== "object") fail("card: expected a card number, a card or a wallet");
  return card;
}

function refuseUnknown(what, object, known) {
  const name = Object.keys(object).find((key) => !known.includes(key));
  if (name !== undefined) fail(`unknown ${what} "${name}"; known: ${known.join(", ")}`);
}

/** Turns the strings that the core throws into errors. */
function withTypeError(call) {
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

/** It is called when a sandbox is made and not at import: Workers have no random numbers in the global scope. */
function randomSeed() {
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0x1fffff) * 2 ** 32 + low;
}

/** Makes the key pair of RSA callbacks and its self-signed certificate. */
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

/** Signs a text. Returns upper-case hex. */
async function sign({ privateKey }, text) {
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, new TextEncoder().encode(text));
  return Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}

let shared;

/** The handler of a Worker or a server. The first request makes the sandbox of the isolate. */
export default {
  fetch(request) {
    shared ??= new Sandbox();
    return shared.fetch(request);
  },
};
