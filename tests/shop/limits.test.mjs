/** What one visitor, or many fake orders, can take from the shop and from its bank. All times are the store's own clock. */
import assert from "node:assert/strict";
import { buy, buyAndPay, CARD, comeBack, minute, NEXT_QUESTION_MS, notify, press } from "./customer.mjs";
import { eventually, isPackedOnce, test } from "./harness.mjs";

const order = (shop, number) => shop.probe("order", number);
const from = (address) => ({ "CF-Connecting-IP": address });

/** Calls `run` so many times, a few at once. */
async function times(count, run) {
  const results = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const at = next++;
      results[at] = await run(at);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return results;
}

/** A store with an empty storage and the limits of a real one, unless `more` says otherwise. Its clock stands still. */
async function emptyShop(world, name, more = {}) {
  const shop = await world.another(name, { PURCHASES_PER_CLIENT: "", PURCHASES_IN_TOTAL: "", ...more });
  await shop.freeze();
  return shop;
}

const NO_LIMIT = { PURCHASES_PER_CLIENT: "1000000", PURCHASES_IN_TOTAL: "1000000" };

test("401 purchases of one client: 30 are sold, the 401st is refused with 429, and another client still buys", async (world) => {
  const shop = await emptyShop(world, "one-client");
  const before = world.bank.sandbox.orders().length;
  const statuses = await times(401, async () => (await press(shop, { product: "mug" }, from("203.0.113.9"))).status);
  assert.equal(statuses.at(-1), 429);
  assert.deepEqual([statuses.filter((one) => one === 200).length, new Set(statuses).size], [30, 2]);
  assert.equal(world.bank.sandbox.orders().length, before + 30, "what is refused is not registered");
  const refused = await press(shop, { product: "mug" }, { ...from("203.0.113.9"), Accept: "text/html" });
  assert.ok(Number(refused.headers.get("retry-after")) > 0);
  assert.match(await refused.text(), /nothing was charged.*Try again/s);
  assert.equal((await press(shop, { product: "mug" }, from("203.0.113.10"))).status, 200);

  await shop.wait(600_000);
  assert.equal((await press(shop, { product: "mug" }, from("203.0.113.9"))).status, 200, "and later this one too");
  await shop.kill();
});

test("the addresses of one IPv6 network are one client", async (world) => {
  const shop = await emptyShop(world, "network", { PURCHASES_PER_CLIENT: "2" });
  const statusOf = async (address) => (await press(shop, { product: "mug" }, from(address))).status;
  assert.equal(await statusOf("2001:db8:1:2::1"), 200);
  assert.equal(await statusOf("2001:db8:1:2:3:4:5:6"), 200);
  assert.equal(await statusOf("2001:db8:1:2:ffff::9"), 429);
  assert.equal(await statusOf("2001:db8:1:3::1"), 200);
  await shop.kill();
});

test("many clients together have a limit too", async (world) => {
  const shop = await emptyShop(world, "in-total", { PURCHASES_IN_TOTAL: "40" });
  const statuses = await times(
    60,
    async (at) => (await press(shop, { product: "tea" }, from(`198.51.100.${at}`))).status,
  );
  assert.equal(statuses.filter((one) => one === 200).length, 40);
  await shop.kill();
});

test("a return address reloaded 200 times is one question in some seconds, and so is a callback that is sent again", async (world) => {
  const { shop, bank } = world;
  await shop.freeze();
  const sold = await buyAndPay(world);
  const { asked } = bank;
  const pages = await times(200, () => comeBack(shop, sold));
  assert.deepEqual(new Set(pages.map((page) => page.outcome)), new Set(["paid"]));
  assert.equal(bank.asked, asked + 1);
  for (const { status } of await times(100, () => notify(shop, sold.query))) assert.equal(status, 200);
  assert.equal(bank.asked, asked + 1);
  await shop.wait(NEXT_QUESTION_MS);
  await times(200, () => comeBack(shop, sold));
  assert.equal(bank.asked, asked + 2);
});

test("a bank that is down is not asked more often", async (world) => {
  const { shop, bank } = world;
  await shop.freeze();
  const sold = await buyAndPay(world);
  bank.fault = () => 404;
  const { asked } = bank;
  for (const { outcome } of await times(50, () => comeBack(shop, sold))) assert.equal(outcome, "error");
  assert.equal(bank.asked, asked + 1);
});

/** So many orders that nobody pays. */
const fakes = (world, count) => times(count, () => buy(world, "tea"));

