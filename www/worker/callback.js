/**
 * GET and POST /callback: the bank reports a change of an order. The checksum proves that the bank sent it. The callback is still
 * only a hint: its own status is not read. The Worker asks the bank, with the price that the order's own object holds.
 */
import { isCheckoutError, verifyCallback } from "bpc-checkout";
import { PRIVATE_HEADERS } from "./headers.js";
import { ordersOf } from "./orders.js";

/**
 * The bank stops at status 200 and sends the callback again after any other status. So 200 is returned after the order is saved, or
 * after it is saved that this order is checked next.
 * @type {import("./env.js").Handler}
 */
export async function callback(visit) {
  const { request, config } = visit;
  if (!config.gateway.callback) return answer(503, "Callbacks are not set up here.");
  try {
    const { orderNumber } = await verifyCallback(request, config.gateway);
    // A callback about a stored card has no order: there is nothing to save.
    if (!orderNumber) return answer(200, "OK");
    return (await ordersOf(visit).changed(orderNumber)) ? answer(200, "OK") : refusal();
  } catch (error) {
    console.error(`callback: ${isCheckoutError(error) ? error.code : "failed"}`);
    return isCheckoutError(error) && error.code === "callback_invalid" ? refusal() : answer(503, "Please try again.");
  }
}

/** The same answer for a wrong checksum and for an unknown order, so that nobody can find out order numbers here. */
const refusal = () => answer(400, "Not accepted.");

/** @param {number} status @param {string} text */
const answer = (status, text) => new Response(`${text}\n`, { status, headers: PRIVATE_HEADERS });
