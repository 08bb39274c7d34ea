/**
 * The bank of a run: the sandbox gateway as a server of this process, so that a test can pay, move its clock, break it, and hold
 * a reply back.
 */
import { createServer } from "node:http";
import { join } from "node:path";
import { ROOT } from "../runtimes/consumer.mjs";
import { listen } from "../support/loopback.mjs";

export const CALLBACK_SECRET = "test_callback_secret";

/**
 * Listens on a free port. `shop` is where callbacks go: `() => address`, because a shop that is restarted moves. `options` are those of
 * the sandbox.
 */
export async function startBank(shop, { secret = CALLBACK_SECRET, ...options } = {}) {
  const { Sandbox } = await import(join(ROOT, "pkg/sandbox.js"));
  const sandbox = new Sandbox({ ...options, callbacks: { url: "http://shop.test/callback", secret } });
  const bank = { sandbox, asked: 0, fault: null, registerFault: null };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const isStatus = request.url.endsWith("/getOrderStatusExtended.do");
    if (isStatus) bank.asked += 1;
    const fault = isStatus ? await bank.fault?.() : null;
    if (fault) return response.writeHead(fault).end();
    const isRegister = /\/register(PreAuth)?\.do$/.test(request.url);
    const { method, headers, url } = request;
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const reply = await sandbox.fetch(`${bank.origin}${url}`, { method, headers, body });
    // The order is registered, and its reply is lost.
    const lost = isRegister ? bank.registerFault?.() : null;
    if (lost) return response.writeHead(lost).end();
    response.writeHead(reply.status, [...reply.headers].flat()).end(await reply.text());
  });
  const { origin, close } = await listen(server);
  Object.assign(bank, { origin, stop: close });
  /** Sends what is due; `via` may see, change or lose a notification. */
  bank.deliver = (via = (send) => send()) =>
    sandbox.deliverCallbacks((url, init) =>
      via((change = {}) => fetch(url.replace("http://shop.test", shop()), { ...init, ...change }), url, init),
    );
  /** The signed notifications that are due, as addresses; none is sent. */
  bank.notifications = async () => {
    const queries = [];
    await sandbox.deliverCallbacks((url) => (queries.push(new URL(url).search), new Response("OK")));
    return queries;
  };
  bank.reset = () => {
    bank.fault = null;
    bank.registerFault = null;
    bank.asked = 0;
  };
  return bank;
}
