/**
 * Access to the operator's pages: by a key from the environment, as the password of HTTP Basic authentication. Without a key in the
 * environment these pages do not exist. A large shop would use its own login, or Cloudflare Access.
 */
import { problem } from "./page.js";

/** @import { Visit } from "./env.js" */

/**
 * Runs a handler for the operator only.
 * @param {Visit} visit @param {() => Promise<Response>} handler
 */
export async function asOperator({ request, url, env, config }, handler) {
  // The static site answers with its page for an unknown address.
  if (!config.operatorKey) return env.ASSETS.fetch(new Request(url, { method: "GET" }));
  const password = passwordOf(request.headers.get("Authorization"));
  return password !== null && (await areEqual(password, config.operatorKey)) ? handler() : problem.noOperator();
}

/** The password in `Basic base64(name:password)`. Any name is accepted. @param {string | null} header */
function passwordOf(header) {
  const [, encoded] = /^Basic +([\w+/=]{1,400})$/i.exec(header ?? "") ?? [];
  if (!encoded) return null;
  try {
    const text = new TextDecoder().decode(Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0)));
    return text.includes(":") ? text.slice(text.indexOf(":") + 1) : null;
  } catch {
    return null;
  }
}

/**
 * Compares in constant time: digests have one length, and each byte is compared.
 * @param {string} a @param {string} b
 */
async function areEqual(a, b) {
  const [left, right] = await Promise.all([digest(a), digest(b)]);
  return left.reduce((difference, byte, at) => difference | (byte ^ right[at]), 0) === 0;
}

/** @param {string} text */
const digest = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));

/**
 * Proves that a button's random text was made by this page: another site cannot make one.
 * @param {string} operatorKey @param {string} text
 */
export async function proofOf(operatorKey, text) {
  const bytes = new TextEncoder().encode(operatorKey);
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return [...new Uint8Array(mac)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} operatorKey @param {string} text @param {string} proof */
export const isProof = async (operatorKey, text, proof) => areEqual(proof, await proofOf(operatorKey, text));
