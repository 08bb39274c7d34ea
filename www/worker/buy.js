/**
 * POST /buy: registers an order at the bank and sends the customer to the bank's payment page.
 */
import { isCheckoutError, register, registerPreAuth } from "bpc-checkout";
import { PRIVATE_HEADERS } from "./headers.js";
import { writeDown } from "./orders.js";
import { handOver, problem } from "./page.js";
import { findProduct } from "./products.js";

/** A purchase is a few dozen bytes; more is not a purchase. */
const MAX_FORM_BYTES = 1024;

/** POST /buy, body `product=<id>`. Nothing else in the body has a meaning for the price. */
export async function buy({ request, url, env, config }) {
  if (!isFromThisShop(request, url)) return problem.foreignForm();
  const form = await readForm(request);
  const product = findProduct(form?.get("product"));
  if (!product) return problem.noSuchProduct();

  const { id, amount, currency, description, hold } = product;
  const order = { amount, currency, description, returnUrl: returnAddress(url, product, form.get("tab")) };
  try {
    const registration = await (hold ? registerPreAuth : register)(order, config.gateway);
    const { orderId, orderNumber } = registration;
    // If this fails, the customer is not sent away, and nobody can pay what is not written down.
    await writeDown(env, { orderNumber, orderId, product: id, amount, currency, hold });
    if (wantsJson(request)) return forWaitingPage(registration);
    const { formUrl } = registration;
    return new URL(formUrl).origin === config.payOrigin ? redirect(formUrl) : handOver(formUrl);
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(`register: ${error.code}: ${error.message}`);
    return problem.bankClosed(config.sandbox);
  }
}

/**
 * Where the customer comes back; `register` adds the signed state. The product is for the "try again" button, the tab for the
 * page that waits for this one: hints, not facts.
 */
function returnAddress(url, product, tab) {
  const address = new URL("/return", url);
  address.searchParams.set("product", product.id);
  if (/^[a-z0-9]{1,16}$/.test(tab ?? "")) address.searchParams.set("tab", tab);
  return address;
}

const wantsJson = (request) => request.headers.get("Accept") === "application/json";

/**
 * A page that pays in a second window gets the payment page and where to ask how the order stands. Whoever has that address
 * may ask: it goes to the customer anyway, and only the page that started the purchase can read this answer.
 */
function forWaitingPage({ formUrl, orderId, returnUrl }) {
  const { pathname, searchParams } = new URL(returnUrl);
  searchParams.set("orderId", orderId);
  searchParams.set("check", "1");
  return Response.json({ formUrl, check: `${pathname}?${searchParams}` }, { headers: PRIVATE_HEADERS });
}

/** 303: the browser forgets the form, and going back or reloading does not buy again. */
function redirect(location) {
  return new Response(null, { status: 303, headers: { Location: location, ...PRIVATE_HEADERS } });
}

/**
 * Whether the form was sent by a page of this shop: other sites cannot set or forge these two headers.
 * With `Referrer-Policy: no-referrer` a form's Origin is "null", so Sec-Fetch-Site decides where the browser sends it.
 */
function isFromThisShop(request, url) {
  const site = request.headers.get("Sec-Fetch-Site");
  const origin = request.headers.get("Origin");
  if (site === null) return origin === url.origin;
  return site === "same-origin" && (origin === null || origin === "null" || origin === url.origin);
}

/** The form's fields, or null when the body is no form or longer than any purchase. */
async function readForm(request) {
  const length = Number(request.headers.get("Content-Length") ?? Infinity);
  if (!(length <= MAX_FORM_BYTES)) return null;
  return request.formData().catch(() => null);
}
