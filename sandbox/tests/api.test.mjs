// The sandbox as JavaScript sees it: class, handler and command line, from the built package.
// Run with `node --test sandbox/tests/` after `cargo xtask build`.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac, createVerify, X509Certificate } from "node:crypto";
import { getEventListeners } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { register as send } from "../../pkg/index.js";
import handler, { Sandbox } from "../../pkg/sandbox.js";

const CLI = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const ACCOUNT = { userName: "test_user", password: "test_user_password" };
const ORDER = { ...ACCOUNT, orderNumber: "A-1", amount: "2000", returnUrl: "https://shop.test/r" };

const post = (root, call, fields, send = fetch) =>
  send(`${root}/${call}.do`, { method: "POST", body: new URLSearchParams(fields) }).then((reply) => reply.json());
const register = (bank, fields = {}) => post(bank.baseUrl, "register", { ...ORDER, ...fields }, bank.fetch);
const status = (bank, orderId) => post(bank.baseUrl, "getOrderStatusExtended", { ...ACCOUNT, orderId }, bank.fetch);
/** `name;value;` of every signed parameter, in byte order. */
const canonical = (params) =>
  [...params]
    .filter(([name]) => name !== "checksum" && name !== "sign_alias")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name};${value};`)
    .join("");

test("a gateway that has the sandbox's address and not its fetch is told so", async () => {
  const order = { orderNumber: "A-1", amount: 2000, currency: "EUR", returnUrl: "https://shop.test/r" };
  const { baseUrl } = new Sandbox();
  const error = await send(order, { baseUrl, ...ACCOUNT }).catch((caught) => caught);
  assert.equal(error.code, "network");
  assert.match(error.message, /; for a Sandbox, set gateway\.fetch to its fetch$/);
});

test("an order is paid without a browser", async () => {
  const bank = new Sandbox();
  const { orderId, formUrl } = await register(bank);
  assert.match(formUrl, /^https:\/\/gateway\.sandbox\.test\/payment\/merchants\//);
  assert.deepEqual(bank.pay(orderId, { challenge: "fail" }), {
    orderStatus: 0,
    actionCode: -2025,
    redirectUrl: `https://shop.test/r?orderId=${orderId}&lang=en`,
  });
  assert.equal(bank.pay(orderId, "4111111111111111").orderStatus, 2);
  assert.equal((await status(bank, orderId)).orderStatus, 2);
  assert.deepEqual(
    bank.orders().map((order) => [order.orderNumber, order.depositedAmount]),
    [["A-1", 2000]],
  );
});

