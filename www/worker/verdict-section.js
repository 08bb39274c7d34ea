/**
 * The section of a page that shows the outcome of a payment. The script shop/js/check-order.js fetches the page and takes this
 * section out of it. Data attributes hold what the script needs.
 */
import { html } from "./html.js";

/** One icon for each tone: a tick, a clock, a cross, a letter i. */
const ICONS = {
  good: html`<path d="M15 25l6.5 6.5L34 18" />`,
  wait: html`<path d="M24 14v10l6 5" />`,
  bad: html`<path d="M18 18l12 12M30 18L18 30" />`,
  plain: html`<path d="M24 22v11M24 15v.5" />`,
};

/** @param {import("./outcome.js").Outcome["tone"]} tone */
const icon = (tone) =>
  html`<svg class="icon" viewBox="0 0 48 48" aria-hidden="true">
    <circle cx="24" cy="24" r="21" />
    ${ICONS[tone]}
  </svg>`;

/**
 * The section before the bank has answered. It contains no outcome.
 * @param {string} next the address that checks the order
 */
export const checkingSection = (next) =>
  html`<section id="verdict" class="card verdict tone-wait" data-outcome="checking" data-next="${next}" data-wait="0">
    <span class="spinner" aria-hidden="true"></span>
    <h1>Checking with the bank…</h1>
    <p>This takes a few seconds. Please leave this page open.</p>
    <div class="actions"><a class="button quiet" href="${next}">Check now</a></div>
  </section>`;

/**
 * @param {import("./outcome.js").Outcome} outcome
 * @param {object} more
 * @param {{ path: string, seconds: number | null } | null} more.again where and when to check again; null seconds: only when the customer asks
 * @param {import("./products.js").Product} [more.retry] the product to offer again
 * @param {string | null} more.tab the tab in which the shop waits
 */
export const verdictSection = (outcome, { again, retry, tab }) =>
  html`<section
    id="verdict"
    class="card verdict tone-${outcome.tone}"
    data-outcome="${outcome.name}"
    data-tried="${outcome.tried ? "yes" : "no"}"
    data-settled="${outcome.settled ? "yes" : "no"}"
    data-next="${again?.path ?? ""}"
    data-wait="${again?.seconds ?? ""}"
  >
    ${icon(outcome.tone)}
    <h1>${outcome.title}</h1>
    <p class="lead">${outcome.text}</p>
    ${outcome.note && html`<p>${outcome.note}</p>`} ${outcome.order && facts(outcome.order)}
    <div class="actions">
      ${retry && retryForm(retry, tab)} ${again && html`<a class="button quiet" href="${again.path}">Check now</a>`}
      <a class="button ${retry || again ? "quiet" : ""}" href="/">Back to the shop</a>
    </div>
  </section>`;

/** @param {NonNullable<import("./outcome.js").Outcome["order"]>} order */
const facts = (order) =>
  html`<dl>
    <div>
      <dt>Order</dt>
      <dd>${order.number}</dd>
    </div>
    <div>
      <dt>Amount</dt>
      <dd>${order.price}</dd>
    </div>
  </dl>`;

/**
 * "Try again" is a new purchase: a new order, at the current price.
 * @param {import("./products.js").Product} product @param {string | null} tab
 */
const retryForm = (product, tab) =>
  html`<form class="buy" method="post" action="/buy">
    <input type="hidden" name="product" value="${product.id}" />
    ${tab && html`<input type="hidden" name="tab" value="${tab}" />`}
    <button class="button" data-busy="Please wait…">Try again</button>
  </form>`;
