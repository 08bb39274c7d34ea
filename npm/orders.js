/**
 * The orders of a store: what a purchase, a return, a callback, the schedule and a person do with them. Nothing here decides whether
 * an order is paid: `verify` does.
 */
import { invalid } from "./error.js";
import * as checks from "./order-checks.js";
import { optionsOf } from "./order-options.js";
import { isClosedUnpaid, isSettled } from "./order-states.js";

/** @import { Answer, Checked, NewOrder, OrdersOptions, Purchase, Started, StoredOrder } from "./desk.js" */
/** @import { MinorUnits, Verdict } from "./index.js" */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** One question to the bank for each order in this time. */
const ASK_EVERY_MS = 3_000;
/** How long an order that was paid is kept, and one that was not. */
const KEEP_MS = 56 * DAY_MS;
const KEEP_UNPAID_MS = 7 * DAY_MS;
/** A payment page is open for 20 minutes. */
const PAYABLE_MS = 20 * MINUTE_MS;
const LIMITS = { perClient: 30, inTotal: 600, windowMs: 10 * MINUTE_MS };
/** Orders in one run: half of what is due, between these. Each needs four requests, and an invocation may send a limited number. */
const BATCH = { least: 20, most: 200 };
/** Questions to the bank at the same time. */
const AT_ONCE = 6;
/** A request that waits for another one's answer looks again after these times. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1600, 3200];
/** A task that was taken is taken again after this time, if it is not done. */
const LEASE_MS = 60_000;
const TASKS_AT_ONCE = 50;
/** A form can be repeated this often after its orders were closed. */
const ORDERS_OF_A_FORM = 20;

/** A register error after which this number is not used again: its order exists, and nobody has its payment page. */
const TAKEN = ["already_registered", "conflict", "duplicate_order_number"];

