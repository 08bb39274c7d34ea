// The engine compiles each function of the module when it is first called. On a platform that counts the CPU time of a
// request but not of an import, the first customer would pay for that: three times what a whole payment takes after it.

import { tell } from "./told.js";

const ADDRESS = "https://a.example";
const GATEWAY = { baseUrl: ADDRESS, userName: "a", password: "a", returnKey: "a".repeat(16) };
const ORDER = { orderNumber: "a", amount: 1, currency: "EUR", returnUrl: ADDRESS };
const REGISTERED = { orderId: "a", formUrl: ADDRESS };
const PAID = { orderStatus: 2, orderNumber: "a", amount: 1, currency: "978" };

/**
 * Takes an invented payment through the module, replies included: nothing is sent, and nothing of it stays.
 * @param {(told: Uint8Array, callBytes: number) => string} step
 * @returns {{ outcome: string }} what the module says of that payment: it is paid
 */
export function warmUp(step) {
  const take = (task, argument, reply) => {
    const events = reply ? [{}, { status: 200 }] : [{}];
    const bytes = new TextEncoder().encode(JSON.stringify(reply));
    return JSON.parse(tell(step, JSON.stringify({ task, argument, gateway: GATEWAY, events }), bytes)).value;
  };
  take("register", ORDER);
  const { returnUrl } = take("register", ORDER, REGISTERED);
  take("verifyReturn", returnUrl);
  return take("verifyReturn", returnUrl, PAID);
}
