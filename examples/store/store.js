import { isCheckoutError, register, verify, verifyCallback, verifyReturn } from "bpc-checkout";
import { createOrders } from "bpc-checkout/desk";
import { FIELDS, gatewayOf, NEEDED, orderOf, PRICE } from "./bank.js";
import { formPage, outcomePage, textPage } from "./pages.js";

/** Your warehouse or mail service. The same task may come twice: use the order number as the key there. */
const tell = ({ task, order }) =>
  console.log(task === "fulfil" ? "deliver" : "the money went back; stop:", order.orderNumber);

/** The settings that bank.js needs and that are not there: without them nobody can pay. */
export const missingIn = (env) => NEEDED.filter((name) => !env[name]);

/**
 * The store: `fetch` answers a request of `client`, an address; `recheck` is for the schedule. `storage` keeps the orders.
 * `waitUntil` lets a delivery go on after the response, where the platform has it.
 */
export function createStore(storage, env, { send = tell, waitUntil } = {}) {
  const gateway = gatewayOf(env);
  const orders = createOrders({ storage, send, waitUntil, verify: (expected) => verify(expected, gateway) });

  /** Registers the order and saves it, then redirects to the bank. A second click on the same form leads to the same order. */
  async function buy(request, client) {
    const form = new Map(await request.formData().catch(() => []));
    const key = String(form.get("key"));
    if (!/^[\w-]{36}$/.test(key)) return formPage({ status: 400 }); // not from the form of this store
    const again = (status, message) => formPage({ key, form, status, message });
    const wanted = checked(() => orderOf(form));
    if (wanted.error) return again(400, aboutField(wanted.error));
    try {
      const { order } = await orders.buy({ key, client: await hashed(client) }, async (orderNumber) => {
        const returnUrl = new URL("/return", request.url);
        const { orderId, formUrl } = await register({ ...PRICE, ...wanted.value, orderNumber, returnUrl }, gateway);
        return { ...PRICE, orderId, details: { formUrl } };
      });
      if (!order) return again(429, "Please wait a minute, and press Buy again.");
      // The form is of a purchase that is over. A new one has another key.
      if (order.state !== "registered") return formPage({ form, status: 409, message: order.answer?.message });
      return new Response(null, { status: 303, headers: { location: order.details.formUrl } });
    } catch (error) {
      logged(error);
      if (mayPass(error)) return again(502, "Sorry, the bank does not answer. Please press Buy again.");
      return textPage(500, "Sorry, this store cannot take payments now. You have not paid anything.");
    }
  }

  /** The customer is back from the bank. The address has the signed order; the answer is the bank's. */
  async function returned(request) {
    try {
      const verdict = await verifyReturn(request, gateway); // asks the bank, compares number, amount and currency
      const applied = await orders.apply(verdict); // delivers a paid order, once
      return outcomePage(verdict, applied?.order.details.formUrl);
    } catch (error) {
      if (logged(error).startsWith("return_")) return textPage(404, "This address belongs to no order of this store.");
      if (!mayPass(error))
        return textPage(500, "This store cannot ask the bank now. Please do not pay again: we will check.");
      return textPage(503, "The bank does not answer. Please do not pay again: load this page again in a minute.");
    }
  }

  /** The bank says that an order has changed. It is a hint: the store asks the bank. After any other status it is sent again. */
  async function called(request) {
    try {
      const { orderNumber } = await verifyCallback(request, gateway);
      if (orderNumber !== null) await orders.changed(orderNumber); // a stored card has no order
      return new Response("OK");
    } catch (error) {
      return new Response(null, { status: logged(error) === "callback_invalid" ? 400 : 503 });
    }
  }

  /** Who is counted, so that one person cannot fill the table. The address itself is not stored. */
  async function hashed(client) {
    const bytes = new TextEncoder().encode(`${env.RETURN_KEY} ${client}`);
    return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].join();
  }

  return {
    async fetch(request, client) {
      const { pathname } = new URL(request.url);
      if (pathname === "/") return formPage();
      if (pathname === "/buy" && request.method === "POST") return buy(request, client);
      if (pathname === "/return") return returned(request);
      if (pathname === "/callback") return called(request);
      return textPage(404, "There is no such page.");
    },
    /** Every minute: customers close tabs, callbacks get lost, a delivery may have been interrupted. */
    recheck: (nowMs) => orders.recheck(nowMs),
    orders,
  };
}

/** What a function returns, or the error of the package that it throws. */
function checked(run) {
  try {
    return { value: run() };
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    return { error };
  }
}

/** What the customer has to type otherwise: the field as the form names it, and the reason. */
function aboutField({ field, message }) {
  const wrong = FIELDS.find(({ name }) => field?.endsWith(`.${name}`));
  return `${wrong?.label ?? field}: ${message.split(": ").slice(1).join(": ")}`;
}

/** Whether the same call may succeed in a minute. Any other error is a mistake in the settings or in bank.js, which only you can correct. */
const mayPass = ({ retryable, code }) => retryable || code === "outcome_unknown";

/** Logs an error of the package and returns its code. It never contains a password, a key or a card number. */
function logged(error) {
  if (!isCheckoutError(error)) throw error;
  console.error(error.code, error.message);
  return error.code;
}
