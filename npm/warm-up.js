// The engine compiles each function at its first call. Some platforms limit the CPU time of a request, but not of
// an import. Without this, the first request takes three times the CPU time of a whole payment.

import { tell } from "./told.js";

const ADDRESS = "https://a.example";
const GATEWAY = { baseUrl: ADDRESS, userName: "a", password: "a", returnKey: "abcdefghijklmnop" };
const ORDER = { orderNumber: "a", amount: 1, currency: "EUR", returnUrl: ADDRESS };
const REGISTERED = { orderId: "a", formUrl: ADDRESS };
const PAID = { orderStatus: 2, orderNumber: "a", amount: 1, currency: "978" };

/**
 * Runs a test payment with its replies through the module. Nothing is sent, and the module keeps no state.
 * @param {import("./told.js").Core} core
 * @returns {{ outcome: string }} the verdict: paid
 */
export function warmUp(core) {
  /** @param {string} task @param {unknown} argument @param {object} [reply] */
  const take = (task, argument, reply) => {
    const events = reply ? [{}, { status: 200 }] : [{}];
    const bytes = new TextEncoder().encode(JSON.stringify(reply));
    return JSON.parse(tell(core, JSON.stringify({ task, argument, gateway: GATEWAY, events }), bytes)[0]).value;
  };
  take("register", ORDER);
  const { returnUrl } = take("register", ORDER, REGISTERED);
  take("verifyReturn", returnUrl);
  return take("verifyReturn", returnUrl, PAID);
}

/**
 * Compiles the JavaScript of a call in the same way. No timer is allowed outside of a request, so the call ends before it asks its
 * `fetch`, and fails. Nothing is sent where a timer is allowed either.
 * @param {typeof import("./index.js").register} register
 */
export function rehearse(register) {
  register(ORDER, { ...GATEWAY, fetch: async () => Response.error() }).catch(() => {});
}
