/**
 * The layout of every page that the Worker makes, and the error pages.
 */
import { pageHeaders } from "./headers.js";
import { html } from "./html.js";
import { retryForm } from "./retry-form.js";

/** @typedef {{ product: import("./products.js").Product, attempt: string, payOrigin: string }} Retry */

/**
 * @param {object} page
 * @param {string} page.title
 * @param {import("./html.js").Html} page.main
 * @param {import("./html.js").Html} [page.head] more elements for the head
 * @param {number} [page.status]
 * @param {Record<string, string>} [page.headers]
 * @param {string} [page.payOrigin] the origin to which a buy form on this page may lead
 * @param {boolean} [page.wide] a page with a list
 */
export function document({ title, main, head, status = 200, headers = {}, payOrigin, wide = false }) {
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
        <main class="${wide ? "wide" : "narrow"}">${main}</main>
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
 * A page with one message and a link to the shop, or to the orders for the operator.
 * @param {object} page
 * @param {number} page.status @param {string} page.title @param {string} page.text @param {Record<string, string>} [page.headers]
 * @param {Retry} [page.retry] the purchase to offer again @param {boolean} [page.isOperator]
 */
function message({ status, title, text, headers, retry, isOperator = false }) {
  const [back, where] = isOperator ? ["/operator", "Back to the orders"] : ["/", "Back to the shop"];
  return document({
    title,
    status,
    headers,
    payOrigin: retry?.payOrigin,
    head: retry && html`<script type="module" src="/js/buy.js"></script>`,
    main: html`<section class="card verdict tone-plain">
      <h1>${title}</h1>
      <p>${text}</p>
      <div class="actions">
        ${retry && retryForm(retry)} <a class="button ${retry ? "quiet" : ""}" href="${back}">${where}</a>
      </div>
    </section>`,
  });
}

export const problem = {
  /** @param {boolean} sandbox @param {Retry} retry */
  bankClosed: (sandbox, retry) =>
    message({
      status: 502,
      title: "The payment page did not open",
      text:
        "The bank's payment page cannot be reached right now. Nothing was charged: please try again in a minute." +
        (sandbox ? " (For the developer: is the sandbox running? `npm start` starts it with the shop.)" : ""),
      retry,
    }),
  /** @param {number} retryAfterMs @param {Retry} retry */
  tooMany: (retryAfterMs, retry) =>
    message({
      status: 429,
      title: "Too many purchases at once",
      text: "We did not start this one, and nothing was charged. Please try again in some minutes.",
      headers: { "Retry-After": String(Math.ceil(retryAfterMs / 1000)) },
      retry,
    }),
  foreignForm: () =>
    message({
      status: 403,
      title: "Please use our own page",
      text: "This form was not sent from our page, so we did not start anything.",
    }),
  noSuchProduct: () =>
    message({ status: 400, title: "We do not sell that", text: "The product was not found. Nothing was charged." }),
  noSuchOrder: () =>
    message({
      status: 404,
      title: "No such order",
      text: "This order is not in the list any more. Nothing was sent.",
      isOperator: true,
    }),
  noAmount: () =>
    message({
      status: 400,
      title: "This is not an amount",
      text: "Write it like 12.50, or leave the field empty for everything. Nothing was sent to the bank.",
      isOperator: true,
    }),
  noOperator: () =>
    message({
      status: 401,
      title: "For the operator",
      text: "This page needs the operator's key as the password. Any name is accepted.",
      headers: { "WWW-Authenticate": 'Basic realm="Operator", charset="UTF-8"' },
    }),
  notConfigured: () =>
    message({
      status: 503,
      title: "This shop is not set up yet",
      text: "Please come back later. The shop's log says why.",
    }),
  shopFailed: () =>
    message({
      status: 500,
      title: "Something went wrong on our side",
      text: "We did not start anything new. Please try again in a minute.",
    }),
  /** @param {string[]} allowed */
  wrongMethod: (allowed) =>
    message({
      status: 405,
      title: "Nothing happens here",
      text: "Purchases start with a button in the shop.",
      headers: { Allow: allowed.join(", ") },
    }),
};
