// RSA callbacks: what the sandbox signs, a verifier written by others accepts, and only that.

import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { ROOT } from "../runtimes/consumer.mjs";
import { listen } from "../support/loopback.mjs";
import { RETURN_URL } from "./sandbox.mjs";

const ORDER = { userName: "test_user", password: "test_user_password", amount: "19990", returnUrl: RETURN_URL };
const NUMBERS = { GET: "Заказ №7", POST: "A-7 & B+7" };
/** Optional parameters with what is hard to carry: spaces, colons, non-ASCII, upper before lower case. */
const EXTRA = [
  "amount",
  "depositFlag",
  "depositedAmount",
  "actionCodeDescription",
  "callbackCreationDate",
  "maskedPan",
];

/** A shop that takes one notification; resolves to `{ url, received, close }`. */
async function openShop() {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const { searchParams } = new URL(request.url, "http://127.0.0.1");
    server.emit("notification", Object.fromEntries(body ? new URLSearchParams(body) : searchParams));
    response.end();
  });
  const { origin, close } = await listen(server);
  const received = once(server, "notification").then(([params]) => params);
  return { url: `${origin}/callback`, received, close };
}

/** An order is paid in a sandbox of its own; resolves to the parameters the shop got and the sandbox's certificate. */
async function notified(method) {
  const { Sandbox } = await import(join(ROOT, "pkg/sandbox.js"));
  const shop = await openShop();
  const bank = new Sandbox({ callbacks: { url: shop.url, method, signature: "rsa", extra: EXTRA } });
  const body = new URLSearchParams({ ...ORDER, orderNumber: NUMBERS[method] });
  const { orderId } = await (await bank.fetch(`${bank.baseUrl}/register.do`, { method: "POST", body })).json();
  bank.pay(orderId);
  const [{ status }] = await bank.deliverCallbacks();
  const params = await shop.received;
  shop.close();
  if (status !== 200 || params.mdOrder !== orderId) throw new Error(`the notification did not arrive: ${status}`);
  return { params, certificate: await bank.callbackCertificate() };
}

/** Test name → function that throws. `ask` reaches the interpreter with the verifier. */
export function callbackTests(ask) {
  const valid = async (params, certificate) => (await ask({ call: "verify", params, certificate })).valid;
  const must = (is, wanted) => {
    if (is !== wanted) throw new Error(`the verifier says ${is}, expected ${wanted}`);
  };
  const accepts = async (method) => {
    const { params, certificate } = await notified(method);
    must(await valid(params, certificate), true);
  };
  return {
    "verifies a notification by GET": () => accepts("GET"),
    "verifies a notification by POST": () => accepts("POST"),
    async "refuses an altered notification"() {
      const { params, certificate } = await notified("GET");
      must(await valid({ ...params, amount: "1" }, certificate), false);
      must(await valid({ ...params, status: "0" }, certificate), false);
    },
    async "refuses the signature of another key"() {
      const [one, other] = [await notified("GET"), await notified("GET")];
      must(await valid(one.params, other.certificate), false);
    },
  };
}
