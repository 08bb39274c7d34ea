/**
 * The shop: which request is answered by which file. Everything that is not listed here is a static page from shop/.
 */
import { buy } from "./buy.js";
import { callback } from "./callback.js";
import { ConfigError, readConfig } from "./config.js";
import { home } from "./home.js";
import { packing } from "./packing.js";
import { problem } from "./page.js";
import { recheck } from "./recheck.js";
import { comeBack } from "./return.js";

export { OpenOrders } from "./open-orders.js";
export { OrderDesk } from "./order-desk.js";
export { PackingDesk } from "./packing-desk.js";

const ROUTES = {
  "/": { GET: home },
  "/buy": { POST: buy },
  "/return": { GET: comeBack },
  "/callback": { GET: callback, POST: callback },
  "/packing": { GET: packing },
};

export default {
  /**
   * @param {Request} request
   * @param {Record<string, any>} env bindings and variables, see wrangler.jsonc and .dev.vars.example
   * @param {ExecutionContext} ctx
   */
  async fetch(request, env, ctx) {
    const url = new URL(request.url);
    const route = ROUTES[url.pathname];
    if (!route) return env.ASSETS.fetch(request);

    const method = request.method === "HEAD" ? "GET" : request.method;
    const answer = route[method];
    if (!answer) return problem.wrongMethod(Object.keys(route));

    try {
      return await answer({ request, url, env, ctx, config: readConfig(env, url) });
    } catch (error) {
      if (error instanceof ConfigError) return problem.notConfigured(error.message);
      console.error("the shop failed:", error instanceof Error ? error.name : "not an error");
      return problem.shopFailed();
    }
  },

  /** The scheduled run, every minute. @param {ScheduledController} controller */
  async scheduled({ scheduledTime }, env, ctx) {
    await recheck({ env, ctx, config: readConfig(env), nowMs: scheduledTime });
  },
};
