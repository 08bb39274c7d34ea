import { deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
import { answering, gateway, order, ORDER_ID, registered, statusReply } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const DONE = { errorCode: 0, errorMessage: "Success" };
const CALLS = {
  deposit: [{ orderId: ORDER_ID, amount: 1500 }, "deposit.do", { orderId: ORDER_ID, amount: "1500" }],
  reverse: [{ orderId: ORDER_ID }, "reverse.do", { orderId: ORDER_ID }],
  refund: [
    { orderId: ORDER_ID, amount: 500n, externalRefundId: "r-1" },
    "refund.do",
    { orderId: ORDER_ID, amount: "500", externalRefundId: "r-1" },
  ],
  decline: [{ orderId: ORDER_ID, orderNumber: "A-1001" }, "decline.do", { orderId: ORDER_ID, orderNumber: "A-1001" }],
};
const STATUS = "getOrderStatusExtended.do";
const methodOf = ({ url }) => url.slice(url.lastIndexOf("/") + 1);
// With the public token of a page none of these is possible.
const onServers = { when: (env) => !env.page };

for (const [name, [change, method, fields]] of Object.entries(CALLS)) {
  test(
    `${name} sends its fields once, asks once, and answers what is left`,
    async ({ lib, env }) => {
      const fetch = answering(DONE, statusReply());
      const { externalRefundId, report, ...amounts } = await lib[name](change, gateway(env, fetch));
      equal(externalRefundId, name === "refund" ? "r-1" : undefined);
      deepEqual(amounts, { left: 2000, held: 0, taken: 2000, refunded: 0, currency: "978" });
      equal(report.orderStatus, 2);
      deepEqual(fetch.calls.map(methodOf), [method, STATUS]);
      for (const [field, value] of Object.entries(fields)) equal(fetch.calls[0].form.get(field), value, field);
      equal(fetch.calls[1].form.get("orderId"), ORDER_ID);
    },
    onServers,
  );

  test(
    `${name} that was made is no error, whatever becomes of the question after it`,
    async ({ lib, env }) => {
      const lost = () => Promise.reject(new TypeError("the connection broke"));
      const other = statusReply({ attributes: [{ name: "mdOrder", value: "another-order" }] });
      const refusal = { errorCode: "5", errorMessage: "Access denied" };
      for (const [what, reply] of Object.entries({ lost, other, refusal, html: "<html>", empty: "" })) {
        const config = gateway(env, answering(DONE, reply), { timeoutMs: 1 });
        const { externalRefundId, ...left } = await lib[name](change, config);
        equal(externalRefundId, name === "refund" ? "r-1" : undefined);
        const unknown = { left: null, held: null, taken: null, refunded: null, currency: null, report: null };
        deepEqual(left, unknown, what);
      }
    },
    onServers,
  );

  test(
    `${name} takes an order by its number`,
    async ({ lib, env }) => {
      const { orderId: _, ...rest } = change;
      const byNumber = { ...rest, orderNumber: "A-1001" };
      const fetch = answering(statusReply(), DONE, statusReply({ orderStatus: 3, paymentAmountInfo: {} }));
      const { left } = await lib[name](byNumber, gateway(env, fetch));
      equal(left, 0);
      deepEqual(fetch.calls.map(methodOf), [STATUS, method, STATUS]);
      deepEqual([fetch.calls[0].form.get("orderNumber"), fetch.calls[1].form.get("orderId")], ["A-1001", ORDER_ID]);
      for (const [field, value] of Object.entries(fields)) equal(fetch.calls[1].form.get(field), value, field);
    },
    onServers,
  );

  test(
    `${name} changes nothing where the number is unknown, or the reply is about another order`,
    async ({ lib, env }) => {
      const { orderId: _, ...rest } = change;
      const byNumber = { ...rest, orderNumber: "A-1001" };
      for (const [reply, code] of [
        [{ errorCode: "6", errorMessage: "Unknown order id" }, "order_not_found"],
        [{ errorCode: "5", errorMessage: "Access denied" }, "access_denied"],
        [statusReply({ orderNumber: "A-1002" }), "malformed_reply"],
        [statusReply({ orderNumber: undefined }), "malformed_reply"],
        [statusReply({ attributes: [] }), "malformed_reply"],
      ]) {
        const fetch = answering(reply);
        await rejects(lib, lib[name](byNumber, gateway(env, fetch)), code);
        deepEqual(fetch.calls.map(methodOf), [STATUS]);
      }
    },
    onServers,
  );

  test(
    `${name}: what is wrong with it is said before a number is looked up`,
    async ({ lib, env }) => {
      const fetch = answering(statusReply());
      const wrong = [
        [{ orderNumber: "A-1001", unknown: 1 }, "change.unknown"],
        [{ orderNumber: 7 }, undefined],
        [{}, undefined],
        [undefined, undefined],
        ["A-1001", undefined],
      ];
      if (name !== "decline") wrong.push([{ orderId: ORDER_ID, orderNumber: "A-1001" }, "change.orderNumber"]);
      if (name === "deposit" || name === "refund") wrong.push([{ orderNumber: "A-1001", amount: 0 }, "change.amount"]);
      if (name === "refund") wrong.push([{ orderNumber: "A-1001", externalRefundId: "x".repeat(33) }, undefined]);
      for (const [given, field] of wrong) {
        const call = lib[name](given, gateway(env, fetch));
        await rejects(lib, call, "invalid_option", field === undefined ? {} : { field });
      }
      const publicly = { ...gateway(env, fetch), userName: undefined, password: undefined, token: "public-token" };
      await rejects(lib, lib[name]({ orderNumber: "A-1001" }, publicly), "invalid_option");
      equal(fetch.calls.length, 0);
    },
    onServers,
  );

  test(
    `${name} that the state does not allow, or whose reply is lost, is not sent again`,
    async ({ lib, env }) => {
      const refused = answering({ errorCode: "7", errorMessage: "Wrong state" });
      const fields = { endpoint: method, retryable: false };
      await rejects(lib, lib[name](change, gateway(env, refused)), "invalid_state", fields);
      let calls = 0;
      const broken = async () => {
        calls++;
        throw new TypeError("the connection broke");
      };
      await rejects(lib, lib[name](change, gateway(env, broken)), "outcome_unknown", { endpoint: method });
      equal(refused.calls.length + calls, 2);
    },
    onServers,
  );
}

test(
  "a refund has an id with which it is repeated",
  async ({ lib, env }) => {
    const change = { orderId: ORDER_ID, amount: 500 };
    const sent = ({ calls }) => calls.findLast((call) => methodOf(call) === "refund.do").form.get("externalRefundId");
    const done = answering((url) => (url.endsWith(STATUS) ? statusReply() : DONE));
    const ids = [];
    for (let round = 0; round < 3; round++) {
      const { externalRefundId } = await lib.refund(change, gateway(env, done));
      equal(sent(done), externalRefundId, "the answer tells the id");
      ok(/^[0-9A-Z]{16,32}$/.test(externalRefundId), externalRefundId);
      ids.push(externalRefundId);
    }
    equal(new Set(ids).size, 3, "different ids");
    for (const reply of [
      () => Promise.reject(new TypeError("lost")),
      () => new Response("", { status: 502 }),
      "<html>",
    ]) {
      const lost = answering(reply);
      const first = await rejects(lib, lib.refund(change, gateway(env, lost)), "outcome_unknown", { retryable: false });
      equal(first.externalRefundId, sent(lost), "the error tells the id");
      const again = { ...change, externalRefundId: first.externalRefundId };
      const second = await rejects(lib, lib.refund(again, gateway(env, lost)), "outcome_unknown");
      deepEqual(
        [sent(lost), second.externalRefundId],
        [first.externalRefundId, first.externalRefundId],
        "the same refund",
      );
      equal((await lib.refund(again, gateway(env, done))).externalRefundId, first.externalRefundId);
      equal(sent(done), first.externalRefundId);
    }
    const refused = answering({ errorCode: "7", errorMessage: "Wrong state" });
    const error = await rejects(lib, lib.refund(change, gateway(env, refused)), "invalid_state");
    equal(error.externalRefundId, undefined, "nothing to repeat");
  },
  onServers,
);

test(
  "an amount of 0 is refused: the gateway would read it as everything",
  async ({ lib, env }) => {
    for (const name of ["deposit", "refund"]) {
      const fetch = answering(DONE);
      const call = lib[name]({ orderId: ORDER_ID, amount: 0 }, gateway(env, fetch));
      await rejects(lib, call, "invalid_option", { field: "change.amount" });
      equal(fetch.calls.length, 0);
    }
  },
  onServers,
);

test(
  "decline by the orderId alone looks the number up",
  async ({ lib, env }) => {
    const fetch = answering(statusReply({ orderStatus: 0 }), DONE, statusReply({ orderStatus: 6 }));
    const { report } = await lib.decline({ orderId: ORDER_ID }, gateway(env, fetch));
    equal(report.orderStatus, 6);
    deepEqual(fetch.calls.map(methodOf), [STATUS, "decline.do", STATUS]);
    equal(fetch.calls[1].form.get("orderNumber"), "A-1001");
  },
  onServers,
);

test(
  "the question after a change has what is left of its deadline",
  async ({ lib, env, time }) => {
    const fetch = answering(
      () => {
        time.pass(900);
        return new Response(JSON.stringify(DONE));
      },
      () => new Promise(() => {}),
    );
    const call = meanwhile(lib.deposit({ orderId: ORDER_ID }, gateway(env, fetch, { timeoutMs: 1000 })));
    await time.until(() => fetch.calls.length === 2 && time.pending.length === 1);
    deepEqual(time.pending, [100]);
    time.pass(100);
    equal((await call).report, null);
  },
  onServers,
);

test(
  "a signal that ends the question after a change does not end the change",
  async ({ lib, env }) => {
    const controller = new AbortController();
    const fetch = answering(DONE, () => {
      controller.abort();
      return new Promise(() => {});
    });
    const { left, report } = await lib.reverse({ orderId: ORDER_ID }, gateway(env, fetch), {
      signal: controller.signal,
    });
    deepEqual([left, report], [null, null]);
  },
  onServers,
);

// By status: what the amounts say. A gateway that does not say an amount leaves it unknown.
const AMOUNTS = [
  [
    { orderStatus: 1, paymentAmountInfo: { approvedAmount: 1500 } },
    { left: 1500, held: 1500, taken: 0, refunded: 0 },
  ],
  [
    { orderStatus: 1, paymentAmountInfo: {} },
    { left: 2000, held: 2000, taken: 0, refunded: 0 },
  ],
  [
    { orderStatus: 2, paymentAmountInfo: {} },
    { left: null, held: 0, taken: null, refunded: null },
  ],
  [
    { orderStatus: 4, paymentAmountInfo: { depositedAmount: 1500, refundedAmount: 500 } },
    { left: 1500, held: 0, taken: 1500, refunded: 500 },
  ],
  [
    { orderStatus: 7, paymentAmountInfo: { depositedAmount: 1500, refundedAmount: 500 } },
    { left: 1500, held: 0, taken: 1500, refunded: 500 },
  ],
  [
    { orderStatus: 3, paymentAmountInfo: {} },
    { left: 0, held: 0, taken: 0, refunded: 0 },
  ],
  [
    { orderStatus: 6, paymentAmountInfo: {} },
    { left: 0, held: 0, taken: 0, refunded: 0 },
  ],
  [{ orderStatus: 99 }, { left: null, held: null, taken: null, refunded: null }],
];

test(
  "what is left by status",
  async ({ lib, env }) => {
    for (const [reply, amounts] of AMOUNTS) {
      const fetch = answering(DONE, statusReply(reply));
      const { report, ...left } = await lib.reverse({ orderId: ORDER_ID }, gateway(env, fetch));
      deepEqual(left, { ...amounts, currency: "978" }, `orderStatus ${report.orderStatus}`);
    }
  },
  onServers,
);

test("a key whose value is undefined is not there; null is", async ({ lib, env }) => {
  const generated = await lib.register(order({ orderNumber: undefined }), gateway(env, answering(registered)));
  equal(generated.orderNumber.length, 26);
  const byBank = await lib.register(order({ orderNumber: null }), gateway(env, answering(registered)));
  equal(byBank.orderNumber, null);
  const forgotten = gateway(env, answering(registered), { returnKey: undefined });
  await rejects(lib, lib.register(order(), forgotten), "invalid_option", { field: "gateway.returnKey" });
});

test("register hands out the return address as it was sent", async ({ lib, env }) => {
  const fetch = answering(registered);
  const { returnUrl } = await lib.register(
    order(),
    gateway(env, fetch, { returnKey: "a key of the store, and of nothing else" }),
  );
  equal(returnUrl, fetch.calls[0].form.get("returnUrl"));
  equal(returnUrl.includes("bpc_return=v1."), true, returnUrl);
});