for (const [place, before, after] of [
  ["the last of 431", 430, 0],
  ["the first of 431", 0, 430],
  ["in the middle of 431", 215, 215],
])
  test(`a paid order whose callback was lost is claimed in the first runs: ${place}`, async (world) => {
    const shop = await emptyShop(world, `backlog-${before}`, NO_LIMIT);
    const here = { ...world, shop };
    await fakes(here, before);
    await shop.wait(1_000);
    const sold = await buyAndPay(here);
    await shop.wait(1_000);
    await fakes(here, after);
    await shop.wait(61_000);
    let runs = 0;
    while (!(await order(shop, sold.number)).claimed) {
      runs += 1;
      assert.ok(runs <= 3, "not claimed in three runs");
      await minute(shop);
      await shop.wait(60_000);
    }
    console.log(`     claimed in run ${runs}`);
    if (after === 0) assert.equal(runs, 1);
    await eventually(() => order(shop, sold.number), isPackedOnce);
    await shop.kill();
  });

test("two fake purchases every minute: a paid order is still claimed in two minutes, early or late", async (world) => {
  const shop = await emptyShop(world, "fakes", NO_LIMIT);
  const here = { ...world, shop };
  const { bank } = world;
  const pass = async () => {
    await fakes(here, 2);
    await shop.wait(60_000);
    bank.sandbox.advance(60_000);
    await minute(shop);
  };
  for (let past = 0; past < 60; past++) await pass();
  const early = await buyAndPay(here);
  const late = await buy(here);
  for (let past = 0; past < 2; past++) await pass();
  isPackedOnce(await order(shop, early.number));
  for (let past = 0; past < 7; past++) await pass();
  bank.sandbox.pay(late.orderId, CARD);
  await bank.notifications();
  // It was asked about for the last time after 7 minutes, so the next time is after 15.
  for (let past = 0; past < 7; past++) await pass();
  isPackedOnce(await order(shop, late.number));
  await shop.kill();
});

test("a callback moves an old order to the front of a backlog", async (world) => {
  const shop = await emptyShop(world, "hinted", NO_LIMIT);
  const here = { ...world, shop };
  const old = await buy(here);
  await fakes(here, 100);
  for (let past = 0; past < 10; past++) {
    await shop.wait(60_000);
    await minute(shop);
  }
  await comeBack(shop, old);
  world.bank.sandbox.pay(old.orderId, CARD);
  const query = (await world.bank.notifications()).find((one) => one.includes(old.number));
  assert.equal((await notify(shop, query)).status, 200);
  assert.equal((await order(shop, old.number)).claimed, false, "the bank was asked a short time ago");
  await fakes(here, 100);
  await shop.wait(60_000);
  await minute(shop);
  await eventually(() => order(shop, old.number), isPackedOnce);
  await shop.kill();
});

test("after the weeks nothing is stored any more", async (world) => {
  const shop = await emptyShop(world, "weeks", NO_LIMIT);
  const here = { ...world, shop };
  const DAY_MS = 86_400_000;
  const paid = await buyAndPay(here);
  assert.equal((await comeBack(shop, paid)).outcome, "paid");
  const [held] = [await buyAndPay(here, "set")];
  assert.equal((await comeBack(shop, held)).outcome, "held");
  const unpaid = await fakes(here, 20);
  await eventually(
    () => order(shop, held.number),
    (seen) => isPackedOnce(seen, "held"),
  );
  world.bank.sandbox.advance(3_600_000);
  const pass = async (days) => {
    await shop.wait(days * DAY_MS);
    for (let run = 0; run < 3; run++) await minute(shop);
  };
  await pass(1);
  assert.equal((await order(shop, unpaid[0].number)).state, "expired");
  await pass(8);
  assert.equal((await order(shop, unpaid[0].number)).tables, 0);
  assert.equal((await comeBack(shop, unpaid[0])).outcome, "nothing");
  assert.equal((await order(shop, paid.number)).state, "paid", "a paid order is kept for eight weeks");
  await pass(48);
  assert.equal((await order(shop, paid.number)).tables, 0);
  // The held order was given up after 30 days, and a person was told.
  assert.match(shop.log, new RegExp(`a person has to look: ${held.number}`));
  await pass(60);
  for (const { number } of [paid, held, ...unpaid]) assert.equal((await order(shop, number)).tables, 0, number);
  assert.deepEqual(await shop.probe("sizes"), { open: 0, all: 0, purchases: 0, slips: 0 });

  // A read of an order that does not exist creates nothing.
  assert.equal((await comeBack(shop, paid)).outcome, "nothing");
  assert.equal((await order(shop, paid.number)).tables, 0);
  await shop.kill();
});
