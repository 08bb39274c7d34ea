/** `bpc-checkout/desk`: the same scenarios over node:sqlite, D1, Durable Objects and memory; and why a key-value store does not do. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test as nodeTest } from "node:test";
import { createOrders, sqlite } from "../../pkg/desk.js";
import { test } from "./harness.mjs";
import { IN_PROCESS, SCENARIOS } from "./orders/scenarios.mjs";
import { startInMemory } from "./orders/memory.mjs";
import { startOverSqlite } from "./orders/sqlite.mjs";
import { FOLDER } from "./workerd.mjs";

for (const [name, scenario] of Object.entries(SCENARIOS)) nodeTest(`sqlite: ${name}`, () => scenario(startOverSqlite));
for (const [name, scenario] of Object.entries(SCENARIOS))
  if (name !== IN_PROCESS) nodeTest(`memory: ${name}`, () => scenario(startInMemory));

const run = async ({ orders }, body) => {
  const response = await fetch(orders.origin, { method: "POST", body: JSON.stringify(body) });
  return response.text();
};

for (const storage of ["d1", "objects"])
  for (const scenario of Object.keys(SCENARIOS).filter((name) => name !== IN_PROCESS))
    test(`${storage}: ${scenario}`, async (world) => {
      assert.equal(await run(world, { storage, scenario }), "ok");
    });

test("KV: 100 callers are given the same order several times", async (world) => {
  assert.ok(Number(await run(world, { storage: "kv", scenario: "one order" })) > 1);
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
