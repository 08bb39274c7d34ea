// Every way a call can fail, with secrets in every place where one can be: nothing of them is ever seen.

import { carriesNoSecret, ok } from "./assert.mjs";
import { answering, CANARIES, gateway, NEVER, order, ORDER_ID, silent, streamed } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const { pan, email } = CANARIES;
const query = { orderId: ORDER_ID };
const person = { email, phone: CANARIES.phone, jsonParams: { note: `${pan} ${email}` }, description: "a mug" };
const buyer = (more = {}) => order({ ...person, ...more });
const all = Object.values(CANARIES).join(" ");

/** So short a deadline leaves no room for a second try. */
const TIMEOUT_MS = 80;

/** What a gateway may answer that has something to hide: it repeats all that it was sent, and a card number. */
const echoes = (time) => ({
  "an error that repeats the form": async (_, init) =>
    refusal(5, `cannot read ${await new Response(init.body).text()}`),
  "an error that repeats the form decoded": async (_, init) =>
    refusal(7, decodeURIComponent((await new Response(init.body).text()).replaceAll("+", " "))),
  "an error full of secrets": () => refusal(1, all),
  "an error that names the customer": () => refusal(10, `card ${pan} of ${email}, ${CANARIES.phone}, is refused`),
  "an error whose text stands in `error`": () => ({ error: all }),
  "an error without a known code": () => refusal(4711, all),
  "an HTML page": () => new Response(`<html>${all}</html>`, { status: 500 }),
  "text that is not JSON": () => all,
  "JSON text": () => JSON.stringify(all),
  "a list": () => JSON.stringify([all]),
  "a field of the wrong type": () => ({ orderStatus: all, errorCode: all, amount: all }),
  "an address that is none": () => ({ orderId: ORDER_ID, formUrl: `javascript:${all}` }),
  "an id that is none": () => ({ orderId: `\n${all}`, formUrl: `https://bank.example/?${email}` }),
  "a redirect to an address with secrets": () =>
    new Response(null, { status: 302, headers: { location: `https://elsewhere.example/?${encodeURIComponent(all)}` } }),
  "a body that breaks off": () => streamed(broken(`{"orderId":"${all}`)),
  "a fetch that fails with secrets": () => Promise.reject(new Error(all)),
  "a fetch that fails with a text": () => Promise.reject(all),
  "no answer": silent(time, TIMEOUT_MS),
});

const refusal = (errorCode, errorMessage) => ({ errorCode: String(errorCode), errorMessage });

function broken(text) {
  let first = true;
  return () => {
    if (!first) throw new Error(all);
    first = false;
    return text;
  };
}

/** Calls that read a reply. */
const CALLS = {
  register: (lib, config) => lib.register(buyer(), config),
  registerPreAuth: (lib, config) => lib.registerPreAuth(buyer(), config),
  status: (lib, config) => lib.status(query, config),
  verify: (lib, config) => lib.verify({ ...query, orderNumber: "A-1001", amount: 2000, currency: "EUR" }, config),
  deposit: (lib, config) => lib.deposit({ ...query, amount: 100, jsonParams: { note: all } }, config),
  refund: (lib, config) => lib.refund({ ...query, amount: 100, externalRefundId: "r-1" }, config),
  reverse: (lib, config) => lib.reverse(query, config),
  decline: (lib, config) => lib.decline({ ...query, orderNumber: "A-1001" }, config),
};

/** Calls that end before anything is sent: secrets in the wrong places. */
const MISPLACED = {
  "a secret as an amount": (lib, config) => lib.register(buyer({ amount: CANARIES.password }), config),
  "a secret as a currency": (lib, config) => lib.register(buyer({ currency: CANARIES.token }), config),
  "a card number as a currency": (lib, config) => lib.register(buyer({ currency: pan }), config),
  "a secret as an address": (lib, config) => lib.register(buyer({ returnUrl: CANARIES.password }), config),
  "a secret inside an address": (lib, config) =>
    lib.register(buyer({ returnUrl: `https://u:${CANARIES.returnKey}@shop.example/` }), config),
  "a card number as a date": (lib, config) => lib.register(buyer({ expirationDate: pan }), config),
  "an e-mail that is too long": (lib, config) => lib.register(buyer({ email: email + "x".repeat(600) }), config),
  "an order number that is too long": (lib, config) => lib.register(buyer({ orderNumber: all }), config),
  "a password with a line break": (lib, config) => lib.register(buyer(), { ...config, password: `${all}\n` }),
  "a short return key": (lib, config) => lib.register(buyer(), { ...config, returnKey: pan.slice(0, 8) }),
  "an address of the gateway with a password": (lib, config) =>
    lib.register(buyer(), { ...config, baseUrl: `https://x:${CANARIES.password}@bank.example/rest` }),
  "a foreign return": (lib, config) => lib.verifyReturn(`https://shop.example/?bpc_return=v1.x.${all}.y`, config),
  "no return at all": (lib, config) => lib.verifyReturn(`https://shop.example/?${encodeURIComponent(all)}`, config),
};

/** Listens to the console until the test ends; returns the list of what is said there. */
function listen(replace) {
  const said = [];
  for (const name of ["log", "info", "warn", "error", "debug", "trace"])
    replace(console, name, (...words) => said.push(words.map((word) => `${word?.stack ?? word}`).join(" ")));
  return said;
}

function seesNoSecret(text, where) {
  for (const [name, canary] of Object.entries(CANARIES)) {
    for (const spelt of [canary, encodeURIComponent(canary), new URLSearchParams({ c: canary }).toString().slice(2)]) {
      ok(!text.includes(spelt), `${where} shows ${name}`);
    }
  }
}

const paths = (env, time) => {
  const calls = Object.entries(CALLS).flatMap(([name, call]) =>
    Object.entries(echoes(time)).map(([echo, reply]) => [`${name}, ${echo}`, call, reply]),
  );
  const misplaced = Object.entries(MISPLACED).map(([name, call]) => [name, call, NEVER]);
  return env.page ? misplaced : [...calls, ...misplaced];
};

test("no failing path shows a secret: not in errors, stacks, the console or addresses", async ({
  lib,
  env,
  time,
  replace,
  figure,
}) => {
  const failures = [];
  const said = listen(replace);
  const all = paths(env, time);
  for (const [name, call, reply] of all) {
    const fetch = answering(reply);
    const config = gateway(env, fetch, { timeoutMs: TIMEOUT_MS, returnKey: CANARIES.returnKey });
    const error = await call(lib, config).then(
      () => undefined,
      (error) => error,
    );
    try {
      ok(lib.isCheckoutError(error), `ended with ${error}`);
      ok(error.code !== "internal", `ended as a defect of ours: ${error.code}`);
      carriesNoSecret(error);
      seesNoSecret(`${error}\n${error.stack}\n${JSON.stringify(error)}`, "the error");
      for (const { url } of fetch.calls) seesNoSecret(url, "the address");
    } catch (failure) {
      failures.push(`${name}: ${failure.message}`);
    }
  }
  ok(failures.length === 0, failures.slice(0, 5).join("\n"));
  seesNoSecret(said.join("\n"), "the console");
  figure(`secrets: ${all.length} failing paths, nothing seen`);
});
