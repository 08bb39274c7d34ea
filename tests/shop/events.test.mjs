/** The same events in every order, and none of them. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { buy, buyAndPay, CARD, comeBack, minute, notify } from "./customer.mjs";
import { eventually, isPackedOnce, isUntouched, test } from "./harness.mjs";

const order = (shop, number) => shop.probe("order", number);

function* permutations(list) {
  if (list.length <= 1) yield list;
  for (const [at, first] of list.entries())
    for (const rest of permutations(list.toSpliced(at, 1))) yield [first, ...rest];
}

/** A deposit that was held and taken, with its notifications: `{ approved, deposited, refunded? }`. */
async function heldAndTaken(world, { refund }) {
  const { bank } = world;
  const sold = await buyAndPay(world, "set");
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
  await call("deposit", { amount: "8000" });
  if (refund) await call("refund", { amount: "8000" });
  const [deposited, refunded] = await bank.notifications();
  return { ...sold, approved: sold.query, deposited, refunded };
}

test("return, approved, deposited twice and refunded, in all 60 orders, end in the same", async (world) => {
  const { shop } = world;
  const ends = new Set();
  let tried = 0;
  const seen = new Set();
  for (const events of permutations(["return", "approved", "deposited", "deposited", "refunded"])) {
    if (seen.has(events.join())) continue;
    seen.add(events.join());
    const sold = await heldAndTaken(world, { refund: true });
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
    await shop.probe("sell", number, { orderId: "o", product: "set", hold: true, ...price });
    await shop.probe("applyVerdict", number, { verdicts: outcomes.map((outcome) => ({ outcome, ...price })) });
    const { state, claims, slip } = await order(shop, number);
    assert.ok(claims <= 1, outcomes.join());
    ends.add(`${state} ${slip.task}`);
  }
  assert.deepEqual([...ends], ["refunded stop"]);
});

test("a verdict for another price does not count", async ({ shop }) => {
  await shop.probe("sell", "price", { orderId: "o", product: "mug", hold: false, amount: 2400, currency: "EUR" });
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
  const taken = await heldAndTaken(world, { refund: false });
  for (const query of [taken.deposited, taken.approved, taken.deposited])
    assert.equal((await notify(shop, query)).status, 200);
  await eventually(
    () => order(shop, taken.number),
    (now) => isPackedOnce(now),
  );
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
  let asked;
  const isAsked = new Promise((done) => (asked = done));
  bank.fault = async () => (asked(), new Promise((done) => setTimeout(() => done(null), 400)));
  const { hostname, port, host } = new URL(shop.origin);
  const tab = connect({ host: hostname, port });
  tab.write(`GET ${sold.check} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await isAsked;
  // As a browser's network does: the store learns of it at once, not when it writes.
  tab.resetAndDestroy();
  await eventually(
    () => order(shop, sold.number),
    (now) => isPackedOnce(now),
  );
});

test("neither customer nor callback comes: the scheduled re-check packs the order, and it leaves the list", async (world) => {
  const { shop, bank } = world;
  const sold = await buyAndPay(world);
  const never = await buy(world, "tea");
  const open = await shop.probe("open");
  const now = Date.now();
  // The longest overdue come first, and a run takes ten of them: what other tests left behind goes by.
  for (let run = 0; run < 40; run++) await minute(shop, now + 61_000);
  await eventually(
    () => order(shop, sold.number),
    (seen) => isPackedOnce(seen),
  );
  isUntouched(await order(shop, never.number));
  assert.ok((await shop.probe("open")) < open);
  const asked = bank.asked;
  await minute(shop, now + 61_000);
  assert.equal(bank.asked, asked, "who was asked about is not due again at once");

  bank.sandbox.advance(3_600_000);
  for (let run = 0; run < 3; run++) await minute(shop, now + 400_000 * (run + 1));
  assert.equal((await order(shop, never.number)).state, "expired");
  await minute(shop, now + 31 * 86_400_000);
  assert.equal(await shop.probe("open"), 0, "and nobody stays on the list for ever");
});

test("the bank cannot be asked when the customer comes back: the order is untouched, and later paid once", async (world) => {
  const { shop, bank } = world;
  const sold = await buyAndPay(world);
  bank.fault = () => 404;
  const page = await comeBack(shop, sold);
  assert.deepEqual([page.status, page.outcome], [503, "error"]);
  assert.match(page.text, /we keep checking/);
  assert.equal((await notify(shop, sold.query)).status, 503, "the bank is to try again");
  await minute(shop, Date.now() + 61_000);
  isUntouched(await order(shop, sold.number));
  bank.fault = null;
  assert.equal((await comeBack(shop, sold)).outcome, "paid");
  assert.equal((await notify(shop, sold.query)).status, 200);
  await eventually(
    () => order(shop, sold.number),
    (seen) => isPackedOnce(seen),
  );
});
