/** One form is one order: double clicks, lost replies, "try again". */
import assert from "node:assert/strict";
import { buy, CARD, comeBack, NEXT_QUESTION_MS, press } from "./customer.mjs";
import { test } from "./harness.mjs";

const attempt = () => crypto.randomUUID();
const formUrlOf = async (response) => (await response.json()).formUrl;

test("20 requests of one form at once, and one later, lead to one order's payment page", async (world) => {
  const { shop, bank } = world;
  const fields = { product: "mug", attempt: attempt() };
  const before = bank.sandbox.orders().length;
  const answers = await Promise.all(Array.from({ length: 20 }, () => press(shop, fields).then(formUrlOf)));
  await shop.wait(NEXT_QUESTION_MS);
  answers.push(await formUrlOf(await press(shop, fields)));
  assert.equal(new Set(answers).size, 1);
  assert.equal(bank.sandbox.orders().length, before + 1);
});

test("another product or another form is another order", async (world) => {
  const one = attempt();
  const urls = await Promise.all(
    [
      { product: "mug", attempt: one },
      { product: "tea", attempt: one },
      { product: "mug", attempt: attempt() },
      { product: "mug" },
    ].map(async (fields) => formUrlOf(await press(world.shop, fields))),
  );
  assert.equal(new Set(urls).size, 4);
});

test("after a declined attempt the form leads to the same payment page, and after payment to the result", async (world) => {
  const { shop, bank } = world;
  const fields = { attempt: attempt() };
  const sold = await buy(world, "mug", fields);
  bank.sandbox.pay(sold.orderId, { ...CARD, cvc: "999" });
  assert.equal((await comeBack(shop, sold)).outcome, "open");
  assert.match((await comeBack(shop, sold)).text, new RegExp(`name="attempt" value="${fields.attempt}"`));
  assert.equal((await buy(world, "mug", fields)).orderId, sold.orderId);
  bank.sandbox.pay(sold.orderId, CARD);
  await shop.wait(NEXT_QUESTION_MS);
  const answer = await press(shop, { product: "mug", ...fields }, { Accept: "text/html" });
  assert.equal(new URL(answer.url).pathname, "/return");
  assert.match(await answer.text(), /data-outcome="paid"/);
});

test("when the time to pay is over the form leads to a new order, the same for a double click", async (world) => {
  const { shop, bank } = world;
  const fields = { attempt: attempt() };
  const first = await buy(world, "mug", fields);
  bank.sandbox.advance(3_600_000);
  await shop.wait(3_600_000);
  const [second, third] = await Promise.all([buy(world, "mug", fields), buy(world, "mug", fields)]);
  assert.notEqual(second.orderId, first.orderId);
  assert.equal(third.orderId, second.orderId);
});

test("the bank's reply to a registration is lost: trying again makes a payable order, and nobody can pay the lost one", async (world) => {
  const { shop, bank } = world;
  const fields = { product: "mug", attempt: attempt() };
  const before = bank.sandbox.orders().length;
  bank.registerFault = () => 502;
  assert.equal((await press(shop, fields)).status, 502);
  assert.equal(bank.sandbox.orders().length, before + 1, "the lost order exists");
  bank.registerFault = null;
  const { orderId } = await buy(world, "mug", fields);
  assert.equal(bank.sandbox.orders().length, before + 2);
  assert.notEqual(orderId, bank.sandbox.orders().at(-2)?.orderId);
  assert.equal((await buy(world, "mug", fields)).orderId, orderId);
});

test("an order number is short, and the number alone shows nothing", async (world) => {
  const { shop, bank } = world;
  const sold = await buy(world);
  assert.match(sold.number, /^S\d-\d{4,7}$/);
  const asked = bank.asked;
  for (const address of [
    `/return?order=${sold.number}&check=1`,
    `/return?order=${sold.number}&orderId=${sold.orderId}&check=1`,
  ]) {
    const text = await (await fetch(shop.origin + address)).text();
    assert.match(text, /data-outcome="nothing"/);
    assert.ok(!text.includes(sold.number) && !text.includes("€"));
  }
  const other = await buy(world, "tea");
  const mixed = other.check.replace(other.number, sold.number);
  assert.match(await (await fetch(shop.origin + mixed)).text(), /data-outcome="nothing"/);
  assert.equal(bank.asked, asked);
});
