/**
 * GET /packing: the packing desk's slips, to see on a developer's machine what came of a purchase. No shop is open here to the
 * world: a real one asks who is looking.
 */
import { html } from "./html.js";
import { packingDesk } from "./packing-desk.js";
import { document } from "./page.js";

/** The newest slips that are shown. */
const SHOWN = 50;

export async function packing({ request, env, config }) {
  if (!config.local) return env.ASSETS.fetch(request);
  const slips = await packingDesk(env).slips(SHOWN);
  return document({
    title: "Packing desk",
    head: html`<link rel="stylesheet" href="/css/packing.css" />`,
    main: html`<section class="card packing">
      <h1>Packing desk</h1>
      <p>What was paid for, once each. This page is shown on a developer's machine only.</p>
      ${slips.length > 0 ? table(slips) : html`<p class="nothing">Nothing to pack yet.</p>`}
      <div class="actions"><a class="button quiet" href="/packing">Look again</a></div>
    </section>`,
  });
}

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

const row = ({ orderNumber, product, task }) =>
  html`<tr data-order="${orderNumber}" data-task="${task}">
    <td class="number">${orderNumber}</td>
    <td>${product}</td>
    <td><span class="task task-${task}">${task === "pack" ? "Pack" : "Stop"}</span></td>
  </tr>`;
