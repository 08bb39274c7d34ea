/**
 * The home page: the static page with the prices and the number of this visit's purchase filled in.
 */
import { pageHeaders } from "./headers.js";
import { findProduct, price } from "./products.js";

/**
 * GET /
 * @type {import("./env.js").Handler}
 */
export async function home({ url, env, config }) {
  // A double click on a button of this page is one purchase.
  const attempt = crypto.randomUUID();
  const page = await env.ASSETS.fetch(new URL("/", url));
  const withPrices = new HTMLRewriter()
    .on("[data-price]", {
      element(element) {
        const product = findProduct(element.getAttribute("data-price"));
        if (product) element.setInnerContent(price(product));
      },
    })
    .on("form.buy", {
      element(form) {
        form.append(`<input type="hidden" name="attempt" value="${attempt}" />`, { html: true });
      },
    })
    .on("[data-sandbox-only]", {
      element(element) {
        if (!config.sandbox) element.remove();
      },
    })
    .transform(page);
  return new Response(withPrices.body, { headers: pageHeaders(config.payOrigin) });
}
