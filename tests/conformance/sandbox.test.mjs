// The library and the sandbox of the same package together: payments from the first call to the verdict.

import { deepEqual, equal, meanwhile, ok, rejects } from "./assert.mjs";
import { CANARIES, order, RETURN_URL } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const server = { when: (env) => !env.page };

function open({ sandbox, env }, options) {
  const bank = new sandbox.Sandbox(options);
  const credentials = env.page ? { token: "test_token" } : { userName: "test_user", password: "test_user_password" };
  return { bank, gateway: { baseUrl: bank.baseUrl, ...credentials, fetch: bank.fetch, returnKey: CANARIES.returnKey } };
}

const expected = ({ orderId, orderNumber }, more = {}) => ({
  orderId,
  orderNumber,
  amount: 2000,
  currency: "EUR",
  ...more,
});

test("sandbox: an order is open, then paid, and the return address says the same", async (context) => {
  const { lib } = context;
  const { bank, gateway } = open(context);
  const registration = await lib.register(order(), gateway);
  equal((await lib.verify(expected(registration), gateway)).outcome, "open");
  const { orderStatus, redirectUrl } = bank.pay(registration.orderId);
  equal(orderStatus, 2);
  ok(redirectUrl.startsWith(RETURN_URL), redirectUrl);
  for (const verdict of [
    await lib.verify(expected(registration), gateway),
    await lib.verifyReturn(redirectUrl, gateway),
  ]) {
    equal(verdict.outcome, "paid");
    equal(verdict.orderId, registration.orderId);
    equal(verdict.orderNumber, "A-1001");
  }
});

test("sandbox: a held order is held, never paid", async (context) => {
  const { lib } = context;
  const { bank, gateway } = open(context);
  const registration = await lib.registerPreAuth(order(), gateway);
  const { redirectUrl } = bank.pay(registration.orderId);
  equal((await lib.verify(expected(registration, { phase: "preauth" }), gateway)).outcome, "held");
  equal((await lib.verifyReturn(redirectUrl, gateway)).outcome, "held");
});

test("sandbox: a declined attempt leaves the order open, and a second one pays", async (context) => {
  const { lib } = context;
  const { bank, gateway } = open(context);
  const registration = await lib.register(order(), gateway);
  for (const card of [{ cvc: "999" }, { challenge: "fail" }]) {
    bank.pay(registration.orderId, card);
    const verdict = await lib.verify(expected(registration), gateway);
    equal(verdict.outcome, "open");
    ok(verdict.lastDecline.actionCode !== 0, "lastDecline.actionCode");
  }
  bank.pay(registration.orderId, "4111111111111111");
  equal((await lib.verify(expected(registration), gateway)).outcome, "paid");
});

test("sandbox: an order whose time is over is expired", async (context) => {
  const { lib } = context;
  const { bank, gateway } = open(context);
  const registration = await lib.register(order({ sessionTimeoutSecs: 60 }), gateway);
  bank.advance(61_000);
  equal((await lib.verify(expected(registration), gateway)).outcome, "expired");
});

test("sandbox: one cent paid is no payment for another order", async (context) => {
  const { lib } = context;
  const { bank, gateway } = open(context);
  const cheap = await lib.register(order({ amount: 1, orderNumber: "cheap" }), gateway);
  const dear = await lib.register(order({ amount: 500_000, orderNumber: "dear" }), gateway);
  bank.pay(cheap.orderId);
  const swapped = { orderId: cheap.orderId, orderNumber: "dear", amount: 500_000, currency: "EUR" };
  equal((await lib.verify(swapped, gateway)).outcome, "mismatch");
  equal((await lib.verify({ ...swapped, orderNumber: "cheap" }, gateway)).outcome, "mismatch");
  equal((await lib.verify({ ...swapped, orderId: dear.orderId }, gateway)).outcome, "open");
});

test(
  "sandbox: the same number again is looked up and told, never registered twice",
  async (context) => {
    const { lib } = context;
    const { bank, gateway } = open(context);
    const { orderId } = await lib.register(order(), gateway);
    await rejects(lib, lib.register(order(), gateway), "already_registered", {
      orderId,
      orderNumber: "A-1001",
      orderStatus: 0,
    });
    await rejects(lib, lib.register(order({ amount: 1 }), gateway), "conflict", { orderNumber: "A-1001" });
    bank.pay(orderId);
    await rejects(lib, lib.register(order(), gateway), "already_registered", { orderId, orderStatus: 2 });
    equal(bank.orders().length, 1, "orders at the gateway");
  },
  server,
);

test(
  "sandbox: a wrong password is access_denied, without the password",
  async (context) => {
    const { lib } = context;
    const { gateway } = open(context);
    const wrong = { ...gateway, password: CANARIES.password };
    const error = await rejects(lib, lib.register(order(), wrong), "access_denied", { retryable: false });
    equal(error.gateway.errorCode, 5);
  },
  server,
);

test("sandbox: an unknown order is order_not_found", async (context) => {
  const { gateway } = open(context);
  await rejects(context.lib, context.lib.status({ orderId: "no-such-order" }, gateway), "order_not_found");
});

