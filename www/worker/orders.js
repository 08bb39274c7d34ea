/**
 * What the Worker does with orders: it saves a sale, and applies verdicts to it. The return page, the callback and the scheduled
 * re-check all call `applyVerdict`, with a verdict that the bank has just given.
 */
import { verify } from "bpc-checkout";
import { openOrders } from "./open-orders.js";

/** @import { Verdict, Gateway } from "bpc-checkout" */
/** @import { Env } from "./env.js" */
/** @import { Applied, Sale } from "./order-store.js" */

/**
 * The Durable Object of one order.
 * @param {Env} env @param {string} orderNumber
 */
export const orderStore = (env, orderNumber) => env.ORDER_STORE.getByName(orderNumber);

/**
 * Saves a sale, in its own object and on the list of open orders, before the customer is redirected. If only the list has it, the
 * next re-check removes it from the list.
 * @param {Env} env @param {Sale} sale
 */
export async function saveOrder(env, sale) {
  const { orderNumber } = sale;
  await Promise.all([orderStore(env, orderNumber).open(sale), openOrders(env).add(orderNumber, Date.now())]);
}

/**
 * Asks the bank about a sale. The expected values come from the order's own object and from nowhere else.
 * @param {Sale} sale @param {Gateway} gateway
 * @returns {Promise<Verdict>}
 * @throws {import("bpc-checkout").CheckoutError}
 */
export async function checkOrder({ orderId, orderNumber, amount, currency, hold }, gateway) {
  const phase = hold ? "preauth" : "purchase";
  const verdict = await verify({ orderId, orderNumber, amount, currency, phase }, gateway);
  if (verdict.outcome === "mismatch")
    console.error(`${orderNumber}: the bank's reply does not match in ${verdict.field}: a person has to look`);
  return verdict;
}

/**
 * Applies a verdict: claims the order if it is earned, and starts the delivery, which continues after the response. Only outcome
 * and price are stored: the bank's report holds personal data.
 * @param {{ env: Env, ctx: ExecutionContext }} worker
 * @param {Pick<Verdict, "orderNumber" | "outcome" | "amount" | "currency">} verdict
 * @returns {Promise<Applied | null>} null if there is no such sale
 */
export async function applyVerdict({ env, ctx }, { orderNumber, outcome, amount, currency }) {
  const store = orderStore(env, orderNumber);
  const applied = await store.applyVerdict({ outcome, amount, currency });
  if (applied?.hasOutbox) ctx.waitUntil(Promise.resolve(store.deliver()).catch(logDelivery));
  return applied;
}

/**
 * The object's alarm delivers what failed here.
 * @param {unknown} error
 */
const logDelivery = (error) =>
  console.error("not delivered yet:", error instanceof Error ? error.name : "not an error");
