/** The same events in every order, and none of them. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { buy, buyAndPay, CARD, comeBack, minute, NEXT_QUESTION_MS, notify } from "./customer.mjs";
import { eventually, isPackedOnce, isUntouched, test } from "./harness.mjs";

const order = (shop, number) => shop.probe("order", number);

function* permutations(list) {
  if (list.length <= 1) yield list;
  for (const [at, first] of list.entries())
    for (const rest of permutations(list.toSpliced(at, 1))) yield [first, ...rest];
}

/** A deposit that was held, taken and refunded, with its notifications: `{ approved, deposited, refunded }`. */
async function heldTakenAndRefunded(world) {
  const sold = await buyAndPay(world, "set");
  const [deposited, refunded] = await change(world, sold, ["deposit", "refund"]);
  return { ...sold, approved: sold.query, deposited, refunded };
}

/** Changes of the whole deposit in the bank's console, and their notifications. */
async function change({ bank }, sold, names) {
  const call = (name, fields) =>
    bank.sandbox.fetch(`${bank.origin}/payment/rest/${name}.do`, {
      method: "POST",
      body: new URLSearchParams({
        userName: "test_user",
        password: "test_user_password",
        orderId: sold.orderId,
        ...fields,
      }),
    });
  for (const name of names) await call(name, { amount: "8000" });
  return bank.notifications();
}

test("return, approved, deposited twice and refunded, in all 60 orders, end in the same", async (world) => {
  const { shop } = world;
  const ends = new Set();
  let tried = 0;
  const seen = new Set();
  for (const events of permutations(["return", "approved", "deposited", "deposited", "refunded"])) {
    if (seen.has(events.join())) continue;
    seen.add(events.join());
    const sold = await heldTakenAndRefunded(world);
    for (const event of events)
      assert.equal((await (event === "return" ? comeBack(shop, sold) : notify(shop, sold[event]))).status, 200, event);
    const { state, claims, slip } = await eventually(
      () => order(shop, sold.number),
      (now) => assert.equal(now.waiting, 0),
    );
    ends.add(JSON.stringify([state, claims, slip.task]));
    tried += 1;
  }
  assert.equal(tried, 60);
  // The bank was asked each time, and by then the money was back: nothing is packed.
  assert.deepEqual([...ends], [JSON.stringify(["refunded", 0, "stop"])]);
});

test("verdicts that were given at different times and arrive in any order end in the same, and claim at most once", async ({
  shop,
}) => {
  const price = { amount: 8000, currency: "EUR" };
  const ends = new Set();
  let at = 0;
  for (const outcomes of permutations(["open", "held", "paid", "refunded"])) {
    const number = `order-of-${at++}`;
    await shop.probe("sell", number, { orderId: "o", phase: "preauth", details: { product: "set" }, ...price });
    await shop.probe("applyVerdict", number, { verdicts: outcomes.map((outcome) => ({ outcome, ...price })) });
    const { state, claims, slip } = await order(shop, number);
    assert.ok(claims <= 1, outcomes.join());
    ends.add(`${state} ${slip.task}`);
  }
  assert.deepEqual([...ends], ["refunded stop"]);
});

test("a verdict for another price does not count", async ({ shop }) => {
  await shop.probe("sell", "price", { orderId: "o", details: { product: "mug" }, amount: 2400, currency: "EUR" });
  for (const change of [{ amount: 1 }, { currency: "RUB" }])
    await shop.probe("applyVerdict", "price", {
      verdicts: [{ outcome: "paid", amount: 2400, currency: "EUR", ...change }],
    });
  isUntouched(await order(shop, "price"));
});

