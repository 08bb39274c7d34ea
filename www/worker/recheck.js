/**
 * The scheduled re-check: customers close tabs and callbacks get lost, so every open order is asked about until the bank has
 * nothing more to say.
 */
import { isCheckoutError } from "bpc-checkout";
import { openOrders } from "./open-orders.js";
import { isSettled } from "./order-state.js";
import { ask, deskOf, settle } from "./orders.js";

/** Orders in one run. With four requests each (list, desk, bank, desk) a run stays within what one invocation may send. */
const BATCH = 10;

/** @param {{ env: Record<string, any>, ctx: ExecutionContext, config: object, nowMs: number }} run */
export async function recheck({ env, ctx, config, nowMs }) {
  const list = openOrders(env);
  const { due, givenUp } = await list.take(nowMs, BATCH);
  if (givenUp.length > 0) console.error(`not settled in all this time, a person has to look: ${givenUp.join(", ")}`);
  await Promise.all(due.map((orderNumber) => recheckOne({ env, ctx, config, list, orderNumber })));
}

/** Asks about one order; a failure leaves it on the list. */
async function recheckOne({ env, ctx, config, list, orderNumber }) {
  try {
    const sale = await deskOf(env, orderNumber).look();
    const standing =
      sale && !isSettled(sale.state) ? await settle({ env, ctx }, await ask(sale, config.gateway)) : sale;
    if (!standing || isSettled(standing.state)) await list.leave(orderNumber);
  } catch (error) {
    console.error(`recheck of ${orderNumber}: ${isCheckoutError(error) ? error.code : "failed"}`);
  }
}