test("fetch takes a string, a URL or a Request, is bound, and follows nothing", async () => {
  const { fetch: send } = new Sandbox();
  const page = "http://bank.test:8788/payment/merchants/x/payment_en.html?mdOrder=nope";
  for (const input of [page, new URL(page), new Request(page)]) assert.equal((await send(input)).status, 404);
  const { formUrl } = await post("http://127.0.0.1:8788/payment/rest", "register", ORDER, send);
  assert.match(formUrl, /^http:\/\/127\.0\.0\.1:8788\//);
  const paid = await send(formUrl, { method: "POST", body: new URLSearchParams({ wallet: "APPLE_PAY" }) });
  assert.deepEqual([paid.status, paid.headers.get("location").split("?")[0]], [302, "https://shop.test/r"]);
  await assert.rejects(send(page, { signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("a return address with other than ASCII letters is percent-encoded in the header", async () => {
  const { fetch: send } = new Sandbox();
  const order = { ...ORDER, returnUrl: "https://shop.test/Ж?q=№" };
  const { formUrl } = await post("https://bank.test/payment/rest", "register", order, send);
  const paid = await send(formUrl, { method: "POST", body: new URLSearchParams({ wallet: "APPLE_PAY" }) });
  assert.equal(paid.status, 302);
  assert.match(paid.headers.get("location"), /^https:\/\/shop\.test\/%D0%96\?q=%E2%84%96&orderId=/);
});

test("the clock function decides the time", async () => {
  let now = Date.UTC(2030, 0, 1);
  const bank = new Sandbox({ now: () => now });
  const { orderId } = await register(bank);
  now += 1_199_999;
  assert.equal((await status(bank, orderId)).orderStatus, 0);
  bank.advance(1);
  assert.equal((await status(bank, orderId)).actionCode, -2014);
});

test("the seed decides the ids", async () => {
  const id = async (options) => (await register(new Sandbox(options))).orderId;
  assert.equal(await id({ seed: 5 }), await id({ seed: 5 }));
  assert.notEqual(await id(), await id());
});

test("a bad option or argument is named", () => {
  const bank = new Sandbox();
  const circle = {};
  circle.circle = circle;
  for (const [call, message] of [
    [() => new Sandbox({ profil: "bpc" }), /unknown option "profil"; known: profile, strict, .*callbacks, now$/],
    [() => new Sandbox({ profile: "acme" }), /unknown variant "acme", expected one of "bpc"/],
    [() => new Sandbox({ seed: 1.5 }), /seed: expected a whole number/],
    [() => new Sandbox({ now: 5 }), /now: expected a function/],
    [() => new Sandbox(null), /options: expected an object/],
    [() => new Sandbox({ merchant: { currencies: ["EUR"] } }), /"EUR" is not a numeric ISO 4217 code/],
    [() => new Sandbox({ now: () => NaN }).orders(), /now: expected it to return epoch milliseconds/],
    [() => bank.pay("nope"), /no such order/],
    [() => bank.pay("x", { cvv: 1 }), /unknown field "cvv", expected one of "orderId", "wallet", "pan"/],
    [() => bank.refund("x"), /no order in this sandbox has the id or number "x"/],
    [() => bank.trigger("sold"), /unknown "sold"; known: approved/],
    [() => bank.pay("x", { wallet: "APPLE_PAY", pan: "4" }), /wallet: cannot be combined with a card/],
    [() => bank.advance(-1), /ms: expected a number of milliseconds/],
    [() => bank.injectFault("meteor"), /unknown variant "meteor"/],
    [() => bank.injectFault(), /missing field "kind"/],
    [() => bank.injectFault({ kind: "html", tims: 2 }), /unknown field "tims", expected one of "kind"/],
    [() => bank.injectFault({ kind: "html", times: 1.5 }), /invalid type: floating point "1.5", expected u32/],
    [() => bank.injectFault({ kind: "html", share: NaN }), /floating point "NaN", expected a string, a finite number/],
    [() => bank.pay("x", { pan: circle }), /invalid type: map, expected a string/],
    [() => new Sandbox({ merchant: circle }), /circular/i],
  ]) {
    assert.throws(call, (error) => error instanceof TypeError && message.test(error.message), String(call));
  }
});

test("faults are injected and cleared", async () => {
  const bank = new Sandbox();
  bank.injectFault("lost");
  await assert.rejects(register(bank), (error) => error instanceof TypeError && error.cause.code === "ECONNRESET");
  assert.equal((await register(bank)).errorCode, "1", "it was carried out");
  bank.injectFault({ kind: "late", delayMs: NEVER_MS });
  const signal = AbortSignal.timeout(20);
  await assert.rejects(bank.fetch(`${bank.baseUrl}/register.do`, { signal }), { name: "TimeoutError" });
  bank.injectFault({ kind: "badGateway", share: 1 });
  assert.equal((await bank.fetch(`${bank.baseUrl}/register.do`)).status, 502);
  assert.equal(bank.faults().length, 1);
  bank.clearFaults();
  assert.equal((await bank.fetch(`${bank.baseUrl}/register.do`)).status, 200);
  assert.ok(!JSON.stringify(bank.exchanges()).includes("test_user_password"));
});

test("a fault strikes its order by its id and by its number, and says how often", async () => {
  const bank = new Sandbox();
  const { orderId } = await register(bank);
  const [{ orderNumber }] = bank.orders();
  for (const order of [orderId, orderNumber]) {
    bank.injectFault({ kind: "otherAmount", order });
    assert.equal((await status(bank, orderId)).amount, 1, `the fault names ${order}`);
    assert.equal(bank.faults()[0].hits, 1);
    bank.clearFaults();
  }
  bank.injectFault({ kind: "otherAmount", order: "another" });
  assert.notEqual((await status(bank, orderId)).amount, 1);
  assert.equal(bank.faults()[0].hits, 0);
  assert.throws(() => bank.injectFault({ kind: "html", hits: 1 }), /unknown field "hits"/);
});

test("a strict profile refuses what its bank refuses, and a lenient one does not", async () => {
  const form = "userName=test_user&password=test_user_password&orderNumber=1&amount=5000&returnUrl=https://s.test/";
  const post = async (options, headers, body) => {
    const bank = new Sandbox(options);
    const reply = await bank.fetch(`${bank.baseUrl}/register.do`, { method: "POST", headers, body });
    return [reply.status, await reply.json()];
  };
  const asForm = { "content-type": "application/x-www-form-urlencoded" };
  const asJson = { "content-type": "application/json" };
  assert.equal((await post({ profile: "bt" }, asForm, form))[1].errorCode, "8");
  assert.equal((await post({ profile: "bt", basicLoginOnly: true }, asForm, form))[0], 401);
  assert.ok((await post({ profile: "bt", strict: false }, asForm, form))[1].orderId);
  assert.equal((await post({ profile: "ecom" }, asForm, form))[0], 415);
  assert.ok((await post({ profile: "ecom", strict: false }, asForm, form))[1].orderId);
  const fields = Object.fromEntries(new URLSearchParams(form));
  assert.equal((await post({ profile: "ecom" }, asJson, JSON.stringify(fields)))[1].errorCode, "5", "amount is a text");
  assert.ok((await post({ profile: "ecom" }, asJson, JSON.stringify({ ...fields, amount: 5000 })))[1].orderId);
});

test("the former names of the fault methods still work", () => {
  const bank = new Sandbox();
  bank.fail("html");
  assert.deepEqual(
    bank.faults().map((fault) => fault.kind),
    ["html"],
  );
  bank.heal();
  assert.deepEqual(bank.faults(), []);
});

test("an undefined option counts as absent, and a large whole number is accepted", () => {
  const bank = new Sandbox({ profile: undefined, merchant: { name: undefined }, now: () => new Date(5) });
  bank.injectFault({ kind: "late", delayMs: 1e17, times: undefined, order: "A-1" });
  assert.deepEqual(bank.faults(), [
    { kind: "late", times: null, share: null, order: "A-1", call: null, delayMs: 1e17, hits: 0 },
  ]);
  assert.throws(() => new Sandbox({ profile: null }), /invalid type: null, expected string/);
});

test("a time beyond 2^53 is the nearest number", async () => {
  const bank = new Sandbox();
  bank.advance(1e17);
  await register(bank);
  assert.ok(bank.orders()[0].createdMs >= 1e17);
});

test("an error of the clock function is not changed", async () => {
  const broken = new RangeError("no clock here");
  const bank = new Sandbox({
    now: () => {
      throw broken;
    },
  });
  assert.throws(
    () => bank.orders(),
    (error) => error === broken,
  );
  await assert.rejects(register(bank), (error) => error === broken);
});

test("the clock function may call the sandbox", async () => {
  let calls = 0;
  const bank = new Sandbox({ now: () => (calls++ === 0 ? bank.orders().length : 0) });
  await register(bank);
  assert.deepEqual([calls, bank.orders().length], [2, 1]);
});

/** Longer than any machine takes for a test: an answer that is so late does not come. */
const NEVER_MS = 3_600_000;

/** Timers that this process waits for. */
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

/** Waits for something to be true, for as long as that takes. */
async function until(isTrue) {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

test("an abort during a late answer leaves no timer and no listener", async () => {
  const bank = new Sandbox();
  bank.injectFault({ kind: "late", delayMs: NEVER_MS, share: 1 });
  const before = timers();
  const customer = new AbortController();
  const request = new Request(`${bank.baseUrl}/register.do`, { signal: customer.signal });
  const answer = bank.fetch(request);
  await until(() => timers() > before && getEventListeners(request.signal, "abort").length > 0);
  assert.deepEqual([timers(), getEventListeners(request.signal, "abort").length], [before + 1, 1]);
  const reason = new Error("changed my mind");
  customer.abort(reason);
  await assert.rejects(answer, (error) => error === reason);
  assert.deepEqual([timers(), getEventListeners(request.signal, "abort").length], [before, 0]);
});

test("a wait that ends leaves no listener", async () => {
  const bank = new Sandbox();
  bank.injectFault({ kind: "late", delayMs: 5 });
  const request = new Request(`${bank.baseUrl}/register.do`);
  assert.equal((await bank.fetch(request)).status, 200);
  assert.equal(getEventListeners(request.signal, "abort").length, 0);
});

test("an abort before the wait rejects at once", async () => {
  const bank = new Sandbox();
  bank.injectFault({ kind: "late", delayMs: NEVER_MS });
  const customer = new AbortController();
  const answer = bank.fetch(`${bank.baseUrl}/register.do`, { method: "POST", body: "x", signal: customer.signal });
  customer.abort();
  await assert.rejects(answer, { name: "AbortError" });
});

test("a request is held until it is answered, so that its signal still aborts", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const bank = new Sandbox();
  bank.injectFault({ kind: "late", delayMs: NEVER_MS });
  const customer = new AbortController();
  const answer = bank.fetch(`${bank.baseUrl}/register.do`, { signal: customer.signal });
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    collect();
  }
  customer.abort();
  await assert.rejects(answer, { name: "AbortError" });
});

test("an answer without a body has its status and its headers", async () => {
  const bank = new Sandbox();
  bank.injectFault("badGateway");
  const answer = await bank.fetch(`${bank.baseUrl}/register.do`);
  assert.deepEqual([answer.status, answer.headers.get("content-type"), await answer.text()], [502, "text/plain", ""]);
});

test("the address of a request overrules its host headers", async () => {
  const bank = new Sandbox({ profile: "classic" });
  const headers = {
    host: "evil.test",
    "x-forwarded-proto": "ftp",
    "content-type": "application/x-www-form-urlencoded",
  };
  const order = new URLSearchParams({ ...ORDER, currency: "643" }).toString();
  const answer = await bank.fetch("http://bank.test:8080/payment/rest/register.do", {
    method: "POST",
    headers,
    body: order,
  });
  assert.match((await answer.json()).formUrl, /:\/\/bank\.test:8080\//);
  assert.match(answer.headers.getSetCookie().join(), /^JSESSIONID=0+;/);
});

test("callbacks with HMAC, until 200", async () => {
  const bank = new Sandbox({
    callbacks: { url: "https://shop.test/bank", secret: "k3y", extra: ["callbackCreationDate"] },
  });
  const { orderId } = await register(bank);
  bank.pay(orderId);
  const [failed] = await bank.deliverCallbacks(() => new Response("no", { status: 503 }));
  assert.equal(failed.status, 503);
  assert.deepEqual(await bank.deliverCallbacks(() => assert.fail("too early")), []);
  bank.advance(30_000);
  const [silent] = await bank.deliverCallbacks(() => Promise.reject(new Error("down")));
  assert.equal(silent.status, null);
  bank.advance(30_000);
  const seen = [];
  const [done] = await bank.deliverCallbacks((url, init) => (seen.push([url, init]), new Response("ok")));
  assert.equal(done.status, 200);
  const params = new URL(seen[0][0]).searchParams;
  assert.deepEqual([seen[0][1].method, params.get("mdOrder"), params.get("operation")], ["GET", orderId, "deposited"]);
  const checksum = createHmac("sha256", "k3y").update(canonical(params)).digest("hex").toUpperCase();
  assert.equal(params.get("checksum"), checksum);
  assert.deepEqual(
    bank.callbacks().map((line) => line.then),
    ["tried again", "tried again", "done"],
  );
});

test("callbacks with RSA, and the key to verify them", async () => {
  const bank = new Sandbox({ callbacks: { url: "https://shop.test/bank", method: "POST", signature: "rsa" } });
  bank.pay((await register(bank)).orderId);
  const [{ body }] = await bank.deliverCallbacks(() => new Response("ok"));
  const params = new URLSearchParams(body);
  const signature = Buffer.from(params.get("checksum"), "hex");
  const verifies = (text, key) => createVerify("RSA-SHA512").update(text).verify(key, signature);
  const key = await (await bank.fetch("https://gateway.sandbox.test/sandbox/callback-key.pem")).text();
  assert.ok(verifies(canonical(params), key) && !verifies(`${canonical(params)} `, key));
  const certificate = new X509Certificate(await bank.callbackCertificate());
  assert.ok(certificate.verify(certificate.publicKey) && certificate.subject === "CN=bpc-checkout sandbox");
  assert.equal(certificate.publicKey.export({ type: "spki", format: "pem" }), key);
});

test("one sandbox has several accounts, each with its profile", async () => {
  const bank = new Sandbox({ merchants: [{ userName: "shop2", password: "secret", profile: "numeric" }] });
  assert.equal((await register(bank)).errorCode, undefined);
  assert.equal((await register(bank, { userName: "shop2", password: "secret" })).errorCode, 0);
});

test("the default export is a handler", async () => {
  const { formUrl } = await post("https://bank.example/payment/rest", "register", ORDER, (url, init) =>
    handler.fetch(new Request(url, init), { SOME: "environment" }),
  );
  assert.match(formUrl, /^https:\/\/bank\.example\//);
});

/** Runs the command line until it ends or is ready. */
function run(...args) {
  const child = spawn(process.execPath, [CLI, ...args]);
  const text = { out: "", err: "" };
  child.stderr.on("data", (chunk) => (text.err += chunk));
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ ...text, code, child }));
    child.stdout.on("data", (chunk) => {
      text.out += chunk;
      if (text.out.includes("ready")) resolve({ ...text, child, root: text.out.match(/http:\S+/)[0] });
    });
  });
}

test("the command line serves, calls back and resets", async () => {
  let hear;
  const heard = new Promise((resolve) => (hear = resolve));
  const shop = createServer((request, response) => (hear(request.url), response.end())).listen(0, "127.0.0.1");
  await new Promise((resolve) => shop.once("listening", resolve));
  const address = `http://127.0.0.1:${shop.address().port}/bank`;
  const { child, out, root } = await run(
    "sandbox",
    "--port",
    "0",
    "--callback-url",
    address,
    "--currencies",
    "978,840",
  );
  try {
    assert.match(
      out,
      /^bpc-checkout sandbox ready: REST root http:\/\/127\.0\.0\.1:\d+\/payment\/rest {2}\(test_user \/ test_user_password\)\n/,
    );
    const { formUrl } = await post(root, "register", { ...ORDER, currency: "840" });
    const sent = await fetch(formUrl, {
      method: "POST",
      body: new URLSearchParams({ wallet: "APPLE_PAY" }),
      redirect: "manual",
    });
    assert.equal(sent.status, 302);
    assert.match(await heard, /^\/bank\?mdOrder=.*&operation=deposited&status=1&checksum=[0-9A-F]{64}$/);
    const origin = new URL(root).origin;
    const headers = { "content-type": "application/json" };
    await fetch(`${origin}/sandbox/api/injectFault`, { method: "POST", headers, body: '{"kind":"reset"}' });
    await assert.rejects(post(root, "register", ORDER), { name: "TypeError" });
    assert.equal((await fetch(`${origin}/`)).status, 200);
    const { err, code } = await run("sandbox", "--port", new URL(root).port);
    assert.deepEqual(
      [code, err],
      [2, `bpc-checkout: port ${new URL(root).port} on 127.0.0.1 is in use: choose another with --port\n`],
    );
  } finally {
    child.kill();
    shop.close();
  }
});

test("the command line has a help text and clear errors", async () => {
  for (const [args, code, message] of [
    [["--help"], 0, /^$/],
    [[], 2, /expected a command/],
    [["--version"], 0, /^$/],
    [["help", "sandbox"], 0, /^$/],
    [["serve"], 2, /unknown command "serve"; known: sandbox/],
    [["sandbox", "--port", "x"], 2, /--port: expected a whole number from 0 to 65535, got "x"/],
    [["sandbox", "--port", "65536"], 2, /--port: expected/],
    [["sandbox", "--bogus"], 2, /unknown option --bogus; see bpc-checkout sandbox --help/],
    [["sandbox", "--profil", "bpc"], 2, /unknown option --profil; did you mean --profile\?/],
    [["sandbox", "now"], 2, /unexpected "now"/],
    [["sandbox", "--seed", "-1"], 2, /--seed expects a value/],
    [["sandbox", "--port"], 2, /--port expects a value/],
    [["sandbox", "--profile", "acme"], 2, /--profile: expected bpc, classic, .*, got "acme"/],
    [["sandbox", "--currencies", "EUR"], 2, /--currencies: "EUR" is not a numeric/],
    [["sandbox", "--callback-url", "foo"], 2, /--callback-url: expected an address such as .*, got "foo"/],
    [["sandbox", "--callback-url", "ftp://x/"], 2, /--callback-url: expected an address/],
    [["sandbox", "--callback-signature", "sha"], 2, /--callback-signature: expected hmac, rsa, none, got "sha"/],
    [["sandbox", "--session-secs", "0"], 2, /--session-secs: expected a whole number from 1/],
    [["sandbox", "--allow-callbacks-to", "http://x/"], 2, /--allow-callbacks-to: expected host names/],
    [["sandbox", "--name", ""], 2, /--name: must not be empty/],
    [["sandbox", "--orders", "no-such-file.json"], 2, /--orders: no-such-file.json: ENOENT/],
  ]) {
    const result = await run(...args);
    assert.equal(result.code, code, args.join(" "));
    assert.match(result.err, message);
  }
});

test("the command line signs callbacks with RSA, sends them as POST and serves the key", async (t) => {
  let hear;
  const heard = new Promise((resolve) => (hear = resolve));
  const shop = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    response.end();
    hear({ method: request.method, params: new URLSearchParams(body) });
  });
  await new Promise((resolve) => shop.listen(0, "127.0.0.1", resolve));
  t.after(() => shop.close());

  const address = `http://127.0.0.1:${shop.address().port}/callback`;
  const flags = ["--callback-url", address, "--callback-signature", "rsa", "--callback-method", "POST"];
  const bank = spawn(process.execPath, [CLI, "sandbox", "--port", "0", ...flags]);
  t.after(() => bank.kill());
  const [root] = await new Promise((resolve) =>
    bank.stdout.once("data", (data) => resolve(String(data).match(/http:\S+/))),
  );
  const { orderId } = await post(root, "register", ORDER);
  const headers = { "content-type": "application/json" };
  await fetch(new URL("/sandbox/api/pay", root), { method: "POST", headers, body: JSON.stringify({ orderId }) });

  const { method, params } = await heard;
  assert.equal(method, "POST");
  assert.equal(params.get("operation"), "deposited");
  const key = await (await fetch(new URL("/sandbox/callback-key.pem", root))).text();
  assert.ok(createVerify("RSA-SHA512").update(canonical(params)).verify(key, params.get("checksum"), "hex"));
});
