/**
 * The tables of orders, as statements. Each function gives the statements of one transaction and reads their rows. No statement uses
 * a value that another statement read before, so no other request can come in between. The SQL is plain: SQLite and PostgreSQL.
 */
import { EARNED_BY, rank, stateAt } from "./order-states.js";

/** @import { Answer, NewOrder, Operation, Row, Statement, StoredOrder, Task, Transaction } from "./desk.js" */

/** For the orders in memory. */
export const ORDER_RULES = { OPERATION_MS: 60_000 };

export const ORDER_TABLES = [
  `CREATE TABLE IF NOT EXISTS bpc_order (
     order_number TEXT PRIMARY KEY, order_id TEXT NOT NULL, amount BIGINT NOT NULL, currency TEXT NOT NULL, phase TEXT NOT NULL,
     details TEXT NOT NULL, reached INTEGER NOT NULL, sold_ms BIGINT NOT NULL, asked_ms BIGINT NOT NULL,
     answered_ms BIGINT NOT NULL, answer TEXT)`,
  `CREATE TABLE IF NOT EXISTS bpc_task (
     order_number TEXT NOT NULL, task TEXT NOT NULL, due_ms BIGINT NOT NULL, done INTEGER NOT NULL,
     PRIMARY KEY (order_number, task))`,
  `CREATE TABLE IF NOT EXISTS bpc_operation (
     press TEXT PRIMARY KEY, order_number TEXT NOT NULL, kind TEXT NOT NULL, amount BIGINT, started_ms BIGINT NOT NULL,
     result TEXT, note TEXT)`,
];

const ORDER = `SELECT o.*, (SELECT COUNT(*) FROM bpc_task t WHERE t.order_number = o.order_number AND t.task = 'fulfil') AS claims
  FROM bpc_order o WHERE o.order_number = ?`;

/** The order is paid, or has what its phase earns. */
const IS_EARNED = `(reached = ${rank("paid")} ${["preauth", "verify"]
  .map((phase) => `OR (phase = '${phase}' AND reached = ${rank(EARNED_BY[/** @type {"preauth"} */ (phase)])})`)
  .join(" ")})`;

/** All or part of the money went back: nothing is delivered until a person has looked. */
const IS_RETURNED = `reached >= ${rank("reversed")}`;

/** An operation without a result after this time was interrupted. */
const { OPERATION_MS } = ORDER_RULES;

/** @param {string} orderNumber @param {NewOrder} order @param {number} nowMs @returns {Transaction<boolean>} */
export const add = (orderNumber, { orderId, amount, currency, phase = "purchase", details = {} }, nowMs) => ({
  statements: [
    [
      `INSERT INTO bpc_order VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0, 0, NULL) ON CONFLICT DO NOTHING RETURNING order_number`,
      ...[orderNumber, orderId, Number(amount), currency, phase, JSON.stringify(details), nowMs],
    ],
  ],
  read: ([added]) => added.length === 1,
});

/** @param {string} orderNumber @returns {Transaction<StoredOrder | null>} */
export const read = (orderNumber) => ({
  statements: [[ORDER, orderNumber]],
  read: ([[row]]) => (row ? readOrder(row) : null),
});

/**
 * Takes the right to ask the bank about this order: one request gets it in each window.
 * @param {string} orderNumber @param {number} nowMs @param {number} windowMs @returns {Transaction<boolean>}
 */
export const reserve = (orderNumber, nowMs, windowMs) => ({
  statements: [
    [
      // A time in the future is a clock that was wrong: it must not close the order.
      `UPDATE bpc_order SET asked_ms = ? WHERE order_number = ? AND (asked_ms <= ? OR asked_ms > ?) RETURNING order_number`,
      ...[nowMs, orderNumber, nowMs - windowMs, nowMs],
    ],
  ],
  read: ([taken]) => taken.length === 1,
});

/**
 * The bank gave no answer: requests that wait for it continue with the last one.
 * @param {string} orderNumber @param {number} nowMs @returns {Transaction<null>}
 */
