// `bpc-checkout sandbox` as a server: who may call it, where callbacks go, and what the terminal shows.
// Run with `node --test sandbox/tests/` after `cargo xtask build`.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { register as send } from "../../pkg/index.js";
import { listen } from "../../tests/support/loopback.mjs";

const CLI = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const ACCOUNT = { userName: "test_user", password: "test_user_password" };
const ORDER = { ...ACCOUNT, orderNumber: "A-1", amount: "2000", returnUrl: "https://shop.test/r" };
const JSON_TYPE = { "content-type": "application/json" };

/** Starts a server. `line(text)` resolves to the first line of the terminal that has this text, now or later. */
const start = (t, ...options) => startWith(t, [], ...options);

/** `before`: options of Node. */
async function startWith(t, before, ...options) {
  const child = spawn(process.execPath, [...before, CLI, "sandbox", "--port", "0", ...options]);
  t.after(() => child.kill());
  const server = { out: "", err: "" };
  const waiting = [];
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.stderr.setEncoding("utf8").on("data", (text) => (server.err += text));
  child.stdout.setEncoding("utf8").on("data", (text) => {
    server.out += text;
    for (const check of waiting.slice()) check();
  });
  server.line = (text) =>
    new Promise((resolve, reject) => {
      const check = () => {
        const found = server.out.split("\n").find((line) => line.includes(text));
        if (found === undefined) return;
        waiting.splice(waiting.indexOf(check), 1);
        resolve(found);
      };
      waiting.push(check);
      ended.then((code) => reject(new Error(`it ended with ${code}: ${server.err}`)));
      check();
    });
  const first = await server.line("ready");
  server.root = /http:\S+/.exec(first)[0];
  server.origin = new URL(server.root).origin;
  return server;
}

const register = (root, fields = {}) =>
  fetch(`${root}/register.do`, { method: "POST", body: new URLSearchParams({ ...ORDER, ...fields }) }).then((reply) =>
    reply.json(),
  );

async function command(origin, name, input = {}) {
  const reply = await fetch(`${origin}/sandbox/api/${name}`, {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify(input),
  });
  const { result, error } = await reply.json();
  if (error) throw new Error(error);
  return result;
}

/** A request with headers that `fetch` does not let a program set. Resolves to `{ status, text, headers }`. */
const raw = (origin, path, headers, method = "GET", body = "") =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const sent = httpRequest({ hostname, port, path, method, headers }, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (part) => (text += part));
      reply.on("end", () => resolve({ status: reply.statusCode, text, headers: reply.headers }));
    });
    sent.on("error", reject).end(body);
  });

test("the server answers to its own host names only", async (t) => {
  const { origin } = await start(t, "--allow-hosts", "bank.test, Other.Test");
  const port = new URL(origin).port;
  for (const [host, status] of [
    [`127.0.0.1:${port}`, 200],
    [`localhost:${port}`, 200],
    [`LOCALHOST`, 200],
    [`shop.localhost:${port}`, 200],
    [`[::1]:${port}`, 200],
    [`127.9.9.9`, 200],
    [`bank.test:${port}`, 200],
    [`other.test`, 200],
    [`evil.example:${port}`, 421],
    [`127.0.0.1.evil.example`, 421],
    [`127.evil.example`, 421],
    [`localhost.evil.example`, 421],
    [`10.0.0.1:${port}`, 421],
    [`[::ffff:10.0.0.1]`, 421],
    [`127.0.0.1@evil.example`, 421],
    [``, 200],
  ]) {
    const reply = await raw(origin, "/", { host });
    assert.equal(reply.status, status, `${host}: ${reply.text.slice(0, 200)}`);
    if (status === 200) continue;
    assert.equal(reply.headers["x-content-type-options"], "nosniff");
    if (status === 421) assert.match(reply.text, /^the sandbox does not answer to the host \S+\. Use 127\.0\.0\.1 or/);
  }
  const proxied = await raw(origin, "http://evil.example/sandbox/api/orders", { host: "127.0.0.1" });
  assert.equal(proxied.status, 421, "the address of the request line counts");
});

