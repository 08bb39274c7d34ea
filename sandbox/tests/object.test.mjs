// `SandboxObject` in workerd: two Workers, each in an isolate of its own, ask one sandbox, and its orders outlive the process.
// Run with `node --test sandbox/tests/` after `cargo xtask build`.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT, tool } from "../../tests/runtimes/consumer.mjs";

/** The recipe of docs/sandbox.md. */
const RECIPE = `
export { SandboxObject } from "./sandbox-workerd.js";
export default { fetch: (request, env) => env.SANDBOX.getByName("staging").fetch(request) };
`;
/** A store's way to change the options. */
const WITH_CALLBACKS = (url) => `
import { SandboxObject as Base } from "./sandbox-workerd.js";
export class SandboxObject extends Base {
  options() {
    return { callbacks: { url: ${JSON.stringify(url)} } };
  }
}
`;
const MODULES = ["sandbox-workerd.js", "load-compiled.js", "sandbox-api.js", "sandbox-object.js", "sandbox-core.js"];

/** Two services with the same code: one has the object, the other one asks it from another isolate. */
function configuration() {
  const modules = ["worker.js", ...MODULES].map((name) => `(name = "${name}", esModule = embed "${name}")`);
  const all = [...modules, '(name = "sandbox.wasm", wasm = embed "sandbox.wasm")'].join(",\n");
  const worker = (binding, more) => `(compatibilityDate = "2026-11-01", modules = [${all}],
    bindings = [(name = "SANDBOX", durableObjectNamespace = ${binding})], ${more})`;
  const owner = `durableObjectNamespaces = [(className = "SandboxObject", uniqueKey = "sandbox", enableSql = true)],
    durableObjectStorage = (localDisk = "storage")`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "one", worker = ${worker('"SandboxObject"', owner)}),
  (name = "two", worker = ${worker('(className = "SandboxObject", serviceName = "one")', "")}),
  (name = "storage", disk = (path = "storage", writable = true)),
  (name = "internet", network = (allow = ["local"])),
], sockets = [(name = "one", service = "one"), (name = "two", service = "two")]);`;
}

function prepared(t, worker) {
  const folder = mkdtempSync(join(tmpdir(), "bpc-object-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "storage"));
  for (const name of [...MODULES, "sandbox.wasm"]) copyFileSync(join(ROOT, "pkg", name), join(folder, name));
  writeFileSync(join(folder, "worker.js"), worker);
  writeFileSync(join(folder, "config.capnp"), configuration());
  return folder;
}

/** Starts workerd with what is on the disk: the origins of both Workers, and `kill`. */
async function started(t, folder) {
  const sockets = ["one", "two"].map((name) => `--socket-addr=${name}=127.0.0.1:0`);
  const args = ["serve", "config.capnp", ...sockets, "--control-fd=3", "--experimental"];
  const child = spawn(tool("workerd"), args, { cwd: folder, stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  t.after(kill);
  const ports = {};
  await new Promise((done, fail) => {
    child.once("exit", (code) => fail(new Error(`workerd ended with ${code}`)));
    child.stdio[3].setEncoding("utf8").on("data", (text) => {
      for (const [, name, port] of text.matchAll(/"socket":"(\w+)","port":(\d+)/g)) ports[name] = port;
      if (ports.one && ports.two) done();
    });
  });
  return { one: `http://127.0.0.1:${ports.one}`, two: `http://127.0.0.1:${ports.two}`, kill };
}

const LOGIN = { userName: "test_user", password: "test_user_password" };

async function asked(origin, method, fields) {
  const body = new URLSearchParams({ ...LOGIN, ...fields });
  const reply = await fetch(`${origin}/payment/rest/${method}.do`, { method: "POST", body });
  return reply.json();
}

