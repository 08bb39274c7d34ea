// Callbacks as `bpc-checkout listen` sends them: as the bank signs them, and what the store is configured with.
import { readFileSync } from "node:fs";
import { BANKS } from "./cli-banks.js";
import { messageOf, oneOf, stop } from "./cli-options.js";
import { isCheckoutError, signCallback } from "./index.js";

/** @import { Values } from "./cli-options.js" */

/** @typedef {"hmac" | "rsa" | "jwt" | "json" | "unsigned"} Kind */

/** @type {Record<Kind, { what: string, config: string }>} */
const KINDS = {
  hmac: { what: "parameters with an HMAC", config: "{ secret: <CALLBACK_SECRET> }" },
  rsa: { what: "parameters with an RSA signature", config: "{ publicKey: <the public key of --private-key> }" },
  jwt: { what: "a JSON Web Token by POST", config: "{ jwt: <CALLBACK_SECRET> }" },
  json: { what: "JSON by POST, without a signature", config: "{ unsigned: true }" },
  unsigned: { what: "parameters without a signature", config: "{ unsigned: true }" },
};

export const CALLBACK_HELP = `  --sign <kind>         hmac, rsa, jwt, json or unsigned. Without it: as the bank signs, or hmac where that is not known
  --private-key <file>  for rsa: the private key of a test key pair (PEM, PKCS #8). Your store has its public key
  --method <m>          GET or POST (GET; jwt and json are always sent by POST)`;

export const CALLBACK_TEXTS = ["sign", "private-key", "method"];

/**
 * How callbacks are signed and sent.
 * @param {Values} values @param {string | undefined} bank @param {string | undefined} secret
 */
export async function readCallback(values, bank, secret) {
  const known = /** @type {Kind | undefined} */ (BANKS[(bank ?? "").replace(/-test$/, "")]?.callback);
  const kinds = /** @type {Kind[]} */ (Object.keys(KINDS));
  const kind = /** @type {Kind} */ (
    values["sign"] === undefined ? (known ?? "hmac") : oneOf("sign", values["sign"], kinds)
  );
  const isPost = kind === "jwt" || kind === "json";
  const method = oneOf("method", values["method"] ?? (isPost ? "POST" : "GET"), isPost ? ["POST"] : ["GET", "POST"]);
  const { config, privateKey } = keysOf(kind, values, secret);
  /** @param {Record<string, string>} parameters */
  const sign = (parameters) => signCallback(parameters, { callback: config }, privateKey ? { privateKey } : {});
  try {
    // A key that does not fit is told now, and not at the first callback.
    await sign({ mdOrder: "" });
  } catch (error) {
    stop(
      `${privateKey ? "--private-key" : "--callback-secret"}: ${isCheckoutError(error) ? error.message : messageOf(error)}`,
    );
  }
  return { method, notes: notesOf(kind, bank, known), write: writer(kind, method, sign) };
}

/** @param {Kind} kind @param {Values} values @param {string | undefined} secret */
function keysOf(kind, values, secret) {
  if (kind === "json" || kind === "unsigned") return { config: { unsigned: /** @type {const} */ (true) } };
  if (kind === "rsa") {
    const file = values["private-key"];
    if (file === undefined) {
      stop("--private-key is missing; make a key pair with: npx bpc-checkout key --rsa callback.pem");
    }
    try {
      // Which public key it is does not matter here: only the private one signs.
      return { config: { publicKey: "unused" }, privateKey: readFileSync(String(file), "utf8") };
    } catch (error) {
      return stop(`--private-key: ${messageOf(error)}`);
    }
  }
  if (!secret) return stop("--callback-secret is missing: the key with which your store verifies callbacks");
  return { config: kind === "jwt" ? { jwt: secret } : { secret } };
}

/**
 * What the command says at its start: what it sends, whether the bank does so, and what the store needs.
 * @param {Kind} kind @param {string | undefined} bank @param {Kind | undefined} known
 */
function notesOf(kind, bank, known) {
  const name = bank ?? "this bank";
  const whose = !known
    ? `how ${name} signs is not known: ask the bank, and choose with --sign`
    : known === kind
      ? `as ${name} does${kind === "hmac" ? " (if it gave you a key instead of a secret: --sign rsa)" : ""}`
      : `but ${name} sends ${KINDS[known].what}`;
  return [`sends ${KINDS[kind].what}, ${whose}`, `gateway.callback of your store: ${KINDS[kind].config}`];
}

/**
 * Writes the request of a callback.
 * @param {Kind} kind @param {string} method @param {(parameters: Record<string, string>) => Promise<string>} sign
 */
const writer =
  (kind, method, sign) =>
  /** @param {URL} to @param {Record<string, string>} parameters @returns {Promise<{ address: string, init: RequestInit }>} */
  async (to, parameters) => {
    // The bank writes this one value as a number.
    const text =
      kind === "json"
        ? JSON.stringify({ ...parameters, status: Number(parameters["status"]) })
        : await sign(parameters);
    if (method === "GET") return { address: `${to.href}${to.search ? "&" : "?"}${text}`, init: { method } };
    const type = { json: "application/json", jwt: "text/plain" }[String(kind)] ?? "application/x-www-form-urlencoded";
    return { address: to.href, init: { method, headers: { "content-type": type }, body: text } };
  };
