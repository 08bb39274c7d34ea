/** What the bank may say, and who is not the bank. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { CALLBACK_SECRET } from "./bank.mjs";
import { buy, buyAndPay, comeBack, NEXT_QUESTION_MS, notify } from "./customer.mjs";
import { eventually, isPackedOnce, isUntouched, OPERATOR_KEY, test } from "./harness.mjs";

const order = (shop, number) => shop.probe("order", number);

/** A callback as the bank would sign it, whatever it says. */
function signed(fields, secret = CALLBACK_SECRET) {
  const names = Object.keys(fields).sort();
  const text = names.map((name) => `${name};${fields[name]};`).join("");
  const checksum = createHmac("sha256", secret).update(text).digest("hex").toUpperCase();
  return `?${new URLSearchParams({ ...fields, checksum })}`;
}

const about = ({ orderId, number }, operation = "deposited", status = "1") => ({
  mdOrder: orderId,
  orderNumber: number,
  operation,
  status,
});

test("a callback by GET or by POST settles its order, and again", async (world) => {
  for (const post of [false, true]) {
    const sold = await buyAndPay(world);
    for (let time = 0; time < 2; time++)
      assert.deepEqual(await notify(world.shop, sold.query, { post }), { status: 200, text: "OK\n" });
    await eventually(
      () => order(world.shop, sold.number),
      (now) => isPackedOnce(now),
    );
  }
});

test("a wrong checksum changes nothing, and an unknown order number is answered in the same way", async (world) => {
  const { shop, bank } = world;
  const sold = await buyAndPay(world);
  const altered = sold.query.replace(/checksum=(.)/, (_, digit) => `checksum=${digit === "A" ? "B" : "A"}`);
  const refusals = [
    "",
    altered,
    sold.query.replace(/&?checksum=[^&]*/, ""),
    signed(about(sold), "another secret of somebody"),
    signed(about({ ...sold, number: "no-such-order" })),
  ];
  for (const query of refusals)
    for (const post of [false, true])
      assert.deepEqual(await notify(shop, query, { post }), { status: 400, text: "Not accepted.\n" }, query);
  assert.equal(bank.asked, 0, "and nobody is asked");
  isUntouched(await order(shop, sold.number));
});

test("a page of another site cannot make a callback count", async (world) => {
  const { shop } = world;
  const sold = await buyAndPay(world);
  for (const headers of [
    { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
    { Origin: shop.origin, "Sec-Fetch-Site": "same-origin" },
    { Origin: "null" },
  ])
    assert.equal((await notify(shop, signed(about(sold), "guessed secret 1"), { post: true, headers })).status, 400);
  isUntouched(await order(shop, sold.number));
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    const answer = await fetch(`${shop.origin}/callback${sold.query}`, { method });
    assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "GET, POST"]);
  }
  isUntouched(await order(shop, sold.number));
});

test("whatever a callback claims, the bank's own answer counts", async (world) => {
  const { shop } = world;
  const unpaid = await buy(world);
  for (const operation of ["deposited", "approved", "refunded", "reversed", "declinedByTimeout", "somethingNew"])
    assert.equal((await notify(shop, signed(about(unpaid, operation)))).status, 200, operation);
  isUntouched(await order(shop, unpaid.number));

  const paid = await buyAndPay(world);
  await comeBack(shop, paid);
  for (const [operation, status] of [
    ["deposited", "0"],
    ["refunded", "1"],
    ["reversed", "1"],
    ["declinedByTimeout", "1"],
  ])
    assert.equal((await notify(shop, signed(about(paid, operation, status)))).status, 200);
  await eventually(
    () => order(shop, paid.number),
    (now) => isPackedOnce(now),
  );
});

test("a callback about no order, such as a stored card, is taken and changes nothing", async ({ shop, bank }) => {
  const query = signed({ bindingId: "b-1", clientId: "c-1", enabled: "true" });
  assert.equal((await notify(shop, query)).status, 200);
  assert.equal(bank.asked, 0);
});

test("a callback that names another order's gateway id does not pay this one", async (world) => {
  const { shop } = world;
  const paid = await buyAndPay(world);
  const unpaid = await buy(world);
  assert.equal((await notify(shop, signed(about({ ...unpaid, orderId: paid.orderId })))).status, 200);
  isUntouched(await order(shop, unpaid.number));
});

test("a callback whose handler fails is sent again by the bank until it is written down", async (world) => {
  const { shop, bank } = world;
  const sold = await buy(world);
  bank.sandbox.pay(sold.orderId, { pan: "4111111111111111", expiry: "12/34", cvc: "123" });
  bank.fault = () => 404;
  assert.deepEqual(
    (await bank.deliver()).map(({ status }) => status),
    [503],
  );
  isUntouched(await order(shop, sold.number));
  bank.fault = null;
  bank.sandbox.advance(31_000);
  await shop.wait(NEXT_QUESTION_MS);
  assert.deepEqual(
    (await bank.deliver()).map(({ status }) => status),
    [200],
  );
  await eventually(
    () => order(shop, sold.number),
    (now) => isPackedOnce(now),
  );
  bank.sandbox.advance(31_000);
  assert.deepEqual(await bank.deliver(), [], "and then the bank is done");
});

test("the operator's pages are shown by the key of the environment, whatever the host is called", async (world) => {
  const basic = (password) => ({ Authorization: `Basic ${btoa(`anybody:${password}`)}` });
  for (const path of ["/packing", "/operator"]) {
    const statusFor = async (headers) => (await fetch(world.shop.origin + path, { headers })).status;
    assert.equal(await statusFor({}), 401);
    for (const wrong of ["", OPERATOR_KEY.slice(1), `${OPERATOR_KEY}x`])
      assert.equal(await statusFor(basic(wrong)), 401, `"${wrong}"`);
    assert.equal(await statusFor({ Authorization: "Basic %%%" }), 401);
    assert.equal(await statusFor({ Authorization: `Bearer ${OPERATOR_KEY}` }), 401);
    assert.equal(await statusFor({ Host: "127.0.0.1" }), 401);
    assert.equal(await statusFor(basic(OPERATOR_KEY)), 200);
  }
  const shop = await world.another("no-operator", { OPERATOR_KEY: "" });
  for (const path of ["/packing", "/operator"])
    for (const headers of [{}, basic(""), basic(OPERATOR_KEY)])
      assert.equal((await fetch(shop.origin + path, { headers })).status, 404);
  await shop.kill();
});

test("a store without a callback secret takes no callback", async (world) => {
  const shop = await world.another("no-callbacks", { CALLBACK_SECRET: "" });
  const sold = await buyAndPay({ ...world, shop });
  assert.equal((await notify(shop, sold.query)).status, 503);
  assert.equal((await comeBack(shop, sold)).outcome, "paid");
  await eventually(
    () => order(shop, sold.number),
    (now) => isPackedOnce(now),
  );
  await shop.kill();
});
