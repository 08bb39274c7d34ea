// What a store does after the first payment: giving back, waiting, the bank's lists, stored cards.

import { deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
import { answering, gateway as gatewayOf, order, ORDER_ID, RETURN_URL, statusReply } from "./fixtures.mjs";
import { test } from "./harness.mjs";

// A page has no login, and with the public token none of these is possible.
const onServers = { when: (env) => !env.page };
const LOGIN = { userName: "test_user", password: "test_user_password" };

/** A sandbox, and what a store says to reach it. */
function open({ sandbox }, options) {
  const bank = new sandbox.Sandbox({ seed: 7, ...options });
  return { bank, gateway: { baseUrl: bank.baseUrl, ...LOGIN, fetch: bank.fetch } };
}

/** An order that a customer has paid, or whose money is held. */
async function paid({ lib }, { bank, gateway }, { hold = false, orderNumber = "A-1001", ...more } = {}) {
  const register = hold ? lib.registerPreAuth : lib.register;
  const { orderId } = await register(order({ orderNumber, ...more }), gateway);
  bank.pay(orderId);
  return orderId;
}

const stateOf = (bank, orderId) => bank.orders({ search: orderId })[0];

// ------------------------------------------------------------------------------------------------ the four changes

test(
  "a change by number reaches the order of that number, and says what is left",
  async (context) => {
    const { lib } = context;
    const store = open(context);
    await paid(context, store, { hold: true });
    await paid(context, store, { orderNumber: "A-1002" });
    const orderNumber = "A-1001";
    const taken = await lib.deposit({ orderNumber, amount: 1500n }, store.gateway);
    deepEqual([taken.left, taken.held, taken.taken, taken.refunded, taken.currency], [1500, 0, 1500, 0, "978"]);
    equal(lib.formatAmount(taken.left, taken.currency), "15.00");
    const given = await lib.refund({ orderNumber, amount: 500 }, store.gateway);
    deepEqual([given.left, given.taken, given.refunded], [1000, 1000, 500]);
    equal(stateOf(store.bank, "A-1002").refundedAmount, 0);
    await rejects(lib, lib.refund({ orderNumber: "A-1003" }, store.gateway), "order_not_found");
    const open1 = await lib.register(order({ orderNumber: "A-1004" }), store.gateway);
    equal((await lib.decline({ orderNumber: "A-1004" }, store.gateway)).report.orderId, open1.orderId);
    equal(stateOf(store.bank, "A-1004").orderStatus, 6);
  },
  onServers,
);

// ------------------------------------------------------------------------------------------------ giveBack

test(
  "giveBack declines, reverses or refunds as the state allows, and is safe to repeat",
  async (context) => {
    const { lib } = context;
    const store = open(context);
    const give = (request) => lib.giveBack(request, store.gateway);
    const unpaid = await lib.register(order({ orderNumber: "open" }), store.gateway);
    equal((await give({ orderNumber: "open" })).action, "declined");
    equal((await give({ orderId: unpaid.orderId })).action, "none");
    await paid(context, store, { orderNumber: "held", hold: true });
    const released = await give({ orderNumber: "held" });
    deepEqual([released.action, released.amount, released.left], ["reversed", 2000, 0]);
    await paid(context, store, { orderNumber: "taken" });
    const part = await give({ orderNumber: "taken", amount: 500n, refundedBefore: 0 });
    deepEqual([part.action, part.amount, part.left, part.taken, part.refunded], ["refunded", 500, 1500, 1500, 500]);
    equal((await give({ orderNumber: "taken", amount: 500, refundedBefore: 0 })).action, "none");
    deepEqual(
      [(await give({ orderNumber: "taken" })).amount, (await give({ orderNumber: "taken" })).amount],
      [1500, 0],
    );
    await rejects(lib, give({ orderNumber: "taken", amount: 1, refundedBefore: 2000 }), "invalid_state");
    await rejects(lib, give({ orderNumber: "taken", amount: 1, refundedBefore: 500 }), "invalid_state");
    await rejects(lib, give({ orderNumber: "unknown" }), "order_not_found");
  },
  onServers,
);

test(
  "giveBack refuses what is wrong before anything is asked",
  async ({ lib, env }) => {
    const fetch = answering(statusReply());
    for (const wrong of [
      undefined,
      {},
      { orderId: ORDER_ID, orderNumber: "A-1001" },
      { orderId: ORDER_ID, amount: 0 },
      { orderId: ORDER_ID, amount: 1.5 },
      { orderId: ORDER_ID, refundedBefore: -1 },
      { orderId: ORDER_ID, unknown: 1 },
      {
        get orderId() {
          throw new Error("no");
        },
      },
    ]) {
      await rejects(lib, lib.giveBack(wrong, gatewayOf(env, fetch)), "invalid_option");
    }
    equal(fetch.calls.length, 0);
    const other = answering(statusReply({ orderNumber: "A-1002" }));
    await rejects(lib, lib.giveBack({ orderNumber: "A-1001" }, gatewayOf(env, other)), "malformed_reply");
    equal(other.calls.length, 1, "the reply is about another order");
  },
  onServers,
);

test(
  "giveBack: what was done is no error where the question after it fails",
  async ({ lib, env }) => {
    const lost = () => Promise.reject(new TypeError("the connection broke"));
    const fetch = answering(statusReply(), { errorCode: 0 }, lost);
    const given = await lib.giveBack({ orderId: ORDER_ID, amount: 500 }, gatewayOf(env, fetch, { timeoutMs: 1 }));
    const { action, amount, left, report } = given;
    deepEqual([action, amount, left, report, fetch.calls.length], ["refunded", 500, null, null, 3]);
    const other = answering(statusReply(), { errorCode: 0 }, statusReply({ orderNumber: "A-1002" }));
    equal((await lib.giveBack({ orderNumber: "A-1001" }, gatewayOf(env, other))).report, null, "another order");
  },
  onServers,
);

test(
  "giveBack goes on where a bank makes a hold of a reversed payment",
  async ({ lib, env }) => {
    const status = (orderStatus, approvedAmount, depositedAmount) =>
      statusReply({ orderStatus, paymentAmountInfo: { approvedAmount, depositedAmount, refundedAmount: 0 } });
    const [taken, held, gone] = [status(2, 2000, 2000), status(1, 2000, 0), status(3, 0, 0)];
    const [done, refused] = [{ errorCode: 0 }, { errorCode: "7", errorMessage: "Refund is impossible in this state" }];
    const methods = (fetch) => fetch.calls.map(({ url }) => url.slice(url.lastIndexOf("/") + 1, -3));
    const start = [taken, refused, taken, done, held];
    const released = answering(...start, done, gone);
    const all = await lib.giveBack({ orderId: ORDER_ID }, gatewayOf(env, released));
    deepEqual([all.action, all.amount, all.left], ["reversed", 2000, 0]);
    deepEqual(
      methods(released).filter((method) => method !== "getOrderStatusExtended"),
      ["refund", "reverse", "reverse"],
    );
    // A bank may reverse an order only once: the reversal of the payment is done, and the hold is left.
    const stuck = answering(...start, refused, held);
    const { action, left, held: stays } = await lib.giveBack({ orderId: ORDER_ID }, gatewayOf(env, stuck));
    deepEqual([action, left, stays], ["reversed", 2000, 2000]);
    const denied = answering(...start, { errorCode: "5", errorMessage: "Access denied" });
    equal((await lib.giveBack({ orderId: ORDER_ID }, gatewayOf(env, denied))).left, 2000);
    const lost = () => Promise.reject(new TypeError("the connection broke"));
    const silent = answering(...start, refused, lost);
    const half = await lib.giveBack({ orderId: ORDER_ID }, gatewayOf(env, silent, { timeoutMs: 1 }));
    deepEqual([half.action, half.left, half.report], ["reversed", null, null]);
  },
  onServers,
);

test(
  "giveBack: a part of a hold whose reply is lost is released once",
  async (context) => {
    const { lib } = context;
    const { bank, gateway } = open(context);
    const orderId = await paid(context, { bank, gateway }, { hold: true });
    const part = { orderId, amount: 500, refundedBefore: 0 };
    bank.injectFault({ kind: "lost", call: "reverse" });
    // The reply is lost, and the question shows the smaller hold.
    const { action, left } = await lib.giveBack(part, gateway);
    deepEqual([action, left], ["reversed", 1500]);
    equal((await lib.giveBack(part, gateway)).action, "none");
    await rejects(lib, lib.giveBack({ ...part, refundedBefore: 200 }, gateway), "invalid_state");
    equal(stateOf(bank, orderId).approvedAmount, 1500);
  },
  onServers,
);

/** Random numbers that are the same in every run. */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const FAULTS = ["lost", "reset", "badGateway", "serverError", "html", "empty", "cut", "jsonNull"];
const CHANGES = ["refund", "reverse", "decline", "getOrderStatusExtended"];
const ROUNDS = 1000;

/** Repeats a call as a store does that keeps books, until it says what became of it. */
async function settled(lib, call) {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!lib.isCheckoutError(error) || !(error.retryable || error.code === "outcome_unknown")) throw error;
    }
  }
  throw new Error("200 attempts, and no end");
}

