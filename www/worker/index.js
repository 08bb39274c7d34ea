/**
 * The shop: which request is answered by which file. Everything that is not listed here is a static page from shop/.
 */
import { buy } from "./buy.js";
import { ConfigError, readConfig } from "./config.js";
import { home } from "./home.js";
import { problem } from "./page.js";
import { comeBack } from "./return.js";

const ROUTES = {
  "/": { GET: home },
  "/buy": { POST: buy },
  "/return": { GET: comeBack },
};

export default {
  /**
   * @param {Request} request
   * @param {Record<string, any>} env bindings and variables, see wrangler.jsonc and .dev.vars.example
   */
  async fetch(request, env) {
    const url = new URL(request.url);
    const route = ROUTES[url.pathname];
    if (!route) return env.ASSETS.fetch(request);

    const method = request.method === "HEAD" ? "GET" : request.method;
    const answer = route[method];
    if (!answer) return problem.wrongMethod(Object.keys(route));

    try {
      return await answer({ request, url, env, config: readConfig(env, url) });
    } catch (error) {
      if (error instanceof ConfigError) return problem.notConfigured(error.message);
      console.error("the shop failed:", error instanceof Error ? error.name : "not an error");
      return problem.shopFailed();
    }
  },
};
