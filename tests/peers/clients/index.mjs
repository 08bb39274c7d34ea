// Every foreign client behind the same two calls. An adapter translates arguments and answers, and keeps the client's
// own reading: what it throws or returns for an error becomes `{ refused }` with what it said.

import { makeAlfabank } from "./alfabank.mjs";
import { startPython } from "./python.mjs";
import { makeSberbankAcquiring } from "./sberbank-acquiring.mjs";

/** The clients of PyPI, by the names clients.py knows. */
const OF_PYPI = ["gocream-pysberbank", "btipay", "sber-payments"];

/**
 * Name → `connect({ root, origin, currency, params, cart, userName, password })` → `{ register({ orderNumber, amount }),
 * status(orderId) }`; amounts are minor units. `python` is the running interpreter, for `verify` too.
 */
export function makeClients({ modules, python: interpreter }) {
  const python = startPython(interpreter);
  const clients = {
    "sberbank-acquiring": makeSberbankAcquiring(modules),
    alfabank: makeAlfabank(modules),
  };
  for (const client of OF_PYPI) {
    clients[client] = (account) => ({
      register: (order) => python.ask({ client, call: "register", account, order }),
      status: (orderId) => python.ask({ client, call: "status", account, orderId }),
    });
  }
  return { clients, python };
}
