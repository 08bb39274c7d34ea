/**
 * The packing desk: where a claim becomes a parcel. It stands for whatever a store has there, a warehouse or a mail service, and
 * does what such a service must: it knows the order number again, so that being told twice is being told once.
 */
import { DurableObject } from "cloudflare:workers";

/** @param {Record<string, any>} env */
export const packingDesk = (env) => env.PACKING_DESK.getByName("the packing desk");

/**
 * @typedef {object} Slip
 * @property {string} orderNumber
 * @property {string} product
 * @property {"pack" | "stop"} task `stop`: the money went back, do not send
 * @property {number} told how many times the desk was told; 1 unless somebody was killed in between
 */

export class PackingDesk extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(`CREATE TABLE IF NOT EXISTS slip (
      id INTEGER PRIMARY KEY, orderNumber TEXT NOT NULL UNIQUE, product TEXT NOT NULL,
      task TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 1)`);
  }

  /** A slip to pack; for an order that has one already, nothing. A stopped order stays stopped. */
  pack(orderNumber, product) {
    this.sql.exec(
      `INSERT INTO slip (orderNumber, product, task) VALUES (?, ?, 'pack')
       ON CONFLICT (orderNumber) DO UPDATE SET told = told + 1`,
      ...[orderNumber, product],
    );
  }

  /** Marks a slip as not to be sent; an order that has none gets one, in case that its `pack` comes later. */
  stop(orderNumber, product) {
    this.sql.exec(
      `INSERT INTO slip (orderNumber, product, task) VALUES (?, ?, 'stop')
       ON CONFLICT (orderNumber) DO UPDATE SET task = 'stop'`,
      ...[orderNumber, product],
    );
  }

  /**
   * @param {number} limit
   * @returns {Slip[]} newest first
   */
  slips(limit) {
    return this.sql.exec("SELECT orderNumber, product, task, told FROM slip ORDER BY id DESC LIMIT ?", limit).toArray();
  }
}
