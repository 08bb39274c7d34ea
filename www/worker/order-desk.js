/**
 * One object for each order, named by its order number: what was sold, how far it has come, and whether it was claimed.
 * Everything that decides is synchronous. An `await` between looking and writing would let the next request look as well.
 */
import { DurableObject } from "cloudflare:workers";
import { FIRST, isEarned, isReturned, later } from "./order-state.js";
import { Outbox } from "./outbox.js";
import { packingDesk } from "./packing-desk.js";

/** Whoever settled an order delivers at once. If that one is gone by then, the alarm delivers. */
const ALARM_MS = 2_000;
/** Where delivery fails, it is tried again after this time, until it succeeds. */
const RETRY_MS = 60_000;

/**
 * @typedef {object} Sale what was sold, as it was registered
 * @property {string} orderNumber
 * @property {string} orderId the gateway's
 * @property {string} product
 * @property {number} amount minor units
 * @property {string} currency ISO 4217 letters
 * @property {boolean} hold
 */

/**
 * @typedef {object} Standing
 * @property {string} state see order-state.js
 * @property {boolean} claimed whether fulfilment belongs to somebody
 * @property {boolean} owes whether this call wrote something that is now to be delivered
 */

export class OrderDesk extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(`CREATE TABLE IF NOT EXISTS sale (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      orderNumber TEXT NOT NULL, orderId TEXT NOT NULL, product TEXT NOT NULL,
      amount INTEGER NOT NULL, currency TEXT NOT NULL, hold INTEGER NOT NULL,
      state TEXT NOT NULL, claimed INTEGER NOT NULL DEFAULT 0)`);
    this.outbox = new Outbox(this.sql);
  }

  /**
   * Writes down what was sold. A number is sold once: what is there stays.
   * @param {Sale} sale
   */
  open({ orderNumber, orderId, product, amount, currency, hold }) {
    this.sql.exec(
      `INSERT INTO sale (only_row, orderNumber, orderId, product, amount, currency, hold, state)
       VALUES (1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      ...[orderNumber, orderId, product, amount, currency, hold ? 1 : 0, FIRST],
    );
  }

  /** @returns {(Sale & { state: string, claimed: boolean }) | null} null when no such order was sold */
  look() {
    const [row] = this.sql.exec("SELECT * FROM sale").toArray();
    if (!row) return null;
    const { only_row: _, ...sale } = row;
    return { ...sale, hold: sale.hold === 1, claimed: sale.claimed === 1 };
  }

  /**
   * Takes a verdict, already asked for: moves the order on, and claims it the first time it is earned. The state, the claim and
   * the row in the outbox are one transaction; whoever comes second finds them.
   * @param {{ outcome: string, amount: number, currency: string }} verdict
   * @returns {Standing | null} null when no such order was sold, or for another price
   */
  settle(verdict) {
    const standing = this.ctx.storage.transactionSync(() => this.#decide(verdict));
    // Still the same turn: the alarm is written with the rows, or none of them is.
    if (standing?.owes) this.ctx.storage.setAlarm(Date.now() + ALARM_MS);
    return standing;
  }

  #decide({ outcome, amount, currency }) {
    const sale = this.look();
    if (!sale || sale.amount !== amount || sale.currency !== currency) return null;
    const state = later(sale.state, outcome);
    const claims = !sale.claimed && isEarned(state, sale);
    const stops = isReturned(state) && !isReturned(sale.state);
    const claimed = sale.claimed || claims;
    if (state !== sale.state || claims) this.sql.exec("UPDATE sale SET state = ?, claimed = ?", state, claimed ? 1 : 0);
    if (claims) this.outbox.add("pack");
    if (stops) this.outbox.add("stop");
    return { state, claimed, owes: claims || stops };
  }

  /** Does what the outbox holds. Whoever settled the order calls it; the alarm does, in case that one did not get this far. */
  async deliver() {
    const sale = this.look();
    const desk = packingDesk(this.env);
    for (const { id, task } of this.outbox.waiting()) {
      await desk[task](sale.orderNumber, sale.product);
      this.outbox.done(id);
    }
    if (this.outbox.waiting().length === 0) await this.ctx.storage.deleteAlarm();
  }

  async alarm() {
    try {
      await this.deliver();
    } catch (error) {
      console.error("not delivered, again in a minute:", error instanceof Error ? error.name : "not an error");
      // The platform gives an alarm up that throws again and again; an order is not given up.
      await this.ctx.storage.setAlarm(Date.now() + RETRY_MS);
    }
  }
}
