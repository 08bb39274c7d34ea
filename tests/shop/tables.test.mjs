/** The claim in tables: D1 under wrangler, and why a key-value store does not do. */
import assert from "node:assert/strict";
import { test } from "./harness.mjs";

const CALLERS = 200;
const ROUNDS = 50;
const NAIVE_ROUNDS = 3;

async function post({ tables }, path, body) {
  const response = await fetch(`${tables.origin}/${path}`, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  assert.ok(response.ok, text.slice(0, 500));
  return JSON.parse(text);
}

async function race(world, by, rounds) {
  let claims = 0;
  for (let round = 0; round < rounds; round++) {
    const orderNumber = `${by}-${round}`;
    claims += await post(world, "race", {
      orderNumber,
      by,
      callers: CALLERS,
      hold: round % 2 === 1,
      first: round === 0,
    });
  }
  console.log(`     ${by}: ${CALLERS * rounds} callers, ${rounds} orders: ${claims} claims`);
  return claims;
}

test(`D1: ${CALLERS} callers at once, ${ROUNDS} rounds: each order is claimed once`, async (world) => {
  assert.equal(await race(world, "d1", ROUNDS), ROUNDS);
});

test("KV: the same callers are given the same order several times", async (world) => {
  assert.ok((await race(world, "kv", NAIVE_ROUNDS)) > NAIVE_ROUNDS);
});

test("D1: outcomes in other orders, for another price, for a deposit", async (world) => {
  const paid = { outcome: "paid" };
  const rows = [
    [false, [paid, paid], [true, false], ["pack"]],
    [false, [{ outcome: "held" }, paid], [false, true], ["pack"]],
    [true, [{ outcome: "held" }, paid], [true, false], ["pack"]],
    [false, [{ outcome: "refunded" }, paid], [false, false], ["stop"]],
    [false, [paid, { outcome: "refunded" }, paid], [true, false, false], ["pack", "stop"]],
    [false, [{ outcome: "expired" }, paid], [false, true], ["pack"]],
    [false, [{ outcome: "chargeback" }, paid], [false, false], ["stop"]],
    [false, [paid, { outcome: "chargeback" }], [true, false], ["pack", "stop"]],
    [
      false,
      [
        { ...paid, amount: 1 },
        { ...paid, currency: "RUB" },
      ],
      [false, false],
      [],
    ],
    [
      false,
      [{ outcome: "open" }, { outcome: "mismatch" }, { outcome: "unknown" }, { outcome: "declined" }],
      [false, false, false, false],
      [],
    ],
  ];
  for (const [at, [hold, verdicts, claims, tasks]] of rows.entries())
    assert.deepEqual(await post(world, "outcomes", { orderNumber: `row-${at}`, hold, verdicts }), { claims, tasks });
  assert.deepEqual(
    await post(world, "outcomes", { orderNumber: "row-x", verdicts: [{ ...paid, orderNumber: "never sold" }] }),
    {
      claims: [false],
      tasks: [],
    },
  );
});

test("D1: what was interrupted is delivered again", async (world) => {
  const { told, orders } = await post(world, "deliver", {});
  assert.equal(told, orders + ROWS_STOPPED + 1, "one of them twice, and two orders are packed and stopped");
  assert.ok(orders >= ROUNDS);
});

/** Orders of the rows above that have two tasks. */
const ROWS_STOPPED = 2;