test("a page of another site cannot call the server", async (t) => {
  const { origin } = await start(t);
  const query = new URLSearchParams(ORDER);
  const image = await raw(origin, `/payment/rest/register.do?${query}`, { "sec-fetch-site": "cross-site" });
  assert.deepEqual([image.status, image.text], [403, "a page of another site must not call the sandbox\n"]);
  const api = { ...JSON_TYPE, "sec-fetch-site": "cross-site" };
  assert.equal((await raw(origin, "/sandbox/api/orders", api, "POST", "{}")).status, 403);
  assert.deepEqual(await command(origin, "orders"), []);
});

test("callbacks go to this machine alone, unless told otherwise", async (t) => {
  const seen = [];
  const shop = await listen(createServer((request, response) => (seen.push(request.url), response.end())));
  t.after(shop.close);
  const bank = await start(t, "--allow-callbacks-to", "intern.test");
  const pay = async (orderNumber, dynamicCallbackUrl) => {
    const { orderId } = await register(bank.root, { orderNumber, dynamicCallbackUrl });
    await command(bank.origin, "pay", { orderId });
    await command(bank.origin, "deliver");
    return (await command(bank.origin, "callbacks", { order: orderNumber })).at(-1);
  };
  const own = await pay("L-1", `${shop.origin}/callback`);
  assert.deepEqual([own.answer, own.then, seen.length], [200, "done", 1]);
  for (const [at, address] of [
    "http://10.0.0.1/x",
    "http://169.254.169.254/latest",
    "http://127.0.0.1.evil.example/",
    "http://127.0.0.1@10.0.0.1/",
    "http://localhost\\@10.0.0.1/",
    "http://[::ffff:10.0.0.1]/",
    "https://shop.test/callback",
  ].entries()) {
    const line = await pay(`N-${at}`, address);
    assert.equal(line.answer, null, address);
    if (new URL(address).hostname === "localhost") continue;
    assert.match(line.problem, /^not sent to \S+: allow it with --allow-callbacks-to \S+$/, address);
    assert.equal(line.then, "given up", address);
  }
  const allowed = await pay("A-9", "http://intern.test:1/x");
  assert.deepEqual([allowed.then, /not sent/.test(allowed.problem)], ["tried again", false]);
  await bank.line("callback deposited N-0 → no answer: not sent to 10.0.0.1");
});

test("a store that never answers a callback is given up after ten seconds, and told again later", async (t) => {
  const shop = await listen(createServer(() => {}));
  t.after(shop.close);
  // Ten seconds pass at once. Another limit ends with another error.
  const hurry =
    "AbortSignal.timeout=(ms)=>AbortSignal.abort(new DOMException('another limit',ms===10000?'TimeoutError':'AbortError'))";
  const bank = await startWith(t, ["--import", `data:text/javascript,${encodeURIComponent(hurry)}`]);
  const { orderId } = await register(bank.root, { dynamicCallbackUrl: `${shop.origin}/callback` });
  await command(bank.origin, "pay", { orderId });
  await command(bank.origin, "deliver");
  const [line] = await command(bank.origin, "callbacks", { order: "A-1" });
  assert.deepEqual([line.answer, line.problem, line.then], [null, "no answer in 10 s", "tried again"]);
});

test("the terminal shows a purchase, a refused callback and its resend", async (t) => {
  let status = 403;
  const shop = await listen(createServer((_, response) => response.writeHead(status).end()));
  t.after(shop.close);
  const flags = ["--callback-url", `${shop.origin}/callback`, "--name", "Kiln & Kettle", "--user", "kiln-api"];
  const bank = await start(t, ...flags, "--password", "kettle", "--session-secs", "60");
  for (const text of [
    `(kiln-api / kettle)`,
    `  control page  ${bank.origin}/`,
    `  callbacks     to ${shop.origin}/callback`,
    "  test card     5555 5555 5555 5599  12/34  123  asks for 3-D Secure",
    "  test card     4000 0011 1111 1126  12/30  123  is declined with 5",
  ])
    await bank.line(text);

  const account = { userName: "kiln-api", password: "kettle" };
  const { orderId, formUrl } = await register(bank.root, account);
  const registered = await bank.line("register.do");
  assert.match(registered, /^\d\d:\d\d:\d\d register\.do 200 A-1 20\.00\u{A0}EUR → pay http/u);
  assert.ok(registered.endsWith(formUrl));
  assert.match(await (await fetch(formUrl)).text(), /Kiln &amp; Kettle/);
  await command(bank.origin, "pay", { orderId, pan: "4000001111111126" });
  await bank.line("payment A-1 declined 5: VISA 400000**1126");
  await command(bank.origin, "pay", { orderId });
  await bank.line("callback deposited A-1 → 403, again in 30 s");
  status = 200;
  await command(bank.origin, "resend", { order: "A-1" });
  await bank.line("callback deposited A-1 → 200");
  await register(bank.root, { ...account, password: "wrong", orderNumber: "A-2" });
  await bank.line("register.do 200 A-2 error 5: ");
  await register(bank.root, { ...account, orderNumber: "A-\u{1b}[31m3" });
  assert.ok(!bank.out.includes("\u{1b}"), "no order number controls the terminal");
  await register(bank.root, { ...account, orderNumber: "A-4" });
  await command(bank.origin, "advance", { ms: 60_000 });
  await bank.line("order A-4 session ended");
});