test(
  "giveBack with random faults: never more than was taken, and no part twice",
  async (context) => {
    const { lib, figure } = context;
    const random = chance(20_261_127);
    const { bank, gateway } = open(context);
    // One attempt a question: nothing waits.
    const impatient = { ...gateway, timeoutMs: 1 };
    for (const call of CHANGES) {
      for (const kind of FAULTS) bank.injectFault({ kind, call, share: 0.04 });
    }
    const faults = bank.faults();
    let repeated = 0;
    for (let round = 0; round < ROUNDS; round++) {
      if (round % 50 === 0) bank.reset();
      if (round % 50 === 0) for (const { hits: _, ...fault } of faults) bank.injectFault(fault);
      const orderId = await paid(context, { bank, gateway }, { orderNumber: `R-${round}` });
      const parts = Array.from({ length: random(4) }, () => 1 + random(600));
      let books = 0;
      for (const amount of parts) {
        let tries = 0;
        const give = () => (tries++, lib.giveBack({ orderId, amount, refundedBefore: books }, impatient));
        await settled(lib, give);
        books += amount;
        repeated += tries - 1;
        equal(stateOf(bank, orderId).refundedAmount, books, `round ${round}: the bank and the books`);
      }
      await settled(lib, () => lib.giveBack({ orderId }, impatient));
      const { orderStatus, refundedAmount, depositedAmount } = stateOf(bank, orderId);
      deepEqual([orderStatus, refundedAmount, depositedAmount], [4, 2000, 0], `round ${round}`);
    }
    ok(repeated > ROUNDS / 10, `only ${repeated} calls were repeated: the faults did not hit`);
    figure(`giveBack: ${ROUNDS} orders, ${repeated} calls repeated`);
  },
  { ...onServers, calls: 20 * ROUNDS },
);

