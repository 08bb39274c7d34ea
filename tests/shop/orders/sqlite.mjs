/** The scenarios' worlds over node:sqlite. */
import { DatabaseSync } from "node:sqlite";
import { createOrders, sqlite } from "../../../pkg/desk.js";
import { makeWorld } from "./scenarios.mjs";

const TABLES = ["bpc_order", "bpc_task", "bpc_operation", "bpc_open", "bpc_purchase"];

/** The database, with one statement of the next transaction of an answer that fails: the first of it is number 1. */
function failing(database) {
  let failAt = 0;
  let at = 0;
  return {
    failStatement: (number) => ((failAt = number), (at = 0)),
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      if (sql.includes("SET reached")) at = 1;
      else if (at > 0) at += 1;
      if (failAt > 0 && at === failAt) throw new Error("the disk is full");
      return database.prepare(sql);
    },
  };
}

export async function startOverSqlite(options) {
  const database = new DatabaseSync(":memory:");
  const wrapped = failing(database);
  const storage = sqlite(wrapped);
  await storage.createTables();
  await storage.createTables();
  const isEmpty = async () =>
    TABLES.every((table) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get().n === 0);
  const { failStatement } = wrapped;
  const clock = { ms: Date.now() };
  return makeWorld({ createOrders, storage, clock, sink: {}, isEmpty, failStatement, isFast: true }, options);
}
