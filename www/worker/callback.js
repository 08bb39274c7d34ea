/**
 * GET and POST /callback: the bank says that something happened to an order. Its checksum shows that the bank said it, and still
 * it is a hint: what it says of success is not read. The bank is asked, with the price that the order's own desk holds.
 */
import { isCheckoutError, verifyCallback } from "bpc-checkout";
import { PRIVATE_HEADERS } from "./headers.js";
import { ask, deskOf, settle } from "./orders.js";

/** The bank stops at 200 and tries again after anything else: 200 is said once the order is written down, and not before. */
export async function callback({ request, env, ctx, config }) {
  if (!config.gateway.callback) return answer(503, "Callbacks are not set up here.");
  try {
    const { orderNumber } = await verifyCallback(request, config.gateway);
    // The bank also tells of stored cards, which are about no order: there is nothing to write.
    if (!orderNumber) return answer(200, "OK");
    const sale = await deskOf(env, orderNumber).look();
    if (!sale) return refusal();
    await settle({ env, ctx }, await ask(sale, config.gateway));
    return answer(200, "OK");
  } catch (error) {
    console.error(`callback: ${isCheckoutError(error) ? error.code : "failed"}`);
    return isCheckoutError(error) && error.code === "callback_invalid" ? refusal() : answer(503, "Please try again.");
  }
}

/** The same for a wrong checksum and for an order that is not ours: nobody learns order numbers here. */
const refusal = () => answer(403, "Not accepted.");

const answer = (status, text) => new Response(`${text}\n`, { status, headers: PRIVATE_HEADERS });
