import { deepEqual, equal, ok, rejects } from "./assert.mjs";
import { answering, gateway, order, ORDER_ID, registered } from "./fixtures.mjs";
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
// With the public token of a page none of these is possible.
const onServers = { when: (env) => !env.page };

for (const [name, [change, method, fields]] of Object.entries(CALLS)) {
  test(
    `${name} sends its fields once`,
    async ({ lib, env }) => {
      const fetch = answering(DONE);
      const answer = name === "refund" ? { externalRefundId: "r-1" } : undefined;
      deepEqual(await lib[name](change, gateway(env, fetch)), answer);
      equal(fetch.calls.length, 1);
      equal(fetch.calls[0].url.endsWith(`/${method}`), true, fetch.calls[0].url);
      for (const [field, value] of Object.entries(fields)) equal(fetch.calls[0].form.get(field), value, field);
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
    const sent = ({ calls }) => calls.at(-1).form.get("externalRefundId");
    const done = answering(DONE);
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
