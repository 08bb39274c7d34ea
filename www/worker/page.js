/**
 * The layout of every page that the Worker makes, and the error pages.
 */
import { pageHeaders } from "./headers.js";
import { html } from "./html.js";

/**
 * @param {object} page
 * @param {string} page.title
 * @param {import("./html.js").Html} page.main
 * @param {import("./html.js").Html} [page.head] more elements for the head
 * @param {number} [page.status]
 * @param {Record<string, string>} [page.headers]
 * @param {string} [page.payOrigin] the origin to which a buy form on this page may lead
 */
export function document({ title, main, head, status = 200, headers = {}, payOrigin }) {
  const text = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · Kiln &amp; Kettle</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/css/base.css" />
        <link rel="stylesheet" href="/css/verdict.css" />
        ${head}
      </head>
      <body>
        <header class="bar">
          <a class="brand" href="/">Kiln <span aria-hidden="true">&amp;</span><span class="sr">and</span> Kettle</a>
        </header>
        <main class="narrow">${main}</main>
      </body>
    </html> `;
  const payOrigins = payOrigin ? [payOrigin] : [];
  return new Response(text.toString(), { status, headers: { ...pageHeaders(...payOrigins), ...headers } });
}

/**
 * The page between shop and bank, if the payment page has another host than the gateway: see headers.js.
 * @param {string} formUrl
 */
export function redirectPage(formUrl) {
  return document({
    title: "To the payment page",
    head: html`<meta http-equiv="refresh" content="0; url=${formUrl}" />`,
    main: html`<section class="card verdict tone-wait">
      <h1>Opening the bank's payment page…</h1>
      <div class="actions"><a class="button" href="${formUrl}">Continue to payment</a></div>
    </section>`,
  });
}

/**
 * A page with one message and a link to the shop.
 * @param {number} status @param {string} title @param {string} text @param {Record<string, string>} [headers]
 */
function message(status, title, text, headers) {
  return document({
    title,
    status,
    headers,
    main: html`<section class="card verdict tone-plain">
      <h1>${title}</h1>
      <p>${text}</p>
      <div class="actions"><a class="button" href="/">Back to the shop</a></div>
    </section>`,
  });
}

export const problem = {
  /** @param {boolean} sandbox */
  bankClosed: (sandbox) =>
    message(
      502,
      "The payment page did not open",
      "The bank's payment page cannot be reached right now. Nothing was charged: please try again in a minute." +
        (sandbox ? " (For the developer: is the sandbox running? `npm start` starts it with the shop.)" : ""),
    ),
  foreignForm: () =>
    message(
      403,
      "Please buy from our own page",
      "This purchase was not started on our page, so we did not start a payment.",
    ),
  noSuchProduct: () => message(400, "We do not sell that", "The product was not found. Nothing was charged."),
  /** @param {string} why */
  notConfigured: (why) => message(503, "This shop is not set up yet", why),
  shopFailed: () =>
    message(500, "Something went wrong on our side", "We did not start anything new. Please try again in a minute."),
  /** @param {string[]} allowed */
  wrongMethod: (allowed) =>
    message(405, "Nothing happens here", "Purchases start with a button in the shop.", { Allow: allowed.join(", ") }),
};
