// An order of the bank's list, read as the reply to `status`.

/** @import { Gateway } from "./index.js" */

import { asCheckoutError, copyOf, opening, step, withRaw } from "./api.js";
import { refusal } from "./error.js";
import { plain } from "./plain.js";

/**
 * One order of the bank's list as a report: the reading of a reply to `status`, without a request.
 * @param {object} body @param {Gateway} gateway
 * @returns {import("./index.js").OrderReport}
 */
export function reportOf(body, gateway) {
  try {
    const { fetch: _, messages: __, onExchange: ___, ...config } = copyOf(gateway, "gateway");
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const call = opening("status", { orderId: "listed" }, plain(config, "gateway"));
    const now = Date.now();
    const { value } = step(
      `${call}${JSON.stringify({ now, random: [0] })},${JSON.stringify({ now, status: 200 })}]}`,
      bytes,
    );
    if (value === undefined) throw refusal("malformed_reply", "an order of the list cannot be read");
    return withRaw(value, bytes);
  } catch (error) {
    throw asCheckoutError(error);
  }
}
