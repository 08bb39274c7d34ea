// What a bank's gateway does otherwise than the reference, on every runtime: headers, JSON, the acknowledgement, callbacks.

import { deepEqual, equal, ok, rejects } from "./assert.mjs";
import {
  answering,
  CANARIES,
  gateway,
  order,
  ORDER_ID,
  registered,
  served,
  statusReply,
  withChecksums,
} from "./fixtures.mjs";
import { test } from "./harness.mjs";

const onServers = { when: (env) => !env.page };
const expected = { orderId: ORDER_ID, orderNumber: "A-1001", amount: 500000, currency: "DZD" };
const CUSTOMER = {
  email: "ana@shop.example",
  phone: "+40 740 123 456",
  country: "642",
  city: "Cluj",
  address: "Horea 1",
};
const PLACE = { country: "642", city: "Cluj", postAddress: "Horea 1" };
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

test(
  "Banca Transilvania: the login is a header, the customer a bundle",
  async ({ lib, env }) => {
    const fetch = answering(registered);
    const config = gateway(env, fetch, { dialect: "banca-transilvania" });
    const orderBundle = lib.customer(CUSTOMER);
    const customerDetails = {
      email: "ana@shop.example",
      phone: "40740123456",
      deliveryInfo: PLACE,
      billingInfo: PLACE,
    };
    deepEqual(orderBundle, { customerDetails });
    await lib.register(order({ currency: "RON", orderBundle }), config);
    const [{ init, form }] = fetch.calls;
    equal(
      init.headers.authorization ?? init.headers.get("authorization"),
      `Basic ${base64(`shop-api:${CANARIES.password}`)}`,
    );
    deepEqual([...form.keys()], ["orderNumber", "amount", "currency", "returnUrl", "orderBundle", "jsonParams"]);
    deepEqual(JSON.parse(form.get("orderBundle")), orderBundle);
    equal(form.get("jsonParams"), '{"FORCE_3DS2":"true"}');
    await rejects(lib, lib.register(order({ currency: "RON" }), config), "invalid_option", {
      field: "order.orderBundle",
    });
    equal(fetch.calls.length, 1, "what the bank refuses is not sent");
  },
  { when: (env) => onServers.when(env) && served("banca-transilvania").when(env) },
);

test(
  "an error never repeats the header of the login",
  async ({ lib, env }) => {
    const told = base64(`shop-api:${CANARIES.password}`);
    const fetch = answering({ errorCode: "5", errorMessage: `bad header Basic ${told}` });
    const orderBundle = lib.customer(CUSTOMER);
    const config = gateway(env, fetch, { dialect: "banca-transilvania" });
    const error = await rejects(lib, lib.register(order({ orderBundle }), config), "gateway_error");
    if (!env.page) ok(!JSON.stringify([error.message, error.gateway]).includes(told), error.message);
  },
  served("banca-transilvania"),
);

test("a customer with a wrong value is an error that names it", async ({ lib }) => {
  for (const [more, field] of [
    [{ phone: "0740" }, "customer.phone"],
    [{ phone: 40740123456 }, "customer.phone"],
    [{ country: "RO" }, "customer.country"],
    [{ city: "" }, "customer.city"],
    [{ address: "<b>" }, "customer.address"],
    [{ email: undefined }, "customer.email"],
    [{ town: "Cluj" }, "customer.town"],
  ]) {
    const made = (async () => lib.customer({ ...CUSTOMER, ...more }))();
    await rejects(lib, made, "invalid_option", { field });
  }
});

test(
  "Sberbank's newer gateway: JSON with typed values",
  async ({ lib, env }) => {
    const fetch = answering(registered);
    const baseUrl = "https://bank.example/ecomm/gw/partner/api/v1";
    await lib.register(order({ jsonParams: { a: "b" }, features: ["VERIFY", "X"] }), gateway(env, fetch, { baseUrl }));
    const [{ init, text }] = fetch.calls;
    equal(init.headers["content-type"] ?? init.headers.get("content-type"), "application/json");
    const { amount, currency, jsonParams, features } = JSON.parse(text);
    deepEqual([amount, currency, jsonParams, features], [2000, "978", { a: "b" }, "VERIFY;X"]);
  },
  served("sberbank-ecom"),
);

