/**
 * "Try again": the same purchase. It leads to the payment page of the same order while that can be paid, and then to a new order.
 */
import { html } from "./html.js";

/** @param {{ product: import("./products.js").Product, attempt: string, tab?: string | null }} purchase */
export const retryForm = ({ product, attempt, tab }) =>
  html`<form class="buy" method="post" action="/buy">
    <input type="hidden" name="product" value="${product.id}" />
    <input type="hidden" name="attempt" value="${attempt}" />
    ${tab && html`<input type="hidden" name="tab" value="${tab}" />`}
    <button class="button" data-busy="Please wait…">Try again</button>
  </form>`;
