// What a store's observer is told of each request: nothing that was sent or received, except the number of the order and the code of
// the reply.

/** @import { Exchange } from "./index.js" */
/** @import { Failed, Replied, WireRequest } from "./exchange.js" */

/**
 * A function that reports each exchange of one call. What the observer throws, or rejects with, changes nothing.
 * @param {(exchange: Exchange) => unknown} observer
 */
export function observed(observer) {
  /** @type {Map<string, number>} */
  const attempts = new Map();
  return (/** @type {WireRequest} */ request, /** @type {Replied | Failed} */ result, /** @type {number} */ ms) => {
    if (request.url === undefined) return;
    const endpoint = request.url.slice(request.url.lastIndexOf("/") + 1);
    const attempt = (attempts.get(endpoint) ?? 0) + 1;
    attempts.set(endpoint, attempt);
    const orderNumber = orderNumberIn(request.body ?? "");
    const errorCode = result.bytes && errorCodeIn(result.bytes);
    report(observer, {
      endpoint,
      attempt,
      ms,
      ...(orderNumber !== null && { orderNumber }),
      ...(result.status === undefined ? { failure: result.failure } : { httpStatus: result.status }),
      ...(errorCode !== undefined && { errorCode }),
    });
  };
}

/** @param {(exchange: Exchange) => unknown} observer @param {Exchange} exchange */
async function report(observer, exchange) {
  try {
    await observer(exchange);
  } catch {
    // The payment goes on.
  }
}

/**
 * The store's number of the order in a form or a JSON body.
 * @param {string} body
 * @returns {string | null}
 */
function orderNumberIn(body) {
  if (!body.startsWith("{")) return new URLSearchParams(body).get("orderNumber");
  const { orderNumber = null } = JSON.parse(body);
  return orderNumber === null ? null : String(orderNumber);
}

/** @param {Uint8Array} bytes */
function errorCodeIn(bytes) {
  const [, code] = /"errorCode"\s*:\s*"?(-?\d{1,9})\b/i.exec(new TextDecoder().decode(bytes)) ?? [];
  return code === undefined ? undefined : Number(code);
}
