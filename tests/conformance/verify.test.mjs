import { deepEqual, equal, ok, rejects } from "./assert.mjs";
import { answering, CANARIES, gateway, order, ORDER_ID, registered, RETURN_URL, statusReply } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const expected = (more = {}) => ({ orderId: ORDER_ID, orderNumber: "A-1001", amount: 2000, currency: "EUR", ...more });
const verdictOf = ({ lib, env }, reply, more = {}) => lib.verify(expected(more), gateway(env, answering(reply)));

// ------------------------------------------------------------------------------------------------ status

test("status asks by exactly one id", async ({ lib, env }) => {
  for (const query of [{ orderId: ORDER_ID }, ...(env.page ? [] : [{ orderNumber: "A-1001" }])]) {
    const fetch = answering(statusReply());
    await lib.status(query, gateway(env, fetch));
    ok(fetch.calls[0].url.endsWith("/getOrderStatusExtended.do"), fetch.calls[0].url);
    const asked = ["orderId", "orderNumber"].filter((name) => fetch.calls[0].form.has(name));
    deepEqual(asked, Object.keys(query));
  }
  await rejects(
    lib,
    lib.status({ orderId: ORDER_ID, orderNumber: "A-1001" }, gateway(env, answering({}))),
    "invalid_option",
  );
  await rejects(lib, lib.status({}, gateway(env, answering({}))), "invalid_option");
});

test("status gives the typed report and keeps what it does not know", async ({ lib, env }) => {
  const report = await lib.status(
    { orderId: ORDER_ID },
    gateway(env, answering(statusReply({ brandNew: { a: [1, "x"] } }))),
  );
  equal(report.orderId, ORDER_ID);
  equal(report.orderNumber, "A-1001");
  equal(report.orderStatus, 2);
  equal(report.actionCode, 0);
  equal(report.depositedAmount, 2000);
  equal(report.paymentState, "DEPOSITED");
  equal(report.card.maskedPan, "555555**5599");
  deepEqual(report.attributes, [{ name: "mdOrder", value: ORDER_ID }]);
  deepEqual(report.raw.brandNew, { a: [1, "x"] });
});

test("raw is what the gateway sent, but for card numbers and for what JavaScript would round", async ({ lib, env }) => {
  const ask = (text) => lib.status({ orderId: ORDER_ID }, gateway(env, answering(text)));
  const same = '{"orderStatus":2,"t":"\\u00e9 😀","n":1.5e3,"list":[null,{}]}';
  deepEqual((await ask(same)).raw, JSON.parse(same));
  deepEqual((await ask(`\ufeff${same}`)).raw, JSON.parse(same));
  const pan = "4111111111111111";
  deepEqual((await ask(`{"orderStatus":2,"a":[{"pan":${pan}}],"feUtrnno":123456789012345678}`)).raw, {
    orderStatus: 2,
    a: [{ pan: "411111******1111" }],
    feUtrnno: "123456789012345678",
  });
});

test("an unknown order is order_not_found", async ({ lib, env }) => {
  const reply = { errorCode: "6", errorMessage: "unknown order id", merchantOrderParams: [], attributes: [] };
  await rejects(lib, lib.status({ orderId: ORDER_ID }, gateway(env, answering(reply))), "order_not_found", {
    gateway: { errorCode: 6, errorMessage: "unknown order id" },
  });
});

// ------------------------------------------------------------------------------------------------ verdicts

const VERDICTS = [
  [{ orderStatus: 0, actionCode: -100 }, "open", false],
  [{ orderStatus: 0, actionCode: 116 }, "open", false],
  [{ orderStatus: 1, actionCode: 0 }, "held"],
  [{ orderStatus: 2, actionCode: 0 }, "paid", true],
  [{ orderStatus: 3, actionCode: 0 }, "reversed", true],
  [{ orderStatus: 4, actionCode: 0 }, "refunded"],
  [{ orderStatus: 5, actionCode: 0 }, "pending", false],
  [{ orderStatus: 6, actionCode: 116 }, "declined", true],
  [{ orderStatus: 6, actionCode: -2007 }, "expired", true],
  [{ orderStatus: 0, actionCode: -30001 }, "pending", false],
  [{ orderStatus: 99, actionCode: 0 }, "unknown", false],
];

