/**
 * The options of `createOrders` and of the storages, checked when they are given: an error of a store's configuration appears at its
 * start, and not after its first payment.
 */
import { copyOf } from "./checked.js";
import { invalid, makeError } from "./error.js";
import { describe } from "./money-values.js";
import { functionOf, wholeOf } from "./order-checks.js";

/** @import { OrdersOptions, Row } from "./desk.js" */

const STORAGES =
  "sqlite(database), d1(env.DB), durableObjects({ orders, list }), sqlStorage(runTransaction) or memory()";

/** Order numbers have at most 36 characters, and the number after the prefix grows. */
const MAX_PREFIX = 24;

/** A check: it throws what is wrong. @typedef {(field: string, value: any) => any} Check */

/** @type {(least: number) => Check} */
const whole = (least) => (field, value) => wholeOf(field, value, least);

/** Numbers by their names, each of them optional. @type {(names: string[]) => Check} */
const wholes = (names) => (field, value) =>
  checkAll(field, value, Object.fromEntries(names.map((name) => [name, whole(1)])));

/** @param {string} field @param {any} value */
function storageOf(field, value) {
  const isStorage =
    typeof value?.order === "function" && ["object", "function"].includes(typeof value.list) && value.list;
  if (!isStorage) throw invalid(field, `expected ${STORAGES}, got ${describe(value)}`);
}

/** @param {string} field @param {unknown} value */
function prefixOf(field, value) {
  if (typeof value !== "string") throw invalid(field, `expected text, got ${describe(value)}`);
  if (!/^[^\s\p{C}<>]*$/u.test(value))
    throw invalid(field, "expected characters that an order number may have, without white space");
  if (value.length > MAX_PREFIX)
    throw invalid(field, `has more than ${MAX_PREFIX} characters; order numbers have at most 36`);
}

/** @param {string} field @param {unknown} value */
function batchOf(field, value) {
  const { least = 1, most = Infinity } = wholes(["least", "most"])(field, value);
  if (least > most) throw invalid(`${field}.least`, `is greater than ${field}.most`);
}

/** @type {Record<string, Check>} */
const CHECKS = {
  ...{ storage: storageOf, prefix: prefixOf, batch: batchOf, limits: wholes(["perClient", "inTotal", "windowMs"]) },
  ...{ askEveryMs: whole(0), keepMs: whole(0), keepUnpaidMs: whole(0), payableMs: whole(0) },
  ...{ verify: functionOf, send: functionOf, waitUntil: functionOf, forget: functionOf },
  ...{ log: functionOf, now: functionOf, sleep: functionOf },
};

/** @param {string} field @param {any} given @param {Record<string, Check>} checks @returns {any} a copy, without what is undefined */
function checkAll(field, given, checks) {
  /** @type {any} */
  const copy = { __proto__: null };
  for (const [name, value] of Object.entries(copyOf(given, field))) {
    if (!Object.hasOwn(checks, name)) throw invalid(`${field}.${name}`, "is not a known option");
    if (value === undefined) continue;
    checks[name](`${field}.${name}`, value);
    copy[name] = value;
  }
  return copy;
}

/** @param {unknown} given @returns {OrdersOptions} */
export function optionsOf(given) {
  const options = checkAll("options", given, CHECKS);
  if (!options.storage) throw invalid("options.storage", `is missing: expected ${STORAGES}`);
  if (!options.verify) throw invalid("options.verify", "is missing: expected (expected) => verify(expected, gateway)");
  if (!options.storage.deliver && !options.send)
    throw invalid(
      "options.send",
      "is missing: expected a function that sends a paid order to your warehouse or mail service",
    );
  return options;
}

/**
 * An object of the platform with the methods that are used here.
 * @param {string} field @param {any} value @param {string} what @param {string[]} methods
 */
export function withMethods(field, value, what, methods) {
  if (methods.some((name) => typeof value?.[name] !== "function"))
    throw invalid(field, `expected ${what}, got ${describe(value)}`);
  return value;
}

/** @param {any} base the class of `cloudflare:workers` */
export const classOf = (base) => {
  if (typeof base !== "function")
    throw invalid("DurableObject", `expected the class of "cloudflare:workers", got ${describe(base)}`);
  return base;
};

/** SQLite and D1; PostgreSQL. */
const NO_TABLE = /no such table: \S*?(bpc_\w+)|relation "\S*?(bpc_\w+)" does not exist/;

/** An error of a database, with what to do if it has no tables yet. @param {any} error */
export function withoutTables(error) {
  const [, one, other] = NO_TABLE.exec(String(error?.message)) ?? [];
  const table = one ?? other;
  if (!table) return error;
  const message =
    `storage: the database has no table ${table}; run "await storage.createTables()" once, ` +
    "or the statements of SCHEMA in your migrations";
  return makeError({ code: "invalid_option", message, retryable: false, field: "storage" }, { cause: error });
}

/** What a store's own function returned. @param {Row[][]} results @param {number} count */
export function resultsOf(results, count) {
  if (!Array.isArray(results) || results.length !== count || !results.every(Array.isArray))
    throw invalid("runTransaction", "has to return a list with the rows of each statement, in the same order");
  return results;
}