test(
  "refund with a lost reply: repeated with its id, it is one refund",
  async (context) => {
    const { lib } = context;
    const { bank, gateway } = open(context);
    for (const kind of ["lost", "empty", "cut", "badGateway", "reset"]) {
      const orderId = await paid(context, { bank, gateway }, { orderNumber: `L-${kind}` });
      bank.injectFault({ kind, call: "refund" });
      const change = { orderId, amount: 500 };
      const { externalRefundId } = await rejects(lib, lib.refund(change, gateway), "outcome_unknown");
      const { left } = await lib.refund({ ...change, externalRefundId }, gateway);
      deepEqual([left, stateOf(bank, orderId).refundedAmount], [1500, 500], kind);
    }
  },
  onServers,
);

// ------------------------------------------------------------------------------------------------ waitForOutcome

const EXPECTED = { orderId: ORDER_ID, orderNumber: "A-1001", amount: 2000, currency: "EUR" };
/** The deadline of a question: no pause between two questions is as long. */
const timeoutMs = 119_999;
const wait = (lib, env, fetch, options) =>
  meanwhile(lib.waitForOutcome(EXPECTED, gatewayOf(env, fetch, { timeoutMs }), options));
/** Whether a question is over, and the next one is waited for. */
const isPause = ({ pending }) => pending.length === 1 && pending[0] !== timeoutMs;

