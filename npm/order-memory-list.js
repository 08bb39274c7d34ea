/**
 * The list of all orders in memory: the same methods as over SQL (order-list.js).
 */
import { LIST_RULES } from "./order-list.js";

/** @import { Limits, Purchase } from "./desk.js" */

const { MINUTE_MS, LONGEST_PAUSE_MS, GIVEN_UP_MS, PURCHASE_MS, REGISTERING_MS, TRIES, TAKEN, EPOCH_MS } = LIST_RULES;

/** @typedef {{ orderNumber: string, sinceMs: number, checks: number, pauseMs: number, dueMs: number, hintMs: number, isSettled: boolean }} Open */
/** @typedef {{ client: string, atMs: number, number: number, startedMs: number, tries: number }} Started */

export const listInMemory = () => new ListInMemory();

class ListInMemory {
  /** @type {Map<string, Open>} */
  #open = new Map();
  /** @type {Map<string, Started>} */
  #purchases = new Map();
  /** @type {number | undefined} */
  #counter;

  /** @param {string} key @param {string} client @param {number} nowMs @param {Limits} limits @returns {Purchase} */
  startPurchase(key, client, nowMs, { perClient, inTotal, windowMs }) {
    this.#forgetPurchases(nowMs - Math.max(PURCHASE_MS, windowMs));
    const isNew = !this.#purchases.has(key) && this.#addPurchase(key, client, nowMs, { perClient, inTotal, windowMs });
    const purchase = this.#purchases.get(key);
    if (!purchase) return { retryAfterMs: this.#retryAfter(client, nowMs, windowMs) };
    const mayRegister = purchase.startedMs <= nowMs - REGISTERING_MS && purchase.tries < TRIES;
    if (mayRegister) Object.assign(purchase, { startedMs: nowMs, tries: purchase.tries + 1 });
    return { number: purchase.number, isNew, mayRegister, isTaken: purchase.tries === TAKEN };
  }

  /** @param {string} key @param {string} client @param {number} nowMs @param {Limits} limits */
  #addPurchase(key, client, nowMs, { perClient, inTotal, windowMs }) {
    const base = Math.max(0, Math.floor((nowMs - EPOCH_MS) / MINUTE_MS));
    this.#counter = Math.max((this.#counter ?? base) + 1, base);
    const counted = this.#since(nowMs - windowMs);
    if (counted.length >= inTotal || counted.filter((each) => each.client === client).length >= perClient) return false;
    this.#purchases.set(key, { client, atMs: nowMs, number: this.#counter, startedMs: 0, tries: 0 });
    return true;
  }

  /** @param {number} ms */
  #since(ms) {
    return [...this.#purchases.values()].filter(({ atMs }) => atMs > ms);
  }

