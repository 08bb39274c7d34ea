/** Servers on free ports of this machine. */
import { once } from "node:events";
import { createServer } from "node:net";

/** Listens on a free port. Resolves to `{ origin, close }`; `close` ends the open connections too. */
export async function listen(server) {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const close = () => server.close().closeAllConnections();
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

/** A port that nobody uses right now. */
export async function freePort() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  await once(server.close(), "close");
  return port;
}

/** A REST root where nobody listens. Not on a low port: `fetch` refuses some of them before it connects. */
export const nobody = async () => `http://127.0.0.1:${await freePort()}/rest`;
