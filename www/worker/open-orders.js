/**
 * The list of orders whose state may still change. It finds orders whose customer never returned and whose callback was lost. It
 * decides nothing: it only says which orders to check next.
 */
import { DurableObject } from "cloudflare:workers";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** An order is checked 1 minute after it was sold, then after twice the previous pause, up to once a day. */
const LONGEST_PAUSE_MS = DAY_MS;
/** An order that is not settled by then needs a person. No bank holds money longer. */
const GIVEN_UP_MS = 30 * DAY_MS;

/** @param {import("./env.js").Env} env */
export const openOrders = (env) => env.OPEN_ORDERS.getByName("the open orders");

/** @extends {DurableObject<import("./env.js").Env>} */
export class OpenOrders extends DurableObject {
  /** @param {DurableObjectState} ctx @param {import("./env.js").Env} env */
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(`CREATE TABLE IF NOT EXISTS open_order (
      orderNumber TEXT PRIMARY KEY, sinceMs INTEGER NOT NULL, pauseMs INTEGER NOT NULL, dueMs INTEGER NOT NULL)`);
    this.sql.exec("CREATE INDEX IF NOT EXISTS open_order_due ON open_order (dueMs)");
  }

  /** @param {string} orderNumber @param {number} nowMs */
  add(orderNumber, nowMs) {
    this.sql.exec(
      "INSERT INTO open_order VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      ...[orderNumber, nowMs, MINUTE_MS, nowMs + MINUTE_MS],
    );
  }

  /**
   * The orders to check now, the longest overdue first. Each one gets its next date here. So two runs at once do not check the
   * same order, and an order stays on the list if a run fails.
   * @param {number} nowMs
   * @param {number} limit
   * @returns {{ due: string[], givenUp: string[] }} order numbers; those in `givenUp` are removed from the list
   */
  takeDue(nowMs, limit) {
    const givenUp = this.#numbers(
      "DELETE FROM open_order WHERE sinceMs <= ? RETURNING orderNumber",
      nowMs - GIVEN_UP_MS,
    );
    const due = this.#numbers(
      "SELECT orderNumber FROM open_order WHERE dueMs <= ? ORDER BY dueMs LIMIT ?",
      nowMs,
      limit,
    );
    for (const orderNumber of due)
      this.sql.exec(
        "UPDATE open_order SET dueMs = ? + pauseMs, pauseMs = min(pauseMs * 2, ?) WHERE orderNumber = ?",
        ...[nowMs, LONGEST_PAUSE_MS, orderNumber],
      );
    return { due, givenUp };
  }

  /** @param {string} orderNumber */
  remove(orderNumber) {
    this.sql.exec("DELETE FROM open_order WHERE orderNumber = ?", orderNumber);
  }

  /** @param {string} query @param {number[]} values @returns {string[]} */
  #numbers(query, ...values) {
    return this.sql
      .exec(query, ...values)
      .toArray()
      .map((row) => String(row.orderNumber));
  }
}