test("a deposit is handed out when it is held, once, and not again when it is taken", async (world) => {
  const { shop } = world;
  const sold = await buyAndPay(world, "set");
  assert.equal((await comeBack(shop, sold)).outcome, "held");
  isPackedOnce(
    await eventually(
      () => order(shop, sold.number),
      (now) => isPackedOnce(now, "held"),
    ),
    "held",
  );
  const [deposited] = await change(world, sold, ["deposit"]);
  for (const query of [deposited, sold.query, deposited]) {
    await shop.wait(NEXT_QUESTION_MS);
    assert.equal((await notify(shop, query)).status, 200);
  }
  const taken = await order(shop, sold.number);
  isPackedOnce(taken);
  assert.equal(taken.slip.told, 1);
});

test("the customer closes the tab: the callback packs the order", async (world) => {
  const { shop, bank } = world;
  const sold = await buy(world);
  bank.sandbox.pay(sold.orderId, CARD);
  const [{ status }] = await bank.deliver();
  assert.equal(status, 200);
  await eventually(
    () => order(shop, sold.number),
    (now) => isPackedOnce(now),
  );
  assert.equal((await comeBack(shop, sold)).outcome, "paid", "and the customer may come after all");
  isPackedOnce(await order(shop, sold.number));
});

test("the customer closes the tab while the bank is being asked: the order is claimed all the same", async (world) => {
  const { shop, bank } = world;
  const sold = await buyAndPay(world);
  let asked, answer;
  const isAsked = new Promise((done) => (asked = done));
  const isClosed = new Promise((done) => (answer = done));
  bank.fault = () => (asked(), isClosed);
  const { hostname, port, host } = new URL(shop.origin);
  const tab = connect({ host: hostname, port });
  tab.write(`GET ${sold.check} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await isAsked;
  // As a browser's network does: the store learns of it at once, not when it writes.
  tab.resetAndDestroy();
  await once(tab, "close");
  // The bank answers after the store has handled requests that came later than the end of this one.
  for (let later = 0; later < 5; later++) await shop.probe("sizes");
  answer(null);
  await eventually(
    () => order(shop, sold.number),
    (now) => isPackedOnce(now),
  );
});

test("neither customer nor callback comes: the scheduled re-check packs the order, and it leaves the list", async (world) => {
  const shop = await world.another("recheck");
  const here = { ...world, shop };
  const { bank } = world;
  await shop.freeze();
  const sold = await buyAndPay(here);
  const never = await buy(here, "tea");
  await shop.wait(61_000);
  await minute(shop);
  await eventually(
    () => order(shop, sold.number),
    (seen) => isPackedOnce(seen),
  );
  isUntouched(await order(shop, never.number));
  assert.equal((await shop.probe("sizes")).open, 1);
  const { asked } = bank;
  assert.equal(asked, 2);
  await minute(shop);
  assert.equal(bank.asked, asked, "who was asked about is not due again at once");

  bank.sandbox.advance(3_600_000);
  await shop.wait(400_000);
  await minute(shop);
  assert.equal((await order(shop, never.number)).state, "expired");
  assert.equal((await shop.probe("sizes")).open, 0, "and nobody stays on the list");
  await shop.kill();
});

test("the bank cannot be asked when the customer comes back: the order is untouched, and later paid once", async (world) => {
  const { shop, bank } = world;
  const sold = await buyAndPay(world);
  bank.fault = () => 404;
  const page = await comeBack(shop, sold);
  assert.deepEqual([page.status, page.outcome], [503, "error"]);
  assert.match(page.text, /we keep checking/);
  await shop.wait(NEXT_QUESTION_MS);
  assert.equal((await notify(shop, sold.query)).status, 503, "the bank is to try again");
  assert.equal((await notify(shop, sold.query)).status, 200, "it is saved that this order is checked next");
  await shop.wait(61_000);
  await minute(shop);
  isUntouched(await order(shop, sold.number));
  bank.fault = null;
  await shop.wait(NEXT_QUESTION_MS);
  assert.equal((await comeBack(shop, sold)).outcome, "paid");
  assert.equal((await notify(shop, sold.query)).status, 200);
  await eventually(
    () => order(shop, sold.number),
    (seen) => isPackedOnce(seen),
  );
});
