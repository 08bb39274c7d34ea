/**
 * The list of orders on the operator's page.
 */
import { html } from "./html.js";
import { findProduct, price } from "./products.js";

/** @import { Operation, StoredOrder } from "bpc-checkout/desk" */
/** @typedef {{ order: StoredOrder, press: string, proof: string, operations: Operation[] }} OrderRow */

/** @type {Record<string, { label: string, tone: "good" | "wait" | "bad" | "plain" }>} */
const STATES = {
  registered: { label: "Not paid yet", tone: "wait" },
  expired: { label: "Expired", tone: "plain" },
  declined: { label: "Declined", tone: "bad" },
  held: { label: "On hold", tone: "wait" },
  paid: { label: "Paid", tone: "good" },
  reversed: { label: "Reversed", tone: "plain" },
  refunded: { label: "Refunded", tone: "plain" },
  chargeback: { label: "Chargeback", tone: "bad" },
};

/** Money is left of an order that was given back in part. */
const IN_PART = { label: "Refunded in part", tone: /** @type {const} */ ("plain") };

/** Each button has the name of the function that it calls. @type {Record<string, string>} */
const KINDS = { deposit: "Deposit", reverse: "Reverse", refund: "Refund" };

/** @type {Record<string, string>} */
const RESULTS = { done: "done", refused: "refused by the bank", unknown: "result unknown, see the state" };

/** The error codes of a refusal, in words. */
const REASONS = new Map([
  ["invalid_state", "the order's state or what is left of its amount does not allow this"],
  ["access_denied", "the login may not do this, or a value was refused"],
]);

/** @param {OrderRow[]} rows @param {number} limit */
export const operatorSection = (rows, limit) =>
  html`<section class="operator">
    <div class="head">
      <h1>Orders</h1>
      <p>The newest ${limit}. Each button asks the bank once for each press.</p>
      <div class="actions">
        <a class="button quiet" href="/operator">Reload</a> <a class="button quiet" href="/packing">Packing list</a>
      </div>
    </div>
    ${
      rows.length > 0
        ? html`<ul class="orders">
            ${rows.map(item)}
          </ul>`
        : html`<p class="nothing">No orders yet.</p>`
    }
  </section>`;

/** @param {OrderRow} row */
const item = (row) => {
  const { order, operations } = row;
  const { label, tone } = isInPart(order) ? IN_PART : (STATES[order.state] ?? { label: order.state, tone: "plain" });
  return html`<li
    class="card order"
    id="${order.orderNumber}"
    data-order="${order.orderNumber}"
    data-state="${order.state}"
  >
    <div class="what">
      <h2>${order.orderNumber}</h2>
      <p>${findProduct(order.details.product)?.description ?? order.details.product}</p>
      <p class="when"><time datetime="${time(order.soldMs)}">${when(order.soldMs)}</time></p>
    </div>
    <div class="money">
      <p class="amount">${price(order)}</p>
      <p><span class="state tone-${tone}">${label}</span></p>
      ${parts(order)}
    </div>
    ${buttons(row)}
    ${
      operations.length > 0 &&
      html`<ol class="log">
        ${operations.map(entry(order))}
      </ol>`
    }
  </li>`;
};

/** Whether only a part was given back: another part can follow. @param {StoredOrder} order */
const isInPart = ({ state, answer }) => state === "refunded" && Number(answer?.depositedAmount) > 0;

/** Amounts that differ from the price. @param {StoredOrder} order */
const parts = ({ answer, amount, currency }) => {
  const { depositedAmount, refundedAmount } = answer ?? {};
  const part = (/** @type {number} */ units, /** @type {string} */ what) =>
    html`<p class="part">${price({ amount: units, currency })} ${what}</p>`;
  return [
    depositedAmount && depositedAmount !== amount ? part(depositedAmount, "deposited") : null,
    refundedAmount ? part(refundedAmount, "refunded") : null,
  ];
};

/** @param {OrderRow} row */
function buttons(row) {
  const { state } = row.order;
  if (state === "held")
    return html`<div class="buttons">${form(row, "deposit", true)} ${form(row, "reverse", false)}</div>`;
  const isTaken = state === "paid" || isInPart(row.order);
  return isTaken && html`<div class="buttons">${form(row, "refund", true)}</div>`;
}

/** @param {OrderRow} row @param {string} kind @param {boolean} asksAmount */
const form = ({ order, press, proof }, kind, asksAmount) =>
  html`<form class="operation" method="post" action="/operator">
    <input type="hidden" name="order" value="${order.orderNumber}" />
    <input type="hidden" name="kind" value="${kind}" />
    <input type="hidden" name="press" value="${press}" />
    <input type="hidden" name="proof" value="${proof}" />
    ${
      asksAmount &&
      html`<label>
        <span>Amount in ${order.currency}<span class="sr"> to ${kind} of ${order.orderNumber}</span></span>
        <input name="amount" inputmode="decimal" autocomplete="off" placeholder="all" size="8" />
      </label>`
    }
    <button class="button ${kind === "deposit" ? "" : "quiet"}">
      ${KINDS[kind]} <span class="sr">${order.orderNumber}</span>
    </button>
  </form>`;

/** @param {StoredOrder} order */
const entry =
  (order) =>
  (/** @type {Operation} */ { kind, amount, startedMs, result, note }) =>
    html`<li data-result="${result ?? "running"}">
      ${KINDS[kind] ?? kind} ${amount === null ? "all" : price({ amount, currency: order.currency })}:
      ${result ? RESULTS[result] : "running or interrupted"}${note && html` (${REASONS.has(note) ? `${REASONS.get(note)}: ` : ""}<code>${note}</code>)`},
      <time datetime="${time(startedMs)}">${when(startedMs)}</time>
    </li>`;

/** @param {number} ms */
const time = (ms) => new Date(ms).toISOString();
/** @param {number} ms */
const when = (ms) => `${time(ms).slice(0, 16).replace("T", " ")} UTC`;
