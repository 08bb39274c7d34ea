/**
 * What a customer does: in the shop, on the bank's page, and back.
 */
import assert from "node:assert/strict";
import { follow, until } from "./harness.mjs";

export const CARD = { pan: "5555555555555599", expiry: "12/34", cvc: "123", holder: "CANARY CARDHOLDER" };

/** What a gateway knows of the customer, and the shop's pages must not tell. */
export const EMAIL = "canary@customer.example";

/** Opens the shop, presses a product's button, and is on the bank's page. */
export async function buy(page, store, product) {
  await page.goto(store.origin);
  await page.click(`form:has(input[value=${product}]) button`);
  await page.locator("[name=pan]").waitFor();
}

/**
 * Fills in the bank's page; `acs` is the button of the 3-D Secure page, absent when the card does not get that far. Ends when
 * the next page is loaded, or with `leaves` when the last button is pressed.
 */
export async function pay(page, { card = CARD, acs, leaves = false } = {}) {
  await page.fill("[name=pan]", card.pan);
  await page.fill("[name=expiry]", card.expiry);
  await page.fill("[name=newCardCvc]", card.cvc);
  await page.fill("[name=cardholderName]", card.holder);
  const pressed = async (button) => (leaves ? button.click() : follow(page, () => button.click()));
  const form = page.locator("form:has([name=pan]) button").first();
  if (!acs) return pressed(form);
  await form.click();
  await pressed(page.getByRole("button", { name: acs }));
}

/** Waits until the page tells an outcome, and returns its section. */
export async function outcome(page, expected) {
  const section = page.locator("section.verdict[data-outcome]:not([data-outcome=checking])");
  await section.waitFor();
  assert.equal(await section.getAttribute("data-outcome"), expected, await section.innerText());
  return section;
}

/**
 * Waits until the shop's page, which asks now and then while the customer pays elsewhere, tells this outcome. What it tells
 * before depends on when it asks.
 */
export const learns = (shop, expected) => shop.locator(`dialog [data-outcome=${expected}]`).waitFor();

/** The value beside a label of the outcome: "Order", "Amount". */
export const fact = (section, label) => section.locator("dl div", { hasText: label }).locator("dd").innerText();

/** The address the customer comes back to after registering and paying for nothing: from what the gateway was told. */
export function returnAddress(gateway, at = -1) {
  const registered = gateway.calls.filter((call) => call.endpoint.startsWith("register")).at(at);
  return new URL(registered.fields.get("returnUrl"));
}

/** A purchase without a browser, as far as the payment page. Returns its address. */
export async function order(store, fields, headers = {}) {
  const answer = await post(store, fields, headers);
  assert.equal(answer.status, 303, await answer.text());
  return answer.headers.get("location");
}

/** POST /buy as the shop's own page sends it, unless `headers` say otherwise; a header that is null is left out. */
export const post = (store, fields, headers = {}) =>
  fetch(`${store.origin}/buy`, {
    method: "POST",
    redirect: "manual",
    headers: Object.entries({ Origin: store.origin, "Sec-Fetch-Site": "same-origin", ...headers }).filter(
      ([, value]) => value !== null,
    ),
    body: new URLSearchParams(fields),
  });

/** Two presses as an impatient hand makes them: the second one while the gateway still has to answer the first. */
export async function pressTwice(page, button, gateway) {
  let answer;
  const isAnswered = new Promise((done) => (answer = done));
  gateway.fault = () => isAnswered;
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  // With other fonts the button may be below the screen, where a mouse does not reach.
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await button.boundingBox();
  const press = () => page.mouse.click(x + width / 2, y + height / 2);
  await press();
  await until(() => gateway.count("register") > 0);
  await press();
  // What the second press sends it sends at once. This wait only gives a second purchase the time to show itself.
  await page.waitForTimeout(500);
  gateway.fault = null;
  answer();
  assert.equal(sent.length, 1, `what the page sent: ${sent}`);
}
