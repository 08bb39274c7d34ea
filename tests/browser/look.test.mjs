/** How the pages look and can be used: at desk and phone width, by keyboard, in light and dark. */
import assert from "node:assert/strict";
import { textContrasts } from "./contrast.mjs";
import { order, outcome, pay } from "./customer.mjs";
import { DESKTOP, PHONE, picture, test, until } from "./harness.mjs";
import { OPERATOR_KEY } from "./world.mjs";

/** A browser in which the operator has given the key. */
const httpCredentials = { username: "operator", password: OPERATOR_KEY };

for (const [name, viewport] of Object.entries({
  desktop: DESKTOP,
  phone: PHONE,
  narrow: { width: 320, height: 640 },
})) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${name}, ${colorScheme}: nothing is cut off`, async ({ open, store }) => {
      const page = await (await open({ viewport, colorScheme, httpCredentials })).newPage();
      for (const path of ["/", "/opening", "/no-such-page", "/return?check=1", "/packing", "/operator"]) {
        await page.goto(store.origin + path);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
        if (path === "/") await picture(page, `${name}-shop-${colorScheme}`, { whole: true });
      }
    });
  }
}

for (const [name, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`${name}: a paid order is on the packing list once, without data about the customer`, async ({
    open,
    store,
  }) => {
    const page = await (await open({ viewport, httpCredentials })).newPage();
    await page.goto(await order(store, { product: "tea" }));
    await pay(page, { acs: "Success" });
    const number = await (await outcome(page, "paid")).locator("dd").first().innerText();
    await page.reload();
    await outcome(page, "paid");
    const row = page.locator(`[data-order="${number}"]`);
    await until(async () => {
      await page.goto(`${store.origin}/packing`);
      return (await row.count()) > 0;
    });
    assert.equal(await row.count(), 1);
    assert.equal((await row.innerText()).replace(/\s+/g, " ").trim(), `${number} tea Pack`);
    await picture(page, `${name}-packing`);
  });
}

test("the prices are on the page and the keyboard reaches every button, with a visible focus", async ({
  open,
  store,
}) => {
  const page = await (await open()).newPage();
  await page.goto(store.origin);
  assert.deepEqual(await page.locator("[data-price]").allInnerTexts(), ["€24.00", "€12.50", "€80.00"]);
  const names = [];
  for (;;) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const { activeElement, body } = document;
      if (activeElement === body) return null;
      return {
        name: activeElement.labels?.[0]?.innerText ?? activeElement.innerText,
        outline: getComputedStyle(activeElement).outlineStyle,
      };
    });
    if (!focus) break;
    assert.equal(focus.outline, "solid", focus.name);
    names.push(focus.name.replace(/\s+/g, " ").trim());
  }
  for (const name of [/Buy.*mug/, /Buy.*tea/, /Hold the amount.*tea set/, /Pay in a new window/])
    assert.ok(
      names.some((one) => name.test(one)),
      `${name} in ${names}`,
    );
});

test("text has enough contrast, in light and dark", async ({ open, store }) => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await (await open({ colorScheme, httpCredentials })).newPage();
    for (const path of ["/", "/return?check=1", "/packing", "/operator"]) {
      await page.goto(store.origin + path);
      for (const { text, ratio } of await page.evaluate(textContrasts))
        assert.ok(ratio >= 4.5, `${colorScheme} ${path} "${text}": ${ratio.toFixed(2)}`);
    }
  }
});

test("on paper a receipt is black on white, and has nothing to press, in light and dark", async ({ open, store }) => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await (await open({ colorScheme })).newPage();
    await page.goto(await order(store, { product: "mug" }));
    await pay(page, { acs: "Success" });
    const section = await outcome(page, "paid");
    await page.emulateMedia({ media: "print", colorScheme });
    const { background, color } = await page.evaluate(() => {
      const { backgroundColor, color: ink } = getComputedStyle(document.body);
      return { background: backgroundColor, color: ink };
    });
    assert.deepEqual([background, color], ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
    assert.equal(await page.locator("a.button:visible, button:visible").count(), 0);
    for (const text of [/Kettle/, /Your order is paid/, /KK-\d+/, /Harbour mug/, /€24\.00/])
      assert.match(await page.locator("body").innerText(), text);
    assert.ok(await section.isVisible());
    await picture(page, `print-paid-${colorScheme}`, { whole: true });
  }
});