test("orders of a file, quiet, and latency", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bpc-orders-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "orders.json");
  const states = ["registered", "held", "paid", "declined", "expired", "refunded"];
  writeFileSync(file, JSON.stringify(states.map((state, at) => ({ orderNumber: `F-${at}`, amount: 500, state }))));
  const bank = await start(t, "--orders", file, "--quiet", "--latency", "5");
  const orders = await command(bank.origin, "orders");
  assert.deepEqual(orders.map((order) => order.state).reverse(), [
    "waiting for payment",
    "held",
    "paid",
    "declined, still open: The card has insufficient funds for the purchase",
    "expired",
    "refunded",
  ]);
  await register(bank.root);
  assert.ok(!bank.out.includes("register.do"), bank.out);

  for (const [content, message] of [
    ["{}", /expected a list of orders/],
    ['[{"orderNumber":"1","amount":5,"state":"sold"}]', /order 1: state: expected registered, held, .* got "sold"/],
    ['[{"orderNumber":"1","amount":"x"}]', /order 1: /],
  ]) {
    writeFileSync(file, content);
    await assert.rejects(start(t, "--orders", file), message);
  }
});

test("every command of the API is a method with the same result", async (t) => {
  const bank = await start(t);
  const { orderId } = await register(bank.root);
  await command(bank.origin, "pay", { orderId });
  assert.equal((await command(bank.origin, "refund", { order: "A-1", amount: 500 })).state, "refunded in part");
  const [order] = await command(bank.origin, "orders", { search: "a-" });
  assert.deepEqual([order.orderNumber, order.refundedAmount], ["A-1", 500]);
  const [exchange] = await command(bank.origin, "exchanges", { order: "A-1" });
  assert.deepEqual([exchange.request, exchange.orderId], ["POST /payment/rest/register.do", orderId]);
  assert.equal((await command(bank.origin, "testCards")).length, 5);
  await command(bank.origin, "reset");
  assert.deepEqual(await command(bank.origin, "orders"), []);
  await assert.rejects(command(bank.origin, "refund", { order: "A-1" }), /no order in this sandbox/);
});

test("every order that register sends is taken over HTTP, and a longer body is refused whole", async (t) => {
  const { root } = await start(t);
  const gateway = { baseUrl: root, userName: ACCOUNT.userName, password: ACCOUNT.password };
  const position = (index) => ({
    positionId: String(index),
    name: `Кружка синяя, большая, с двумя ручками и рисунком, номер ${index}`,
    quantity: { value: 1, measure: "шт" },
    itemCode: `MUG-${index}`,
    itemDetails: { itemDetailsParams: [{ name: "цвет", value: "Иссиня-чёрный, очень тёмный, почти как ночь" }] },
  });
  const cart = { cartItems: { items: Array.from({ length: 100 }, (_, index) => position(index)) } };
  const largest = { x: "я".repeat((384 * 1024 - '{"x":""}'.length) / 2) };
  for (const orderBundle of [cart, largest]) {
    const order = { amount: 2000, currency: "EUR", returnUrl: "https://shop.test/r", orderBundle };
    assert.match((await send(order, gateway)).formUrl, /payment/);
  }
  for (const mebibytes of [2, 5]) {
    const body = `description=${"a".repeat(mebibytes << 20)}`;
    const reply = await fetch(`${root}/register.do`, { method: "POST", body });
    assert.equal(reply.status, 413, `${mebibytes} MiB`);
  }
});
