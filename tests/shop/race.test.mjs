/** Everybody at once. */
import assert from "node:assert/strict";
import { buyAndPay, comeBack, notify } from "./customer.mjs";
import { eventually, isPackedOnce, test } from "./harness.mjs";

const AT_ONCE = 200;
const ROUNDS = 50;
/** A claim that can be raced is raced at once: the naive one needs no 50 rounds to fail. */
const NAIVE_ROUNDS = 3;

/** Half of them customers who come back, half of them callbacks, of one paid order. */
async function storm(shop, order) {
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, at) => (at % 2 ? comeBack(shop, order) : notify(shop, order.query))),
  );
  for (const { outcome, status, text } of answers) {
    assert.equal(status, 200, text);
    if (outcome) assert.equal(outcome, "paid");
  }
  return new Set(answers.filter((answer) => answer.outcome).map((answer) => answer.text));
}

test(`${AT_ONCE} returns and callbacks at once, ${ROUNDS} rounds: each order is claimed and packed once`, async (world) => {
  // Without the limit on questions, so that every one of them comes with an answer of the bank.
  const shop = await world.another("race", { ASK_EVERY_MS: "0" });
  const start = Date.now();
  let claims = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const order = await buyAndPay({ ...world, shop });
    const pages = await storm(shop, order);
    assert.equal(pages.size, 1, "everybody sees the same page");
    const seen = await eventually(() => shop.probe("order", order.number), isPackedOnce);
    claims += seen.claims;
    assert.equal(seen.slip.told, 1);
  }
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  await shop.kill();
  console.log(`     ${AT_ONCE * ROUNDS} requests in ${seconds} s, ${ROUNDS} orders: ${claims} claims`);
});

test("the same with a claim that waits between looking and writing: it is given away several times", async (world) => {
  const shop = await world.another("naive", { NAIVE: "1", ASK_EVERY_MS: "0" });
  let claims = 0;
  for (let round = 0; round < NAIVE_ROUNDS; round++) {
    const order = await buyAndPay({ ...world, shop });
    await storm(shop, order);
    claims += (await shop.probe("order", order.number)).claims;
  }
  console.log(`     ${AT_ONCE * NAIVE_ROUNDS} requests, ${NAIVE_ROUNDS} orders: ${claims} claims`);
  assert.ok(claims > NAIVE_ROUNDS, `${claims} claims: the race does not show a naive claim`);
  await shop.kill();
});

test(`the same with the limit: ${AT_ONCE} at once are one question to the bank, and everybody gets its answer`, async (world) => {
  const { shop, bank } = world;
  await shop.freeze();
  for (let round = 0; round < 5; round++) {
    const order = await buyAndPay(world);
    const { asked } = bank;
    assert.equal((await storm(shop, order)).size, 1);
    assert.equal(bank.asked, asked + 1);
    await eventually(() => shop.probe("order", order.number), isPackedOnce);
  }
});

test("the same return address 1,000 times, at once and one after the other: one claim, one page", async (world) => {
  const { shop } = world;
  const order = await buyAndPay(world, "tea");
  const pages = new Set();
  for (let wave = 0; wave < 5; wave++)
    for (const { text } of await Promise.all(Array.from({ length: 150 }, () => comeBack(shop, order)))) pages.add(text);
  for (let more = 0; more < 250; more++) pages.add((await comeBack(shop, order)).text);
  assert.equal(pages.size, 1);
  const seen = await shop.probe("order", order.number);
  isPackedOnce(seen);
  assert.equal(seen.slip.told, 1);
});