/** Every outcome that ends the waiting. */
const ENDS = {
  paid: {},
  refunded: { orderStatus: 4, paymentAmountInfo: { depositedAmount: 0, refundedAmount: 2000, approvedAmount: 2000 } },
  reversed: { orderStatus: 3, paymentAmountInfo: {} },
  declined: { orderStatus: 6, actionCode: 116, paymentAmountInfo: {} },
  expired: { orderStatus: 6, actionCode: -2007, paymentAmountInfo: {} },
  mismatch: { amount: 1999 },
};
/** A customer at the payment page; at 3-D Secure; after a decline that leaves the order open; and a status that nobody knows. */
const WAITS = [
  { orderStatus: 0, actionCode: -100, paymentAmountInfo: {} },
  { orderStatus: 5, actionCode: -100, paymentAmountInfo: {} },
  { orderStatus: 0, actionCode: 116, paymentAmountInfo: {} },
  { orderStatus: 99, paymentAmountInfo: {} },
];

test("waitForOutcome ends with each outcome, after as many questions as it takes", async ({ lib, env, time }) => {
  for (const [outcome, reply] of Object.entries(ENDS)) {
    const fetch = answering(...WAITS.map(statusReply), statusReply(reply));
    const verdict = wait(lib, env, fetch, { timeoutMs: 600_000 });
    for (const asked of [1, 2, 3, 4]) {
      await time.until(() => fetch.calls.length === asked && isPause(time));
      time.pass(time.pending[0]);
    }
    equal((await verdict).outcome, outcome);
    deepEqual([fetch.calls.length, time.pending.length], [5, 0], outcome);
  }
});

test("waitForOutcome: the last verdict when the time is over, and no question after it", async ({ lib, env, time }) => {
  const fetch = answering(statusReply({ orderStatus: 0, actionCode: -100, paymentAmountInfo: {} }));
  const began = Date.now();
  let isOver = false;
  const verdict = wait(lib, env, fetch, { timeoutMs: 80_000 });
  verdict.then(() => (isOver = true));
  while (!isOver) {
    await time.until(() => isOver || isPause(time));
    if (!isOver) time.pass(time.pending[0]);
  }
  const { outcome, final } = await verdict;
  deepEqual([outcome, final, Date.now() - began], ["open", false, 80_000]);
  equal(fetch.calls.length, 4, "at once, after 30 s and 60 s, and when the time is over");
});

test("waitForOutcome goes on after a failure that may pass, and ends with one that does not", async (context) => {
  const { lib, env, time } = context;
  const fetch = answering(new Response("", { status: 502 }), statusReply());
  const patient = meanwhile(lib.waitForOutcome(EXPECTED, gatewayOf(env, fetch, { timeoutMs: 1 })));
  await time.until(() => fetch.calls.length === 1 && time.pending[0] === 3000);
  time.pass(time.pending[0]);
  equal((await patient).outcome, "paid");
  const denied = answering({ errorCode: "5", errorMessage: "Access denied" });
  await rejects(lib, wait(lib, env, denied), "access_denied");
  equal(denied.calls.length, 1);
  await rejects(lib, wait(lib, env, denied, { timeoutMs: 0 }), "invalid_option", { field: "options.timeoutMs" });
  await rejects(lib, wait(lib, env, denied, { timeout: 5 }), "invalid_option", { field: "options.timeout" });
});