async function commanded(origin, name, input = {}) {
  const reply = await fetch(`${origin}/sandbox/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const { result, error } = await reply.json();
  assert.equal(error, undefined);
  return result;
}

const register = (origin, orderNumber, more = {}) =>
  asked(origin, "register", { orderNumber, amount: "2000", returnUrl: "https://shop.test/r", ...more });
const statusOf = async (origin, orderNumber) => asked(origin, "getOrderStatusExtended", { orderNumber });

test("two isolates see one state, and it outlives the process", async (t) => {
  const folder = prepared(t, RECIPE);
  const first = await started(t, folder);
  const { orderId, formUrl } = await register(first.one, "A-1");
  assert.ok(formUrl.startsWith(first.one), formUrl);
  assert.equal((await commanded(first.two, "pay", { orderId })).orderStatus, 2);
  const seen = [await statusOf(first.one, "A-1"), await statusOf(first.two, "A-1")];
  assert.deepEqual(
    seen.map((report) => report.orderStatus),
    [2, 2],
  );
  // Many at once, over both: each has an order of its own.
  const numbers = Array.from({ length: 40 }, (_, at) => `M-${at}`);
  const many = await Promise.all(numbers.map((number, at) => register(at % 2 ? first.one : first.two, number)));
  assert.equal(new Set(many.map((order) => order.orderId)).size, 40);
  await commanded(first.one, "advance", { ms: 60_000 });
  await commanded(first.two, "refund", { order: "A-1", amount: 500 });
  // A reply that is late must not keep the next start waiting.
  await commanded(first.one, "injectFault", { kind: "late", call: "register", delayMs: 600_000 });
  const late = register(first.one, "A-2").catch(() => {});
  const before = await commanded(first.two, "orders");
  await first.kill();
  await late;

  const second = await started(t, folder);
  const after = await commanded(second.two, "orders");
  assert.deepEqual(after, before);
  const { paymentAmountInfo } = await statusOf(second.one, "A-1");
  assert.deepEqual([paymentAmountInfo.depositedAmount, paymentAmountInfo.refundedAmount], [1500, 500]);
  await commanded(second.one, "reset");
  assert.deepEqual(await commanded(second.two, "orders"), []);
  await second.kill();
  const third = await started(t, folder);
  assert.deepEqual(await commanded(third.one, "orders"), []);
});

test("a callback goes to the store's own host once, and is not sent again after a new start", async (t) => {
  const got = [];
  const store = createServer((request, response) => {
    got.push(request.url);
    response.end("OK");
  });
  store.listen(0, "127.0.0.1");
  await once(store, "listening");
  t.after(() => store.close());
  const url = `http://127.0.0.1:${store.address().port}/callback`;
  const folder = prepared(t, `${WITH_CALLBACKS(url)}${RECIPE.split("\n")[2]}`);
  const first = await started(t, folder);
  const { orderId } = await register(first.one, "C-1");
  await commanded(first.two, "pay", { orderId });
  while (got.length < 1) await once(store, "request");
  const elsewhere = `http://127.0.0.1:9/callback`;
  const other = await register(first.one, "C-2", { dynamicCallbackUrl: elsewhere });
  await commanded(first.two, "pay", { orderId: other.orderId });
  const lines = async (origin) => commanded(origin, "callbacks");
  let seen = [];
  // The answers are reported after the reply to the payment.
  while (seen.length < 2) seen = await lines(first.one);
  assert.deepEqual(
    seen.map(({ orderNumber, answer, then }) => [orderNumber, answer, then]),
    [
      ["C-1", 200, "done"],
      ["C-2", null, "given up"],
    ],
  );
  assert.match(seen[1].problem, /not sent/);
  await first.kill();
  const second = await started(t, folder);
  assert.equal((await statusOf(second.two, "C-1")).orderStatus, 2);
  await commanded(second.one, "pay", { orderId: (await register(second.one, "C-3")).orderId });
  while (got.length < 2) await once(store, "request");
  assert.deepEqual(
    got.map((address) => /orderNumber=([\w-]+)/.exec(address)[1]),
    ["C-1", "C-3"],
  );
});
