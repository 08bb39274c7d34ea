/** axe-core finds nothing on any page of the shop: wide and narrow, light and dark. The pictures are for people to look at. */
import assert from "node:assert/strict";
import { violations } from "./axe.mjs";
import { buy, order, outcome, pay, returnAddress } from "./customer.mjs";
import { DESKTOP, PHONE, picture, test } from "./harness.mjs";
import { OPERATOR_KEY } from "./world.mjs";

const httpCredentials = { username: "operator", password: OPERATOR_KEY };

test("axe finds what is wrong", async ({ open, store }) => {
  const page = await (await open()).newPage();
  await page.goto(store.origin);
  await page.evaluate(() => document.querySelector("main").insertAdjacentHTML("beforeend", "<p><button></button></p>"));
  assert.match((await violations(page)).join(), /button-name/);
});

/** Every outcome, by what the bank says of an order. */
const OUTCOMES = {
  open: { orderStatus: 0, actionCode: 116 },
  held: { orderStatus: 1, actionCode: 0 },
  paid: { orderStatus: 2, actionCode: 0, paymentAmountInfo: { depositedAmount: 1250 } },
  reversed: { orderStatus: 3 },
  refunded: { orderStatus: 4 },
  pending: { orderStatus: 5 },
  declined: { orderStatus: 6, actionCode: 116 },
  expired: { orderStatus: 6, actionCode: -2007 },
  unknown: { orderStatus: 12 },
  mismatch: { orderStatus: 2, amount: 1 },
  error: { orderStatus: undefined },
};

const LOOKS = [
  ["desktop", "light", DESKTOP],
  ["desktop", "dark", DESKTOP],
  ["phone", "light", PHONE],
  ["phone", "dark", PHONE],
];

for (const [width, colorScheme, viewport] of LOOKS) {
  const look = `${width}-${colorScheme}`;

  test(`axe, ${look}: the shop, its messages, and the operator's pages`, async ({ open, store, gateway }) => {
    const page = await (await open({ viewport, colorScheme, httpCredentials })).newPage();
    await order(store, { product: "set" });
    for (const path of [
      "/",
      "/opening",
      "/no-such-page",
      "/return",
      "/return?check=1",
      "/buy",
      "/packing",
      "/operator",
    ]) {
      await page.goto(store.origin + path);
      assert.deepEqual(await violations(page), [], path);
      await picture(page, `axe-${look}-${path.replace(/\W+/g, "-")}`, { whole: true });
    }
    gateway.fault = () => ({ status: 500, text: "" });
    await page.goto(store.origin);
    await page.click("form:has(input[value=mug]) button");
    await page.getByRole("heading", { name: "The payment page did not open" }).waitFor();
    assert.deepEqual(await violations(page), [], "502");
  });

  test(`axe, ${look}: every outcome`, async ({ open, store, gateway }) => {
    await order(store, { product: "tea" });
    const page = await (await open({ viewport, colorScheme })).newPage();
    const address = `${returnAddress(gateway)}&check=1`;
    for (const [name, says] of Object.entries(OUTCOMES)) {
      gateway.fault = ({ text }) => ({ text: JSON.stringify({ ...JSON.parse(text), ...says }) });
      await page.goto(address);
      await outcome(page, name);
      assert.deepEqual(await violations(page), [], name);
      await picture(page, `axe-${look}-${name}`);
      await page.emulateMedia({ media: "print" });
      assert.deepEqual(await violations(page), [], `${name} on paper`);
      await page.emulateMedia({ media: null });
    }
  });

  test(`axe, ${look}: the operator's page with orders in every state, and the dialog that waits`, async ({
    open,
    store,
  }) => {
    const page = await (await open({ viewport, colorScheme, httpCredentials })).newPage();
    for (const product of ["set", "mug"]) {
      await buy(page, store, product);
      await pay(page, { acs: "Success" });
      await outcome(page, product === "set" ? "held" : "paid");
    }
    await page.goto(`${store.origin}/operator`);
    await page.getByRole("button", { name: "Refund" }).first().click();
    // Orders of other tests have results too: the page with this one has its own address.
    await page.waitForURL(/[?&]result=done/);
    assert.deepEqual(await violations(page), []);
    await picture(page, `axe-${look}-operator-orders`);

    await page.goto(store.origin);
    await page.getByLabel("Pay in a new window").check();
    await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: "Buy the harbour mug" }).click()]);
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await violations(page), []);
    await picture(page, `axe-${look}-waiting`);
  });
}
