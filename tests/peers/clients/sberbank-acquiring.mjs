// npm sberbank-acquiring: amounts are major units, `status` is a number, or null for an order that does not exist.

import { createRequire } from "node:module";
import { join } from "node:path";
import { RETURN_URL } from "../sandbox.mjs";

export function makeSberbankAcquiring(modules) {
  const Acquiring = createRequire(join(modules, "index.js"))("sberbank-acquiring");
  return ({ root, userName, password, currency, params, cart }) => {
    const client = new Acquiring({ userName, password }, `${RETURN_URL}&order={order}`, true);
    client.entry = `${root}/`;
    // Parameters it does not name are passed on, as text.
    const others = {
      currency,
      ...(params && { jsonParams: JSON.stringify(params) }),
      ...(cart && { orderBundle: JSON.stringify(cart) }),
    };
    return {
      register: ({ orderNumber, amount }) =>
        answered(() => client.register(orderNumber, amount / 100, "Two books", others)),
      status: (orderId) =>
        answered(async () => {
          const orderStatus = await client.status(orderId);
          return orderStatus === null ? { refused: 6 } : { orderStatus };
        }),
    };
  };
}

/** It throws errors with the gateway's code, or axios' own. */
async function answered(call) {
  try {
    return await call();
  } catch (error) {
    return { refused: Number(error.sberErrorCode) || error.message };
  }
}
