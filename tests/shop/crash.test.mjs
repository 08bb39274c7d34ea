/** The machine stops: in the middle of a claim, in the middle of a delivery. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { buyAndPay, comeBack, NEXT_QUESTION_MS, notify } from "./customer.mjs";
import { eventually, isPackedOnce, test } from "./harness.mjs";
import { prepareShop } from "./workerd.mjs";
import { listen } from "../support/loopback.mjs";

const order = (shop, number) => shop.probe("order", number);

/** Waits until the store says that it has come to a place. */
async function watch() {
  let reached;
  const place = new Promise((done) => (reached = done));
  const server = createServer((request, response) => (reached(request.url), response.end()));
  const { origin, close } = await listen(server);
  return { url: origin, place, stop: close };
}

let started = 0;

/** A store that is killed when one of its objects has come to `place`; returns it started again, and the order that was paid. */
async function killedAt(world, place, tell) {
  const shop = await prepareShop(`killed-${place}`);
  const watcher = await watch();
  await shop.start({ ...world.vars, ORDER_PREFIX: `K${started++}-`, STOP_AT: place, STOP_URL: watcher.url });
  const sold = await buyAndPay({ ...world, shop });
  const answer = tell(shop, sold).then(
    () => "answered",
    () => "never answered",
  );
  assert.equal(await watcher.place, `/${place}`);
  await shop.kill();
  watcher.stop();
  const answered = await answer;
  await shop.start(world.vars);
  return { shop, sold, answered };
}

for (const [who, tell] of Object.entries({
  "a callback": (shop, sold) => notify(shop, sold.query),
  "a return": (shop, sold) => comeBack(shop, sold),
})) {
  test(`killed between claim and answer to ${who}: started again, the store packs the order once`, async (world) => {
    const { shop, sold, answered } = await killedAt(world, "claimed", tell);
    assert.equal(answered, "never answered");
    const early = await order(shop, sold.number);
    assert.deepEqual([early.claimed, early.claims], [true, 1], "the claim was on the disk");
    // Nobody comes again: the alarm, which was written with the claim, delivers.
    const seen = await eventually(
      () => order(shop, sold.number),
      (now) => isPackedOnce(now),
    );
    assert.equal(seen.slip.told, 1);
    await shop.wait(NEXT_QUESTION_MS);
    assert.equal((await notify(shop, sold.query)).status, 200, "the bank tries again");
    assert.equal((await comeBack(shop, sold)).outcome, "paid");
    const { claims, slip } = await order(shop, sold.number);
    assert.deepEqual([claims, slip], [seen.claims, seen.slip], "and nothing more happens");
    await shop.kill();
  });
}

test("killed after the packing task was sent, before that was saved: sent twice, packed once", async (world) => {
  const { shop, sold } = await killedAt(world, "packed", (store, order) => notify(store, order.query));
  const seen = await eventually(
    () => order(shop, sold.number),
    (now) => isPackedOnce(now),
  );
  assert.equal(seen.slip.told, 2);
  await shop.kill();
});

test("a claim that cannot be written down is not answered as one, and is made later", async (world) => {
  const shop = await prepareShop("broken");
  await shop.start({ ...world.vars, ORDER_PREFIX: "B-", STORE_BROKEN: "1" });
  const sold = await buyAndPay({ ...world, shop });
  assert.equal((await notify(shop, sold.query)).status, 503);
  const page = await comeBack(shop, sold);
  assert.deepEqual([page.status, page.outcome], [503, "error"]);
  assert.doesNotMatch(page.text, /is paid|packing/i);
  assert.match(page.text, /we keep checking/);
  await shop.kill();
  await shop.start(world.vars);
  await shop.wait(NEXT_QUESTION_MS);
  assert.equal((await notify(shop, sold.query)).status, 200);
  await eventually(
    () => order(shop, sold.number),
    (now) => isPackedOnce(now),
  );

  // A genuine return address of an order that this store never sold: nothing is shown, for nobody would pack it.
  const other = await world.another("other");
  assert.deepEqual((await comeBack(other, sold)).outcome, "nothing");
  for (const one of [shop, other]) await one.kill();
});

test("a packing list that is unavailable gets its task later", async (world) => {
  const shop = await prepareShop("closed");
  await shop.start({ ...world.vars, ORDER_PREFIX: "P-", PACKING_CLOSED: "1" });
  const sold = await buyAndPay({ ...world, shop });
  assert.equal((await notify(shop, sold.query)).status, 200, "the order is claimed, and the bank need not come again");
  await shop.probe("wake", sold.number, {});
  const { claims, waiting, slip } = await order(shop, sold.number);
  assert.deepEqual([claims, waiting, slip], [1, 1, null]);
  await shop.kill();
  await shop.start(world.vars);
  await shop.probe("wake", sold.number, {});
  isPackedOnce(await order(shop, sold.number));
  await shop.kill();
});
