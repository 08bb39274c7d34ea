/** `bpc-checkout/desk`: the same scenarios over node:sqlite, D1, Durable Objects and memory; and why a key-value store does not do. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test as nodeTest } from "node:test";
import { createOrders, sqlite, sqlStorage } from "../../pkg/desk.js";
import { test } from "./harness.mjs";
import { IN_PROCESS, SCENARIOS } from "./orders/scenarios.mjs";
import { REFUSED } from "./orders/refused.mjs";
import { startInMemory } from "./orders/memory.mjs";
import { startOverSqlite } from "./orders/sqlite.mjs";
import { FOLDER } from "./workerd.mjs";

const ALL = { ...SCENARIOS, ...REFUSED };

for (const [name, scenario] of Object.entries(ALL)) nodeTest(`sqlite: ${name}`, () => scenario(startOverSqlite));
for (const [name, scenario] of Object.entries(ALL))
  if (name !== IN_PROCESS) nodeTest(`memory: ${name}`, () => scenario(startInMemory));

const run = async ({ orders }, body) => {
  const response = await fetch(orders.origin, { method: "POST", body: JSON.stringify(body) });
  return response.text();
};

for (const storage of ["d1", "objects"])
  for (const scenario of Object.keys(ALL).filter((name) => name !== IN_PROCESS))
    test(`${storage}: ${scenario}`, async (world) => {
      assert.equal(await run(world, { storage, scenario }), "ok");
    });

test("KV: 100 callers are given the same order several times", async (world) => {
  assert.ok(Number(await run(world, { storage: "kv", scenario: "one order" })) > 1);
});

/** What the error of a database without tables says. */
function assertNoTables({ name, code, field, message }, table) {
  assert.deepEqual([name, code, field], ["CheckoutError", "invalid_option", "storage"], message);
  for (const text of [table, "createTables()", "SCHEMA"]) assert.ok(message.includes(text), message);
}

nodeTest("sqlite: without tables the error of every method says what makes them", async () => {
  const storage = sqlite(new DatabaseSync(":memory:"));
  const orders = createOrders({ storage, verify: async () => assert.fail("no question"), send: () => {} });
  const order = { orderNumber: "n", orderId: "id", amount: 2000, currency: "EUR" };
  const register = () => assert.fail("nothing is registered");
  const errorOf = (promise) => promise.then(assert.fail, (error) => error);
  assertNoTables(await errorOf(orders.buy({ key: "form", client: "c" }, register)), "bpc_purchase");
  assertNoTables(await errorOf(orders.read("n")), "bpc_order");
  assertNoTables(await errorOf(orders.recheck()), "bpc_open");
  assertNoTables(await errorOf(orders.operate("n", { press: "p", kind: "refund" }, register)), "bpc_");
  const error = await errorOf(orders.add(order));
  assertNoTables(error, "bpc_");
  assert.match(error.cause.message, /no such table/);
  await storage.createTables();
  await orders.add(order);
  assert.equal((await orders.read("n")).amount, 2000);
});

nodeTest("PostgreSQL: the same error, and an own function that returns no rows is named", async () => {
  const withSql = (run) => createOrders({ storage: sqlStorage(run), verify: async () => {}, send: () => {} });
  const missing = async () => {
    throw Object.assign(new Error('relation "bpc_order" does not exist'), { code: "42P01" });
  };
  assertNoTables(
    await withSql(missing)
      .read("n")
      .catch((error) => error),
    "bpc_order",
  );
  const other = new Error('relation "customers" does not exist');
  const own = async () => {
    throw other;
  };
  assert.equal(
    await withSql(own)
      .read("n")
      .catch((error) => error),
    other,
    "another table is not ours",
  );
  for (const rows of [undefined, [], [undefined], {}, "rows"])
    await assert.rejects(withSql(async () => rows).read("n"), { code: "invalid_option", field: "runTransaction" });
});

test("D1: without tables the error says what makes them", async (world) => {
  assertNoTables(JSON.parse(await run(world, { storage: "d1", scenario: "without tables" })), "bpc_");
});

nodeTest(
  "sqlite: a process that is killed between claim and delivery has claimed, and the next one delivers",
  async () => {
    mkdirSync(FOLDER, { recursive: true });
    const file = join(FOLDER, "killed.sqlite");
    const child = spawn(process.execPath, [join(import.meta.dirname, "orders/killed.mjs"), file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [text] = await once(child.stdout, "data");
    assert.match(String(text), /claimed/);
    child.kill("SIGKILL");
    await once(child, "exit");

    const sent = [];
    let now = Date.now();
    const options = {
      verify: async () => assert.fail("no question"),
      send: (task) => void sent.push(task),
      now: () => now,
    };
    const orders = createOrders({ storage: sqlite(new DatabaseSync(file)), ...options });
    assert.equal((await orders.read("n")).claimed, true);
    await orders.deliver();
    assert.deepEqual(sent, [], "the lease of the killed process");
    now += 61_000;
    await orders.deliver();
    await orders.deliver();
    assert.deepEqual(
      sent.map(({ task, order }) => [task, order.orderNumber]),
      [["fulfil", "n"]],
    );
  },
);