for (const [state, outcome, final] of VERDICTS) {
  test(`orderStatus ${state.orderStatus} with actionCode ${state.actionCode} is ${outcome}`, async (context) => {
    const verdict = await verdictOf(context, statusReply(state));
    equal(verdict.outcome, outcome, "outcome");
    equal(verdict.orderNumber, "A-1001", "orderNumber");
    equal(verdict.amount, 2000, "amount");
    equal(verdict.currency, "EUR", "currency");
    equal(verdict.report.orderStatus, state.orderStatus, "report.orderStatus");
    ok(typeof verdict.message === "string" && verdict.message.length > 5, `message ${verdict.message}`);
    if (final !== undefined) equal(verdict.final, final, "final");
  });
}

test("no status but 2 is ever paid", async (context) => {
  for (let orderStatus = -3; orderStatus <= 40; orderStatus++) {
    const { outcome } = await verdictOf(context, statusReply({ orderStatus }));
    equal(outcome === "paid", orderStatus === 2, `orderStatus ${orderStatus} is ${outcome}`);
  }
});

test("another order number, amount or currency is a mismatch, not a payment", async (context) => {
  const foreign = [
    [{ orderNumber: "A-1002" }, "orderNumber"],
    [{ orderNumber: "a-1001" }, "orderNumber"],
    [{ amount: 1 }, "amount"],
    [{ amount: 2001 }, "amount"],
    [{ currency: "840" }, "currency"],
    [{ amount: null }, "amount"],
    [{ orderNumber: "" }, "orderNumber"],
  ];
  for (const [more, field] of foreign) {
    const verdict = await verdictOf(context, statusReply(more));
    equal(verdict.outcome, "mismatch", field);
    equal(verdict.field, field, "field");
  }
});

test("what is missing from the reply cannot match", async (context) => {
  for (const field of ["orderNumber", "amount", "currency"]) {
    const reply = statusReply();
    delete reply[field];
    const verdict = await verdictOf(context, reply);
    equal(verdict.outcome, "mismatch", field);
    equal(verdict.field, field, "field");
    equal(verdict.actual, null, "actual");
  }
});

test("a one-phase order that was deposited short is a mismatch", async (context) => {
  const short = statusReply({
    paymentAmountInfo: { paymentState: "DEPOSITED", approvedAmount: 2000, depositedAmount: 1 },
  });
  equal((await verdictOf(context, short)).outcome, "mismatch");
  equal((await verdictOf(context, short, { phase: "preauth" })).outcome, "paid");
});

test("a declined attempt leaves the order open and is told", async (context) => {
  const declined = await verdictOf(
    context,
    statusReply({ orderStatus: 0, actionCode: 116, actionCodeDescription: "not enough money" }),
  );
  equal(declined.lastDecline.code, 116);
  const untouched = await verdictOf(context, statusReply({ orderStatus: 0, actionCode: -100 }));
  equal(untouched.lastDecline, null);
});

test("a verdict holds no secret and can be sent as JSON", async (context) => {
  const text = JSON.stringify(await verdictOf(context, statusReply()));
  for (const canary of Object.values(CANARIES)) ok(!text.includes(canary), "a secret in the verdict");
});

// ------------------------------------------------------------------------------------------------ the signed return

async function signedReturn({ lib, env }, keys = CANARIES.returnKey, more = {}) {
  const fetch = answering(registered);
  await lib.register(order(more), gateway(env, fetch, { returnKey: keys }));
  return fetch.calls[0].form.get("returnUrl");
}

const back = (url) => `${url}${url.includes("?") ? "&" : "?"}orderId=${ORDER_ID}&lang=en`;
const asking = (env, reply, keys = CANARIES.returnKey) => gateway(env, answering(reply), { returnKey: keys });