export const unanswered = (orderNumber, nowMs) => ({
  statements: [["UPDATE bpc_order SET answered_ms = ? WHERE order_number = ?", nowMs, orderNumber]],
  read: () => null,
});

/**
 * Applies an answer of the bank: state, claim and outbox in one transaction. The key of `bpc_task` allows one claim.
 * @param {string} orderNumber @param {Answer} answer @param {number} nowMs
 * @returns {Transaction<{ order: StoredOrder, claims: boolean, hasTasks: boolean } | null>} null for an unknown order or another price
 */
export const apply = (orderNumber, answer, nowMs) => {
  const { outcome, amount, currency } = answer;
  const place = rank(outcome);
  const sold = [orderNumber, amount, currency];
  /** @param {string} task @param {string} condition @returns {Statement} */
  const addTask = (task, condition) => [
    `INSERT INTO bpc_task SELECT order_number, '${task}', CAST(? AS BIGINT), 0 FROM bpc_order
     WHERE order_number = ? AND amount = ? AND currency = ? AND ${condition} ON CONFLICT DO NOTHING RETURNING task`,
    ...[nowMs, ...sold],
  ];
  return {
    statements: [
      [
        `UPDATE bpc_order SET reached = ? WHERE order_number = ? AND amount = ? AND currency = ? AND reached < ?
         ${outcome === "verified" ? "AND phase = 'verify'" : ""}`,
        ...[place, ...sold, place],
      ],
      [
        "UPDATE bpc_order SET answer = ?, answered_ms = ? WHERE order_number = ? AND amount = ? AND currency = ?",
        ...[JSON.stringify(answer), nowMs, ...sold],
      ],
      addTask("fulfil", IS_EARNED),
      addTask("stop", IS_RETURNED),
      [ORDER, orderNumber],
    ],
    read: ([, , claim, stop, [row]]) => {
      const order = row && readOrder(row);
      if (!order || order.amount !== amount || order.currency !== currency) return null;
      return { order, claims: claim.length === 1, hasTasks: claim.length + stop.length > 0 };
    },
  };
};

/**
 * Tasks that are due, of one order or of all (null). Each is leased: no other run gets it before the lease ends.
 * @param {string | null} orderNumber @param {number} nowMs @param {number} leaseMs @param {number} limit
 * @returns {Transaction<Task[]>}
 */
export const takeTasks = (orderNumber, nowMs, leaseMs, limit) => {
  const one = orderNumber === null ? "" : "AND order_number = ?";
  const due = `SELECT order_number || ' ' || task FROM bpc_task WHERE done = 0 AND due_ms <= ? ${one} ORDER BY due_ms, task LIMIT ?`;
  const values = orderNumber === null ? [] : [orderNumber];
  return {
    statements: [
      [
        `UPDATE bpc_task SET due_ms = ? WHERE done = 0 AND due_ms <= ? AND order_number || ' ' || task IN (${due})
         RETURNING order_number, task`,
        ...[nowMs + leaseMs, nowMs, nowMs, ...values, limit],
      ],
      // A task without its order does not exist: both are deleted together.
      [
        `SELECT o.*, 1 AS claims FROM bpc_order o WHERE o.order_number IN (SELECT order_number FROM bpc_task WHERE done = 0)`,
      ],
    ],
    read: ([tasks, orders]) =>
      tasks
        .map(({ order_number, task }) => ({
          task: /** @type {Task["task"]} */ (task),
          order: readOrder(/** @type {Row} */ (orders.find((row) => row.order_number === order_number))),
        }))
        .sort((a, b) => (a.task < b.task ? -1 : 1)),
  };
};

/** @param {string} orderNumber @param {string} task @returns {Transaction<null>} */
export const doneTask = (orderNumber, task) => ({
  statements: [["UPDATE bpc_task SET done = 1 WHERE order_number = ? AND task = ?", orderNumber, task]],
  read: () => null,
});

