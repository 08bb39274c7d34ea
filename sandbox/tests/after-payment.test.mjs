// Waiting for an outcome, the bank's list of orders, and saved cards, against the sandbox. No test waits for real time.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  orders,
  payWithSavedCard,
  register,
  registerPreAuth,
  removeCard,
  savedCards,
  status,
  verify,
  waitForOutcome,
} from "../../pkg/index.js";
import { Sandbox } from "../../pkg/sandbox.js";
import { withoutWaiting } from "./without-waiting.mjs";

const CARD = { pan: "4111111111111111", expiry: "12/34", cvc: "123" };
const ID = "4a1f3c52-9d0e-7b6a-8c21-5e7700c0ffee";
const EXPECTED = { orderId: ID, orderNumber: "A-1", amount: 2000, currency: "EUR" };

function bankOf(options = {}) {
  const bank = new Sandbox({ seed: 1, ...options });
  const gateway = { baseUrl: bank.baseUrl, userName: "test_user", password: "test_user_password", fetch: bank.fetch };
  return { bank, gateway };
}

const orderOf = (number, more = {}) => ({
  orderNumber: number,
  amount: 2000,
  currency: "EUR",
  returnUrl: "https://shop.test/r",
  ...more,
});

/** A reply to a status question. */
const replyOf = (more) => ({
  errorCode: "0",
  orderNumber: "A-1",
  amount: 2000,
  currency: "978",
  actionCode: 0,
  attributes: [{ name: "mdOrder", value: ID }],
  ...more,
});
const PENDING = replyOf({ orderStatus: 0, actionCode: -30001 });
const PAID = replyOf({ orderStatus: 2 });

/** A gateway that gives these replies in turn; the last one for ever. A function is called, to throw for example. */
function answering(...replies) {
  let asked = 0;
  const fetch = async () => {
    const reply = replies[Math.min(asked++, replies.length - 1)];
    return typeof reply === "function" ? reply() : Response.json(reply);
  };
  const gateway = { baseUrl: "https://bank.example/payment/rest", userName: "u", password: "p-12345678", fetch };
  return { gateway, count: () => asked };
}

test("it asks until there is an outcome", async (t) => {
  withoutWaiting(t);
  const { gateway, count } = answering(PENDING, PENDING, PENDING, PAID);
  assert.equal((await waitForOutcome(EXPECTED, gateway, { timeoutMs: 600_000 })).outcome, "paid");
  assert.equal(count(), 4);
});

test("every verdict ends the wait, unless it says when to ask again", async (t) => {
  withoutWaiting(t);
  const replies = [
    replyOf({ orderStatus: 0, actionCode: -100 }),
    replyOf({ orderStatus: 0, actionCode: 116 }),
    replyOf({ orderStatus: 1 }),
    replyOf({ orderStatus: 2 }),
    replyOf({ orderStatus: 2, amount: 1 }),
    replyOf({ orderStatus: 2, chargeback: true }),
    replyOf({ orderStatus: 3 }),
    replyOf({ orderStatus: 4, paymentAmountInfo: { depositedAmount: 0, refundedAmount: 2000 } }),
    replyOf({ orderStatus: 5 }),
    replyOf({ orderStatus: 6, actionCode: 116 }),
    replyOf({ orderStatus: 6, actionCode: -2007 }),
    replyOf({ orderStatus: 12 }),
    PENDING,
  ];
  for (const reply of replies) {
    const { gateway, count } = answering(reply);
    const verdict = await waitForOutcome(EXPECTED, gateway, { timeoutMs: 10_000 });
    // A customer who is at the payment page, or may pay again, is waited for.
    const isOver = verdict.next.inMs === undefined;
    assert.equal(count() === 1, isOver, `${verdict.outcome}: in ${verdict.next.inMs} ms, asked ${count()} times`);
    if (!isOver) assert.equal(verdict.final, false, verdict.outcome);
  }
});

test("when the time is over the last verdict is the answer", async (t) => {
  withoutWaiting(t);
  const { gateway, count } = answering(PENDING);
  const before = Date.now();
  const verdict = await waitForOutcome(EXPECTED, gateway, { timeoutMs: 30_000 });
  assert.equal(verdict.outcome, "pending");
  assert.ok(Date.now() - before <= 30_000 && count() > 1, `${Date.now() - before} ms, ${count()} questions`);
});

