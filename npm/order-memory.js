/**
 * Orders in the memory of one process: the same methods as over SQL (order-table.js), for tests and demonstrations. Each method runs
 * from its beginning to its end without an `await`, so it is one transaction.
 */
import { listInMemory } from "./order-memory-list.js";
import { EARNED_BY, rank, stateAt } from "./order-states.js";
import { ORDER_RULES } from "./order-table.js";

/** @import { Answer, NewOrder, Operation, Storage, StoredOrder, Task } from "./desk.js" */

/** @typedef {Omit<StoredOrder, "state" | "claimed"> & { reached: number }} Kept */
/** @typedef {{ orderNumber: string, task: Task["task"], dueMs: number, isDone: boolean }} KeptTask */

/** @returns {Storage} */
export function memory() {
  const orders = new OrdersInMemory();
  const list = listInMemory();
  return { order: () => withPromises(orders), list: withPromises(list) };
}

/**
 * The methods as another process would offer them: what they answer is a copy.
 * @param {any} methods
 */
const withPromises = (methods) =>
  new Proxy(methods, {
    get:
      (_, name) =>
      async (/** @type {any[]} */ ...values) =>
        structuredClone(methods[name](...structuredClone(values))),
  });

class OrdersInMemory {
  /** @type {Map<string, Kept>} */
  #orders = new Map();
  /** @type {KeptTask[]} */
  #tasks = [];
  /** @type {Map<string, Operation & { orderNumber: string }>} */
  #operations = new Map();

  /** @param {string} orderNumber @param {NewOrder} order @param {number} nowMs */
  add(orderNumber, { orderId, amount, currency, phase = "purchase", details = {} }, nowMs) {
    if (this.#orders.has(orderNumber)) return false;
    const times = { soldMs: nowMs, askedMs: 0, answeredMs: 0 };
    const order = { orderNumber, orderId, amount: Number(amount), currency, phase, details };
    this.#orders.set(orderNumber, /** @type {Kept} */ ({ ...order, ...times, answer: null, reached: 0 }));
    return true;
  }

  /** @param {string} orderNumber */
  read(orderNumber) {
    const order = this.#orders.get(orderNumber);
    return order ? this.#shown(order) : null;
  }

  /** @param {Kept} order @returns {StoredOrder} */
  #shown({ reached, ...order }) {
    return { ...order, state: stateAt(reached), claimed: this.#hasTask(order.orderNumber, "fulfil") };
  }

  /** @param {string} orderNumber @param {string} task */
  #hasTask(orderNumber, task) {
    return this.#tasks.some((kept) => kept.orderNumber === orderNumber && kept.task === task);
  }

  /** @param {string} orderNumber @param {number} nowMs @param {number} windowMs */
  reserve(orderNumber, nowMs, windowMs) {
    const order = this.#orders.get(orderNumber);
    // A time in the future is a clock that was wrong.
    const isFree = order !== undefined && (order.askedMs <= nowMs - windowMs || order.askedMs > nowMs);
    if (isFree) order.askedMs = nowMs;
    return isFree;
  }

  /** @param {string} orderNumber @param {number} nowMs */
  unanswered(orderNumber, nowMs) {
    const order = this.#orders.get(orderNumber);
    if (order) order.answeredMs = nowMs;
    return null;
  }

  /** @param {string} orderNumber @param {Answer} answer @param {number} nowMs */
  apply(orderNumber, answer, nowMs) {
    const order = this.#orders.get(orderNumber);
    if (!order || order.amount !== answer.amount || order.currency !== answer.currency) return null;
    const place = rank(answer.outcome);
    const counts = answer.outcome !== "verified" || order.phase === "verify";
    if (counts && place > order.reached) order.reached = place;
    Object.assign(order, { answer, answeredMs: nowMs });
    const claims = isEarned(order) && this.#addTask(orderNumber, "fulfil", nowMs);
    const stops = order.reached >= rank("reversed") && this.#addTask(orderNumber, "stop", nowMs);
    return { order: this.#shown(order), claims, hasTasks: claims || stops };
  }

  /** @param {string} orderNumber @param {Task["task"]} task @param {number} dueMs */
  #addTask(orderNumber, task, dueMs) {
    if (this.#hasTask(orderNumber, task)) return false;
    this.#tasks.push({ orderNumber, task, dueMs, isDone: false });
    return true;
  }

  /** @param {string | null} orderNumber @param {number} nowMs @param {number} leaseMs @param {number} limit */
  takeTasks(orderNumber, nowMs, leaseMs, limit) {
    const due = this.#tasks
      .filter((kept) => !kept.isDone && kept.dueMs <= nowMs)
      .filter((kept) => orderNumber === null || kept.orderNumber === orderNumber)
      .sort((a, b) => a.dueMs - b.dueMs || (a.task < b.task ? -1 : 1))
      .slice(0, limit);
    for (const kept of due) kept.dueMs = nowMs + leaseMs;
    return due
      .map((kept) => ({ task: kept.task, order: /** @type {StoredOrder} */ (this.read(kept.orderNumber)) }))
      .map(({ task, order }) => ({ task, order: { ...order, claimed: true } }))
      .sort((a, b) => (a.task < b.task ? -1 : 1));
  }

  /** @param {string} orderNumber @param {string} task */
  doneTask(orderNumber, task) {
    for (const kept of this.#tasks) if (kept.orderNumber === orderNumber && kept.task === task) kept.isDone = true;
    return null;
  }

  /** @param {string} orderNumber @param {string} press @param {string} kind @param {number | null} amount @param {number} nowMs */
  startOperation(orderNumber, press, kind, amount, nowMs) {
    if (this.#operations.has(press)) return "repeated";
    const isBusy = [...this.#operations.values()].some(
      (other) =>
        other.orderNumber === orderNumber &&
        other.result === null &&
        other.startedMs > nowMs - ORDER_RULES.OPERATION_MS,
    );
    if (isBusy || !this.#orders.has(orderNumber)) return "busy";
    this.#operations.set(press, { orderNumber, press, kind, amount, startedMs: nowMs, result: null, note: null });
    return "started";
  }

  /** @param {string} orderNumber @param {string} press @param {Operation["result"]} result @param {string | null} note */
  endOperation(orderNumber, press, result, note) {
    const operation = this.#operations.get(press);
    if (operation?.orderNumber === orderNumber && operation.result === null) Object.assign(operation, { result, note });
    return null;
  }

  /** @param {string} orderNumber */
  operations(orderNumber) {
    return [...this.#operations.values()]
      .filter((operation) => operation.orderNumber === orderNumber)
      .sort((a, b) => a.startedMs - b.startedMs || (a.press < b.press ? -1 : 1))
      .map(({ orderNumber: _, ...operation }) => operation);
  }

  /** @param {string} orderNumber */
  remove(orderNumber) {
    const isWaiting = this.#tasks.some((kept) => kept.orderNumber === orderNumber && !kept.isDone);
    if (isWaiting && this.#orders.has(orderNumber)) return false;
    this.#orders.delete(orderNumber);
    this.#tasks = this.#tasks.filter((kept) => kept.orderNumber !== orderNumber);
    for (const { press } of this.operations(orderNumber)) this.#operations.delete(press);
    return true;
  }
}

/** The order is paid, or has what its phase earns. @param {Kept} order */
const isEarned = ({ reached, phase }) => [rank("paid"), rank(EARNED_BY[phase])].includes(reached);
