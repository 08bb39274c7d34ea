/**
 * The scheduled re-check: customers close tabs and callbacks get lost. So the Worker asks the bank about every open order until
 * its state is settled.
 */
import { isCheckoutError } from "bpc-checkout";
import { openOrders } from "./open-orders.js";
import { isSettled } from "./order-state.js";
import { applyVerdict, checkOrder, orderStore } from "./orders.js";

/** Orders in one run. Each needs four requests (list, order, bank, order), and one invocation may send a limited number. */
const BATCH = 10;

/** @typedef {{ env: import("./env.js").Env, ctx: ExecutionContext, config: import("./env.js").Config }} Worker */

/** @param {Worker & { nowMs: number }} run */
export async function recheck({ env, ctx, config, nowMs }) {
  const { due, givenUp } = await openOrders(env).takeDue(nowMs, BATCH);
  if (givenUp.length > 0) console.error(`not settled after 30 days, a person has to look: ${givenUp.join(", ")}`);
  await Promise.all(due.map((orderNumber) => recheckOne({ env, ctx, config }, orderNumber)));
}

/**
 * Checks one order. After a failure it stays on the list.
 * @param {Worker} worker @param {string} orderNumber
 */
async function recheckOne({ env, ctx, config }, orderNumber) {
  try {
    const sale = await orderStore(env, orderNumber).read();
    const isOpen = sale && !isSettled(sale.state);
    const current = isOpen ? await applyVerdict({ env, ctx }, await checkOrder(sale, config.gateway)) : sale;
    if (!current || isSettled(current.state)) await openOrders(env).remove(orderNumber);
  } catch (error) {
    console.error(`recheck of ${orderNumber}: ${isCheckoutError(error) ? error.code : "failed"}`);
  }
}
