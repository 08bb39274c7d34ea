/**
 * The shop: its routes. Every other address is a static page from shop/.
 */
import { buy } from "./buy.js";
import { callback } from "./callback.js";
import { ConfigError, readConfig } from "./config.js";
import { home } from "./home.js";
import { operate, operator } from "./operator.js";
import { ordersOf } from "./orders.js";
import { packing } from "./packing.js";
import { problem } from "./page.js";
import { handleReturn } from "./return.js";

export { OpenOrders, OrderStore } from "./order-store.js";
export { PackingList } from "./packing-list.js";

/** @type {Record<string, Record<string, import("./env.js").Handler>>} */
const ROUTES = {
  "/": { GET: home },
  "/buy": { POST: buy },
  "/return": { GET: handleReturn },
  "/callback": { GET: callback, POST: callback },
  "/packing": { GET: packing },
  "/operator": { GET: operator, POST: operate },
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
      // Visitors do not read which settings are missing: the log has that.
      if (error instanceof ConfigError) return (console.error(`not set up: ${error.message}`), problem.notConfigured());
      console.error("the shop failed:", error instanceof Error ? error.name : "not an error");
      return problem.shopFailed();
    }
  },

  /** The scheduled run, every minute. */
  async scheduled({ scheduledTime }, env, ctx) {
    await ordersOf({ env, ctx, config: readConfig(env) }).recheck(scheduledTime);
  },
};
