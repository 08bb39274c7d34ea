import { equal, ok, rejects } from "./assert.mjs";
import { answering, CANARIES, gateway, order, ORDER_ID, registered, statusReply } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const text =
  (body, status = 200, type = "text/html") =>
  () =>
    new Response(body, { status, headers: { "content-type": type } });
const canary = CANARIES.body;

// What gateways, proxies and load balancers answer instead of the gateway's JSON.
const MALFORMED = {
  "an HTML page": [text(`<!doctype html><h1>${canary}</h1>`), 200],
  "an HTML page with 502": [text(`<html>${canary}`, 502), 502],
  "an empty body": [text(""), 200],
  "an empty body with 404": [text("", 404), 404],
  "a JSON string": [text(`"${canary}"`, 401, "application/json"), 401],
  "a JSON number": [text("5"), 200],
  null: [text("null"), 200],
  "an array": [text(`["${canary}"]`), 200],
  "a reply cut off": [text(`{"orderId":"${ORDER_ID}","formUrl":"https://bank.exa`), 200],
  "two replies": [text("{}{}"), 200],
  "an object that says nothing": [text("{}"), 200],
  "only an orderId": [text(`{"orderId":"${ORDER_ID}"}`), 200],
  "only a formUrl": [text('{"formUrl":"https://bank.example/x"}'), 200],
  "an orderId that is an object": [text('{"orderId":{},"formUrl":"https://bank.example/x"}'), 200],
  "bytes that are not UTF-8": [text(new Uint8Array([0xff, 0xfe, 0x7b, 0x00])), 200],
};

for (const [name, [reply, httpStatus]] of Object.entries(MALFORMED)) {
  // A status of 4xx says that the request was refused.
  const code = httpStatus >= 400 && httpStatus < 500 ? "malformed_reply" : "outcome_unknown";
  test(`register: ${name} is ${code}, with the status and without the body`, async ({ lib, env }) => {
    const fetch = answering(reply);
    const error = await rejects(lib, lib.register(order(), gateway(env, fetch)), code, {
      httpStatus,
      endpoint: "register.do",
      orderNumber: "A-1001",
    });
    ok(!error.message.includes("<"), `the message shows the body: ${error.message}`);
    equal(fetch.calls.length, 1, "register is never repeated");
  });
}

test("status: HTML, an empty body, a string and a cut reply are malformed too", async ({ lib, env }) => {
  for (const body of [`<p>${canary}`, "", `"${canary}"`, '{"orderStatus":2,']) {
    // 403 is not worth a second try; what the retries do has tests of its own.
    const config = gateway(env, answering(text(body, 403)));
    await rejects(lib, lib.status({ orderId: ORDER_ID }, config), "malformed_reply", {
      httpStatus: 403,
      endpoint: "getOrderStatusExtended.do",
    });
  }
});

test("a reply of any content type counts, with a byte order mark too", async ({ lib, env }) => {
  for (const type of ["text/plain;charset=UTF-8", "text/html", "application/octet-stream", ""]) {
    for (const mark of ["", "\ufeff"]) {
      const fetch = answering(text(mark + JSON.stringify(registered), 200, type));
      equal((await lib.register(order(), gateway(env, fetch))).orderId, ORDER_ID, type);
    }
  }
});

test("numbers and strings mean the same", async ({ lib, env }) => {
  const spelled = statusReply({
    orderStatus: "2",
    actionCode: "0",
    amount: "2000",
    currency: 978,
    errorCode: 0,
    date: "1795000000000",
  });
  const report = await lib.status({ orderId: ORDER_ID }, gateway(env, answering(spelled)));
  equal(report.orderStatus, 2);
  equal(report.amount, 2000);
  equal(report.currency, "978");
  equal(report.date, 1795000000000);
});

test("keys with a capital letter are the same keys", async ({ lib, env }) => {
  const legacy = { ErrorCode: "0", OrderNumber: "A-1001", OrderStatus: 2, Amount: 2000, currency: "978" };
  const report = await lib.status({ orderId: ORDER_ID }, gateway(env, answering(legacy)));
  equal(report.orderStatus, 2);
  equal(report.orderNumber, "A-1001");
  equal(report.amount, 2000);
});

test("a hostile reply can neither pollute prototypes nor exhaust the stack", async ({ lib, env }) => {
  const polluting = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${JSON.stringify(statusReply()).slice(1)}`;
  await lib.status({ orderId: ORDER_ID }, gateway(env, answering(polluting)));
  equal({}.polluted, undefined, "Object.prototype.polluted");
  const deep = `{"orderStatus":2,"x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
  // So short a deadline leaves no room for a second try.
  const config = gateway(env, answering(deep), { timeoutMs: 240 });
  const outcome = await lib.status({ orderId: ORDER_ID }, config).catch((error) => error);
  ok(outcome.orderStatus === 2 || lib.isCheckoutError(outcome), `a deep reply ended as ${outcome}`);
  equal(
    (await lib.status({ orderId: ORDER_ID }, gateway(env, answering(statusReply())))).orderStatus,
    2,
    "the next call",
  );
});