test(
  "sandbox: every profile takes a payment in its own dialect",
  async (context) => {
    const currencies = {
      classic: "RUB",
      bt: "RON",
      satim: "DZD",
      arca: "AMD",
      credibanco: "COP",
      clictopay: "TND",
    };
    // The e-commerce gateway takes JSON alone.
    const profiles = [
      "bpc",
      "classic",
      "numeric",
      "allstrings",
      "bt",
      "satim",
      "arca",
      "dsk",
      "credibanco",
      "clictopay",
    ];
    for (const profile of profiles) {
      // Without the cart that Banca Transilvania demands.
      const { bank, gateway } = open(context, { profile, strict: profile !== "bt" });
      const mandatory = {
        satim: { jsonParams: { force_terminal_id: "E010901234", udf1: "1" }, language: "fr" },
        credibanco: { jsonParams: { installments: "1", "IVA.amount": "0" } },
      };
      const more = {
        currency: currencies[profile] ?? "EUR",
        orderNumber: "1000000001",
        ...mandatory[profile],
      };
      const registration = await context.lib.register(order({ ...more, amount: 10_000 }), gateway);
      bank.pay(registration.orderId);
      const verdict = await context.lib.verify(
        expected(registration, { amount: 10_000, currency: more.currency }),
        gateway,
      );
      equal(verdict.outcome, "paid", profile);
    }
  },
  server,
);

test("sandbox: two sandboxes know nothing of each other", async (context) => {
  const { lib } = context;
  const [one, two] = [open(context), open(context)];
  const { orderId } = await lib.register(order(), one.gateway);
  await rejects(lib, lib.status({ orderId }, two.gateway), "order_not_found");
});

test("sandbox: the default export is a handler at any origin", async ({ sandbox }) => {
  const page = await sandbox.default.fetch(new Request("http://127.0.0.1:9999/"));
  ok(page.status < 500, `status ${page.status}`);
});

const register = (bank, number, init) =>
  bank.fetch(`${bank.baseUrl}/register.do`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `userName=test_user&password=test_user_password&orderNumber=${number}&amount=2000&returnUrl=${RETURN_URL}`,
    ...init,
  });

/** What a promise rejects with. */
const rejection = async (promise) => {
  const value = await promise.catch((error) => ({ error }));
  ok("error" in value, "expected a rejection");
  return value.error;
};

test("sandbox: late answers wait side by side, and orders are taken meanwhile", async (context) => {
  const { bank } = open(context);
  const { time } = context;
  bank.fail({ kind: "late", delayMs: 400, order: "latest" });
  bank.fail({ kind: "late", delayMs: 150, order: "late" });
  const answered = [];
  const ask = async (number) => {
    const { orderId } = await (await register(bank, number)).json();
    answered.push(number);
    return orderId;
  };
  const asked = ["latest", "late", "prompt"].map((number) => meanwhile(ask(number)));
  await asked[2];
  await time.until(() => time.pending.length === 2);
  equal(answered.join(), "prompt");
  time.pass(150);
  await asked[1];
  deepEqual(time.pending, [250], "milliseconds until the latest answer");
  time.pass(250);
  const ids = await Promise.all(asked);
  equal(answered.join(), "prompt,late,latest");
  equal(
    bank
      .orders()
      .map(({ orderId }) => orderId)
      .sort()
      .join(),
    ids.sort().join(),
    "each order's own answer",
  );
});

test("sandbox: giving up ends the wait with the reason, and the other answers come", async (context) => {
  const { bank } = open(context);
  const { time } = context;
  bank.fail({ kind: "late", delayMs: 15_000, order: "gone" });
  bank.fail({ kind: "late", delayMs: 150, order: "patient" });
  const customer = new AbortController();
  const gone = meanwhile(rejection(register(bank, "gone", { signal: customer.signal })));
  const patient = meanwhile(register(bank, "patient", { signal: new AbortController().signal }));
  const reason = new Error("changed my mind");
  await time.until(() => time.pending.length === 2);
  customer.abort(reason);
  equal(await gone, reason, "the reason");
  deepEqual(time.pending, [150], "who gave up leaves no timer");
  time.pass(150);
  equal((await patient).status, 200);
  equal(bank.orders().length, 2, "both calls were carried out");
});

test("sandbox: a connection that breaks is a TypeError with its cause, at once or late", async (context) => {
  const { bank } = open(context);
  for (const kind of ["reset", "lost"]) {
    bank.fail(kind);
    const error = await rejection(register(bank, kind));
    ok(error instanceof TypeError, "a TypeError");
    equal(error.message, "fetch failed: the connection was reset");
    equal(JSON.stringify(error.cause), '{"code":"ECONNRESET"}');
    equal(Object.keys(error).length, 0, "enumerable properties");
  }
  equal(bank.orders().length, 1, "the lost call was carried out");
});

test("sandbox: a body that cannot be read rejects, and the next request is answered", async (context) => {
  const { bank } = open(context);
  const used = new Request(`${bank.baseUrl}/register.do`, { method: "POST", body: "x" });
  await used.text();
  ok((await rejection(bank.fetch(used))) instanceof TypeError, "a TypeError");
  equal((await register(bank, "next")).status, 200);
});