/** @param {OrdersOptions} given */
export function createOrders(given) {
  const options = optionsOf(given);
  const { storage, verify, now = Date.now, log = console.error } = options;
  const askEveryMs = options.askEveryMs ?? ASK_EVERY_MS;
  const keepMs = options.keepMs ?? KEEP_MS;
  const keepUnpaidMs = options.keepUnpaidMs ?? KEEP_UNPAID_MS;
  const payableMs = options.payableMs ?? PAYABLE_MS;
  const limits = { ...LIMITS, ...options.limits };
  const batch = { ...BATCH, ...options.batch };
  const prefix = options.prefix ?? "";
  const sleep = options.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)));

  /** @param {string} orderNumber @returns {Promise<StoredOrder | null>} */
  const read = async (orderNumber) => storage.order(orderNumber).read(orderNumber);

  /** @param {NewOrder & { orderNumber: string }} sold */
  async function add({ orderNumber, ...order }) {
    const nowMs = now();
    await Promise.all([
      storage.order(orderNumber).add(orderNumber, order, nowMs),
      storage.list.watch(orderNumber, nowMs),
    ]);
  }

  /**
   * @param {{ key: string, client: string }} form
   * @param {(orderNumber: string) => Promise<NewOrder>} register
   * @returns {Promise<Started>}
   */
  async function buy(form, register) {
    const { client, ...purchased } = checks.purchaseOf(form);
    let { key } = purchased;
    checks.functionOf("register", register);
    for (let time = 0; time < ORDERS_OF_A_FORM; time++) {
      const purchase = /** @type {Purchase} */ (await storage.list.startPurchase(key, client, now(), limits));
      if (!("number" in purchase)) return { order: null, isNew: false, retryAfterMs: purchase.retryAfterMs };
      const orderNumber = `${prefix}${purchase.number}`;
      const pauses = purchase.mayRegister || purchase.isTaken ? [] : PAUSES_MS;
      const order = purchase.isNew ? null : await readStarted(orderNumber, pauses);
      if (order) {
        const current = await refreshed(order);
        if (!isOver(current)) return { order: current, isNew: false };
      } else if (!purchase.isTaken) {
        if (!purchase.mayRegister) return { order: null, isNew: false, retryAfterMs: MINUTE_MS };
        const sold = await registered(key, orderNumber, register);
        if (sold) return { order: sold, isNew: true };
        // After a lost reply one number is taken. After a lost database many are, so the steps grow.
        await storage.list.skipNumbers(key, 10 ** Math.min(time, 4) - 1);
      }
      // This order cannot be paid any more. The next number belongs to the same form, so a double click gets the same again.
      key = `${key} ${orderNumber}`;
    }
    throw new Error("the form was used too often");
  }

  /** @param {string} key @param {string} orderNumber @param {(orderNumber: string) => Promise<NewOrder>} register */
  async function registered(key, orderNumber, register) {
    try {
      await add(checks.registeredOf(await register(orderNumber), orderNumber));
    } catch (error) {
      await storage.list.releasePurchase(key);
      // The bank has this number, from an earlier request whose reply was lost. Nobody has the payment page of that order.
      if (!TAKEN.includes(codeOf(error))) throw error;
    }
    return read(orderNumber);
  }

  /** An order that another request may be registering now. @param {string} orderNumber @param {number[]} pauses */
  async function readStarted(orderNumber, pauses) {
    let order = await read(orderNumber);
    for (const ms of pauses) {
      if (order) break;
      await sleep(ms);
      order = await read(orderNumber);
    }
    return order;
  }

  /** The order after a question to the bank, unless it was sold just now. @param {StoredOrder} order */
  async function refreshed(order) {
    if (isSettled(order.state) || now() - order.soldMs < askEveryMs) return order;
    const checkedNow = await check(order.orderNumber).catch(() => null);
    return checkedNow?.order ?? order;
  }

  /**
   * Whether a new payment needs a new order. An order that may have been paid is not over: the bank must have said that it is open,
   * after the time to pay.
   * @param {StoredOrder} order
   */
  const isOver = ({ state, soldMs, answer, answeredMs }) =>
    isClosedUnpaid(state) || (state === "registered" && answer?.outcome === "open" && answeredMs >= soldMs + payableMs);

  /**
   * @param {string} orderNumber
   * @param {((order: StoredOrder) => Promise<Verdict>) | null} [ask]
   * @param {{ always?: boolean }} [how]
   * @returns {Promise<Checked | null>}
   */
  async function check(orderNumber, ask, how) {
    checks.orderNumberOf(orderNumber);
    if (ask !== null && ask !== undefined) checks.functionOf("ask", ask);
    const { always } = checks.howOf(how);
    const store = storage.order(orderNumber);
    const order = await read(orderNumber);
    if (!order) return null;
    const askedMs = now();
    if (!(await store.reserve(orderNumber, askedMs, always ? 0 : askEveryMs))) return remembered(order);
    try {
      const verdict = checks.verdictOf(await (ask ? ask(order) : verify(expectedOf(order))));
      if (verdict.orderNumber !== orderNumber) throw new Error("the verdict is about another order");
      const applied = await applyAsked(verdict, askedMs);
      if (!applied) await store.unanswered(orderNumber, now());
      return applied;
    } catch (error) {
      await store.unanswered(orderNumber, now());
      throw error;
    }
  }

  /**
   * The bank was asked a short time ago: its last answer, or the one that another request is waiting for.
   * @param {StoredOrder} order @returns {Promise<Checked>}
   */
  async function remembered(order) {
    let current = (await read(order.orderNumber)) ?? order;
    for (const ms of PAUSES_MS) {
      if (current.answeredMs >= current.askedMs) break;
      await sleep(ms);
      current = (await read(order.orderNumber)) ?? current;
    }
    return { order: current, answer: current.answer, asked: false, claims: false };
  }

  /** @param {Verdict} verdict @param {number} askedMs @returns {Promise<Checked | null>} */
  async function applyAsked(verdict, askedMs) {
    const { orderNumber, outcome } = verdict;
    if (outcome === "mismatch")
      log(`${orderNumber}: the bank's reply does not match in ${verdict.field}: a person has to look`);
    const answer = answerOf(verdict);
    const applied = await storage.order(orderNumber).apply(orderNumber, answer, now());
    if (!applied) return null;
    const { order, claims, hasTasks } = applied;
    if (hasTasks) await inBackground(deliver(orderNumber).catch(logDelivery));
    await storage.list.checked(orderNumber, askedMs, isSettled(order.state) ? deletionOf(order) : null);
    return { order, answer, asked: true, claims };
  }

  /** The delivery continues after the response, where the platform can do that. @param {Promise<void>} work */
  const inBackground = (work) => (options.waitUntil ? options.waitUntil(work) : work);

  /** @param {StoredOrder} order */
  const deletionOf = ({ state }) => now() + (isClosedUnpaid(state) ? keepUnpaidMs : keepMs);

  /** @param {unknown} error */
  const logDelivery = (error) => log(`not delivered yet: ${error instanceof Error ? error.name : "not an error"}`);

  /** @param {string} orderNumber @returns {Promise<Checked | null>} */
  async function changed(orderNumber) {
    checks.orderNumberOf(orderNumber);
    await storage.list.hint(orderNumber, now());
    return check(orderNumber);
  }

  /** @param {string | null} orderNumber */
  async function deliver(orderNumber) {
    if (storage.deliver) return orderNumber === null ? undefined : storage.deliver(orderNumber);
    // Any order's object of an SQL storage reaches all tasks.
    const store = storage.order("");
    const tasks = await store.takeTasks(orderNumber, now(), LEASE_MS, TASKS_AT_ONCE);
    for (const task of tasks) {
      try {
        await options.send?.(task);
        await store.doneTask(task.order.orderNumber, task.task);
      } catch (error) {
        logDelivery(error); // The lease ends, and the next run sends it again.
      }
    }
  }

  /** @param {number} [nowMs] */
  async function recheck(nowMs = now()) {
    checks.wholeOf("nowMs", nowMs, 0);
    const waiting = await storage.list.countDue(nowMs);
    const limit = Math.min(batch.most, Math.max(batch.least, Math.ceil(waiting / 2)));
    const { due, givenUp, old } = await storage.list.takeDue(nowMs, limit, keepMs);
    if (givenUp.length > 0) log(`not settled after 30 days, a person has to look: ${givenUp.join(", ")}`);
    await inTurns(due, recheckOne);
    await inTurns(old, removeOne);
    await deliver(null);
    return { checked: due.length, waiting: waiting - due.length, deleted: old.length };
  }

  /** After a failure the order stays on the list. @param {string} orderNumber */
  async function recheckOne(orderNumber) {
    try {
      const order = await read(orderNumber);
      if (!order) return void (await storage.list.forget(orderNumber));
      await check(orderNumber);
    } catch (error) {
      log(`recheck of ${orderNumber}: ${codeOf(error) || "failed"}`);
    }
  }

  /** @param {string} orderNumber */
  async function removeOne(orderNumber) {
    try {
      const isGone = await storage.order(orderNumber).remove(orderNumber);
      if (!isGone) return void (await storage.list.postpone(orderNumber, now() + DAY_MS));
      await options.forget?.(orderNumber);
      await storage.list.forget(orderNumber);
    } catch (error) {
      log(`deleting ${orderNumber}: ${error instanceof Error ? error.name : "failed"}`);
    }
  }

  /**
   * @param {string} orderNumber
   * @param {{ press: string, kind: string, amount?: MinorUnits | null }} operation
   * @param {(order: StoredOrder) => Promise<unknown>} run
   */
  async function operate(orderNumber, operation, run) {
    checks.orderNumberOf(orderNumber);
    const { press, kind, amount } = checks.operationOf(operation);
    checks.functionOf("run", run);
    const store = storage.order(orderNumber);
    const started = await store.startOperation(orderNumber, press, kind, amount, now());
    if (started === "busy" && !(await read(orderNumber)))
      throw invalid("orderNumber", "no order with this number is saved");
    if (started !== "started") return started;
    /** @type {import("./desk.js").Operation["result"]} */
    let result = "done";
    let code = "";
    try {
      const order = await read(orderNumber);
      if (order) await run(order);
    } catch (error) {
      code = codeOf(error) || "failed";
      // The request may have been carried out: only the bank can say.
      result = code === "outcome_unknown" || code === "failed" ? "unknown" : "refused";
    }
    await store.endOperation(orderNumber, press, result, code || null);
    await check(orderNumber, null, { always: true }).catch(() => storage.list.hint(orderNumber, now()));
    return result;
  }

  return {
    ...{ buy, check, changed, recheck, operate },
    /** @param {NewOrder & { orderNumber: string }} order */
    add: async (order) => add(checks.orderOf(order)),
    /** @param {string} orderNumber */
    read: async (orderNumber) => read(checks.orderNumberOf(orderNumber)),
    /** @param {Verdict} verdict */
    apply: async (verdict) => applyAsked(checks.verdictOf(verdict), now()),
    deliver: () => deliver(null),
    /** @param {number} limit */
    async newest(limit) {
      const numbers = await storage.list.newest(checks.wholeOf("limit", limit, 1));
      const orders = await Promise.all(numbers.map(read));
      return orders.filter((order) => order !== null);
    },
    /** @param {string} orderNumber */
    operations: async (orderNumber) => storage.order(checks.orderNumberOf(orderNumber)).operations(orderNumber),
  };
}

