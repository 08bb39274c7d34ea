/**
 * What an order has yet to have done elsewhere, in its own database. A row is written in the transaction that decides it, and
 * removed when it is done: whoever is killed in between leaves the row behind, and it is done again. So it may be done twice, and
 * whoever does it must know the order number again.
 */
export class Outbox {
  #sql;

  /** @param {SqlStorage} sql */
  constructor(sql) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, task TEXT NOT NULL)");
  }

  /** @param {"pack" | "stop"} task */
  add(task) {
    this.#sql.exec("INSERT INTO outbox (task) VALUES (?)", task);
  }

  /** @returns {{ id: number, task: "pack" | "stop" }[]} what waits, oldest first */
  waiting() {
    return this.#sql.exec("SELECT id, task FROM outbox ORDER BY id").toArray();
  }

  done(id) {
    this.#sql.exec("DELETE FROM outbox WHERE id = ?", id);
  }
}
