/**
 * The orders of this shop, over its Durable Objects.
 */
import { verify } from "bpc-checkout";
import { createOrders, durableObjects } from "bpc-checkout/desk";
import { packingList } from "./packing-list.js";

/** @import { StoredOrder } from "bpc-checkout/desk" */
/** @import { Visit } from "./env.js" */

/** @param {Pick<Visit, "env" | "ctx" | "config">} worker */
export const ordersOf = ({ env, ctx, config }) =>
  createOrders({
    storage: durableObjects({ orders: env.ORDER_STORE, list: env.OPEN_ORDERS }),
    verify: (expected) => verify(expected, config.gateway),
    waitUntil: (work) => ctx.waitUntil(work),
    forget: (orderNumber) => packingList(env).remove(orderNumber),
    ...config.orders,
  });

/**
 * The order of a return address. The order number in the address is a hint. The signed state must be the one of this order, so only
 * its customer gets an answer, and nobody asks the bank with an altered address. Some gateways rewrite the address a little, so the
 * state may stand anywhere in it.
 * @param {import("bpc-checkout/desk").Orders} orders @param {URL} url
 * @returns {Promise<StoredOrder | null>}
 */
export async function orderOfAddress(orders, url) {
  const text = url.search.length > MAX_QUERY_LENGTH ? "" : decoded(url.search);
  const [, orderNumber] = /[?&]order=([\w-]{1,36})/.exec(text) ?? [];
  if (!orderNumber) return null;
  const order = await orders.read(orderNumber);
  const state = order && new URL(order.details.returnUrl).searchParams.get("bpc_return");
  return state && text.includes(state) ? order : null;
}

/** Our return addresses are shorter: the gateway accepts 512 characters and adds its order id and a language. */
const MAX_QUERY_LENGTH = 1024;

/** @param {string} query */
function decoded(query) {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}
