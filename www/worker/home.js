/**
 * The shop window: the static page with the prices filled in.
 */
import { pageHeaders } from "./headers.js";
import { findProduct, price } from "./products.js";

/** GET / */
export async function home({ url, env, config }) {
  const page = await env.ASSETS.fetch(new URL("/", url));
  const withPrices = new HTMLRewriter()
    .on("[data-price]", {
      element(place) {
        const product = findProduct(place.getAttribute("data-price"));
        if (product) place.setInnerContent(price(product));
      },
    })
    .on("[data-sandbox-only]", {
      element(place) {
        if (!config.sandbox) place.remove();
      },
    })
    .transform(page);
  return new Response(withPrices.body, { headers: pageHeaders(config.payOrigin) });
}
