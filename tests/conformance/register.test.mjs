import { deepEqual, equal, ok, rejects } from "./assert.mjs";
import {
  answering,
  BASE_URL,
  CANARIES,
  FORM_URL,
  gateway,
  order,
  ORDER_ID,
  registered,
  RETURN_URL,
} from "./fixtures.mjs";
import { test } from "./harness.mjs";

test("register returns the gateway's id, the payment page and the order number", async ({ lib, env }) => {
  const fetch = answering(registered);
  const result = await lib.register(order(), gateway(env, fetch));
  deepEqual(result, { orderId: ORDER_ID, formUrl: FORM_URL, orderNumber: "A-1001", returnUrl: RETURN_URL });
  equal(fetch.calls.length, 1, "calls");
  equal(fetch.calls[0].url, `${BASE_URL}/register.do`);
});

test("register posts a form and never follows a redirect", async ({ lib, env }) => {
  const fetch = answering(registered);
  await lib.register(order(), gateway(env, fetch));
  const { init } = fetch.calls[0];
  equal(init.method, "POST");
  equal(init.redirect, "manual");
  const type = new Headers(init.headers).get("content-type");
  ok(type.startsWith("application/x-www-form-urlencoded"), `content-type ${type}`);
  for (const option of ["cache", "mode", "credentials"])
    ok(!(option in init), `${option} is not accepted on every runtime`);
});

test(
  "the bank's own first example is exactly seven pairs on the wire",
  async ({ lib, env }) => {
    const fetch = answering(registered);
    const example = {
      amount: 2000,
      currency: 978,
      returnUrl: "https://mybestmerchantreturnurl.com",
      description: "my_first_order",
      language: "en",
      orderNumber: null,
    };
    const bank = { baseUrl: BASE_URL, userName: "test_user", password: "test_user_password", fetch };
    const result = await lib.register(example, bank);
    equal(result.orderNumber, null, "orderNumber");
    const pairs = Object.fromEntries(fetch.calls[0].form);
    deepEqual(pairs, {
      amount: "2000",
      currency: "978",
      userName: "test_user",
      password: "test_user_password",
      returnUrl: "https://mybestmerchantreturnurl.com",
      description: "my_first_order",
      language: "en",
    });
    equal([...fetch.calls[0].form].length, 7, "pairs");
  },
  { when: (env) => !env.page },
);

test("credentials survive percent-encoding whatever they contain", async ({ lib, env }) => {
  const fetch = answering(registered);
  await lib.register(order({ description: "50 % off & more = täglich +1 💶" }), gateway(env, fetch));
  const { form } = fetch.calls[0];
  equal(form.get("description"), "50 % off & more = täglich +1 💶");
  if (env.page) equal(form.get("token"), CANARIES.token);
  else equal(form.get("password"), CANARIES.password);
});

test("registerPreAuth goes to its own method", async ({ lib, env }) => {
  const fetch = answering(registered);
  await lib.registerPreAuth(order(), gateway(env, fetch));
  equal(fetch.calls[0].url, `${BASE_URL}/registerPreAuth.do`);
});

test("nested values travel as JSON text and features are repeated", async ({ lib, env }) => {
  const fetch = answering(registered);
  const jsonParams = { note: 'ä " \\ \u2028', nested: { list: [1, "two", null, true] } };
  const orderBundle = { cartItems: { items: [{ positionId: 1, name: "Mug", quantity: { value: 1, measure: "0" } }] } };
  await lib.register(
    order({ jsonParams, orderBundle, features: ["FORCE_TDS", "FORCE_CREATE_BINDING"] }),
    gateway(env, fetch),
  );
  const { form } = fetch.calls[0];
  deepEqual(JSON.parse(form.get("jsonParams")), jsonParams);
  deepEqual(JSON.parse(form.get("orderBundle")), orderBundle);
  deepEqual(form.getAll("features"), ["FORCE_TDS", "FORCE_CREATE_BINDING"]);
});

test("an absent order number is generated, another one for each order", async ({ lib, env }) => {
  const numbers = new Set();
  for (let i = 0; i < 200; i++) {
    const fetch = answering(registered);
    const { orderNumber } = await lib.register(order({ orderNumber: undefined }), gateway(env, fetch));
    equal(fetch.calls[0].form.get("orderNumber"), orderNumber, "the number on the wire");
    ok(orderNumber.length > 0 && orderNumber.length <= 36, `length of ${orderNumber}`);
    numbers.add(orderNumber);
  }
  equal(numbers.size, 200, "distinct numbers");
});

test("a generated order number keeps to the bank's limit", async ({ lib, env }) => {
  const fetch = answering(registered);
  const { orderNumber } = await lib.register(
    order({ orderNumber: undefined }),
    gateway(env, fetch, { orderNumberMaxLength: 10 }),
  );
  ok(orderNumber.length <= 10, `length of ${orderNumber}`);
});

