/**
 * The shop: its routes. Every other address is a static page from shop/.
 */
import { buy } from "./buy.js";
import { callback } from "./callback.js";
import { ConfigError, readConfig } from "./config.js";
import { home } from "./home.js";
import { packing } from "./packing.js";
import { problem } from "./page.js";
import { recheck } from "./recheck.js";
import { handleReturn } from "./return.js";

export { OpenOrders } from "./open-orders.js";
export { OrderStore } from "./order-store.js";
export { PackingList } from "./packing-list.js";

/** @type {Record<string, Record<string, import("./env.js").Handler>>} */
const ROUTES = {
  "/": { GET: home },
  "/buy": { POST: buy },
  "/return": { GET: handleReturn },
  "/callback": { GET: callback, POST: callback },
  "/packing": { GET: packing },
};

/** @satisfies {ExportedHandler<import("./env.js").Env>} */
export default {
  async fetch(request, env, ctx) {
    const url = new URL(request.url);
    const route = ROUTES[url.pathname];
    if (!route) return env.ASSETS.fetch(request);

    const method = request.method === "HEAD" ? "GET" : request.method;
    const handler = route[method];
    if (!handler) return problem.wrongMethod(Object.keys(route));

    try {
      return await handler({ request, url, env, ctx, config: readConfig(env, url) });
    } catch (error) {
      if (error instanceof ConfigError) return problem.notConfigured(error.message);
      console.error("the shop failed:", error instanceof Error ? error.name : "not an error");
      return problem.shopFailed();
    }
  },

  /** The scheduled run, every minute. */
  async scheduled({ scheduledTime }, env, ctx) {
    await recheck({ env, ctx, config: readConfig(env), nowMs: scheduledTime });
  },
};