test(
  "SATIM: a payment is acknowledged before it is paid",
  async ({ lib, env }) => {
    const amounts = { approvedAmount: 500000, depositedAmount: 500000, refundedAmount: 0 };
    const paid = statusReply({
      amount: 500000,
      currency: "012",
      paymentAmountInfo: { paymentState: "DEPOSITED", ...amounts },
    });
    const reply = {
      ErrorCode: "0",
      OrderStatus: 2,
      OrderNumber: "A-1001",
      Amount: 500000,
      currency: "012",
      actionCode: 0,
    };
    const good = { ...reply, depositAmount: 500000, params: { respCode: "00", respCode_desc: "accepté" } };
    for (const [answer, outcome] of [
      [good, "paid"],
      [{ ...good, params: { respCode: "05" } }, "pending"],
      [{ ...good, OrderNumber: "A-1002" }, "pending"],
      [new Response('"Transaction is not found"', { status: 401 }), "pending"],
    ]) {
      const fetch = answering(paid, answer);
      const verdict = await lib.verify(expected, gateway(env, fetch, { dialect: "satim", terminalId: "E1" }));
      equal(verdict.outcome, outcome);
      equal(verdict.report.respCodeDescription, outcome === "paid" ? "accepté" : undefined);
      deepEqual(
        fetch.calls.map(({ url, form }) => [url.slice(url.lastIndexOf("/rest/") + 6), form.get("mdOrder")]),
        [
          ["getOrderStatusExtended.do", null],
          ["public/acknowledgeTransaction.do", ORDER_ID],
        ],
      );
      deepEqual(verdict.report.raw, paid, "the report is the status, not the acknowledgement");
    }
  },
  served("satim"),
);

test("any other method: the same login, and its reply as it is, with card numbers masked", async ({ lib, env }) => {
  const reply = { errorCode: "0", report: { raw: null }, raw: null, bindings: [{ maskedPan: "4929421234600821" }] };
  const fetch = answering(reply);
  const config = gateway(env, fetch);
  const told = await lib.call("getBindings.do", { clientId: "42", list: ["a", "b"], object: { a: 1 } }, config);
  deepEqual([told.raw, told.report], [null, { raw: null }]);
  ok(!JSON.stringify(told).includes("4929421234600821"), JSON.stringify(told));
  const { url, form } = fetch.calls[0];
  ok(url.endsWith("/payment/rest/getBindings.do"), url);
  deepEqual([form.get("clientId"), form.getAll("list"), form.get("object")], ["42", ["a", "b"], '{"a":1}']);
  await lib.call("anything.do", undefined, config);
  for (const method of ["refund.do", "../refund.do", 5, undefined]) {
    await rejects(lib, lib.call(method, {}, config), "invalid_option");
  }
  equal(fetch.calls.length, 2, "calls");
});

test("a parameter of the bank's own goes out, and replaces no listed one", async ({ lib, env }) => {
  const fetch = answering(registered);
  await lib.register(order({ extra: { ownName: "1" } }), gateway(env, fetch));
  equal(fetch.calls[0].form.get("ownName"), "1");
  const replaced = lib.register(order({ extra: { amount: "1" } }), gateway(env, fetch));
  await rejects(lib, replaced, "invalid_option", { field: "order.extra.amount" });
});

test(
  "an order that is registered and unpaid tells its payment page",
  async ({ lib, env }) => {
    const fetch = answering({ errorCode: "1", errorMessage: "duplicate" }, statusReply({ orderStatus: 0 }));
    const formUrlPattern = "https://bank.example/pay_{language}.html?mdOrder={orderId}";
    const config = gateway(env, fetch, { formUrlPattern, language: "ro" });
    const error = await rejects(lib, lib.register(order(), config), "already_registered");
    equal(error.formUrl, `https://bank.example/pay_ro.html?mdOrder=${ORDER_ID}`);
  },
  onServers,
);

const USUAL = { mdOrder: ORDER_ID, orderNumber: "A-1001", operation: "deposited", status: "1", note: "a;b" };

