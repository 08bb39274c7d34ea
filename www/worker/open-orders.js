/**
 * The list of orders that may still change, for those whose customers never come back and whose callbacks are lost. It decides
 * nothing: an order's own desk does. It says whom to ask about next.
 */
import { DurableObject } from "cloudflare:workers";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** An order is asked about 1 minute after it was sold, then after twice the time of the last pause, up to once a day. */
const LONGEST_PAUSE_MS = DAY_MS;
/** What is not settled by then waits for a person. No bank holds money longer. */
const GIVEN_UP_MS = 30 * DAY_MS;

/** @param {Record<string, any>} env */
export const openOrders = (env) => env.OPEN_ORDERS.getByName("the open orders");

export class OpenOrders extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.sql.exec(`CREATE TABLE IF NOT EXISTS open_order (
      orderNumber TEXT PRIMARY KEY, sinceMs INTEGER NOT NULL, pauseMs INTEGER NOT NULL, dueMs INTEGER NOT NULL)`);
    this.sql.exec("CREATE INDEX IF NOT EXISTS open_order_due ON open_order (dueMs)");
  }

  /** @param {number} nowMs */
  enter(orderNumber, nowMs) {
    this.sql.exec(
      "INSERT INTO open_order VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      ...[orderNumber, nowMs, MINUTE_MS, nowMs + MINUTE_MS],
    );
  }

  /**
   * Whom to ask about now, the longest overdue first. Each is due again later, so that runs which overlap do not ask twice, and
   * one that breaks loses nobody.
   * @param {number} nowMs
   * @param {number} limit
   * @returns {{ due: string[], givenUp: string[] }} order numbers; those given up have left the list
   */
  take(nowMs, limit) {
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

  leave(orderNumber) {
    this.sql.exec("DELETE FROM open_order WHERE orderNumber = ?", orderNumber);
  }

  #numbers(query, ...values) {
    return this.sql
      .exec(query, ...values)
      .toArray()
      .map((row) => row.orderNumber);
  }
}
