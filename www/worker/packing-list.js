/**
 * The packing list: the orders to pack. It stands for your warehouse or mail service. A task may arrive twice, so the order number
 * is the idempotency key: a second task for the same order adds nothing.
 */
import { DurableObject } from "cloudflare:workers";

/** The key of the stored object. A store that is deployed has its slips under this name: never change it. */
const OBJECT_NAME = "the packing desk";

/** @param {import("./env.js").Env} env */
export const packingList = (env) => env.PACKING_LIST.getByName(OBJECT_NAME);

/**
 * @typedef {object} Slip
 * @property {string} orderNumber
 * @property {string} product
 * @property {"pack" | "stop"} task `stop`: the money went back, do not send
 * @property {number} told how many times the task arrived: 1, or more if a machine stopped in between
 */

/** @extends {DurableObject<import("./env.js").Env>} */
export class PackingList extends DurableObject {
  /** @param {DurableObjectState} ctx @param {import("./env.js").Env} env */
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(`CREATE TABLE IF NOT EXISTS slip (
      id INTEGER PRIMARY KEY, orderNumber TEXT NOT NULL UNIQUE, product TEXT NOT NULL,
      task TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 1)`);
  }

  /**
   * Adds a slip, unless the order has one. A stopped order stays stopped.
   * @param {string} orderNumber @param {string} product
   */
  pack(orderNumber, product) {
    this.sql.exec(
      `INSERT INTO slip (orderNumber, product, task) VALUES (?, ?, 'pack')
       ON CONFLICT (orderNumber) DO UPDATE SET told = told + 1`,
      ...[orderNumber, product],
    );
  }

  /**
   * Marks a slip as not to be sent. An order without a slip gets one, in case its `pack` arrives later.
   * @param {string} orderNumber @param {string} product
   */
  stop(orderNumber, product) {
    this.sql.exec(
      `INSERT INTO slip (orderNumber, product, task) VALUES (?, ?, 'stop')
       ON CONFLICT (orderNumber) DO UPDATE SET task = 'stop'`,
      ...[orderNumber, product],
    );
  }

  /** The order is deleted. @param {string} orderNumber */
  remove(orderNumber) {
    this.sql.exec("DELETE FROM slip WHERE orderNumber = ?", orderNumber);
  }

  /**
   * @param {number} limit
   * @returns {Slip[]} newest first
   */
  slips(limit) {
    const rows = this.sql.exec("SELECT orderNumber, product, task, told FROM slip ORDER BY id DESC LIMIT ?", limit);
    return /** @type {any[]} */ (rows.toArray());
  }
}
