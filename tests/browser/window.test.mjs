/** Paying in a second window, while the shop's page waits. */
import assert from "node:assert/strict";
import { learns, outcome, pay, pressTwice } from "./customer.mjs";
import { DESKTOP, PHONE, picture, test } from "./harness.mjs";

/** Ticks the box, presses a product's button, and returns the window that opens. */
async function buyInSecondWindow(shop, store, product, press = (button) => button.click()) {
  await shop.goto(store.origin);
  await shop.getByLabel("Pay in a new window").check();
  const [bank] = await Promise.all([
    shop.waitForEvent("popup"),
    press(shop.locator(`form:has(input[value=${product}]) button`)),
  ]);
  await bank.locator("[name=pan]").waitFor();
  return bank;
}

for (const [width, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`${width}: the shop's page learns the outcome by itself`, async ({ open, store }) => {
    const shop = await (await open({ viewport })).newPage();
    const bank = await buyInSecondWindow(shop, store, "mug");
    await picture(shop, `${width}-waiting`);
    await pay(bank, { acs: "Success" });
    await outcome(bank, "paid");
    await learns(shop, "paid");
    await picture(shop, `${width}-waiting-paid`);
    assert.equal(await bank.evaluate(() => window.opener), null, "the bank's window cannot reach the shop's");
    await shop.getByRole("link", { name: "Back to the shop" }).click();
    assert.ok(await shop.getByRole("dialog").isHidden());
  });
}

test("the shop's page learns the outcome though the second window never comes back", async ({
  open,
  store,
  gateway,
}) => {
  const context = await open();
  const shop = await context.newPage();
  await shop.clock.install();
  const bank = await buyInSecondWindow(shop, store, "set");
  await bank.route("**/return?*", (route) => route.abort());
  await pay(bank, { acs: "Success", leaves: true });
  await bank.close();
  await learns(shop, "held");
  const asked = gateway.count("getOrderStatusExtended");
  // Whatever the page has planned for the next ten minutes happens now, and a later request of the same page is answered.
  await shop.clock.runFor(600_000);
  await shop.evaluate(() => fetch("/opening").then((response) => response.text()));
  assert.equal(gateway.count("getOrderStatusExtended"), asked, "and then it stops asking");
});

test("the shop's page follows a second attempt made in the other window", async ({ open, store, gateway }) => {
  const shop = await (await open()).newPage();
  const bank = await buyInSecondWindow(shop, store, "tea");
  await pay(bank, { acs: "Fail" });
  if (!bank.url().startsWith(store.origin)) await bank.getByRole("link", { name: /back|return/i }).click();
  await outcome(bank, "open");
  await learns(shop, "open");
  await picture(shop, "desktop-waiting-open");
  await bank.getByRole("button", { name: "Try again" }).click();
  await pay(bank, { acs: "Success" });
  await learns(shop, "paid");
  assert.equal(gateway.count("register"), 1);
});

test("while the customer is at 3-D Secure the waiting page keeps the link to the payment page", async ({
  open,
  store,
}) => {
  const context = await open();
  const shop = await context.newPage();
  const bank = await buyInSecondWindow(shop, store, "mug");
  const payment = bank.url();
  await pay(bank);
  await learns(shop, "pending");
  const link = shop.getByRole("link", { name: "Open the payment page again" });
  assert.equal(await link.getAttribute("href"), payment);
  await picture(shop, "desktop-waiting-pending");
  await bank.close();
  const [again] = await Promise.all([shop.waitForEvent("popup"), link.click()]);
  await again.waitForLoadState();
  assert.equal(new URL(again.url()).origin, new URL(payment).origin);
});

test("a reload of the waiting page goes on waiting", async ({ open, store }) => {
  const shop = await (await open()).newPage();
  const bank = await buyInSecondWindow(shop, store, "mug");
  await shop.reload();
  await shop.getByRole("dialog").waitFor();
  await pay(bank, { acs: "Success" });
  await learns(shop, "paid");
});

test("a double click in second window mode makes one order and one window", async ({ open, store, gateway }) => {
  const context = await open();
  const shop = await context.newPage();
  await buyInSecondWindow(shop, store, "mug", (button) => pressTwice(shop, button, gateway));
  assert.equal(gateway.count("register"), 1);
  assert.equal(context.pages().length, 2);
});

test("a purchase that fails closes the second window and says so in the shop", async ({ open, store, gateway }) => {
  const context = await open();
  const shop = await context.newPage();
  gateway.fault = () => ({ status: 500, text: "" });
  await shop.goto(store.origin);
  await shop.getByLabel("Pay in a new window").check();
  await Promise.all([shop.waitForEvent("popup"), shop.getByRole("button", { name: "Buy the harbour mug" }).click()]);
  await shop.getByRole("status").filter({ hasText: "Nothing was charged" }).waitFor();
  assert.equal(context.pages().length, 1);
  gateway.fault = null;
  assert.equal(
    await shop.getByRole("button", { name: "Buy the harbour mug" }).getAttribute("aria-disabled"),
    null,
    "the button is back",
  );
});
