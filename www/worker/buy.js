/**
 * POST /buy: registers an order at the bank and sends the customer to the bank's payment page.
 */
import { isCheckoutError, register, registerPreAuth } from "bpc-checkout";
import { clientOf } from "./client.js";
import { PRIVATE_HEADERS } from "./headers.js";
import { ordersOf } from "./orders.js";
import { problem, redirectPage } from "./page.js";
import { findProduct } from "./products.js";
import { isFromThisShop, readForm } from "./same-shop.js";

/** @import { NewOrder, StoredOrder } from "bpc-checkout/desk" */
/** @import { Visit } from "./env.js" */
/** @import { Product } from "./products.js" */

/**
 * POST /buy, body `product=<id>&attempt=<random>`. Nothing else in the body has an effect on the price. The same attempt leads to the
 * same order, while that can be paid.
 * @type {import("./env.js").Handler}
 */
export async function buy(visit) {
  const { request, url, ctx, config } = visit;
  if (!isFromThisShop(request, url)) return problem.foreignForm();
  const form = await readForm(request);
  const product = findProduct(form?.get("product"));
  if (!form || !product) return problem.noSuchProduct();
  const attempt = readAttempt(form.get("attempt"));
  const client = await clientOf(request, config.gateway.returnKey[0]);

  const started = ordersOf(visit).buy({ key: `${attempt} ${product.id}`, client }, (orderNumber) =>
    registerOrder(visit, { product, attempt, orderNumber, tab: String(form.get("tab") ?? "") }),
  );
  // A browser that sends the form again ends this request. The registration continues, and the second request finds its order.
  ctx.waitUntil(started.catch(() => {}));
  try {
    const { order, retryAfterMs } = await started;
    if (!order) return problem.tooMany(retryAfterMs, { product, attempt, payOrigin: config.payOrigin });
    return order.state === "registered" ? toBank(request, order, config) : toShop(request, order);
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    console.error(`register: ${error.code}: ${error.message}`);
    return problem.bankClosed(config.sandbox, { product, attempt, payOrigin: config.payOrigin });
  }
}

/**
 * Registers an order. What is returned is saved before the customer is redirected, so nobody can pay for an order that is not saved.
 * @param {Visit} visit
 * @param {{ product: Product, attempt: string, orderNumber: string, tab: string }} purchase
 * @returns {Promise<NewOrder>}
 */
async function registerOrder({ url, config }, { product, attempt, orderNumber, tab }) {
  const { amount, currency, description, hold } = product;
  const returnUrl = returnAddress(url, orderNumber, tab);
  const order = { orderNumber, amount, currency, description, returnUrl };
  const registration = await (hold ? registerPreAuth : register)(order, config.gateway);
  const { orderId, formUrl } = registration;
  const details = { product: product.id, formUrl, returnUrl: registration.returnUrl, attempt };
  return { orderId, amount, currency, phase: hold ? "preauth" : "purchase", details };
}

/**
 * The return address; `register` adds the signed state. The order number is a hint where to look. The tab is for the page that waits
 * in another window. Anybody can change both.
 * @param {URL} url @param {string} orderNumber @param {string} tab
 */
function returnAddress(url, orderNumber, tab) {
  const address = new URL("/return", url);
  address.searchParams.set("order", orderNumber);
  if (/^[a-z0-9]{1,16}$/.test(tab)) address.searchParams.set("tab", tab);
  return address;
}

/** The random text of the form. A request without one is a purchase of its own. @param {unknown} value */
const readAttempt = (value) => (/^[\w-]{16,64}$/.test(String(value)) ? String(value) : crypto.randomUUID());

/** @param {Request} request */
const wantsJson = (request) => request.headers.get("Accept") === "application/json";

/**
 * @param {Request} request @param {StoredOrder} order @param {import("./env.js").Config} config
 */
function toBank(request, order, config) {
  const { formUrl } = order.details;
  if (wantsJson(request)) return forWaitingPage(formUrl, order);
  return new URL(formUrl).origin === config.payOrigin ? redirect(formUrl) : redirectPage(formUrl);
}

/** The order has its result already: the customer sees it. @param {Request} request @param {StoredOrder} order */
function toShop(request, order) {
  const address = checkAddress(order);
  return wantsJson(request) ? forWaitingPage(address, order) : redirect(address);
}

/**
 * A page that pays in a second window gets the address of the payment page and the address that checks the order. Everybody with the
 * second address can check the order. The customer gets it anyway, and only the page that started the purchase can read this
 * response.
 * @param {string} formUrl @param {StoredOrder} order
 */
const forWaitingPage = (formUrl, order) =>
  Response.json({ formUrl, check: checkAddress(order) }, { headers: PRIVATE_HEADERS });

/** @param {StoredOrder} order */
function checkAddress({ orderId, details }) {
  const { pathname, searchParams } = new URL(details.returnUrl);
  searchParams.set("orderId", orderId);
  searchParams.set("check", "1");
  return `${pathname}?${searchParams}`;
}

/**
 * Status 303: the browser drops the form, so going back or reloading does not buy again.
 * @param {string} location
 */
const redirect = (location) => new Response(null, { status: 303, headers: { location, ...PRIVATE_HEADERS } });
