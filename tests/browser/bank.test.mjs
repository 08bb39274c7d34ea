/** The sandbox's own pages: payment page, wallet sheets, 3-D Secure page and control pages, at desk and phone width, in light and dark. */
import assert from "node:assert/strict";
import { focusContrast } from "./contrast.mjs";
import { violations } from "./axe.mjs";
import { DESKTOP, follow, PHONE, picture, test } from "./harness.mjs";

const ACCOUNT = { userName: "test_user", password: "test_user_password" };
const MODES = {
  desktop: { viewport: DESKTOP },
  phone: { viewport: PHONE },
  dark: { viewport: DESKTOP, colorScheme: "dark" },
};
const WALLETS = ["APPLE_PAY", "GOOGLE_PAY_CARD", "SAMSUNG_PAY"];

async function command(gateway, name, input = {}) {
  const reply = await fetch(`${gateway.origin}/sandbox/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const { result, error } = await reply.json();
  assert.equal(error, undefined);
  return result;
}

let orders = 0;

async function register(gateway, call = "register") {
  const fields = {
    ...ACCOUNT,
    orderNumber: `BANK-${process.pid}-${++orders}`,
    amount: "2000",
    description: "Two mugs",
  };
  const body = new URLSearchParams({ ...fields, returnUrl: `${gateway.origin}/` });
  const reply = await fetch(`${gateway.origin}/payment/rest/${call}.do`, { method: "POST", body });
  return { ...(await reply.json()), number: fields.orderNumber };
}

/** No violation of axe, nothing cut off, one first heading, and a picture for people to look at. */
async function isGood(page, name) {
  assert.deepEqual(await violations(page), [], name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
  assert.equal(await page.locator("h1").count(), 1, name);
  await picture(page, `bank-${name}`, { whole: true });
}

/** Keeps the control page from fetching itself again, which replaces its parts while they are looked at. */
const standStill = (page) =>
  page.route("**", (route) => (route.request().resourceType() === "fetch" ? route.abort() : route.fallback()));

for (const [mode, options] of Object.entries(MODES)) {
  test(`${mode}: the bank's pages are accessible, and nothing is cut off`, async ({ open, gateway }) => {
    const page = await (await open(options)).newPage();
    await standStill(page);
    const at = async (name, address) => {
      if (address) await page.goto(address);
      await isGood(page, `${mode}-${name}`);
    };
    const { formUrl, orderId } = await register(gateway);
    await at("pay", formUrl);
    await page.fill("[name=pan]", "4111 1111 1111 1112");
    await page.fill("[name=expiry]", "1/3");
    await page.fill("[name=newCardCvc]", "1");
    await follow(page, () => page.click("#pay"));
    assert.equal(await page.evaluate(() => document.activeElement.id), "pan", "the first mistake has the focus");
    await at("pay-mistakes");
    for (const wallet of WALLETS) {
      await page.goto(formUrl);
      await follow(page, () => page.click(`[value=${wallet}]`));
      await at(`sheet-${wallet}`);
    }
    await follow(page, () => page.click("#decline"));
    await at("pay-declined");
    await follow(page, () => page.getByRole("button", { name: "Use 5555 5555 5555 5599" }).click());
    assert.equal(await page.inputValue("[name=pan]"), "5555 5555 5555 5599");
    await follow(page, () => page.click("#pay"));
    await at("issuer");
    await follow(page, () => page.getByRole("button", { name: "Success" }).click());
    await at("paid", formUrl);
    await command(gateway, "trigger", { operation: "refunded", url: `${gateway.origin}/` });
    await command(gateway, "injectFault", { kind: "callbackTwice", order: orderId });
    await at("control", `${gateway.origin}/`);
    for (const group of await page.locator("details").all()) await group.locator("summary").click();
    await at("control-open");
    await at("order", `${gateway.origin}/?order=${orderId}`);
    await at("order-unknown", `${gateway.origin}/?order=nope`);
    await command(gateway, "clearFaults");
  });
}

test("the focus of the bank's pages is seen: at least 3 to 1 against its background", async ({ open, gateway }) => {
  const { formUrl } = await register(gateway);
  for (const colorScheme of ["light", "dark"]) {
    const page = await (await open({ colorScheme })).newPage();
    await page.goto(formUrl);
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press("Tab");
      const { ratio, what } = await page.evaluate(focusContrast);
      assert.ok(ratio >= 3, `${colorScheme} ${what}: ${ratio.toFixed(2)}`);
    }
  }
});

test("a page prints without its buttons, dark on white", async ({ open, gateway }) => {
  const { orderId, formUrl } = await register(gateway);
  await command(gateway, "pay", { orderId });
  const page = await (await open({ colorScheme: "dark" })).newPage();
  await page.goto(formUrl);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const { color, background } = await page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return { color: style.color, background: style.backgroundColor };
  });
  assert.deepEqual([color, background], ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
  assert.equal(await page.locator(".button").first().isVisible(), false);
});

test("the control page shows what happens without a reload, and keeps what is open", async ({
  open,
  gateway,
  seen,
}) => {
  const page = await (await open()).newPage();
  const first = await register(gateway);
  await page.goto(gateway.origin);
  const next = await register(gateway);
  await page.getByRole("link", { name: next.number }).waitFor();
  assert.equal(await page.getByRole("link", { name: first.number }).count(), 1);

  await page.goto(`${gateway.origin}/?order=${first.orderId}`);
  await page.getByText("waiting for payment").first().waitFor();
  const registered = page.locator("details", { hasText: "register.do" });
  if (await registered.evaluate((details) => !details.open)) await registered.locator("summary").click();
  await command(gateway, "pay", { orderId: first.orderId });
  await page.getByText("payment approved").waitFor();
  assert.equal(await registered.evaluate((details) => details.open), true);
  await page.getByRole("button", { name: "Refund" }).click();
  await page.getByText("refunded", { exact: true }).first().waitFor();
  assert.equal((await command(gateway, "orders", { search: first.number }))[0].state, "refunded");
  assert.deepEqual(seen.violations, [], "the script is the one that the policy allows");
});
