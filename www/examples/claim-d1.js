/**
 * The claim for a store with an SQL database: it guarantees the same as worker/order-store.js, on Cloudflare D1. See d1.md.
 *
 * `batch` is one transaction, and each row of the outbox exists once. The call that gets the row back has claimed the order.
 */

import { rank } from "../worker/order-state.js";

export const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS sale (
     orderNumber TEXT PRIMARY KEY, orderId TEXT NOT NULL, product TEXT NOT NULL,
     amount INTEGER NOT NULL, currency TEXT NOT NULL, hold INTEGER NOT NULL, reached INTEGER NOT NULL DEFAULT 0)`,
  `CREATE TABLE IF NOT EXISTS outbox (
     orderNumber TEXT NOT NULL, task TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (orderNumber, task))`,
];

const MOVE = `UPDATE sale SET reached = ?2 WHERE orderNumber = ?1 AND amount = ?3 AND currency = ?4 AND reached < ?2`;

/** Paid, or held if a deposit was sold. */
const CLAIM = `INSERT INTO outbox (orderNumber, task)
  SELECT orderNumber, 'pack' FROM sale WHERE orderNumber = ?1 AND (reached = ${rank("paid")} OR (hold = 1 AND reached = ${rank("held")}))
  ON CONFLICT DO NOTHING RETURNING orderNumber`;

/** The money went back. */
const STOP = `INSERT INTO outbox (orderNumber, task)
  SELECT orderNumber, 'stop' FROM sale WHERE orderNumber = ?1 AND reached >= ${rank("reversed")}
  ON CONFLICT DO NOTHING`;

const WAITING = `SELECT orderNumber, task, product FROM outbox JOIN sale USING (orderNumber)
  WHERE done = 0 ORDER BY outbox.rowid LIMIT 50`;

/**
 * Saves what was sold, before the customer is redirected to the bank.
 * @param {D1Database} db @param {import("../worker/order-store.js").Sale} sale
 */
export const saveOrder = (db, { orderNumber, orderId, product, amount, currency, hold }) =>
  db
    .prepare("INSERT INTO sale (orderNumber, orderId, product, amount, currency, hold) VALUES (?, ?, ?, ?, ?, ?)")
    .bind(orderNumber, orderId, product, amount, currency, hold ? 1 : 0)
    .run();

/**
 * Applies a verdict that the bank has just given.
 * @param {D1Database} db
 * @param {Pick<import("bpc-checkout").Verdict, "orderNumber" | "outcome" | "amount" | "currency">} verdict
 * @returns {Promise<boolean>} whether this call claimed the order: true once for each order
 */
export async function applyVerdict(db, { orderNumber, outcome, amount, currency }) {
  const reached = rank(outcome);
  if (reached === -1) return false;
  const [, claim] = await db.batch([
    db.prepare(MOVE).bind(orderNumber, reached, amount, currency),
    db.prepare(CLAIM).bind(orderNumber),
    db.prepare(STOP).bind(orderNumber),
  ]);
  return claim.results.length === 1;
}

/**
 * Sends the tasks of the outbox: in `ctx.waitUntil` after `applyVerdict`, and from a cron trigger after an interruption. A task
 * may be sent twice, so the receiver must use the order number as its idempotency key.
 * @param {D1Database} db
 * @param {(task: { orderNumber: string, task: "pack" | "stop", product: string }) => Promise<void>} send
 */
export async function deliver(db, send) {
  /** @type {D1Result<{ orderNumber: string, task: "pack" | "stop", product: string }>} */
  const { results } = await db.prepare(WAITING).all();
  for (const row of results) {
    await send(row);
    await db
      .prepare("UPDATE outbox SET done = 1 WHERE orderNumber = ? AND task = ?")
      .bind(row.orderNumber, row.task)
      .run();
  }
}
