/**
 * The claim of a store that has tables: the same promise as worker/order-desk.js keeps, on Cloudflare D1. See d1.md.
 *
 * `batch` is one transaction, and a row of the outbox exists once: whoever gets the row back has claimed the order.
 */

/** How far an order has come; it never goes back. The outcomes that are missing here change nothing. */
const REACHED = { expired: 1, declined: 2, held: 3, paid: 4, reversed: 5, refunded: 6 };

export const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS sale (
     orderNumber TEXT PRIMARY KEY, orderId TEXT NOT NULL, product TEXT NOT NULL,
     amount INTEGER NOT NULL, currency TEXT NOT NULL, hold INTEGER NOT NULL, reached INTEGER NOT NULL DEFAULT 0)`,
  `CREATE TABLE IF NOT EXISTS outbox (
     orderNumber TEXT NOT NULL, task TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (orderNumber, task))`,
];

const MOVE = `UPDATE sale SET reached = ?2 WHERE orderNumber = ?1 AND amount = ?3 AND currency = ?4 AND reached < ?2`;

/** Paid, or held where a deposit was sold. */
const CLAIM = `INSERT INTO outbox (orderNumber, task)
  SELECT orderNumber, 'pack' FROM sale WHERE orderNumber = ?1 AND (reached = 4 OR (hold = 1 AND reached = 3))
  ON CONFLICT DO NOTHING RETURNING orderNumber`;

/** The money went back. */
const STOP = `INSERT INTO outbox (orderNumber, task)
  SELECT orderNumber, 'stop' FROM sale WHERE orderNumber = ?1 AND reached >= 5
  ON CONFLICT DO NOTHING`;

const WAITING = `SELECT orderNumber, task, product FROM outbox JOIN sale USING (orderNumber)
  WHERE done = 0 ORDER BY outbox.rowid LIMIT 50`;

/** Writes down what was sold, before the customer is sent to the bank. */
export const writeDown = (db, { orderNumber, orderId, product, amount, currency, hold }) =>
  db
    .prepare("INSERT INTO sale (orderNumber, orderId, product, amount, currency, hold) VALUES (?, ?, ?, ?, ?, ?)")
    .bind(orderNumber, orderId, product, amount, currency, hold ? 1 : 0)
    .run();

/**
 * Takes a verdict that the bank has just given.
 * @param {D1Database} db
 * @param {import("bpc-checkout").Verdict} verdict
 * @returns {Promise<boolean>} whether this call claimed the order: true once for each order, whoever asks
 */
export async function settle(db, { orderNumber, outcome, amount, currency }) {
  const reached = REACHED[outcome];
  if (reached === undefined) return false;
  const [, claim] = await db.batch([
    db.prepare(MOVE).bind(orderNumber, reached, amount, currency),
    db.prepare(CLAIM).bind(orderNumber),
    db.prepare(STOP).bind(orderNumber),
  ]);
  return claim.results.length === 1;
}

/**
 * Does what waits: from `ctx.waitUntil` after `settle`, and from a cron trigger for what was interrupted. It may tell twice, so
 * `tell` must know an order number again.
 * @param {D1Database} db
 * @param {(task: { orderNumber: string, task: "pack" | "stop", product: string }) => Promise<void>} tell
 */
export async function deliver(db, tell) {
  const { results } = await db.prepare(WAITING).all();
  for (const row of results) {
    await tell(row);
    await db
      .prepare("UPDATE outbox SET done = 1 WHERE orderNumber = ? AND task = ?")
      .bind(row.orderNumber, row.task)
      .run();
  }
}
