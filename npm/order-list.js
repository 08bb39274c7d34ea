/**
 * The list of all orders: which are open, and when each is checked or deleted next; and the purchases of the last day. It decides
 * nothing about payments.
 */

/** @import { Limits, Purchase, Row, Statement, Transaction } from "./desk.js" */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** An open order is checked 1 minute after it was sold, then after twice the previous pause, up to once a day. */
const LONGEST_PAUSE_MS = DAY_MS;
/** An order that is not settled by then needs a person. No bank holds money longer. */
const GIVEN_UP_MS = 30 * DAY_MS;
/** How long a repeated form leads to the same order. */
const PURCHASE_MS = DAY_MS;
/** A registration that has not ended by then was interrupted. */
const REGISTERING_MS = 30_000;
/** How often one form may be registered after an error. */
const TRIES = 10;
/** The number of tries of a form whose number the bank has already. */
const TAKEN = 1_000;
/** Order numbers of new storage start at the minutes since then, so a new database repeats no number of the old one. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** For the list in memory. */
export const LIST_RULES = {
  MINUTE_MS,
  LONGEST_PAUSE_MS,
  GIVEN_UP_MS,
  PURCHASE_MS,
  REGISTERING_MS,
  TRIES,
  TAKEN,
  EPOCH_MS,
};

export const LIST_TABLES = [
  `CREATE TABLE IF NOT EXISTS bpc_open (
     order_number TEXT PRIMARY KEY, since_ms BIGINT NOT NULL, checks INTEGER NOT NULL, pause_ms BIGINT NOT NULL,
     due_ms BIGINT NOT NULL, hint_ms BIGINT NOT NULL, settled INTEGER NOT NULL)`,
  "CREATE INDEX IF NOT EXISTS bpc_open_due ON bpc_open (settled, due_ms)",
  `CREATE TABLE IF NOT EXISTS bpc_purchase (
     purchase_key TEXT PRIMARY KEY, client TEXT NOT NULL, at_ms BIGINT NOT NULL, number BIGINT NOT NULL,
     started_ms BIGINT NOT NULL, tries INTEGER NOT NULL)`,
  "CREATE INDEX IF NOT EXISTS bpc_purchase_at ON bpc_purchase (at_ms)",
  "CREATE TABLE IF NOT EXISTS bpc_counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
];

/**
 * Starts a purchase. The same key gives the same number, and one request at a time may register it. A new key counts for the limits.
 * @param {string} key @param {string} client @param {number} nowMs @param {Limits} limits
 * @returns {Transaction<Purchase>}
 */
export const startPurchase = (key, client, nowMs, { perClient, inTotal, windowMs }) => {
  const from = nowMs - windowMs;
  const base = Math.max(0, Math.floor((nowMs - EPOCH_MS) / MINUTE_MS));
  const isNew = "NOT EXISTS (SELECT 1 FROM bpc_purchase k WHERE k.purchase_key = ?)";
  const counted = "(SELECT COUNT(*) FROM bpc_purchase c WHERE c.at_ms > ?";
  const oldest = "SELECT MIN(at_ms) AS at_ms FROM bpc_purchase WHERE at_ms > ?";
  return {
    statements: [
      ["DELETE FROM bpc_purchase WHERE at_ms <= ?", nowMs - Math.max(PURCHASE_MS, windowMs)],
      ["INSERT INTO bpc_counter VALUES ('order_number', ?) ON CONFLICT DO NOTHING", base],
      // First, because it locks the row: in PostgreSQL two purchases at once are counted one after the other.
      [
        `UPDATE bpc_counter SET value = CASE WHEN value >= ? THEN value + 1 ELSE ? END WHERE name = 'order_number' AND ${isNew}`,
        ...[base, base, key],
      ],
      [
        `INSERT INTO bpc_purchase SELECT CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT), value, 0, 0 FROM bpc_counter WHERE name = 'order_number'
         AND ${counted} AND c.client = ?) < ? AND ${counted}) < ? ON CONFLICT DO NOTHING RETURNING number`,
        ...[key, client, nowMs, from, client, perClient, from, inTotal],
      ],
      [
        `UPDATE bpc_purchase SET started_ms = ?, tries = tries + 1 WHERE purchase_key = ? AND started_ms <= ? AND tries < ${TRIES}
         RETURNING number`,
        ...[nowMs, key, nowMs - REGISTERING_MS],
      ],
      ["SELECT number, tries FROM bpc_purchase WHERE purchase_key = ?", key],
      [`${oldest} AND client = ?`, from, client],
      [oldest, from],
    ],
    read: (results) => {
      const [, , , added, mine, [known], [ofClient], [ofAll]] = results;
      if (known) {
        const isTaken = Number(known.tries) === TAKEN;
        return { number: Number(known.number), isNew: added.length === 1, mayRegister: mine.length === 1, isTaken };
      }
      const first = Number(ofClient?.at_ms ?? ofAll?.at_ms ?? nowMs);
      return { retryAfterMs: Math.max(1_000, first + windowMs - nowMs) };
    },
  };
};

/**
 * The registration failed: the next request with this key may try again at once.
 * @param {string} key @returns {Transaction<null>}
 */
export const releasePurchase = (key) => ({
  statements: [["UPDATE bpc_purchase SET started_ms = 0 WHERE purchase_key = ?", key]],
  read: () => null,
});

/**
 * The bank has the number of this purchase already: it is not registered again, and the next numbers are larger by `count`.
 * @param {string} key @param {number} count @returns {Transaction<null>}
 */
