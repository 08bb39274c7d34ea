/**
 * The tasks of an order that must be sent to another system, in the order's own database. A row is written in the transaction that
 * decides it, and removed when the task is done. If the machine stops in between, the task is sent again. So a task may be sent
 * twice, and the other system must use the order number as its idempotency key.
 */

/** @typedef {"pack" | "stop"} Task */

export class Outbox {
  #sql;

  /** @param {SqlStorage} sql */
  constructor(sql) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, task TEXT NOT NULL)");
  }

  /** @param {Task} task */
  add(task) {
    this.#sql.exec("INSERT INTO outbox (task) VALUES (?)", task);
  }

  /** @returns {{ id: number, task: Task }[]} the tasks that are not done, oldest first */
  waiting() {
    return /** @type {any[]} */ (this.#sql.exec("SELECT id, task FROM outbox ORDER BY id").toArray());
  }

  /** @param {number} id */
  done(id) {
    this.#sql.exec("DELETE FROM outbox WHERE id = ?", id);
  }
}
