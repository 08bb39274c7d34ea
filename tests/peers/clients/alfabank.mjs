// npm alfabank: hands out the gateway's body and adds `paid`; null is an HTTP status of 400 and more, with the body on
// the console.

import { createRequire } from "node:module";
import { join } from "node:path";
import { RETURN_URL } from "../sandbox.mjs";

/** The address it has built in. */
const ITS_ROOT = "https://web.rbsuat.com/ab_by/rest";

export function makeAlfabank(modules) {
  const { useAlfaBank } = createRequire(join(modules, "index.js"))("alfabank");
  return ({ root, userName, password, currency, params, cart }) => {
    const client = useAlfaBank({ userName, password, language: "en" });
    client.instance.interceptors.request.use((config) => ({ ...config, url: config.url.replace(ITS_ROOT, root) }));
    return {
      register: ({ orderNumber, amount }) =>
        answered(() =>
          client.register({
            orderNumber,
            amount,
            currency,
            returnUrl: RETURN_URL,
            description: "Two books",
            jsonParams: params,
            orderBundle: cart,
          }),
        ),
      status: (orderId) => answered(() => client.getOrderStatusExtended({ orderId })),
    };
  };
}

async function answered(call) {
  const { log } = console;
  console.log = () => {};
  const body = await call().finally(() => (console.log = log));
  const code = Number(body?.errorCode ?? 0);
  return body === null || code !== 0 ? { refused: body && code } : body;
}
