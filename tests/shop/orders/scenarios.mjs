/**
 * What every storage of `bpc-checkout/desk` must do. One suite, without any platform: it runs in Node over node:sqlite, and in workerd
 * over D1 and over Durable Objects. A scenario gets `start`, which makes the orders of a store with an empty storage.
 */

/** @typedef {{ orders: any, bank: any, sent: any[], clock: { ms: number }, fault: any, isEmpty: () => Promise<boolean> }} World */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const PRICE = { amount: 8000, currency: "EUR" };

export function must(isTrue, text) {
  if (!isTrue) throw new Error(text);
}

export function same(actual, expected, text = "") {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`${text} expected ${b}, got ${a}`);
}

const many = (count, run) => Promise.all(Array.from({ length: count }, (_, at) => run(at)));
const tasks = ({ sent }) => sent.map(({ task }) => task);
const checkoutError = (code) => Object.assign(new Error(code), { name: "CheckoutError", code });

/** A sold order; `number` is its order number. */
async function sell({ orders }, number, more = {}) {
  await orders.add({ orderNumber: number, orderId: `id-${number}`, ...PRICE, details: { product: "set" }, ...more });
  return number;
}

/** A verdict as `verify` returns it. */
export const verdict = (outcome, orderNumber, more = {}) => ({
  ...{ outcome, orderNumber, orderId: `id-${orderNumber}`, ...PRICE, final: false, message: outcome, report: {} },
  ...(outcome === "open" && { lastDecline: null }),
  ...more,
});

function* permutations(list) {
  if (list.length <= 1) yield list;
  for (const [at, first] of list.entries())
    for (const rest of permutations(list.toSpliced(at, 1))) yield [first, ...rest];
}

/** A scenario that makes a statement fail: only the database in the test's own process can do that. */
export const IN_PROCESS = "a statement that fails takes the whole transaction back";