test("a bigint amount and every spelling of a currency give the same form", async ({ lib, env }) => {
  for (const currency of ["EUR", "978", 978]) {
    const fetch = answering(registered);
    await lib.register(order({ amount: 2000n, currency }), gateway(env, fetch));
    equal(fetch.calls[0].form.get("amount"), "2000");
    equal(fetch.calls[0].form.get("currency"), "978");
  }
});

test("success is orderId and formUrl together, whatever stands beside them", async ({ lib, env }) => {
  for (const more of [
    { errorCode: "0" },
    { errorCode: 0 },
    { errorMessage: "" },
    { success: true },
    { unknown: { a: [1] } },
  ]) {
    const result = await lib.register(order(), gateway(env, answering({ ...registered, ...more })));
    equal(result.orderId, ORDER_ID);
  }
});

test("a refusal of the gateway is an error with its code and words", async ({ lib, env }) => {
  const refusals = [
    [3, "unknown_currency"],
    [4, "missing_parameter"],
    [5, "gateway_error"],
    [7, "gateway_error"],
  ];
  for (const [errorCode, code] of refusals) {
    for (const spelled of [errorCode, String(errorCode)]) {
      const fetch = answering({ errorCode: spelled, errorMessage: "no such luck" });
      await rejects(lib, lib.register(order(), gateway(env, fetch)), code, {
        endpoint: "register.do",
        orderNumber: "A-1001",
        gateway: { errorCode, errorMessage: "no such luck" },
      });
      equal(fetch.calls.length, 1, "register is never repeated");
    }
  }
});

test("code 5 is access_denied where the gateway says so in any language of the banks, or says nothing", async ({
  lib,
  env,
}) => {
  const words = [
    ...["Access denied", "Wrong login or password", "Merchant is not authorized", "Unauthorized", "No permission", ""],
    ...[
      "Доступ запрещён",
      "Неверный пароль",
      "Пароль истёк",
      "Недостаточно прав",
      "Доступ заборонено",
      "Достъп отказан",
    ],
    ...["Zugriff verweigert", "Zugang verweigert", "Accès refusé", "Mot de passe incorrect", "Acces interzis"],
    ...[
      "Acceso denegado",
      "Contraseña incorrecta",
      "Accesso negato",
      "Acesso negado",
      "Senha incorreta",
      "Erişim engellendi",
    ],
    ...[
      "Η πρόσβαση απορρίφθηκε",
      "Մուտքն արգելված է",
      "Հասանելիությունը մերժված է",
      "الوصول مرفوض",
      "Қол жеткізуге тыйым салынған",
    ],
  ];
  for (const errorMessage of words) {
    const fetch = answering({ errorCode: "5", errorMessage });
    await rejects(lib, lib.register(order(), gateway(env, fetch)), "access_denied");
  }
});

test("code 5 is a refused value where the gateway names a value or a state", async ({ lib, env }) => {
  const words = [
    ...[
      "[returnUrl] is not allowed",
      "[merchantLogin] is invalid",
      "merchantLogin is wrong",
      "[authRefNum] is invalid",
    ],
    ...[
      "Amount exceeds the authorized amount",
      "Order is already authorized",
      "Pre-authorization payment is restricted",
    ],
    ...[
      "Refund denied: the amount is greater than deposited",
      "Значение неправильно",
      "Сумма превышает сумму авторизации",
    ],
  ];
  for (const errorMessage of words) {
    const fetch = answering({ errorCode: "5", errorMessage });
    await rejects(lib, lib.register(order(), gateway(env, fetch)), "gateway_error", {
      gateway: { errorCode: 5, errorMessage },
    });
  }
});

test("the payment page must be https, and one of the allowed hosts", async ({ lib, env }) => {
  const evil = [
    `http://bank.example/x`,
    "javascript:alert(1)",
    "//bank.example",
    "https://user@bank.example/",
    "",
    "page.html",
  ];
  for (const formUrl of evil) {
    await rejects(
      lib,
      lib.register(order(), gateway(env, answering({ orderId: ORDER_ID, formUrl }))),
      "outcome_unknown",
    );
  }
  const hosts = { formUrlHosts: ["pay.bank.example"] };
  await rejects(lib, lib.register(order(), gateway(env, answering(registered), hosts)), "outcome_unknown");
  const formUrl = "https://pay.bank.example/p?mdOrder=1";
  equal((await lib.register(order(), gateway(env, answering({ orderId: ORDER_ID, formUrl }), hosts))).formUrl, formUrl);
});

test("without a return key the return address goes out as it is", async ({ lib, env }) => {
  const fetch = answering(registered);
  await lib.register(order(), gateway(env, fetch));
  equal(fetch.calls[0].form.get("returnUrl"), RETURN_URL);
});