/** What `verify` compares with. @param {StoredOrder} order */
const expectedOf = ({ orderId, orderNumber, amount, currency, phase }) => ({
  orderId,
  orderNumber,
  amount,
  currency,
  phase,
});

/**
 * What is kept of a verdict: nothing of the bank's report, which holds personal data.
 * @param {Verdict} verdict @returns {Answer}
 */
function answerOf(verdict) {
  const { outcome, orderNumber, amount, currency, final, message } = verdict;
  const { depositedAmount = null, refundedAmount = null } = verdict.report ?? {};
  const wasTried = outcome === "open" && (verdict.lastDecline ?? null) !== null;
  return {
    outcome,
    orderNumber,
    amount: Number(amount),
    currency,
    final,
    message,
    wasTried,
    depositedAmount,
    refundedAmount,
  };
}

/** The code of an error of this package, or "". @param {any} error @returns {string} */
const codeOf = (error) => (error?.name === "CheckoutError" && typeof error.code === "string" ? error.code : "");

/**
 * Runs a function for each item, a few at the same time.
 * @template Item @param {Item[]} items @param {(item: Item) => Promise<void>} run
 */
async function inTurns(items, run) {
  const rest = items[Symbol.iterator]();
  const work = async () => {
    for (const item of rest) await run(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
