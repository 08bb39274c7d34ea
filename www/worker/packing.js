/**
 * GET /packing: the packing list, for the operator.
 */
import { html } from "./html.js";
import { packingList } from "./packing-list.js";
import { asOperator } from "./operator-key.js";
import { document } from "./page.js";

/** @import { Slip } from "./packing-list.js" */

/** How many slips are shown, the newest first. */
const SHOWN = 50;

/** @type {import("./env.js").Handler} */
export const packing = (visit) => asOperator(visit, () => packingPage(visit));

/** @param {import("./env.js").Visit} visit */
async function packingPage({ env }) {
  const slips = await packingList(env).slips(SHOWN);
  return document({
    title: "Packing list",
    head: html`<link rel="stylesheet" href="/css/packing.css" />`,
    main: html`<section class="card packing">
      <h1>Packing list</h1>
      <p>Orders that are paid or on hold, each once. A stopped order is not sent.</p>
      ${slips.length > 0 ? table(slips) : html`<p class="nothing">Nothing to pack yet.</p>`}
      <div class="actions">
        <a class="button quiet" href="/packing">Reload</a> <a class="button quiet" href="/operator">Orders</a>
      </div>
    </section>`,
  });
}

/** @param {Slip[]} slips */
const table = (slips) =>
  html`<table>
    <thead>
      <tr>
        <th scope="col">Order</th>
        <th scope="col">Product</th>
        <th scope="col">To do</th>
      </tr>
    </thead>
    <tbody>
      ${slips.map(row)}
    </tbody>
  </table>`;

/** @param {Slip} slip */
const row = ({ orderNumber, product, task }) =>
  html`<tr data-order="${orderNumber}" data-task="${task}">
    <td class="number">${orderNumber}</td>
    <td>${product}</td>
    <td><span class="task task-${task}">${task === "pack" ? "Pack" : "Stop"}</span></td>
  </tr>`;