test("a gateway that fails for a while is asked again; one that refuses is not", async (t) => {
  withoutWaiting(t);
  const down = () => new Response("", { status: 502 });
  const { gateway } = answering(...Array(12).fill(down), PAID);
  assert.equal((await waitForOutcome(EXPECTED, gateway, { timeoutMs: 600_000 })).outcome, "paid");
  const never = answering(down);
  await assert.rejects(waitForOutcome(EXPECTED, never.gateway, { timeoutMs: 60_000 }), { retryable: true });
  const refused = answering({ errorCode: "5", errorMessage: "Access denied" });
  await assert.rejects(waitForOutcome(EXPECTED, refused.gateway), { code: "access_denied" });
  assert.equal(refused.count(), 1);
});

test("the signal ends the wait at once, and nothing is asked afterwards", async (t) => {
  withoutWaiting(t);
  const end = new AbortController();
  const { gateway, count } = answering(() => {
    queueMicrotask(() => setImmediate(() => end.abort()));
    return Response.json(PENDING);
  });
  await assert.rejects(waitForOutcome(EXPECTED, gateway, { signal: end.signal, timeoutMs: 3_600_000 }), {
    code: "aborted",
  });
  const asked = count();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(count(), asked);
});

test("wrong options of the wait are named", async () => {
  const { gateway } = answering(PAID);
  for (const timeoutMs of [0, -1, 1.5, NaN, "1000", null]) {
    await assert.rejects(waitForOutcome(EXPECTED, gateway, { timeoutMs }), {
      code: "invalid_option",
      message: "options.timeoutMs: expected whole milliseconds, at least 1",
    });
  }
  await assert.rejects(waitForOutcome(EXPECTED, gateway, { timeout: 1 }), { field: "options.timeout" });
});

test("the bank's list: each order once, over three pages, while an order changes and another is registered", async () => {
  const { bank, gateway } = bankOf();
  const ids = [];
  for (let i = 0; i < 25; i++) ids.push((await register(orderOf(`L-${i}`), gateway)).orderId);
  const period = { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000, pageSize: 10 };
  const found = [];
  for await (const report of orders(period, gateway)) {
    found.push(report.orderNumber);
    if (found.length === 10) {
      bank.pay(ids[3], CARD);
      bank.pay(ids[24], CARD);
      await register(orderOf("L-late"), gateway);
    }
  }
  const numbers = ids.map((_, i) => `L-${i}`);
  for (const number of numbers) assert.equal(found.filter((each) => each === number).length, 1, number);
  const pages = bank.exchanges().filter(({ request }) => request.includes("getLastOrders")).length;
  assert.equal(pages, 3);
});

test("the list is of typed reports, by state, and empty where there is nothing", async () => {
  const { bank, gateway } = bankOf();
  const { orderId } = await register(orderOf("S-1"), gateway);
  await register(orderOf("S-2"), gateway);
  bank.pay(orderId, CARD);
  const around = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
  const paid = [];
  for await (const report of orders({ ...around, states: ["DEPOSITED"] }, gateway)) paid.push(report);
  const { raw: _, ...listed } = paid[0];
  const { raw: __, ...asked } = await status({ orderId }, gateway);
  assert.equal(paid.length, 1);
  assert.deepEqual(listed, asked);
  for await (const report of orders({ from: 0, to: 1000 }, gateway)) assert.fail(report.orderNumber);
});

test("a period is written in the gateway's time zone", async () => {
  const { gateway } = answering({ errorCode: 0, orderStatuses: [], totalCount: 0 });
  let form;
  const seen = {
    ...gateway,
    fetch: (url, init) => ((form = new URLSearchParams(init.body)), gateway.fetch(url, init)),
  };
  const from = Date.UTC(2026, 0, 1, 22, 30, 5);
  for await (const _ of orders({ from, to: new Date(from), timeZone: "Europe/Sofia" }, seen)) assert.fail();
  assert.deepEqual([form.get("from"), form.get("to")], ["20260102003005", "20260102003005"]);
});

