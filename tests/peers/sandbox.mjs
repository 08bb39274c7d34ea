// The gateway side: the sandbox as a user starts it, and the customer who pays on its pages.

import { join } from "node:path";
import { ROOT } from "../runtimes/consumer.mjs";
import { startSandbox as start } from "../support/sandbox.mjs";

/** Where the customer comes back to. Nobody listens there: the browser would, and there is none. */
export const RETURN_URL = "http://127.0.0.1/return?cart=7&step=2";

/** What `npx bpc-checkout sandbox` runs, on a free port; resolves to `{ root, origin, pid, orders, close }`. */
export async function startSandbox(...options) {
  const sandbox = await start([process.execPath, join(ROOT, "pkg/cli.js")], ...options);
  const { origin } = new URL(sandbox.root);
  return { ...sandbox, origin, orders: () => control(origin, "orders") };
}

/** A command of the sandbox's control API. */
async function control(origin, command) {
  const reply = await fetch(`${origin}/sandbox/api/${command}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const { result, error } = await reply.json();
  if (error) throw new Error(`${command}: ${error}`);
  return result;
}

/**
 * Pays on the payment page with a card whose bank asks back, and answers the bank's question with `success` or `fail`.
 * Returns the address the browser ends at.
 */
export async function payOnPage(formUrl, answer = "success") {
  const card = { pan: "5555555555555599", expiry: "12/34", newCardCvc: "123", cardholderName: "TEST CUSTOMER" };
  const paid = await submit(formUrl, await page(formUrl), 'id="card"', card);
  const question = new URL(paid, formUrl).href;
  return submit(question, await page(question), 'method="post"', { answer });
}

async function page(address) {
  const reply = await fetch(address, { redirect: "manual" });
  if (reply.status !== 200) throw new Error(`the page ${address} answered ${reply.status}`);
  return reply.text();
}

/** Sends the form whose tag holds `mark`, its hidden fields and `typed`; returns where the answer leads. */
async function submit(address, html, mark, typed) {
  const form = html.split("<form").find((part) => part.split(">")[0].includes(mark));
  if (!form) throw new Error(`no form with ${mark} on ${address}`);
  const attribute = (tag, name) => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1].replaceAll("&amp;", "&");
  const body = new URLSearchParams();
  for (const [input] of form.split("</form>")[0].matchAll(/<input type="hidden"[^>]*>/g)) {
    body.set(attribute(input, "name"), attribute(input, "value"));
  }
  for (const [name, value] of Object.entries(typed)) body.set(name, value);
  const action = new URL(attribute(form, "action"), address);
  const reply = await fetch(action, { method: "POST", body, redirect: "manual" });
  if (![302, 303].includes(reply.status)) throw new Error(`the form of ${address} answered ${reply.status}`);
  return reply.headers.get("location");
}
