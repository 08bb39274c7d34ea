/**
 * Orders in Durable Objects: one object for each order, and one for the list. The objects use the same tables as an SQL database.
 */
import { copyOf } from "./checked.js";
import { LIST_TABLES } from "./order-list.js";
import { classOf, withMethods } from "./order-options.js";
import { ORDER_TABLES } from "./order-table.js";
import { LIST_METHODS, ORDER_METHODS, transactionOf } from "./order-sql.js";

/** @import { DurableStorage, Row, Task, Transaction } from "./desk.js" */

/** The request that applied the answer delivers at once. If it was killed, the alarm delivers after this time. */
const ALARM_MS = 2_000;
/** After a failed delivery the alarm tries again after this time, until it succeeds. */
const RETRY_MS = 60_000;

/**
 * What a method answers for an order that does not exist. Its object then stays empty: reading creates nothing.
 * @type {Record<string, unknown>}
 */
const ABSENT = { read: null, reserve: false, unanswered: null, apply: null, takeTasks: [], doneTask: null };
Object.assign(ABSENT, { startOperation: "busy", endOperation: null, operations: [], remove: true });

/**
 * Runs a transaction in an object's own database. There is no `await` in it.
 * @template Result
 * @param {any} storage @param {Transaction<Result>} transaction
 * @returns {Result}
 */
const runNow = (storage, { statements, read }) =>
  storage.transactionSync(() =>
    read(statements.map(([sql, ...values]) => /** @type {Row[]} */ (storage.sql.exec(sql, ...values).toArray()))),
  );

/** @param {any} storage @param {string[]} tables */
const createTables = (storage, tables) => tables.forEach((table) => storage.sql.exec(table));

/**
 * Gives a class the methods of a table.
 * @param {any} target @param {string[]} names @param {(object: any, name: string, values: any[]) => unknown} call
 */
function addMethods(target, names, call) {
  for (const name of names)
    target.prototype[name] = function (/** @type {any[]} */ ...values) {
      return call(this, name, values);
    };
}

/**
 * The class of an order's object. Extend it, and write `send`.
 * @param {any} DurableObject the class of `cloudflare:workers`
 */
export function orderObject(DurableObject) {
  class OrderObject extends classOf(DurableObject) {
    #exists;
    /** @type {Promise<void> | null} */
    #delivering = null;

    constructor(/** @type {any} */ ctx, /** @type {any} */ env) {
      super(ctx, env);
      this.storage = ctx.storage;
      const found = this.storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'bpc_order'").toArray();
      this.#exists = found.length > 0;
    }

    /** @param {string} name @param {any[]} values */
    call(name, values) {
      if (name === "add" && !this.#exists) {
        createTables(this.storage, ORDER_TABLES);
        this.#exists = true;
      }
      return this.#exists ? runNow(this.storage, transactionOf(name, values)) : ABSENT[name];
    }

    /** @param {any[]} values */
    apply(...values) {
      const applied = this.call("apply", values);
      // No `await` before this: the alarm is stored together with the rows, or neither is.
      if (applied?.hasTasks) this.storage.setAlarm(Date.now() + ALARM_MS);
      return applied;
    }

    /** Deletes the order, and then everything of its object. @param {any[]} values */
    async remove(...values) {
      if (!this.call("remove", values)) return false;
      this.#exists = false;
      await this.storage.deleteAlarm();
      await this.storage.deleteAll();
      return true;
    }

    /** Delivers the tasks. Two calls at once are one delivery. */
    deliver() {
      return (this.#delivering ??= this.#deliverAll().finally(() => (this.#delivering = null)));
    }

    /** @returns {Promise<void>} */
    async #deliverAll() {
      // All that wait, without a lease: only this object delivers them. Its clock may be behind the clock of the request.
      const tasks = /** @type {Task[]} */ (this.call("takeTasks", [null, Number.MAX_SAFE_INTEGER, 0, 10]));
      for (const task of tasks) {
        await this.send(task);
        this.call("doneTask", [task.order.orderNumber, task.task]);
      }
      if (tasks.length > 0) return this.#deliverAll();
      await this.storage.deleteAlarm();
    }

    /**
     * Sends one task to another system: your class writes it.
     * @param {Task} task
     * @returns {Promise<void> | void}
     */
    send(task) {
      throw new Error(`${task.task}: the class of the orders has no send(task)`);
    }

    async alarm() {
      try {
        await this.deliver();
      } catch (error) {
        console.error("not delivered, again in a minute:", error instanceof Error ? error.name : "not an error");
        // The platform stops repeating an alarm that keeps throwing. A new alarm repeats until delivery succeeds.
        await this.storage.setAlarm(Date.now() + RETRY_MS);
      }
    }
  }
  const own = ["apply", "remove"];
  addMethods(
    OrderObject,
    ORDER_METHODS.filter((name) => !own.includes(name)),
    (object, name, values) => object.call(name, values),
  );
  return OrderObject;
}

/**
 * The class of the list's object.
 * @param {any} DurableObject the class of `cloudflare:workers`
 */
export function listObject(DurableObject) {
  class ListObject extends classOf(DurableObject) {
    constructor(/** @type {any} */ ctx, /** @type {any} */ env) {
      super(ctx, env);
      this.storage = ctx.storage;
      createTables(this.storage, LIST_TABLES);
    }
  }
  addMethods(ListObject, LIST_METHODS, (object, name, values) => runNow(object.storage, transactionOf(name, values)));
  return ListObject;
}

/** The key of the list's object. Never change it: a store that is deployed has its list under this name. */
const LIST_NAME = "the open orders";

/**
 * @param {{ orders: any, list: any }} namespaces the bindings of the two classes
 * @returns {DurableStorage}
 */
export function durableObjects(namespaces) {
  const { orders, list } = copyOf(namespaces, "namespaces");
  for (const [name, namespace] of Object.entries({ orders, list }))
    withMethods(`namespaces.${name}`, namespace, "the binding of a Durable Object's class", ["idFromName", "get"]);
  const object = (/** @type {any} */ namespace, /** @type {string} */ name) =>
    namespace.get(namespace.idFromName(name));
  return {
    order: (orderNumber) => object(orders, orderNumber),
    list: object(list, LIST_NAME),
    deliver: (orderNumber) => object(orders, orderNumber).deliver(),
  };
}
