/** The bank's pages in Arabic: drawn from right to left as the mirror of the French ones, with numbers in their own order. */
import assert from "node:assert/strict";
import { freePort } from "../support/loopback.mjs";
import { violations } from "./axe.mjs";
import { DESKTOP, follow, PHONE, picture, test } from "./harness.mjs";
import { startSandbox } from "./servers.mjs";

const ACCOUNT = { userName: "test_user", password: "test_user_password", amount: "500000" };
const OF_SATIM = { currency: "012", jsonParams: '{"force_terminal_id":"E010000001","udf1":"1"}' };
const CHALLENGED = { pan: "5555 5555 5555 5599", expiry: "12/34", newCardCvc: "123", cardholderName: "A B" };
const DECLINED = { pan: "6280 5811 1000 6712", expiry: "01/27", newCardCvc: "897", cardholderName: "A B" };
const LOOKS = [DESKTOP, PHONE].flatMap((viewport) =>
  ["light", "dark"].map((colorScheme) => [`${viewport.width}-${colorScheme}`, { viewport, colorScheme }]),
);

let orders = 0;

/** The address of the payment page of a new order. */
async function register(origin, language, more = {}) {
  const fields = { ...ACCOUNT, orderNumber: `R${++orders}`, language, returnUrl: `${origin}/`, ...more };
  const reply = await fetch(`${origin}/payment/rest/register.do`, {
    method: "POST",
    body: new URLSearchParams(fields),
  });
  const { formUrl, errorMessage } = await reply.json();
  assert.ok(formUrl, errorMessage);
  return formUrl;
}

async function fill(page, card) {
  for (const [name, value] of Object.entries(card)) await page.fill(`[name=${name}]`, value);
}

/** Written from right to left, without a violation of axe, and no element beyond an edge of the page. */
async function isGood(page, name) {
  const root = await page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.body).direction]);
  assert.deepEqual(root, ["ar", "rtl"], name);
  assert.deepEqual(await violations(page), [], name);
  const outside = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const isOutside = (element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < -0.5 || right > clientWidth + 0.5 || element.scrollWidth > element.clientWidth + 1;
    };
    const blocks = [...document.querySelectorAll("body *")].filter((one) => getComputedStyle(one).display !== "inline");
    return [scrollWidth - clientWidth, ...blocks.filter(isOutside).map((one) => one.outerHTML.slice(0, 100))];
  });
  assert.deepEqual(outside, [0], `${name}: cut off`);
  await picture(page, `arabic-${name}`, { whole: true });
}

/** Runs in the page: how far an element is from the edge where its text starts, and from the other one. */
function distances(selectors) {
  const { clientWidth } = document.documentElement;
  const isMirrored = getComputedStyle(document.body).direction === "rtl";
  return selectors.map((selector) => {
    const { left, right } = document.querySelector(selector).getBoundingClientRect();
    const [start, end] = isMirrored ? [clientWidth - right, left] : [left, clientWidth - right];
    return { selector, start: Math.round(start), end: Math.round(end) };
  });
}

/** Runs in the page: whether the characters of an element are drawn in the order in which they stand. */
function isDrawnFromLeftToRight(element) {
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const lefts = [];
  while (nodes.nextNode())
    for (const [at] of [...nodes.currentNode.data].entries()) {
      const range = document.createRange();
      range.setStart(nodes.currentNode, at);
      range.setEnd(nodes.currentNode, at + 1);
      lefts.push(range.getBoundingClientRect().left);
    }
  return lefts.length > 2 && lefts.every((left, at) => at === 0 || left >= lefts[at - 1]);
}

async function withSatim(body) {
  const satim = await startSandbox(await freePort(), "--profile", "satim");
  try {
    await body(satim.origin);
  } finally {
    satim.stop();
  }
}

for (const [look, options] of LOOKS) {
  test(`${look}: SATIM's pages in Arabic are accessible, and nothing is cut off`, async ({ open }) => {
    await withSatim(async (origin) => {
      const page = await (await open(options)).newPage();
      const formUrl = await register(origin, "ar", { ...OF_SATIM, description: "Two mugs, 3 spoons" });
      await page.goto(formUrl);
      await isGood(page, `${look}-pay`);
      await fill(page, { ...CHALLENGED, pan: "4111 1111 1111 1112", expiry: "1/3" });
      await follow(page, () => page.click("#pay"));
      await isGood(page, `${look}-mistakes`);
      await fill(page, CHALLENGED);
      await follow(page, () => page.click("#pay"));
      await isGood(page, `${look}-issuer`);
      await follow(page, () => page.click("[value=success]"));
      await page.goto(formUrl);
      await isGood(page, `${look}-paid`);
      const declined = await register(origin, "ar", OF_SATIM);
      await page.goto(declined);
      await fill(page, DECLINED);
      await follow(page, () => page.click("#pay"));
      await page.goto(declined);
      await isGood(page, `${look}-closed`);
      await page.goto(declined.replace("mdOrder=", "mdOrder=no"));
      await isGood(page, `${look}-unknown`);
    });
  });

  test(`${look}: an order of another bank in Arabic, with its wallets`, async ({ open, gateway }) => {
    const page = await (await open(options)).newPage();
    await page.goto(await register(gateway.origin, "ar"));
    await isGood(page, `${look}-wallets`);
    await follow(page, () => page.click("[value=APPLE_PAY]"));
    await isGood(page, `${look}-sheet`);
    await follow(page, () => page.click("#decline"));
    await isGood(page, `${look}-declined`);
  });
}

for (const viewport of [DESKTOP, PHONE]) {
  test(`${viewport.width} px: the page in Arabic is the mirror of the one in French, and numbers are not`, async ({
    open,
  }) => {
    await withSatim(async (origin) => {
      const page = await (await open({ viewport })).newPage();
      const at = async (language, read, argument) => {
        await page.goto(await register(origin, language, OF_SATIM));
        return page.evaluate(read, argument);
      };
      // Blocks are as wide as their place, whatever the language. The name of the bank starts, and the tag ends, at an edge.
      const blocks = [".order", ".pay", "#card", "#pan", "#expiry", "#newCardCvc", "#pay", ".cards"];
      assert.deepEqual(await at("ar", distances, blocks), await at("fr", distances, blocks));
      const edges = [".bar .name", "h1 .sum bdi", ".cardlist .pan", ".tag"];
      const [arabic, french] = [await at("ar", distances, edges), await at("fr", distances, edges)];
      for (const [index, { selector, start }] of arabic.slice(0, 3).entries())
        assert.equal(start, french[index].start, `${selector} starts at the edge`);
      assert.equal(arabic[3].end, french[3].end, "the tag ends at the edge");
      const [expiry, code] = await at("ar", distances, ["#expiry", "#newCardCvc"]);
      assert.ok(expiry.start < code.start, "the expiry date comes first, which is on the right");

      const isNumber = (selector) => page.locator(selector).first().evaluate(isDrawnFromLeftToRight);
      for (const selector of ["h1 .sum", "#pay bdi", ".cardlist .pan", ".cardlist .soft", ".brands"])
        assert.ok(await isNumber(selector), selector);
      assert.equal(await isNumber(".cards h2"), false, "and Arabic text is drawn from right to left");
      for (const name of ["pan", "expiry", "newCardCvc"])
        assert.equal(
          await page.locator(`#${name}`).evaluate((input) => getComputedStyle(input).direction),
          "ltr",
          name,
        );
    });
  });
}