test(
  "a callback that is a JSON Web Token: signed, verified, expired, altered",
  async ({ lib, time }) => {
    const config = { callback: { jwt: base64("canary key of the bank") } };
    const token = await lib.signCallback(USUAL, config);
    const post = (body) => new Request("https://shop.example/callback", { method: "POST", body });
    for (const callback of [token, post(token)]) {
      const { parameters, ...event } = await lib.verifyCallback(callback, config);
      deepEqual(parameters, USUAL);
      deepEqual(event, { operation: "deposited", succeeded: true, orderId: ORDER_ID, orderNumber: "A-1001" });
    }
    for (const bad of [`${token}A`, `${token}.`, `x${token}`, token.split(".").slice(0, 2).join(".") + "."]) {
      await rejects(lib, lib.verifyCallback(bad, config), "callback_invalid");
    }
    const other = { callback: { jwt: [base64("another key"), base64("a third")] } };
    await rejects(lib, lib.verifyCallback(token, other), "callback_invalid");
    time.pass(300_000);
    await rejects(lib, lib.verifyCallback(token, config), "callback_invalid");
  },
  served("banca-transilvania"),
);

test(
  "a callback that nobody signed says that it proves nothing",
  async ({ lib }) => {
    const config = { callback: { unsigned: true } };
    const json = JSON.stringify({ ...USUAL, status: 1 });
    for (const callback of [
      json,
      new URLSearchParams({ ...USUAL, note: "c" }),
      await lib.signCallback({ ...USUAL, note: "c" }, config),
    ]) {
      const event = await lib.verifyCallback(callback, config);
      deepEqual([event.proven, event.succeeded, event.orderNumber], [false, true, "A-1001"]);
    }
    for (const callback of [{ unsigned: false }, { unsigned: true, secret: "k3y" }, { unsigned: "yes" }]) {
      await rejects(lib, lib.verifyCallback(json, { callback }), "invalid_option");
    }
  },
  served("credibanco", "sberbank-ecom"),
);

test(
  "parameters that the shop's own address adds are ignored by name",
  async ({ lib }) => {
    const { note, ...signed } = USUAL;
    const query = await lib.signCallback(signed, { callback: { secret: "k3y" } });
    const address = `https://shop.example/index.php?route=payment&${query}&route=2`;
    await rejects(lib, lib.verifyCallback(address, { callback: { secret: "k3y" } }), "callback_invalid");
    const event = await lib.verifyCallback(address, { callback: { secret: "k3y", ignore: ["route"] } });
    deepEqual([event.parameters, event.proven, note], [signed, undefined, "a;b"]);
    const never = { callback: { secret: "k3y", ignore: "status" } };
    await rejects(lib, lib.verifyCallback(address, never), "invalid_option", { field: "gateway.callback.ignore" });
  },
  withChecksums,
);

test(
  "an import for one bank serves no other bank, and says which import does",
  async ({ lib, env }) => {
    const why = `is not served by bpc-checkout/${env.bank}; import from "bpc-checkout", which serves every bank`;
    for (const other of ["banca-transilvania", "credibanco", "dsk", "satim", "sberbank-ecom"]) {
      const isServed = other === env.bank || (other === "dsk" && env.bank === "reference");
      const fetch = answering(statusReply());
      for (const [field, chosen] of [
        ["gateway.bank", { bank: other, baseUrl: undefined }],
        ["gateway.dialect", { dialect: other }],
      ]) {
        const asked = lib.status({ orderId: ORDER_ID }, gateway(env, fetch, chosen));
        if (isServed) equal((await asked).orderNumber, "A-1001");
        else equal((await rejects(lib, asked, "invalid_option", { field })).message, `${field}: ${why}`);
      }
      if (!isServed) equal(fetch.calls.length, 0);
    }
    const baseUrl =
      env.bank === "satim" ? "https://ecclients.btrl.ro/payment/rest" : "https://cib.satim.dz/payment/rest";
    const asked = lib.status({ orderId: ORDER_ID }, gateway(env, answering(statusReply()), { baseUrl }));
    await rejects(lib, asked, "invalid_option", { field: "gateway.baseUrl" });
  },
  { when: (env) => env.bank !== undefined },
);

test(
  "an import for one bank checks no callback that this bank does not send",
  async ({ lib, env }) => {
    const has = {
      secret: withChecksums,
      jwt: served("banca-transilvania"),
      unsigned: served("credibanco", "sberbank-ecom"),
    };
    for (const [kind, { when }] of Object.entries(has)) {
      if (when(env)) continue;
      const callback = { [kind]: kind === "unsigned" ? true : base64("canary key of the bank") };
      const error = await rejects(lib, lib.verifyCallback("mdOrder=1", { callback }), "invalid_option");
      equal(error.field, `gateway.callback.${kind}`);
      ok(/is not how this bank signs; if it does, import from "bpc-checkout"/.test(error.message), error.message);
    }
  },
  { when: (env) => env.bank !== undefined },
);