test("waitForOutcome: a signal ends the wait, and leaves no timer", async ({ lib, env, time }) => {
  const controller = new AbortController();
  const fetch = answering(statusReply({ orderStatus: 5, actionCode: -100, paymentAmountInfo: {} }));
  const call = wait(lib, env, fetch, { signal: controller.signal });
  await time.until(() => fetch.calls.length === 1 && isPause(time));
  controller.abort();
  await rejects(lib, call, "aborted");
  deepEqual(time.pending, []);
});

// ------------------------------------------------------------------------------------------------ orders

test(
  "orders: each order of a period once, over pages that move while they are read",
  async (context) => {
    const { lib } = context;
    const { bank, gateway } = open(context);
    const from = Date.now() - 1000;
    const numbers = ["P-1", "P-2", "P-3", "P-4", "P-5"];
    for (const orderNumber of numbers) await paid(context, { bank, gateway }, { orderNumber });
    const [seen, asked] = [[], []];
    const onExchange = ({ endpoint }) => asked.push(endpoint);
    for await (const report of lib.orders({ from, pageSize: 2 }, { ...gateway, onExchange })) {
      seen.push(report.orderNumber);
      ok(
        report instanceof Object && report.orderStatus >= 2 && report.raw.orderNumber === report.orderNumber,
        "report",
      );
      // Between two pages: one order changes, and a new one moves the others.
      if (seen.length === 2) {
        await lib.refund({ orderNumber: "P-2", amount: 500 }, gateway);
        await paid(context, { bank, gateway }, { orderNumber: "P-6" });
      }
    }
    deepEqual(seen.toSorted(), numbers, "each one once");
    equal(asked.length, 3, "pages");
  },
  onServers,
);

test(
  "orders refuses a wrong period at the first order, and gives the bank's refusal",
  async (context) => {
    const { lib } = context;
    const { gateway } = open(context);
    for (const [period, field] of [
      [undefined, "period"],
      [{}, "period.from"],
      [{ from: Date.now(), pageSize: 201 }, "period.pageSize"],
      [{ from: Date.now(), states: ["PAID"] }, "period.states"],
      [{ from: Date.now(), timeZone: "Mars/Base" }, "period.timeZone"],
      [{ from: Date.now(), unknown: 1 }, "period.unknown"],
    ]) {
      await rejects(lib, lib.orders(period, gateway).next(), "invalid_option", { field });
    }
    const stranger = { ...gateway, password: "wrong" };
    await rejects(lib, lib.orders({ from: Date.now() }, stranger).next(), "access_denied");
  },
  onServers,
);

// ------------------------------------------------------------------------------------------------ stored cards

test(
  "a stored card from the first payment to its removal",
  async (context) => {
    const { lib } = context;
    const { bank, gateway } = open(context);
    const customer = { clientId: "customer-7" };
    deepEqual(await lib.savedCards(customer, gateway), []);
    const first = await lib.register(order(customer), gateway);
    bank.pay(first.orderId, { save: true });
    const [card, ...others] = await lib.savedCards(customer, gateway);
    equal(others.length, 0);
    ok(/^\d{6}\*+\d{4}$/.test(card.maskedPan), card.maskedPan);
    deepEqual(await lib.savedCards({ clientId: "customer-8" }, gateway), [], "another customer");
    const second = { ...order(customer), orderNumber: "A-1002" };
    const { orderId } = await lib.register(second, gateway);
    const { bindingId } = card;
    const payment = { orderId, bindingId, initiatedBy: "merchant" };
    equal((await lib.payWithSavedCard(payment, gateway)).state, "accepted");
    const expected = { orderId, orderNumber: "A-1002", amount: 2000, currency: "EUR" };
    equal((await lib.verify(expected, gateway)).outcome, "paid");
    deepEqual(
      [await lib.removeCard({ bindingId }, gateway), await lib.removeCard({ bindingId }, gateway)],
      [true, false],
    );
    deepEqual(await lib.savedCards(customer, gateway), []);
  },
  onServers,
);