export const SCENARIOS = {
  "100 questions at once are one claim and one task": async (start) => {
    for (let round = 0; round < 2; round++) {
      const world = await start({ askEveryMs: 0 });
      const number = await sell(world, `n${round}`);
      world.bank.outcome = "paid";
      const checked = await many(100, () => world.orders.check(number));
      same(checked.filter(({ claims }) => claims).length, 1, "claims");
      same(tasks(world), ["fulfil"]);
      same(world.bank.asked, 100);
    }
  },

  "callback, return and re-check at once: one question, one claim": async (start) => {
    const world = await start();
    const number = await sell(world, "n");
    world.bank.outcome = "paid";
    world.clock.ms += 2 * MINUTE_MS;
    const results = await Promise.all([
      ...(await many(20, () => [world.orders.changed(number), world.orders.check(number)])).flat(),
      world.orders.recheck(),
    ]);
    same(results.filter((one) => one.claims).length <= 1, true, "claims");
    same(
      results.slice(0, -1).every(({ answer }) => answer.outcome === "paid"),
      true,
      "everybody gets the answer",
    );
    same(tasks(world), ["fulfil"]);
    same(world.bank.asked, 1);
  },

  "one question in a window, and the answer is kept": async (start) => {
    const world = await start();
    const number = await sell(world, "n");
    await many(50, () => world.orders.check(number));
    world.clock.ms += 2_999;
    same((await world.orders.check(number)).asked, false);
    same(world.bank.asked, 1);
    world.clock.ms += 1;
    same((await world.orders.check(number)).asked, true);
    same((await world.orders.check(number, null, { always: true })).asked, true);
    same(world.bank.asked, 3);
  },

  "a question that fails is not repeated in the window, and nothing is claimed": async (start) => {
    const world = await start();
    const number = await sell(world, "n");
    world.bank.error = checkoutError("network");
    const failed = await world.orders.check(number).catch((error) => error.code);
    same(failed, "network");
    same((await world.orders.check(number)).answer, null);
    same(world.bank.asked, 1);
    world.bank.error = null;
    world.bank.outcome = "paid";
    world.clock.ms += 3_000;
    same((await world.orders.check(number)).claims, true);
  },

  "interrupted between claim and delivery: delivered later, and claimed once": async (start) => {
    const world = await start();
    const number = await sell(world, "n");
    world.bank.outcome = "paid";
    world.fault.send = () => new Error("interrupted");
    same((await world.orders.check(number)).claims, true);
    same(tasks(world), [], "nothing was delivered");
    world.fault.send = null;
    world.clock.ms += 2 * MINUTE_MS;
    await world.wake(number);
    same(tasks(world), ["fulfil"]);
    same((await world.orders.check(number)).claims, false);
    await world.wake(number);
    same(tasks(world), ["fulfil"], "and not again");
  },

  [IN_PROCESS]: async (start) => {
    for (const at of [1, 2, 3, 4, 5]) {
      const world = await start({ askEveryMs: 0 });
      const number = await sell(world, `n${at}`);
      world.bank.outcome = "paid";
      world.failStatement(at);
      await world.orders.check(number).catch(() => {});
      world.failStatement(0);
      const { state, claimed } = await world.orders.read(number);
      same([state, claimed], ["registered", false], `statement ${at}`);
      same((await world.orders.check(number)).claims, true);
      same(tasks(world), ["fulfil"]);
    }
  },

  "money that goes back after the claim stops the order once, and before it nothing is delivered": async (start) => {
    for (const outcome of ["refunded", "reversed", "chargeback"]) {
      const world = await start({ askEveryMs: 0 });
      const number = await sell(world, `a-${outcome}`);
      world.bank.outcome = "paid";
      await world.orders.check(number);
      world.bank.outcome = outcome;
      await world.orders.changed(number);
      await world.orders.changed(number);
      same(tasks(world), ["fulfil", "stop"], outcome);
      same((await world.orders.read(number)).state, outcome);

      const early = await sell(world, `b-${outcome}`);
      await world.orders.check(early);
      world.bank.outcome = "paid";
      same((await world.orders.check(early)).claims, false);
      same(tasks(world), ["fulfil", "stop", "stop"]);
    }
  },

  "the same answers in any order end in the same": async (start) => {
    const world = await start({ askEveryMs: 0 });
    const ends = new Set();
    let at = 0;
    for (const outcomes of permutations(["declined", "held", "paid", "refunded"])) {
      const number = await sell(world, `n${at++}`, { phase: "preauth" });
      let claims = 0;
      for (const outcome of outcomes) claims += (await world.orders.apply(verdict(outcome, number))).claims ? 1 : 0;
      must(claims <= 1, outcomes.join());
      ends.add((await world.orders.read(number)).state);
    }
    same([...ends], ["refunded"]);
  },

  "another price, another order or an outcome that says nothing does not count": async (start) => {
    const world = await start({ askEveryMs: 0 });
    const number = await sell(world, "n");
    same(await world.orders.apply(verdict("paid", number, { amount: 1 })), null);
    same(await world.orders.apply(verdict("paid", number, { currency: "RUB" })), null);
    const other = await world.orders.check(number, async () => verdict("paid", "other")).catch(() => "refused");
    same(other, "refused");
    for (const outcome of ["open", "pending", "mismatch", "unknown", "verified", "held"])
      await world.orders.apply(verdict(outcome, number));
    const { state, claimed } = await world.orders.read(number);
    same([state, claimed], ["held", false]);
    same(tasks(world), []);
  },

  "each phase is earned by its own outcome, once": async (start) => {
    const rows = [
      ["purchase", ["held", "paid", "paid"], [false, true, false]],
      ["preauth", ["held", "paid"], [true, false]],
      ["preauth", ["paid", "held"], [true, false]],
      ["verify", ["verified", "verified"], [true, false]],
      ["purchase", ["verified", "paid"], [false, true]],
      ["purchase", ["expired", "paid"], [false, true]],
      ["purchase", ["declined", "paid"], [false, true]],
    ];
    const world = await start();
    for (const [at, [phase, outcomes, claims]] of rows.entries()) {
      const number = await sell(world, `n${at}`, { phase });
      const seen = [];
      for (const outcome of outcomes) seen.push((await world.orders.apply(verdict(outcome, number))).claims);
      same(seen, claims, `${phase} ${outcomes}`);
    }
    same(world.sent.length, rows.length);
  },

  "an unknown order is no question and no row": async (start) => {
    const world = await start();
    same(await world.orders.check("nothing"), null);
    same(await world.orders.changed("nothing"), null);
    same(await world.orders.apply(verdict("paid", "nothing")), null);
    same(await world.orders.operations("nothing"), []);
    same(world.bank.asked, 0);
    must(await world.isEmpty(["nothing"]), "something was stored");
  },

  "one form is one registration, however often it is sent": async (start) => {
    const world = await start();
    let registered = 0;
    const register = async (number) => {
      registered += 1;
      await new Promise((done) => setTimeout(done, 1));
      return { orderId: `id-${number}`, ...PRICE };
    };
    const started = await many(20, () => world.orders.buy({ key: "form", client: "c" }, register));
    same(new Set(started.map(({ order }) => order.orderNumber)).size, 1);
    same(registered, 1);
    same(started.filter(({ isNew }) => isNew).length, 1);
    world.bank.outcome = "open";
    world.clock.ms += MINUTE_MS;
    same(
      (await world.orders.buy({ key: "form", client: "c" }, register)).order.orderNumber,
      started[0].order.orderNumber,
    );
    world.bank.outcome = "declined";
    world.clock.ms += MINUTE_MS;
    const again = await many(2, () => world.orders.buy({ key: "form", client: "c" }, register));
    same(registered, 2, "a closed order");
    same(again[0].order.orderNumber, again[1].order.orderNumber);
    must(again[0].order.orderNumber !== started[0].order.orderNumber, "the closed order was sold again");
  },

  "a form whose order may be paid is not sold again, however late": async (start) => {
    const world = await start();
    const register = async (number) => ({ orderId: `id-${number}`, ...PRICE });
    const buy = async () => (await world.orders.buy({ key: "form", client: "c" }, register)).order;
    const { orderNumber } = await buy();
    world.clock.ms += 30 * MINUTE_MS;
    world.bank.error = checkoutError("network");
    same((await buy()).orderNumber, orderNumber, "the bank is down:");
    world.bank.error = null;
    world.bank.outcome = "pending";
    world.clock.ms += MINUTE_MS;
    same((await buy()).orderNumber, orderNumber, "the bank has not decided:");
    world.bank.outcome = "paid";
    world.clock.ms += MINUTE_MS;
    same((await buy()).state, "paid");
    same(tasks(world), ["fulfil"]);
  },

  "a lost reply: the same number first, and a new one if the bank has it": async (start) => {
    const world = await start();
    const numbers = [];
    const register = async (number) => {
      numbers.push(number);
      if (numbers.length === 1) throw checkoutError("outcome_unknown");
      if (numbers.length === 2) throw checkoutError("already_registered");
      return { orderId: `id-${number}`, ...PRICE };
    };
    const buy = () => world.orders.buy({ key: "form", client: "c" }, register);
    same(await buy().catch((error) => error.code), "outcome_unknown");
    const { order } = await buy();
    same([numbers[0] === numbers[1], numbers[1] === numbers[2]], [true, false]);
    same(order.orderNumber, numbers[2]);
    same((await buy()).order.orderNumber, numbers[2]);
    same(numbers.length, 3);
  },

  "purchases are limited for each client and in total, and a repeated form is not counted": async (start) => {
    const world = await start({ limits: { perClient: 3, inTotal: 5, windowMs: MINUTE_MS } });
    const register = async (number) => ({ orderId: `id-${number}`, ...PRICE });
    const buy = async (key, client) => (await world.orders.buy({ key, client }, register)).retryAfterMs ?? "sold";
    for (const key of ["1", "2", "3", "1", "1"]) same(await buy(key, "a"), "sold");
    must((await buy("4", "a")) > 0, "the fourth of one client was sold");
    for (const key of ["5", "6"]) same(await buy(key, "b"), "sold");
    must((await buy("7", "c")) > 0, "the sixth of all was sold");
    world.clock.ms += MINUTE_MS;
    same(await buy("4", "a"), "sold");
  },

  "a paid order is found behind many others, wherever it stands": async (start) => {
    for (const place of ["first", "middle", "last"]) {
      const probe = await start();
      // 430 orders in memory. Where each costs milliseconds, the same share of fewer.
      const [count, batch] = probe.isFast ? [430, {}] : [60, { least: 5, most: 28 }];
      const world = await start({ batch });
      const target = { first: 0, middle: count / 2, last: count }[place];
      for (let at = 0; at <= count; at++) {
        world.clock.ms += 1;
        await sell(world, `${place}-${at}`);
      }
      world.bank.outcomeOf = (number) => (number === `${place}-${target}` ? "paid" : "open");
      world.clock.ms += 2 * MINUTE_MS;
      let runs = 0;
      for (; world.sent.length === 0 && runs < 5; runs++) {
        await world.orders.recheck();
        world.clock.ms += MINUTE_MS;
      }
      must(runs <= (place === "middle" ? 3 : 1), `the ${place} was claimed in run ${runs}`);
    }
  },

  "a callback in the window of another question is checked in the next run": async (start) => {
    const world = await start();
    const number = await sell(world, "n");
    await world.orders.check(number);
    world.bank.outcome = "paid";
    same((await world.orders.changed(number)).asked, false);
    world.clock.ms += 3_000;
    await world.orders.recheck();
    same(tasks(world), ["fulfil"]);
  },

  "a settled order leaves the re-check, a callback brings it back, and after its time everything of it is deleted":
    async (start) => {
      const world = await start();
      const [paid, expired] = [await sell(world, "paid"), await sell(world, "expired")];
      world.bank.outcomeOf = (number) => number;
      world.clock.ms += 2 * MINUTE_MS;
      same((await world.orders.recheck()).checked, 2);
      world.clock.ms += DAY_MS;
      same((await world.orders.recheck()).checked, 0);
      world.clock.ms += 7 * DAY_MS;
      same((await world.orders.recheck()).deleted, 1);
      same(await world.orders.read(expired), null);
      world.bank.outcomeOf = () => "refunded";
      world.clock.ms += 32 * DAY_MS;
      await world.orders.check(paid);
      await world.orders.changed(paid);
      world.clock.ms += 3_000;
      same((await world.orders.recheck()).checked, 1, "the hint");
      same((await world.orders.read(paid)).state, "refunded");
      world.clock.ms += 57 * DAY_MS;
      await world.orders.recheck();
      must(await world.isEmpty([paid, expired]), "something is left");
      same(world.forgotten.sort(), [expired, paid]);
    },

  "an order with an undelivered task is not deleted": async (start) => {
    const world = await start();
    const number = await sell(world, "n");
    world.bank.outcome = "paid";
    world.fault.send = () => new Error("closed");
    await world.orders.check(number);
    world.clock.ms += 100 * DAY_MS;
    await world.orders.recheck();
    same((await world.orders.read(number)).claimed, true);
    world.fault.send = null;
    world.clock.ms += 2 * MINUTE_MS;
    await world.wake(number);
    world.clock.ms += 2 * DAY_MS;
    await world.orders.recheck();
    same([tasks(world), await world.orders.read(number)], [["fulfil"], null]);
  },

  "an operation runs once for each press, and one at a time": async (start) => {
    const world = await start({ askEveryMs: 0 });
    const number = await sell(world, "n");
    let ran = 0;
    let finish;
    const finished = new Promise((done) => (finish = done));
    const press = (name, run) => world.orders.operate(number, { press: name, kind: "refund", amount: 500 }, run);
    const slow = async () => {
      ran += 1;
      await finished;
    };
    const first = press("one", slow);
    while (ran === 0) await new Promise((done) => setTimeout(done, 1));
    same(await Promise.all([press("one", slow), press("two", slow)]), ["repeated", "busy"]);
    finish();
    same([await first, ran], ["done", 1]);
    same(await press("one", slow), "repeated");
    const fail = (error) => async () => {
      throw error;
    };
    same(await press("three", fail(checkoutError("invalid_state"))), "refused");
    same(await press("four", fail(checkoutError("outcome_unknown"))), "unknown");
    same(await press("five", fail(new Error("a defect"))), "unknown");
    same(await many(10, () => press("six", slow)).then((all) => all.filter((one) => one === "done").length), 1);
    same(ran, 2);
    same((await world.orders.operations(number)).map(({ press: name, result }) => `${name} ${result}`).sort(), [
      "five unknown",
      "four unknown",
      "one done",
      "six done",
      "three refused",
    ]);
  },

  "an interrupted operation closes the order to others for a minute only": async (start) => {
    const world = await start();
    const number = await sell(world, "n");
    const press = (name, run) => world.orders.operate(number, { press: name, kind: "refund" }, run);
    press("lost", () => new Promise(() => {}));
    while ((await world.orders.operations(number)).length === 0) await new Promise((done) => setTimeout(done, 1));
    same(await press("next", async () => {}), "busy");
    world.clock.ms += MINUTE_MS + 1;
    same(await press("lost", async () => {}), "repeated");
    same(await press("next", async () => {}), "done");
  },

  "nothing of the bank's report is kept": async (start) => {
    const world = await start();
    const number = await sell(world, "n");
    const report = {
      card: { maskedPan: "555555**5599" },
      payer: { email: "canary@customer.example" },
      depositedAmount: 8000,
    };
    await world.orders.apply(verdict("paid", number, { report, orderId: "canary-id" }));
    const text = JSON.stringify(await world.orders.read(number));
    must(!/canary|5599/.test(text), text);
    same((await world.orders.read(number)).answer.depositedAmount, 8000);
  },
};

