/**
 * What the worker does with orders: write a sale down, and settle it by a verdict. The return page, the callback and the re-check
 * all end in `settle`, with a verdict that the bank has just given.
 */
import { verify } from "bpc-checkout";
import { openOrders } from "./open-orders.js";

/** The desk of one order. @param {Record<string, any>} env */
export const deskOf = (env, orderNumber) => env.ORDER_DESK.getByName(orderNumber);

/**
 * Writes a sale down, at a desk of its own and on the list of open orders, before its customer is sent away. A list that knows a
 * number which was never sold drops it.
 * @param {import("./order-desk.js").Sale} sale
 */
export async function writeDown(env, sale) {
  const { orderNumber } = sale;
  await Promise.all([deskOf(env, orderNumber).open(sale), openOrders(env).enter(orderNumber, Date.now())]);
}

/**
 * Asks the bank about a sale. What is expected comes from the order's own desk and from nowhere else.
 * @param {import("./order-desk.js").Sale} sale
 * @returns {Promise<import("bpc-checkout").Verdict>}
 * @throws {import("bpc-checkout").CheckoutError}
 */
export async function ask({ orderId, orderNumber, amount, currency, hold }, gateway) {
  const phase = hold ? "preauth" : "purchase";
  const verdict = await verify({ orderId, orderNumber, amount, currency, phase }, gateway);
  if (verdict.outcome === "mismatch")
    console.error(`${orderNumber}: the bank's order has another ${verdict.field}: a person has to look`);
  return verdict;
}

/**
 * Claims the order if the verdict says that it is earned, durably, and lets the delivery go on behind the answer. Only outcome and
 * price go to the desk: the bank's report holds personal data and is not stored.
 * @param {import("bpc-checkout").Verdict} verdict
 * @returns {Promise<import("./order-desk.js").Standing | null>} null when there is no such sale
 */
export async function settle({ env, ctx }, { orderNumber, outcome, amount, currency }) {
  const desk = deskOf(env, orderNumber);
  const standing = await desk.settle({ outcome, amount, currency });
  if (standing?.owes) ctx.waitUntil(desk.deliver().catch(logDelivery));
  return standing;
}

/** The desk's alarm delivers what fails here. */
const logDelivery = (error) =>
  console.error("not delivered yet:", error instanceof Error ? error.name : "not an error");
