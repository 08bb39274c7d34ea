// `gateway.onExchange`: what a store's observer is told of each request.

import { equal, rejects } from "./assert.mjs";
import { answering, CANARIES, gateway, order, ORDER_ID, registered, statusReply } from "./fixtures.mjs";
import { test } from "./harness.mjs";
import { turn } from "./virtual-time.mjs";

const EXPECTED = { orderId: ORDER_ID, orderNumber: "A-1001", amount: 2000, currency: "EUR" };

/** What an observer saw, without the times. */
function watch() {
  const seen = [];
  return { seen, onExchange: ({ ms, ...exchange }) => void seen.push({ isTimed: ms >= 0, ...exchange }) };
}

test("an observer is told of each request: method, attempt, number, status and code", async ({ lib, env, time }) => {
  const { seen, onExchange } = watch();
  await lib.register(order(), gateway(env, answering(registered), { onExchange }));
  let calls = 0;
  const fetch = async () => (++calls === 1 ? new Response("", { status: 502 }) : Response.json(statusReply()));
  const asked = lib.verify(EXPECTED, gateway(env, fetch, { onExchange }));
  while (calls < 2) {
    await turn();
    time.pass(500);
  }
  equal((await asked).outcome, "paid");
  const rows = seen.map((row) => JSON.stringify(row)).join("\n");
  equal(
    rows,
    [
      '{"isTimed":true,"endpoint":"register.do","attempt":1,"orderNumber":"A-1001","httpStatus":200}',
      '{"isTimed":true,"endpoint":"getOrderStatusExtended.do","attempt":1,"httpStatus":502}',
      '{"isTimed":true,"endpoint":"getOrderStatusExtended.do","attempt":2,"httpStatus":200,"errorCode":0}',
    ].join("\n"),
  );
});

test("an observer is told of a reply that did not come, and of nothing secret", async ({ lib, env }) => {
  const { seen, onExchange } = watch();
  const broken = async () => {
    throw new TypeError(`the connection broke: ${CANARIES.password}`);
  };
  const call = lib.register(order({ email: CANARIES.email }), gateway(env, broken, { onExchange }));
  await rejects(lib, call, "outcome_unknown", {});
  equal(seen.length, 1);
  equal(seen[0].failure, "network");
  const text = JSON.stringify(seen);
  for (const [name, canary] of Object.entries(CANARIES)) equal(text.includes(canary), false, name);
});

test("an observer that throws or rejects changes nothing; one that is no function is refused", async ({ lib, env }) => {
  for (const onExchange of [
    () => {
      throw new Error("the log is full");
    },
    async () => Promise.reject(new Error("the log is full")),
  ]) {
    const made = await lib.register(order(), gateway(env, answering(registered), { onExchange }));
    equal(made.orderId, ORDER_ID);
  }
  for (const onExchange of [null, 1, {}]) {
    const call = lib.register(order(), gateway(env, answering(registered), { onExchange }));
    await rejects(lib, call, "invalid_option", { field: "gateway.onExchange" });
  }
});
