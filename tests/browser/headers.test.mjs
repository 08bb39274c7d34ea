/** What every answer carries, what leaves with the customer, and how a wrongly set up shop shows itself. */
import assert from "node:assert/strict";
import { readConfig } from "../../www/worker/config.js";
import { buy, order, post, returnAddress } from "./customer.mjs";
import { test, until } from "./harness.mjs";
import { AS_OPERATOR } from "./world.mjs";
import { freePort } from "../support/loopback.mjs";
import { dryRun, startStore } from "./servers.mjs";

const policy = (formAction) =>
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  `form-action ${formAction}; frame-ancestors 'none'; base-uri 'none'`;

const COMMON = {
  "strict-transport-security": "max-age=31536000",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const has = (response, expected) =>
  assert.deepEqual(
    Object.fromEntries(Object.keys(expected).map((name) => [name, response.headers.get(name)])),
    expected,
    response.url,
  );

test("every page carries exactly the security headers", async ({ store, gateway }) => {
  await order(store, { product: "mug" });
  const address = returnAddress(gateway).href;
  const withForms = {
    ...COMMON,
    "cache-control": "no-store",
    "content-security-policy": policy(`'self' ${gateway.origin}`),
  };
  for (const url of [`${store.origin}/`, address, `${address}&check=1`]) has(await fetch(url), withForms);

  const without = { ...withForms, "content-security-policy": policy("'self'") };
  has(await fetch(`${store.origin}/buy`), without);
  has(await post(store, { product: "mug" }, { "Sec-Fetch-Site": "cross-site" }), without);
  has(await post(store, { product: "?" }), without);

  const leaving = await post(store, { product: "mug" });
  has(leaving, { ...COMMON, "cache-control": "no-store" });
  assert.equal(leaving.status, 303);

  for (const path of ["/packing", "/operator"]) {
    has(await fetch(store.origin + path), without);
    has(await fetch(store.origin + path, { headers: AS_OPERATOR }), without);
  }
  has(await fetch(`${store.origin}/callback`), { ...COMMON, "cache-control": "no-store", "set-cookie": null });

  const still = { ...COMMON, "content-security-policy": policy("'self'") };
  for (const path of ["/opening", "/css/base.css", "/js/window.js", "/favicon.svg", "/no-such-page"])
    has(await fetch(store.origin + path), still);
});

test("no page sets a cookie or names a host of its own", async ({ store, gateway }) => {
  await order(store, { product: "mug" });
  for (const url of [
    `${store.origin}/`,
    `${store.origin}/opening`,
    `${store.origin}/nothing`,
    returnAddress(gateway).href,
  ]) {
    const response = await fetch(url);
    assert.equal(response.headers.get("set-cookie"), null);
    const text = await response.text();
    assert.doesNotMatch(text, /(src|href|action)="(https?:)?\/\//, "everything comes from the shop itself");
    assert.doesNotMatch(text, /<iframe|style="|javascript:|\son\w+=/);
    assert.match(text, /<html lang="en">/);
  }
});

test("the bank is not told where the customer was, and the address of the return does not leak", async ({
  open,
  store,
  gateway,
}) => {
  const page = await (await open()).newPage();
  await buy(page, store, "mug");
  assert.ok(gateway.pages.length > 0);
  for (const { headers } of gateway.pages.slice(0, 1)) assert.equal(headers.referer, undefined);
});

test("a page of the shop in another site's frame stays blank", async ({ open, store, elsewhere, seen }) => {
  const page = await (await open()).newPage();
  elsewhere.page = `<iframe src="${store.origin}/"></iframe>`;
  await page.goto(elsewhere.origin);
  await until(() => seen.violations.length > 0);
  const frame = page.frames().find((one) => one !== page.mainFrame());
  assert.ok(!(await frame.content()).includes("Kettle"));
  assert.match(seen.violations.splice(0).join(), /frame-ancestors 'none'/, "the one violation that is wanted");
});

test("a half configured shop tells its log which settings are missing, and visitors nothing of it", async () => {
  const shop = await startStore(await freePort(), {
    GATEWAY_URL: "https://bank.example/payment/rest",
    GATEWAY_PASSWORD: "canary-password",
  });
  try {
    const response = await fetch(shop.origin);
    const text = await response.text();
    assert.equal(response.status, 503);
    assert.doesNotMatch(text, /GATEWAY|RETURN_KEY|canary-password|bank\.example/);
    await until(() => shop.log.includes("GATEWAY_USER, RETURN_KEY are missing"));
    assert.ok(!shop.log.includes("canary-password"));
  } finally {
    shop.stop();
  }
});

test("the store can be deployed as it is", () => {
  const said = dryRun();
  for (const binding of ["ORDER_STORE", "OPEN_ORDERS", "PACKING_LIST", "ASSETS"])
    assert.ok(said.includes(binding), said);
});

test("the sandbox's settings are for this machine only", () => {
  const here = new URL("http://127.0.0.1:8787/");
  const there = new URL("https://shop.example/");
  const own = {
    GATEWAY_URL: "https://bank.example/payment/rest",
    GATEWAY_USER: "u",
    GATEWAY_PASSWORD: "p",
    RETURN_KEY: "a key of the shop's own",
  };
  const { gateway } = readConfig({}, here);
  assert.equal(gateway.baseUrl, "http://127.0.0.1:8788/payment/rest");
  assert.throws(() => readConfig({}, there), /this machine only/);
  assert.throws(() => readConfig({ ...own, RETURN_KEY: gateway.returnKey[0] }, here), /RETURN_KEY of your own/);
  assert.throws(
    () => readConfig({ ...own, RETURN_KEY: `new key of ours,${gateway.returnKey[0]}` }, there),
    /RETURN_KEY of your own/,
  );
  assert.throws(() => readConfig({ ...own, GATEWAY_URL: "bank" }, there), /GATEWAY_URL is not an address/);
  assert.deepEqual(readConfig({}, here).gateway.callback, { secret: "test_callback_secret" });
  assert.equal(readConfig(own, there).gateway.callback, undefined, "no callbacks unless they are agreed");
  const pem = "-----BEGIN PUBLIC KEY-----";
  assert.deepEqual(readConfig({ ...own, CALLBACK_SECRET: "of the bank" }, there).gateway.callback, {
    secret: "of the bank",
  });
  assert.deepEqual(readConfig({ ...own, CALLBACK_PUBLIC_KEY: pem }, there).gateway.callback, { publicKey: pem });
  assert.throws(
    () => readConfig({ ...own, CALLBACK_SECRET: "s", CALLBACK_PUBLIC_KEY: pem }, there),
    /CALLBACK_SECRET and CALLBACK_PUBLIC_KEY are both set/,
  );
  assert.throws(
    () => readConfig({ ...own, CALLBACK_SECRET: "test_callback_secret" }, there),
    /sandbox and its public keys are for this machine only/,
  );
  assert.equal(readConfig({}, here).operatorKey, null, "no operator's page without a key");
  assert.throws(() => readConfig({ ...own, OPERATOR_KEY: "short" }, there), /OPERATOR_KEY is shorter than 16/);
  assert.throws(() => readConfig({ ...own, ASK_EVERY_MS: "soon" }, there), /ASK_EVERY_MS is not a whole number/);
  assert.throws(() => readConfig({ ...own, ORDER_PREFIX: "a b" }, there), /ORDER_PREFIX/);
  assert.throws(() => readConfig({ ...own, GATEWAY_PASSWORD: "" }, there), /GATEWAY_PASSWORD is missing/);
  assert.deepEqual(readConfig({ ...own, RETURN_KEY: "new key, old key" }, there).gateway.returnKey, [
    "new key",
    "old key",
  ]);
});