export const skipNumbers = (key, count) => ({
  statements: [
    ["UPDATE bpc_purchase SET tries = ? WHERE purchase_key = ?", TAKEN, key],
    ["UPDATE bpc_counter SET value = value + ? WHERE name = 'order_number'", count],
  ],
  read: () => null,
});

/** @param {string} orderNumber @param {number} nowMs @returns {Transaction<null>} */
export const watch = (orderNumber, nowMs) => ({
  statements: [
    [
      "INSERT INTO bpc_open VALUES (?, ?, 0, ?, ?, 0, 0) ON CONFLICT DO NOTHING",
      ...[orderNumber, nowMs, MINUTE_MS, nowMs + MINUTE_MS],
    ],
  ],
  read: () => null,
});

/**
 * The bank says that the order has changed: check it first, in the next run.
 * @param {string} orderNumber @param {number} nowMs @returns {Transaction<null>}
 */
export const hint = (orderNumber, nowMs) => ({
  statements: [
    [
      "UPDATE bpc_open SET hint_ms = ?, due_ms = ?, pause_ms = ?, settled = 0 WHERE order_number = ?",
      ...[nowMs, nowMs, MINUTE_MS, orderNumber],
    ],
  ],
  read: () => null,
});

/**
 * The bank was asked at `askedMs`: hints from before are used up.
 * @param {string} orderNumber @param {number} askedMs @param {number | null} deleteMs when to delete the order if it is settled
 * @returns {Transaction<null>}
 */
export const checked = (orderNumber, askedMs, deleteMs) => ({
  statements: [
    ["UPDATE bpc_open SET hint_ms = 0 WHERE order_number = ? AND hint_ms <= ?", orderNumber, askedMs],
    ...(deleteMs === null
      ? []
      : [
          /** @type {Statement} */ ([
            "UPDATE bpc_open SET settled = 1, due_ms = ? WHERE order_number = ? AND settled = 0 AND hint_ms = 0",
            ...[deleteMs, orderNumber],
          ]),
        ]),
  ],
  read: () => null,
});

/** @param {number} nowMs @returns {Transaction<number>} how many open orders are due */
export const countDue = (nowMs) => ({
  statements: [["SELECT COUNT(*) AS due FROM bpc_open WHERE settled = 0 AND due_ms <= ?", nowMs]],
  read: ([[row]]) => Number(row.due),
});

/**
 * The orders to check now. One half is what is likely to be paid: with a callback, then seldom checked, then new. The other half is
 * the longest overdue, so no order waits without end. Each gets its next date here: two runs at once do not check the same order, and
 * an order stays on the list if a run fails.
 * @param {number} nowMs @param {number} limit @param {number} keepMs
 * @returns {Transaction<{ due: string[], givenUp: string[], old: string[] }>}
 */
export const takeDue = (nowMs, limit, keepMs) => {
  const take = (/** @type {string} */ order, /** @type {number} */ count) =>
    /** @type {Statement} */ ([
      `UPDATE bpc_open SET due_ms = ? + pause_ms, checks = checks + 1,
         pause_ms = CASE WHEN pause_ms * 2 > ${LONGEST_PAUSE_MS} THEN ${LONGEST_PAUSE_MS} ELSE pause_ms * 2 END
       WHERE settled = 0 AND due_ms <= ? AND order_number IN
         (SELECT order_number FROM bpc_open WHERE settled = 0 AND due_ms <= ? ORDER BY ${order} LIMIT ?)
       RETURNING order_number`,
      ...[nowMs, nowMs, nowMs, count],
    ]);
  const newest = Math.ceil(limit / 2);
  return {
    statements: [
      [
        "UPDATE bpc_open SET settled = 1, due_ms = ? WHERE settled = 0 AND hint_ms = 0 AND since_ms <= ? RETURNING order_number",
        ...[nowMs + keepMs, nowMs - GIVEN_UP_MS],
      ],
      take("CASE WHEN hint_ms > 0 THEN 0 ELSE 1 END, checks, since_ms DESC", newest),
      take("due_ms", limit - newest),
      ["SELECT order_number FROM bpc_open WHERE settled = 1 AND due_ms <= ? ORDER BY due_ms LIMIT ?", nowMs, limit],
      ["DELETE FROM bpc_purchase WHERE at_ms <= ?", nowMs - PURCHASE_MS],
    ],
    read: ([givenUp, likely, overdue, old]) => ({
      givenUp: givenUp.map(numberOf),
      due: [...likely, ...overdue].map(numberOf),
      old: old.map(numberOf),
    }),
  };
};

/** @param {string} orderNumber @returns {Transaction<null>} */
export const forget = (orderNumber) => ({
  statements: [["DELETE FROM bpc_open WHERE order_number = ?", orderNumber]],
  read: () => null,
});

/**
 * Deletes an order later: something of it is still to be delivered.
 * @param {string} orderNumber @param {number} atMs @returns {Transaction<null>}
 */
export const postpone = (orderNumber, atMs) => ({
  statements: [["UPDATE bpc_open SET due_ms = ? WHERE order_number = ?", atMs, orderNumber]],
  read: () => null,
});

/** @param {number} limit @returns {Transaction<string[]>} order numbers, the newest first */
export const newest = (limit) => ({
  statements: [["SELECT order_number FROM bpc_open ORDER BY since_ms DESC, order_number DESC LIMIT ?", limit]],
  read: ([rows]) => rows.map(numberOf),
});

/** @param {Row} row */
const numberOf = (row) => String(row.order_number);