test(
  "a stored card: what is wrong is said before anything is sent",
  async ({ lib, env }) => {
    const fetch = answering("unused");
    const config = gatewayOf(env, fetch);
    const card = { orderId: ORDER_ID, bindingId: "b-1" };
    for (const [call, field] of [
      [lib.savedCards({}, config), "customer.clientId"],
      [lib.savedCards({ clientId: "" }, config), "customer.clientId"],
      [lib.removeCard({ bindingId: 5 }, config), "card.bindingId"],
      [lib.removeCard(null, config), "card"],
      [lib.payWithSavedCard(card, config), "payment.initiatedBy"],
      [lib.payWithSavedCard({ ...card, initiatedBy: "customer", orderId: "" }, config), "payment.orderId"],
      [lib.payWithSavedCard({ ...card, initiatedBy: "customer", returnUrl: RETURN_URL }, config), "payment.returnUrl"],
    ]) {
      await rejects(lib, call, "invalid_option", { field });
    }
    equal(fetch.calls.length, 0);
  },
  onServers,
);

test(
  "payWithSavedCard: accepted, declined or a challenge, as the gateway's reply says",
  async ({ lib, env }) => {
    const pay = (reply) =>
      lib.payWithSavedCard(
        { orderId: ORDER_ID, bindingId: "b-1", initiatedBy: "customer", ip: "192.0.2.1" },
        gatewayOf(env, answering(reply)),
      );
    deepEqual(await pay({ errorCode: 0, redirect: RETURN_URL }), { state: "accepted", redirectUrl: RETURN_URL });
    const declined = { errorCode: 0, error: "Not enough money", errorMessage: "Not enough money", success: false };
    equal((await pay(declined)).state, "declined");
    const acsUrl = "https://acs.example/";
    deepEqual(await pay({ errorCode: 0, acsUrl, packedCReq: "c" }), {
      state: "challenge",
      url: acsUrl,
      fields: { creq: "c" },
    });
    const refused = await pay({ errorCode: 0, error: true, displayErrorMessage: "No money" });
    deepEqual(refused, { state: "declined", description: "No money" });
    deepEqual(await pay({ errorCode: 0, redirect: "javascript:alert(1)" }), { state: "accepted" });
    for (const evil of ["javascript:alert(1)", "http://acs.example/", "//acs.example", ""]) {
      await rejects(lib, pay({ errorCode: 0, acsUrl: evil, packedCReq: "c" }), "malformed_reply");
    }
  },
  onServers,
);

test(
  "savedCards reads a list, a single card and nothing",
  async ({ lib, env }) => {
    const cards = (reply) =>
      lib.savedCards({ clientId: "42" }, gatewayOf(env, answering({ errorCode: "0", ...reply })));
    for (const none of [{}, { bindings: null }, { bindings: [] }, { bindings: "" }, { errorCode: 2 }]) {
      deepEqual(await cards(none), []);
    }
    for (const one of [[{ bindingId: "b-1" }], { bindingId: "b-1" }, [null, { bindingId: "b-1" }]]) {
      deepEqual(await cards({ bindings: one }), [{ bindingId: "b-1" }]);
    }
    for (const unreadable of [{ bindings: [{ maskedPan: "411111**1111" }] }, { Bindings: ["b-1"] }]) {
      await rejects(lib, cards(unreadable), "malformed_reply");
    }
  },
  onServers,
);

test(
  "giveBack sends no second money: not after a chargeback, and not while the bank does not know the result",
  async ({ lib, env }) => {
    for (const report of [
      statusReply({ chargeback: true }),
      statusReply({ orderStatus: 4, chargeback: "true" }),
      statusReply({ orderStatus: 1, chargeback: true }),
      ...[-30001, 2008, 151019].map((actionCode) => statusReply({ orderStatus: 0, actionCode })),
      statusReply({ orderStatus: 5, actionCode: 151019 }),
    ]) {
      const fetch = answering(report);
      await rejects(lib, lib.giveBack({ orderId: ORDER_ID }, gatewayOf(env, fetch)), "invalid_state");
      equal(fetch.calls.length, 1, "one question, and no change");
    }
  },
  onServers,
);
