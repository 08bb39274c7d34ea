/**
 * POST /buy: registers an order at the bank and sends the customer to the bank's payment page.
 */
import { isCheckoutError, register, registerPreAuth } from "bpc-checkout";
import { PRIVATE_HEADERS } from "./headers.js";
import { saveOrder } from "./orders.js";
import { problem, redirectPage } from "./page.js";
import { findProduct } from "./products.js";

/** @import { Product } from "./products.js" */

/** The form of a purchase has a few dozen bytes. */
const MAX_FORM_BYTES = 1024;

/**
 * POST /buy, body `product=<id>`. Nothing else in the body has an effect on the price.
 * @type {import("./env.js").Handler}
 */
export async function buy({ request, url, env, config }) {
  if (!isFromThisShop(request, url)) return problem.foreignForm();
  const form = await readForm(request);
  const product = findProduct(form?.get("product"));
  if (!form || !product) return problem.noSuchProduct();

  const { id, amount, currency, description, hold } = product;
  const order = {
    amount,
    currency,
    description,
    returnUrl: returnAddress(url, product, String(form.get("tab") ?? "")),
  };
  try {
    const registration = await (hold ? registerPreAuth : register)(order, config.gateway);
    const { orderId } = registration;
    // Not null: `register` generates a number, unless the order says that the bank does.
    const orderNumber = /** @type {string} */ (registration.orderNumber);
    // If this fails, the customer is not redirected. So nobody can pay for an order that is not saved.
    await saveOrder(env, { orderNumber, orderId, product: id, amount, currency, hold });
    if (wantsJson(request)) return forWaitingPage(registration);
    const { formUrl } = registration;
    return new URL(formUrl).origin === config.payOrigin ? redirect(formUrl) : redirectPage(formUrl);
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(`register: ${error.code}: ${error.message}`);
    return problem.bankClosed(config.sandbox);
  }
}

/**
 * The return address; `register` adds the signed state. The product is for the "try again" button. The tab is for the page that
 * waits in another window. Both are hints: anybody can change them.
 * @param {URL} url @param {Product} product @param {string} tab
 */
function returnAddress(url, product, tab) {
  const address = new URL("/return", url);
  address.searchParams.set("product", product.id);
  if (/^[a-z0-9]{1,16}$/.test(tab)) address.searchParams.set("tab", tab);
  return address;
}

/** @param {Request} request */
const wantsJson = (request) => request.headers.get("Accept") === "application/json";

/**
 * A page that pays in a second window gets the address of the payment page and the address that checks the order. Everybody with the
 * second address can check the order. The customer gets it anyway, and only the page that started the purchase can read this
 * response.
 * @param {import("bpc-checkout").Registration} registration
 */
function forWaitingPage({ formUrl, orderId, returnUrl }) {
  const { pathname, searchParams } = new URL(returnUrl);
  searchParams.set("orderId", orderId);
  searchParams.set("check", "1");
  return Response.json({ formUrl, check: `${pathname}?${searchParams}` }, { headers: PRIVATE_HEADERS });
}

/**
 * Status 303: the browser drops the form, so going back or reloading does not buy again.
 * @param {string} location
 */
function redirect(location) {
  return new Response(null, { status: 303, headers: { Location: location, ...PRIVATE_HEADERS } });
}

/**
 * Whether a page of this shop sent the form. Other sites cannot set these two headers. With `Referrer-Policy: no-referrer` the
 * Origin of a form is "null", so Sec-Fetch-Site decides if the browser sends it.
 * @param {Request} request @param {URL} url
 */
function isFromThisShop(request, url) {
  const site = request.headers.get("Sec-Fetch-Site");
  const origin = request.headers.get("Origin");
  if (site === null) return origin === url.origin;
  return site === "same-origin" && (origin === null || origin === "null" || origin === url.origin);
}

/**
 * The fields of the form, or null if the body is not a form or is too long.
 * @param {Request} request
 */
async function readForm(request) {
  const length = Number(request.headers.get("Content-Length") ?? Infinity);
  if (!(length <= MAX_FORM_BYTES)) return null;
  return request.formData().catch(() => null);
}