test("wrong options of a period are named", async () => {
  const { gateway } = answering({ errorCode: 0, orderStatuses: [], totalCount: 0 });
  const cases = [
    [{}, "period.from: expected a Date, or milliseconds since 1970"],
    [{ from: new Date("x") }, "period.from: expected a Date, or milliseconds since 1970"],
    [{ from: 0, pageSize: 201 }, "period.pageSize: expected a whole number from 1 to 200"],
    [
      { from: 0, states: ["PAID"] },
      "period.states: expected a list of CREATED, APPROVED, DEPOSITED, DECLINED, REVERSED, REFUNDED",
    ],
    [{ from: 0, timeZone: "Moon" }, 'period.timeZone: expected a time zone such as "Europe/Sofia"'],
    [{ from: 0, till: 1 }, "period.till: is not a known option"],
    [null, "period: expected an object"],
  ];
  for (const [period, message] of cases) {
    await assert.rejects(orders(period, gateway).next(), { code: "invalid_option", message });
  }
});

test("a list that is none is an error, not an empty list", async () => {
  for (const reply of [{ errorCode: 0 }, { errorCode: 0, orderStatuses: "none" }]) {
    const { gateway } = answering(reply);
    await assert.rejects(orders({ from: 0 }, gateway).next(), { code: "malformed_reply" });
  }
  const { gateway } = answering({ errorCode: 7, errorMessage: "System error", orderStatuses: [] });
  await assert.rejects(orders({ from: 0 }, gateway).next(), { code: "gateway_error" });
});

test("saved cards, from the first payment to the removal", async () => {
  const { bank, gateway } = bankOf();
  assert.deepEqual(await savedCards({ clientId: "7" }, gateway), []);
  const first = await register(orderOf("C-1", { clientId: "7" }), gateway);
  bank.pay(first.orderId, { ...CARD, save: true });
  const [card, ...others] = await savedCards({ clientId: "7" }, gateway);
  assert.equal(others.length, 0);
  assert.deepEqual([card.maskedPan, card.expiration, card.category], ["411111**1111", "203412", "COMMON"]);

  const second = await register(orderOf("C-2", { clientId: "7" }), gateway);
  const { orderId } = second;
  const paid = await payWithSavedCard({ orderId, bindingId: card.bindingId, initiatedBy: "merchant" }, gateway);
  assert.equal(paid.state, "accepted");
  const verdict = await verify({ orderId, orderNumber: "C-2", amount: 2000, currency: "EUR" }, gateway);
  assert.equal(verdict.outcome, "paid");

  assert.equal(await removeCard({ bindingId: card.bindingId }, gateway), true);
  assert.equal(await removeCard({ bindingId: card.bindingId }, gateway), false);
  assert.deepEqual(await savedCards({ clientId: "7" }, gateway), []);
  const third = await registerPreAuth(orderOf("C-3", { clientId: "7" }), gateway);
  await assert.rejects(
    payWithSavedCard({ orderId: third.orderId, bindingId: card.bindingId, initiatedBy: "customer" }, gateway),
    { code: "gateway_error" },
  );
});

test("a card that asks for 3-D Secure leads to the bank's page; a declined one says so", async () => {
  const { bank, gateway } = bankOf();
  const first = await register(orderOf("D-1", { clientId: "7" }), gateway);
  bank.pay(first.orderId, { pan: "5555555555555599", save: true });
  const [{ bindingId }] = await savedCards({ clientId: "7" }, gateway);
  const { orderId } = await register(orderOf("D-2", { clientId: "7" }), gateway);
  const challenge = await payWithSavedCard({ orderId, bindingId, initiatedBy: "customer" }, gateway);
  assert.equal(challenge.state, "challenge");
  assert.ok(challenge.url.includes("/acs/") && typeof challenge.fields.creq === "string");
  const declined = answering({ errorCode: 0, error: "Declined", displayErrorMessage: "Please use another card" });
  assert.deepEqual(await payWithSavedCard({ orderId, bindingId, initiatedBy: "merchant" }, declined.gateway), {
    state: "declined",
    description: "Declined",
  });
});
