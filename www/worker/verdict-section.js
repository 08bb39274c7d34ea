/**
 * The part of a page that tells how a payment stands. The script in shop/js/ask.js fetches the page and takes this part out of
 * it, so what it needs to know is in data attributes.
 */
import { html } from "./html.js";

/** One drawing for each tone: a tick, a clock, a cross, a letter i. */
const ICONS = {
  good: html`<path d="M15 25l6.5 6.5L34 18" />`,
  wait: html`<path d="M24 14v10l6 5" />`,
  bad: html`<path d="M18 18l12 12M30 18L18 30" />`,
  plain: html`<path d="M24 22v11M24 15v.5" />`,
};

const icon = (tone) =>
  html`<svg class="icon" viewBox="0 0 48 48" aria-hidden="true">
    <circle cx="24" cy="24" r="21" />
    ${ICONS[tone]}
  </svg>`;

/**
 * What is shown before the bank was asked. It names no result, in its text or anywhere else.
 * @param {string} next the address that asks
 */
export const checkingSection = (next) =>
  html`<section id="verdict" class="card verdict tone-wait" data-outcome="checking" data-next="${next}" data-wait="0">
    <span class="spinner" aria-hidden="true"></span>
    <h1>Checking with the bank…</h1>
    <p>This takes a moment. Please leave this page open.</p>
    <div class="actions"><a class="button quiet" href="${next}">Check now</a></div>
  </section>`;

/**
 * @param {import("./outcome.js").Outcome} outcome
 * @param {object} more
 * @param {{ path: string, seconds: number | null } | null} more.again where and when to ask again; null seconds: by hand
 * @param {import("./products.js").Product} [more.retry] what to offer again
 * @param {string | null} more.tab the shop's waiting tab
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

/** "Try again" is a purchase like any other: a new order, at today's price. */
const retryForm = (product, tab) =>
  html`<form class="buy" method="post" action="/buy">
    <input type="hidden" name="product" value="${product.id}" />
    ${tab && html`<input type="hidden" name="tab" value="${tab}" />`}
    <button class="button" data-busy="One moment…">Try again</button>
  </form>`;