test("a signed return verifies the order that was registered", async (context) => {
  const { lib, env } = context;
  const url = await signedReturn(context);
  ok(url.startsWith(RETURN_URL) && url.length <= 512, url);
  for (const form of [back(url), new URL(back(url)), new Request(back(url))]) {
    const verdict = await lib.verifyReturn(form, asking(env, statusReply()));
    equal(verdict.outcome, "paid");
    equal(verdict.orderNumber, "A-1001");
    equal(verdict.amount, 2000);
  }
});

test("the return address keeps its own query and fragment", async (context) => {
  const url = new URL(
    await signedReturn(context, CANARIES.returnKey, { returnUrl: "https://shop.example/r?cart=7&x=%20y#end" }),
  );
  equal(url.searchParams.get("cart"), "7");
  equal(url.searchParams.get("x"), " y");
  equal(url.hash, "#end");
});

test("a signed return for another amount, currency or number is a mismatch", async (context) => {
  const { lib, env } = context;
  const url = back(await signedReturn(context));
  for (const more of [{ amount: 1 }, { currency: "840" }, { orderNumber: "B-1" }]) {
    equal((await lib.verifyReturn(url, asking(env, statusReply(more)))).outcome, "mismatch");
  }
});

test("a foreign orderId in the return address ends as a mismatch", async (context) => {
  const { lib, env } = context;
  const url = (await signedReturn(context)) + "&orderId=someone-elses-order";
  const foreign = statusReply({ orderNumber: "B-7", attributes: [{ name: "mdOrder", value: "someone-elses-order" }] });
  equal((await lib.verifyReturn(url, asking(env, foreign))).outcome, "mismatch");
});

test("every altered character of the state is refused before anything is asked", async (context) => {
  const { lib, env } = context;
  const url = await signedReturn(context);
  const start = url.indexOf("v1.");
  ok(start > 0, url);
  const fetch = answering(statusReply());
  const config = gateway(env, fetch, { returnKey: CANARIES.returnKey });
  for (let i = start; i < url.length; i++) {
    const altered = url.slice(0, i) + (url[i] === "A" ? "B" : "A") + url.slice(i + 1);
    await rejects(lib, lib.verifyReturn(altered, config), "return_invalid");
  }
  equal(fetch.calls.length, 0, "calls");
});

test("a return address without state, or sealed under a foreign key, is refused", async (context) => {
  const { lib, env } = context;
  const config = asking(env, statusReply());
  await rejects(lib, lib.verifyReturn(back(RETURN_URL), config), "return_missing");
  const foreign = await signedReturn(context, "a-key-of-somebody-else-entirely");
  await rejects(lib, lib.verifyReturn(back(foreign), config), "return_invalid");
});

test("a key can be rotated: the first signs, all are accepted", async (context) => {
  const { lib, env } = context;
  const { returnKey, olderReturnKey } = CANARIES;
  const old = back(await signedReturn(context, olderReturnKey));
  equal((await lib.verifyReturn(old, asking(env, statusReply(), [returnKey, olderReturnKey]))).outcome, "paid");
  const fresh = back(await signedReturn(context, [returnKey, olderReturnKey]));
  equal((await lib.verifyReturn(fresh, asking(env, statusReply(), returnKey))).outcome, "paid");
  await rejects(lib, lib.verifyReturn(fresh, asking(env, statusReply(), olderReturnKey)), "return_invalid");
});

test("verifyReturn needs a key and an address", async ({ lib, env }) => {
  await rejects(lib, lib.verifyReturn(RETURN_URL, gateway(env, answering(statusReply()))), "invalid_option");
  for (const url of [null, undefined, 5, {}, "", "not a url", "javascript:alert(1)"]) {
    const error = await lib.verifyReturn(url, asking(env, statusReply())).catch((caught) => caught);
    ok(lib.isCheckoutError(error), `ended with ${error}`);
  }
});
