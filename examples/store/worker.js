import { d1 } from "bpc-checkout/desk";
import { textPage } from "./pages.js";
import { createStore, missingIn } from "./store.js";

const storeOf = (env, ctx) => createStore(d1(env.DB), env, { waitUntil: (work) => ctx.waitUntil(work) });

/** Whether every setting is there. The log names those that are missing. */
function isReady(env) {
  const missing = missingIn(env);
  if (missing.length === 0) return true;
  console.error(
    `The store is closed. Set ${missing.join(", ")}: in .dev.vars on your machine, by npx wrangler secret put live.`,
  );
  return false;
}

export default {
  async fetch(request, env, ctx) {
    if (!isReady(env)) return textPage(503, "This store is closed.");
    return storeOf(env, ctx).fetch(request, request.headers.get("cf-connecting-ip") ?? "");
  },
  /** The schedule of wrangler.jsonc. */
  async scheduled(event, env, ctx) {
    if (isReady(env)) await storeOf(env, ctx).recheck();
  },
};
