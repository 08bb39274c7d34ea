/**
 * The section of a page that shows the outcome of a payment. The script shop/js/check-order.js fetches the page and takes this
 * section out of it. Data attributes hold what the script needs.
 */
import { html } from "./html.js";
import { findProduct } from "./products.js";
import { retryForm } from "./retry-form.js";

/** @import { StoredOrder } from "bpc-checkout/desk" */

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
 * @param {StoredOrder | null} more.order
 * @param {string | null} more.tab the tab in which the shop waits
 */
export const verdictSection = (outcome, { again, order, tab }) => {
  const product = findProduct(order?.details.product);
  const retry = outcome.retry && order && product && retryForm({ product, attempt: order.details.attempt, tab });
  return html`<section
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
    ${outcome.note && html`<p>${outcome.note}</p>`} ${outcome.order && facts(outcome.order, product)}
    <div class="actions">
      ${retry} ${again && html`<a class="button quiet" href="${again.path}">Check now</a>`}
      ${again && order && order.state === "registered" && reopenLink(order)}
      <a class="button ${retry || again ? "quiet" : ""}" href="/">Back to the shop</a>
    </div>
  </section>`;
};

/**
 * In the dialog of a page that waits: who closed the bank's window can open it again. CSS hides it elsewhere.
 * @param {StoredOrder} order
 */
const reopenLink = ({ details }) =>
  html`<a class="button quiet reopen" href="${details.formUrl}" target="_blank" rel="noopener noreferrer">
    Open the payment page again
  </a>`;

/**
 * @param {NonNullable<import("./outcome.js").Outcome["order"]>} order
 * @param {import("./products.js").Product} [product]
 */
const facts = (order, product) =>
  html`<dl>
    <div>
      <dt>Order</dt>
      <dd>${order.number}</dd>
    </div>
    ${
      product &&
      html`<div>
        <dt>Product</dt>
        <dd>${product.description}</dd>
      </div>`
    }
    <div>
      <dt>Amount</dt>
      <dd>${order.price}</dd>
    </div>
  </dl>`;
