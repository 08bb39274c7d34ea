/**
 * The Durable Objects of the orders: one for each order, named by its order number, and one for the list of all orders. Their tables
 * and methods come from the package.
 */
import { DurableObject } from "cloudflare:workers";
import { listObject, orderObject } from "bpc-checkout/desk";
import { packingList } from "./packing-list.js";

export class OrderStore extends orderObject(DurableObject) {
  /**
   * Sends a task to the packing list. A task may be sent twice, so the list uses the order number as its idempotency key.
   * @override
   * @param {import("bpc-checkout/desk").Task} task
   */
  async send({ task, order }) {
    const list = packingList(this.env);
    await (task === "fulfil" ? list.pack : list.stop)(order.orderNumber, String(order.details.product));
  }
}

export class OpenOrders extends listObject(DurableObject) {}