/**
 * Starts an operation of a person, once for each press. While one of this order is running, no other one starts.
 * @param {string} orderNumber @param {string} press @param {string} kind @param {number | null} amount @param {number} nowMs
 * @returns {Transaction<"started" | "repeated" | "busy">}
 */
export const startOperation = (orderNumber, press, kind, amount, nowMs) => ({
  statements: [
    // Locks the row: in PostgreSQL two presses at once are compared one after the other.
    ["UPDATE bpc_order SET asked_ms = asked_ms WHERE order_number = ?", orderNumber],
    [
      `INSERT INTO bpc_operation SELECT CAST(? AS TEXT), order_number, CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT), NULL, NULL FROM bpc_order WHERE order_number = ? AND NOT EXISTS
       (SELECT 1 FROM bpc_operation WHERE order_number = ? AND result IS NULL AND started_ms > ?)
       ON CONFLICT DO NOTHING RETURNING press`,
      ...[press, kind, amount, nowMs, orderNumber, orderNumber, nowMs - OPERATION_MS],
    ],
    ["SELECT press FROM bpc_operation WHERE press = ?", press],
  ],
  read: ([, started, known]) => (started.length === 1 ? "started" : known.length === 1 ? "repeated" : "busy"),
});

/** @param {string} orderNumber @param {string} press @param {string} result @param {string | null} note @returns {Transaction<null>} */
export const endOperation = (orderNumber, press, result, note) => ({
  statements: [
    [
      "UPDATE bpc_operation SET result = ?, note = ? WHERE press = ? AND order_number = ? AND result IS NULL",
      ...[result, note, press, orderNumber],
    ],
  ],
  read: () => null,
});

/** @param {string} orderNumber @returns {Transaction<Operation[]>} the oldest first */
export const operations = (orderNumber) => ({
  statements: [["SELECT * FROM bpc_operation WHERE order_number = ? ORDER BY started_ms, press", orderNumber]],
  read: ([rows]) => rows.map(readOperation),
});

/** @param {string} orderNumber @returns {Transaction<boolean>} false if a task is still to be delivered: then nothing is deleted */
export const remove = (orderNumber) => {
  const isDelivered = "NOT EXISTS (SELECT 1 FROM bpc_task w WHERE w.order_number = ? AND w.done = 0)";
  return {
    statements: [
      [`DELETE FROM bpc_order WHERE order_number = ? AND ${isDelivered}`, orderNumber, orderNumber],
      // Without its order nothing of it stays.
      ...["bpc_operation", "bpc_task"].map(
        (table) =>
          /** @type {Statement} */ ([
            `DELETE FROM ${table} WHERE order_number = ? AND NOT EXISTS (SELECT 1 FROM bpc_order o WHERE o.order_number = ?)`,
            ...[orderNumber, orderNumber],
          ]),
      ),
      ["SELECT 1 AS one FROM bpc_order WHERE order_number = ?", orderNumber],
    ],
    read: (results) => results[3].length === 0,
  };
};

/** PostgreSQL gives a BIGINT as text. @param {unknown} value */
const integer = (value) => Number(value);

/** @param {Row} row @returns {StoredOrder} */
const readOrder = (row) => ({
  orderNumber: String(row.order_number),
  orderId: String(row.order_id),
  amount: integer(row.amount),
  currency: String(row.currency),
  phase: /** @type {StoredOrder["phase"]} */ (row.phase),
  details: JSON.parse(String(row.details)),
  state: stateAt(integer(row.reached)),
  claimed: integer(row.claims) > 0,
  soldMs: integer(row.sold_ms),
  askedMs: integer(row.asked_ms),
  answeredMs: integer(row.answered_ms),
  answer: row.answer === null ? null : JSON.parse(String(row.answer)),
});

/** @param {Row} row @returns {Operation} */
const readOperation = (row) => ({
  press: String(row.press),
  kind: String(row.kind),
  amount: row.amount === null ? null : integer(row.amount),
  startedMs: integer(row.started_ms),
  result: /** @type {Operation["result"]} */ (row.result),
  note: row.note === null ? null : String(row.note),
});
