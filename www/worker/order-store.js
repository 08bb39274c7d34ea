/**
 * One Durable Object for each order, named by its order number. It holds what was sold, the order's state, and whether the order
 * was claimed. Every decision is synchronous: an `await` between reading and writing would let a second request read too.
 */
import { DurableObject } from "cloudflare:workers";
import { FIRST, isEarned, isReturned, later } from "./order-state.js";
import { Outbox } from "./outbox.js";
import { packingList } from "./packing-list.js";

/** The request that applied the verdict delivers at once. If it was killed, the alarm delivers after this time. */
const ALARM_MS = 2_000;
/** After a failed delivery the alarm tries again after this time, until it succeeds. */
const RETRY_MS = 60_000;

/**
 * What was sold, as it was registered.
 * @typedef {object} Sale
 * @property {string} orderNumber
 * @property {string} orderId the gateway's id
 * @property {string} product
 * @property {number} amount minor units
 * @property {string} currency ISO 4217 letters
 * @property {boolean} hold
 */

/** @typedef {Sale & { state: string, claimed: boolean }} StoredOrder */

/**
 * The state of an order after a verdict.
 * @typedef {object} Applied
 * @property {string} state see order-state.js
 * @property {boolean} claimed whether fulfilment has been started
 * @property {boolean} hasOutbox whether this verdict added something that must now be delivered
 */

/** @extends {DurableObject<import("./env.js").Env>} */
export class OrderStore extends DurableObject {
  /** @param {DurableObjectState} ctx @param {import("./env.js").Env} env */
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
   * Saves what was sold. An order number is sold once: an existing sale is not changed.
   * @param {Sale} sale
   */
  open({ orderNumber, orderId, product, amount, currency, hold }) {
    this.sql.exec(
      `INSERT INTO sale (only_row, orderNumber, orderId, product, amount, currency, hold, state)
       VALUES (1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      ...[orderNumber, orderId, product, amount, currency, hold ? 1 : 0, FIRST],
    );
  }

  /** @returns {StoredOrder | null} null if no such order was sold */
  read() {
    const [row] = this.sql.exec("SELECT * FROM sale").toArray();
    if (!row) return null;
    const { only_row: _, ...sale } = /** @type {any} */ (row);
    return { ...sale, hold: sale.hold === 1, claimed: sale.claimed === 1 };
  }

  /**
   * Applies a verdict that the caller got from the bank: changes the state, and claims the order the first time it is earned.
   * State, claim and outbox row are one transaction. A second call finds the first call's claim.
   * @param {{ outcome: string, amount: number, currency: string }} verdict
   * @returns {Applied | null} null if no such order was sold, or for another price
   */
  applyVerdict(verdict) {
    const applied = this.ctx.storage.transactionSync(() => this.#decide(verdict));
    // No `await` before this: the alarm is stored together with the rows, or neither is.
    if (applied?.hasOutbox) this.ctx.storage.setAlarm(Date.now() + ALARM_MS);
    return applied;
  }

  /**
   * @param {{ outcome: string, amount: number, currency: string }} verdict
   * @returns {Applied | null}
   */
  #decide({ outcome, amount, currency }) {
    const sale = this.read();
    if (!sale || sale.amount !== amount || sale.currency !== currency) return null;
    const state = later(sale.state, outcome);
    const claims = !sale.claimed && isEarned(state, sale);
    const stops = isReturned(state) && !isReturned(sale.state);
    const claimed = sale.claimed || claims;
    if (state !== sale.state || claims) this.sql.exec("UPDATE sale SET state = ?, claimed = ?", state, claimed ? 1 : 0);
    if (claims) this.outbox.add("pack");
    if (stops) this.outbox.add("stop");
    return { state, claimed, hasOutbox: claims || stops };
  }

  /** Delivers the outbox. The request that applied the verdict calls it. The alarm calls it again if that request was killed. */
  async deliver() {
    const sale = this.read();
    if (!sale) return;
    const list = packingList(this.env);
    for (const { id, task } of this.outbox.waiting()) {
      await list[task](sale.orderNumber, sale.product);
      this.outbox.done(id);
    }
    if (this.outbox.waiting().length === 0) await this.ctx.storage.deleteAlarm();
  }

  /** @override */
  async alarm() {
    try {
      await this.deliver();
    } catch (error) {
      console.error("not delivered, again in a minute:", error instanceof Error ? error.name : "not an error");
      // The platform stops repeating an alarm that keeps throwing. A new alarm repeats until delivery succeeds.
      await this.ctx.storage.setAlarm(Date.now() + RETRY_MS);
    }
  }
}