  /** @param {string} client @param {number} nowMs @param {number} windowMs */
  #retryAfter(client, nowMs, windowMs) {
    const counted = this.#since(nowMs - windowMs);
    const own = counted.filter((each) => each.client === client);
    const times = (own.length > 0 ? own : counted).map(({ atMs }) => atMs);
    const first = times.length > 0 ? Math.min(...times) : nowMs;
    return Math.max(1_000, first + windowMs - nowMs);
  }

  /** @param {number} ms */
  #forgetPurchases(ms) {
    for (const [key, { atMs }] of this.#purchases) if (atMs <= ms) this.#purchases.delete(key);
  }

  /** @param {string} key */
  releasePurchase(key) {
    const purchase = this.#purchases.get(key);
    if (purchase) purchase.startedMs = 0;
    return null;
  }

  /** @param {string} key @param {number} count */
  skipNumbers(key, count) {
    const purchase = this.#purchases.get(key);
    if (purchase) purchase.tries = TAKEN;
    if (this.#counter !== undefined) this.#counter += count;
    return null;
  }

  /** @param {string} orderNumber @param {number} nowMs */
  watch(orderNumber, nowMs) {
    if (this.#open.has(orderNumber)) return null;
    const times = { sinceMs: nowMs, pauseMs: MINUTE_MS, dueMs: nowMs + MINUTE_MS, hintMs: 0 };
    this.#open.set(orderNumber, { orderNumber, ...times, checks: 0, isSettled: false });
    return null;
  }

  /** @param {string} orderNumber @param {number} nowMs */
  hint(orderNumber, nowMs) {
    const open = this.#open.get(orderNumber);
    if (open) Object.assign(open, { hintMs: nowMs, dueMs: nowMs, pauseMs: MINUTE_MS, isSettled: false });
    return null;
  }

  /** @param {string} orderNumber @param {number} askedMs @param {number | null} deleteMs */
  checked(orderNumber, askedMs, deleteMs) {
    const open = this.#open.get(orderNumber);
    if (!open) return null;
    if (open.hintMs <= askedMs) open.hintMs = 0;
    if (deleteMs !== null && !open.isSettled && open.hintMs === 0) {
      Object.assign(open, { isSettled: true, dueMs: deleteMs });
    }
    return null;
  }

  /** @param {number} nowMs */
  #due(nowMs) {
    return [...this.#open.values()].filter(({ isSettled, dueMs }) => !isSettled && dueMs <= nowMs);
  }

  /** @param {number} nowMs */
  countDue(nowMs) {
    return this.#due(nowMs).length;
  }

  /** @param {number} nowMs @param {number} limit @param {number} keepMs */
  takeDue(nowMs, limit, keepMs) {
    const all = [...this.#open.values()];
    const givenUp = all.filter(
      ({ isSettled, hintMs, sinceMs }) => !isSettled && hintMs === 0 && sinceMs <= nowMs - GIVEN_UP_MS,
    );
    for (const open of givenUp) Object.assign(open, { isSettled: true, dueMs: nowMs + keepMs });
    const half = Math.ceil(limit / 2);
    const likely = this.#take(nowMs, half, byLikelihood);
    const overdue = this.#take(nowMs, limit - half, byDate);
    const old = all.filter(({ isSettled, dueMs }) => isSettled && dueMs <= nowMs).sort(byDate);
    this.#forgetPurchases(nowMs - PURCHASE_MS);
    return {
      givenUp: givenUp.map(numberOf),
      due: [...likely, ...overdue].map(numberOf),
      old: old.slice(0, limit).map(numberOf),
    };
  }

  /** @param {number} nowMs @param {number} count @param {(a: Open, b: Open) => number} order */
  #take(nowMs, count, order) {
    const taken = this.#due(nowMs).sort(order).slice(0, count);
    for (const open of taken) {
      open.dueMs = nowMs + open.pauseMs;
      open.checks += 1;
      open.pauseMs = Math.min(open.pauseMs * 2, LONGEST_PAUSE_MS);
    }
    return taken;
  }

  /** @param {string} orderNumber */
  forget(orderNumber) {
    this.#open.delete(orderNumber);
    return null;
  }

  /** @param {string} orderNumber @param {number} atMs */
  postpone(orderNumber, atMs) {
    const open = this.#open.get(orderNumber);
    if (open) open.dueMs = atMs;
    return null;
  }

  /** @param {number} limit */
  newest(limit) {
    return [...this.#open.values()]
      .sort((a, b) => b.sinceMs - a.sinceMs || (a.orderNumber < b.orderNumber ? 1 : -1))
      .slice(0, limit)
      .map(numberOf);
  }
}

/** First what the bank spoke of, then what was seldom checked, then the new ones. @param {Open} a @param {Open} b */
const byLikelihood = (a, b) =>
  Number(b.hintMs > 0) - Number(a.hintMs > 0) || a.checks - b.checks || b.sinceMs - a.sinceMs;

/** @param {Open} a @param {Open} b */
const byDate = (a, b) => a.dueMs - b.dueMs;

/** @param {Open} open */
const numberOf = ({ orderNumber }) => orderNumber;
