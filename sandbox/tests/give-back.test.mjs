// `giveBack` against a gateway that fails at random: never more is given back than was taken, and never twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { giveBack, isCheckoutError, register, registerPreAuth, status } from "../../pkg/index.js";
import { Sandbox } from "../../pkg/sandbox.js";
import { withoutWaiting } from "./without-waiting.mjs";

const CARD = { pan: "4111111111111111", expiry: "12/34", cvc: "123" };
const RUNS = 1000;
/** Faults of calls that are not carried out, of calls whose reply is lost, and of replies that cannot be read. */
const FAULTS = ["badGateway", "serverError", "tooManyRequests", "html", "reset", "lost", "empty", "cut"];

/** Random numbers of a seed: a run that fails can be repeated. */
function randomOf(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A sandbox and the store's configuration for it. */
function bankOf(seed = 1, options = {}) {
  const bank = new Sandbox({ seed, ...options });
  const gateway = {
    baseUrl: bank.baseUrl,
    userName: "test_user",
    password: "test_user_password",
    fetch: bank.fetch,
    timeoutMs: 1000,
  };
  return { bank, gateway };
}

const orderOf = (number) => ({
  orderNumber: `G-${number}`,
  amount: 2000,
  currency: "EUR",
  returnUrl: "https://shop.test/r",
});

/** Repeats a call until it is answered, as the error says: a call that is not `retryable` must not be repeated. */
async function untilAnswered(call) {
  for (let attempt = 0; attempt < 60; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!isCheckoutError(error) || !error.retryable) throw error;
    }
  }
  throw new Error("no answer after 60 tries");
}

test("a thousand runs with random faults: what is asked for is given back once", async (t) => {
  withoutWaiting(t);
  const counts = {};
  for (let seed = 1; seed <= RUNS; seed++) {
    const random = randomOf(seed);
    const { bank, gateway } = bankOf(seed);
    const isHeld = random(3) === 0;
    const { orderId } = await (isHeld ? registerPreAuth : register)(orderOf(seed), gateway);
    const isPaid = random(5) > 0;
    if (isPaid) bank.pay(orderId, CARD);
    const parts = isPaid && !isHeld && random(2) === 0 ? [700, 300] : [undefined];
    let asked = 0;
    for (const amount of parts) {
      const share = 0.1 + random(4) / 10;
      bank.injectFault({ kind: FAULTS[random(FAULTS.length)], share });
      const order = amount === undefined ? { orderId } : { orderId, amount, refundedBefore: asked };
      const given = await untilAnswered(() => giveBack(order, gateway));
      bank.clearFaults();
      asked += amount ?? 0;
      counts[given.action] = (counts[given.action] ?? 0) + 1;
    }
    const [order] = bank.orders();
    if (!isPaid) assert.equal(order.orderStatus, 6, `seed ${seed}`);
    else if (isHeld) assert.deepEqual([order.orderStatus, order.depositedAmount], [3, 0], `seed ${seed}`);
    else {
      const { refundedAmount, depositedAmount, refunds } = await status({ orderId }, gateway);
      const wanted = parts[0] === undefined ? 2000 : 1000;
      assert.deepEqual([refundedAmount, depositedAmount], [wanted, 2000 - wanted], `seed ${seed}`);
      assert.equal(refunds.length, parts.length, `seed ${seed}`);
    }
  }
  for (const action of ["declined", "reversed", "refunded"]) assert.ok(counts[action] > 50, JSON.stringify(counts));
});

