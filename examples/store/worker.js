import { d1 } from "bpc-checkout/desk";
import { createStore } from "./store.js";

const storeOf = (env, ctx) => createStore(d1(env.DB), env, { waitUntil: (work) => ctx.waitUntil(work) });

export default {
  fetch: (request, env, ctx) => storeOf(env, ctx).fetch(request, request.headers.get("cf-connecting-ip") ?? ""),
  /** The schedule of wrangler.jsonc. */
  async scheduled(event, env, ctx) {
    await storeOf(env, ctx).recheck();
  },
};
