/**
 * Orders in an SQL database. One function is needed: it runs statements in one transaction.
 */
import * as list from "./order-list.js";
import { resultsOf, withMethods, withoutTables } from "./order-options.js";
import * as order from "./order-table.js";
import { functionOf } from "./order-checks.js";

/** @import { Row, RunTransaction, SqlStorage, Statement, Transaction } from "./desk.js" */

const { LIST_TABLES, LIST_RULES: _, ...LIST } = list;
const { ORDER_TABLES, ORDER_RULES: __, ...ORDER } = order;

/** The tables, each statement once. They can be created again without an effect. */
export const SCHEMA = [...ORDER_TABLES, ...LIST_TABLES];

/** The names of the functions over a table. */
export const LIST_METHODS = Object.keys(LIST);
export const ORDER_METHODS = Object.keys(ORDER);

/**
 * The transaction of a method with its arguments.
 * @param {string} method @param {any[]} values @returns {Transaction<any>}
 */
export const transactionOf = (method, values) =>
  /** @type {Record<string, (...values: any[]) => Transaction<any>>} */ ({ ...ORDER, ...LIST })[method](...values);

/**
 * @param {RunTransaction} runTransaction runs all statements in one transaction, and returns the rows of each
 * @returns {SqlStorage}
 */
export function sqlStorage(runTransaction) {
  functionOf("runTransaction", runTransaction);
  const methods = (/** @type {string[]} */ names) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        async (/** @type {any[]} */ ...values) => {
          const { statements, read } = transactionOf(name, values);
          return read(await rowsOf(runTransaction, statements));
        },
      ]),
    );
  const orders = methods(ORDER_METHODS);
  return /** @type {any} */ ({
    order: () => orders,
    list: methods(LIST_METHODS),
    createTables: async () => void (await runTransaction(SCHEMA.map((sql) => [sql]))),
  });
}

/** @param {RunTransaction} runTransaction @param {Statement[]} statements */
async function rowsOf(runTransaction, statements) {
  try {
    return resultsOf(await runTransaction(statements), statements.length);
  } catch (error) {
    throw withoutTables(error);
  }
}

/**
 * Cloudflare D1: `batch` is one transaction.
 * @param {any} database the D1 binding
 */
export const d1 = (database) => {
  withMethods("database", database, "the binding of a D1 database, such as env.DB", ["prepare", "batch"]);
  return sqlStorage(async (statements) => {
    const prepared = statements.map(([sql, ...values]) => database.prepare(sql).bind(...values));
    return (await database.batch(prepared)).map((/** @type {{ results: Row[] }} */ { results }) => results);
  });
};

/**
 * `DatabaseSync` of node:sqlite, `Database` of bun:sqlite or better-sqlite3. They are synchronous, so nothing comes between the
 * statements of one process. `BEGIN IMMEDIATE` keeps other processes out.
 * @param {any} database
 */
export const sqlite = (database) => {
  withMethods("database", database, "an open database, such as new DatabaseSync(file)", ["exec", "prepare"]);
  database.exec("PRAGMA busy_timeout = 5000");
  return sqlStorage(async (statements) => {
    database.exec("BEGIN IMMEDIATE");
    try {
      const results = statements.map((statement) => allRows(database, statement));
      database.exec("COMMIT");
      return results;
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  });
};

/** better-sqlite3 refuses `all` for a statement that returns no rows. @param {any} database @param {Statement} statement @returns {Row[]} */
function allRows(database, [sql, ...values]) {
  const prepared = database.prepare(sql);
  if (prepared.reader === false) return (prepared.run(...values), []);
  return prepared.all(...values);
}