test("an unpaid order is closed, a held one released, a paid one refunded; a second call changes nothing", async () => {
  const { bank, gateway } = bankOf();
  const unpaid = await register(orderOf(1), gateway);
  const held = await registerPreAuth(orderOf(2), gateway);
  bank.pay(held.orderId, CARD);
  const paid = await register(orderOf(3), gateway);
  bank.pay(paid.orderId, CARD);
  const cases = [
    [unpaid, "declined", 0, 6],
    [held, "reversed", 2000, 3],
    [paid, "refunded", 2000, 4],
  ];
  for (const [{ orderId }, action, amount, orderStatus] of cases) {
    const given = await giveBack({ orderId }, gateway);
    assert.deepEqual(
      [given.action, given.amount, given.left, given.report.orderStatus],
      [action, amount, 0, orderStatus],
    );
    const again = await giveBack({ orderId }, gateway);
    assert.deepEqual([again.action, again.amount, again.left], ["none", 0, 0]);
  }
  assert.equal((await giveBack({ orderNumber: "G-3" }, gateway)).action, "none");
});

test("a part is given back once, however often it is asked for with the same refundedBefore", async () => {
  const { bank, gateway } = bankOf();
  const { orderId } = await register(orderOf(1), gateway);
  bank.pay(orderId, CARD);
  const part = { orderId, amount: 500, refundedBefore: 0 };
  assert.equal((await giveBack(part, gateway)).left, 1500);
  assert.equal((await giveBack(part, gateway)).action, "none");
  assert.equal((await giveBack({ orderId, amount: 500n, refundedBefore: 500 }, gateway)).left, 1000);
  await assert.rejects(giveBack(part, gateway), {
    code: "invalid_state",
    message: "giveBack: 1000 minor units were refunded, not 0; compare with your books (orderStatus 4)",
  });
  assert.equal((await giveBack({ orderId, amount: 1000 }, gateway)).left, 0);
});

test("more than is left is refused before anything is sent", async () => {
  const { bank, gateway } = bankOf();
  const { orderId } = await register(orderOf(1), gateway);
  await assert.rejects(giveBack({ orderId, amount: 1 }, gateway), {
    code: "invalid_state",
    message: "giveBack: the order is not paid; leave the amount out to close it (orderStatus 0)",
  });
  bank.pay(orderId, CARD);
  await assert.rejects(giveBack({ orderId, amount: 2001 }, gateway), {
    code: "invalid_state",
    message: "giveBack: only 2000 minor units can be given back (orderStatus 2)",
  });
  assert.ok(bank.exchanges().every(({ request }) => !JSON.stringify(request ?? "").includes("refund.do")));
});

test("options that are wrong are named", async () => {
  const { gateway } = bankOf();
  const cases = [
    [null, "order: expected an object"],
    [{ orderId: "x", amount: 0 }, "order.amount: expected whole minor units, at least 1"],
    [{ orderId: "x", amount: 19.99 }, "order.amount: expected whole minor units, at least 1"],
    [{ orderId: "x", amount: 2n ** 60n }, "order.amount: expected whole minor units, at least 1"],
    [{ orderId: "x", refundedBefore: -1 }, "order.refundedBefore: expected whole minor units, at least 0"],
    [{ orderId: "x", ammount: 1 }, "order.ammount: is not a known option"],
  ];
  for (const [order, message] of cases) {
    await assert.rejects(giveBack(order, gateway), { code: "invalid_option", message });
  }
});

test("a customer who pays while the order is closed gets the money back", async () => {
  const { bank, gateway } = bankOf();
  const { orderId } = await register(orderOf(1), gateway);
  const race = async (url, init) => {
    if (String(url).endsWith("/decline.do")) bank.pay(orderId, CARD);
    return bank.fetch(url, init);
  };
  const given = await giveBack({ orderId }, { ...gateway, fetch: race });
  assert.deepEqual([given.action, given.amount, given.left], ["refunded", 2000, 0]);
});

test("where the bank does not refund on the same day, the payment is reversed", async () => {
  const { bank, gateway } = bankOf(1, { reverseDeposited: true });
  const { orderId } = await register(orderOf(1), gateway);
  bank.pay(orderId, CARD);
  const early = async (url, init) =>
    String(url).endsWith("/refund.do")
      ? Response.json({ errorCode: "7", errorMessage: "Refund is impossible for the current transaction state" })
      : bank.fetch(url, init);
  const given = await giveBack({ orderId }, { ...gateway, fetch: early });
  assert.equal(given.action, "reversed");
});