/** A bank that answers what a scenario says. */
export function makeBank() {
  const bank = { asked: 0, outcome: "open", outcomeOf: null, error: null };
  bank.verify = async ({ orderNumber, amount, currency }) => {
    bank.asked += 1;
    await new Promise((done) => setTimeout(done, 1));
    if (bank.error) throw bank.error;
    return verdict(bank.outcomeOf?.(orderNumber) ?? bank.outcome, orderNumber, { amount, currency });
  };
  return bank;
}

/** The world of one scenario over a storage. */
export function makeWorld(
  { createOrders, storage, clock, sink, isEmpty, wake, failStatement, isFast = false },
  options = {},
) {
  const bank = makeBank();
  const [sent, forgotten, fault] = [[], [], { send: null }];
  sink.send = async (task) => {
    const error = fault.send?.();
    if (error) throw error;
    sent.push({ task: task.task, orderNumber: task.order.orderNumber });
  };
  const orders = createOrders({
    ...{ storage, verify: bank.verify, send: (task) => sink.send(task), now: () => clock.ms, log: () => {} },
    ...{ forget: (number) => void (forgotten.includes(number) || forgotten.push(number)), prefix: "N-" },
    ...options,
  });
  return {
    orders,
    bank,
    sent,
    forgotten,
    fault,
    clock,
    isEmpty,
    failStatement,
    wake: wake ?? (() => orders.recheck()),
  };
}
