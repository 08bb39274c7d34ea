/** A purchase in one window, with and without scripts. */
import assert from "node:assert/strict";
import { buy, CARD, fact, outcome, pay, pressTwice } from "./customer.mjs";
import { DESKTOP, PHONE, picture, test } from "./harness.mjs";

for (const [width, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`${width}: the test card with 3-D Secure Success ends on paid`, async ({ open, store, gateway }) => {
    const page = await (await open({ viewport })).newPage();
    await buy(page, store, "mug");
    await picture(page, `${width}-bank`);
    await pay(page, { acs: "Success" });
    const section = await outcome(page, "paid");
    const { fields } = gateway.calls.find((call) => call.endpoint === "register");
    assert.deepEqual([fields.get("amount"), fields.get("currency")], ["2400", "978"]);
    assert.equal(await fact(section, "Amount"), "€24.00");
    assert.equal(await fact(section, "Order"), fields.get("orderNumber"));
    await picture(page, `${width}-paid`);

    assert.equal(page.url(), `${store.origin}/return`, "the address is tidy");
    await page.reload();
    await outcome(page, "paid");
  });

  for (const [name, attempt] of Object.entries({
    Fail: { acs: "Fail" },
    "CVC 999": { card: { ...CARD, cvc: "999" } },
  })) {
    test(`${width}: ${name} ends on open, and trying again leads to the same order, which can be paid`, async ({
      open,
      store,
      gateway,
    }) => {
      const page = await (await open({ viewport })).newPage();
      await buy(page, store, "tea");
      await pay(page, attempt);
      await backToShop(page, store);
      const first = await fact(await outcome(page, "open"), "Order");
      await picture(page, `${width}-open-${name.replace(" ", "-").toLowerCase()}`);

      await page.getByRole("button", { name: "Try again" }).click();
      await pay(page, { acs: "Success" });
      const section = await outcome(page, "paid");
      assert.equal(await fact(section, "Order"), first);
      assert.equal(gateway.count("register"), 1);
    });
  }

  test(`${width}: the deposit ends on held`, async ({ open, store, gateway }) => {
    const page = await (await open({ viewport })).newPage();
    await buy(page, store, "set");
    await pay(page, { acs: "Success" });
    const section = await outcome(page, "held");
    assert.equal(await fact(section, "Amount"), "€80.00");
    assert.deepEqual([gateway.count("registerPreAuth"), gateway.count("register")], [1, 0]);
    await picture(page, `${width}-held`);
  });
}

test("a double click makes one order", async ({ open, store, gateway }) => {
  const page = await (await open()).newPage();
  await page.goto(store.origin);
  await pressTwice(page, page.locator("form:has(input[value=mug]) button"), gateway);
  await page.locator("[name=pan]").waitFor();
  assert.equal(gateway.count("register"), 1);

  await page.goBack();
  await page.getByRole("button", { name: "Buy the harbour mug" }).click();
  await page.locator("[name=pan]").waitFor();
  // The browser shows its own copy of the page, with the same form, or a new one.
  assert.ok(gateway.count("register") <= 2, "coming back gives the button back");
});

test("the bank is down at the purchase: Try again, with and without a script, leads to a payment page", async ({
  open,
  store,
  gateway,
}) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await (await open({ javaScriptEnabled })).newPage();
    gateway.fault = () => ({ status: 500, text: "" });
    await page.goto(store.origin);
    await page.click("form:has(input[value=mug]) button");
    await page.getByRole("heading", { name: "The payment page did not open" }).waitFor();
    if (javaScriptEnabled) await picture(page, "desktop-bank-closed");
    gateway.fault = null;
    await page.getByRole("button", { name: "Try again" }).click();
    await pay(page, { acs: "Success" });
    await outcome(page, "paid");
  }
});

test("without scripts the whole purchase works", async ({ open, store }) => {
  const page = await (await open({ javaScriptEnabled: false })).newPage();
  await buy(page, store, "mug");
  await pay(page, { acs: "Fail" });
  await backToShop(page, store);
  await outcome(page, "open");
  await page.getByRole("button", { name: "Try again" }).click();
  await pay(page, { acs: "Success" });
  await outcome(page, "paid");
  assert.ok(await page.locator("#second-window").isHidden(), "what needs a script is not offered");
});

test("a payment that is still being decided is asked about again until it is paid", async ({
  open,
  store,
  gateway,
}) => {
  for (const javaScriptEnabled of [true, false]) {
    gateway.reset();
    const page = await (await open({ javaScriptEnabled })).newPage();
    await buy(page, store, "mug");
    let asked = 0;
    gateway.fault = ({ endpoint, text }) =>
      endpoint.startsWith("getOrderStatus") && ++asked <= 2
        ? { text: text.replace(/"orderStatus":\s*2/, '"orderStatus":5') }
        : null;
    await pay(page, { acs: "Success" });
    await outcome(page, "pending");
    if (javaScriptEnabled) await picture(page, "desktop-pending");
    assert.ok(await page.getByRole("button", { name: "Try again" }).isHidden(), "nobody is asked to pay twice");
    await page.locator("[data-outcome=paid]").waitFor();
    assert.equal(asked, 3);
  }
});

test("a gateway that is down when the customer comes back is asked again, and the payment is not lost", async ({
  open,
  store,
  gateway,
}) => {
  const page = await (await open()).newPage();
  await buy(page, store, "mug");
  gateway.fault = ({ endpoint }) =>
    endpoint.startsWith("getOrderStatus") ? { status: 404, text: "<h1>maintenance</h1>" } : null;
  await pay(page, { acs: "Success" });
  const section = await outcome(page, "error");
  await picture(page, "desktop-bank-down");
  assert.ok(!/paid|declined|failed/i.test(await section.innerText()), await section.innerText());
  gateway.fault = null;
  await page.locator("[data-outcome=paid]").waitFor();
});

test("a payment page on another host than the gateway's is reached through a page of the shop's", async ({
  open,
  store,
  gateway,
}) => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await (await open({ javaScriptEnabled })).newPage();
    gateway.fault = ({ endpoint, text }) =>
      endpoint === "register" ? { text: text.replace("//127.0.0.1:", "//localhost:") } : null;
    await buy(page, store, "mug");
    assert.equal(new URL(page.url()).hostname, "localhost");
    await pay(page, { acs: "Success" });
    await outcome(page, "paid");
  }
});

/** Some gateways bring the customer back after a failed attempt, some keep them on their page for another one. */
async function backToShop(page, store) {
  if (!page.url().startsWith(store.origin)) await page.getByRole("link", { name: /back|return/i }).click();
}
