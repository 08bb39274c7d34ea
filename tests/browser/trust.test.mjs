/** What is never believed: the address, the form's other fields, other sites. */
import assert from "node:assert/strict";
import { CARD, EMAIL, fact, order, outcome, pay, post, returnAddress } from "./customer.mjs";
import { picture, test } from "./harness.mjs";

/** Words that only the bank's answer may put on a page. */
const RESULT_WORDS =
  /\b(paid|pay again|success\w*|thank\w*|confirm\w*|received|complete\w*|approved|accepted|declined|failed|on hold)\b/i;

const ask = async (address) => (await fetch(new URL(address))).text();
const outcomeOf = (text) => /data-outcome="(\w+)"/.exec(text)?.[1];
const second = (address) => `${address}&check=1`;

test("the page before the verdict names no result and asks the bank nothing, even for a paid order", async ({
  open,
  store,
  gateway,
  seen,
}) => {
  const page = await (await open()).newPage();
  await page.goto(await order(store, { product: "mug" }));
  let asked, visible;
  await page.route("**/return?*check=1*", async (route) => {
    asked = gateway.count("getOrderStatusExtended");
    visible = await page.innerText("body");
    await picture(page, "desktop-checking");
    await route.continue();
  });
  await pay(page, { acs: "Success" });
  await outcome(page, "paid");
  assert.equal(asked, 0, "the neutral page asked nobody");
  assert.equal(gateway.count("getOrderStatusExtended"), 1);
  assert.match(visible, /Checking/);
  assert.doesNotMatch(visible, RESULT_WORDS);

  await Promise.allSettled(seen.reads);
  const before = seen.bodies.filter(({ url }) => url.includes("/return?") && !url.includes("check=1"));
  assert.equal(before.length, 1);
  assert.equal(outcomeOf(before[0].text), "checking");
  assert.doesNotMatch(before[0].text, RESULT_WORDS);
});

test("words of success in the address change nothing", async ({ store, gateway }) => {
  await order(store, { product: "mug" });
  const address = returnAddress(gateway);
  for (const [name, value] of Object.entries({
    status: "1",
    orderStatus: "2",
    success: "true",
    outcome: "paid",
    actionCode: "0",
  }))
    address.searchParams.set(name, value);
  assert.equal(outcomeOf(await ask(address)), "checking");
  assert.equal(outcomeOf(await ask(second(address))), "open");
  assert.equal(gateway.count("getOrderStatusExtended"), 1);
});

test("every outcome has its page, and only what the bank says is paid says so", async ({ store, gateway }) => {
  const taken = { orderStatus: 2, actionCode: 0, paymentAmountInfo: { depositedAmount: 1250 } };
  const rows = [
    [{ orderStatus: 0 }, "open", "retry"],
    [{ orderStatus: 1, actionCode: 0 }, "held"],
    [taken, "paid"],
    [{ orderStatus: 3 }, "reversed"],
    [{ orderStatus: 4 }, "refunded"],
    [{ orderStatus: 5 }, "pending", "again"],
    [{ orderStatus: 6, actionCode: 116 }, "declined", "retry"],
    [{ orderStatus: 6, actionCode: -2007 }, "expired", "retry"],
    [{ orderStatus: 12 }, "unknown", "again"],
    [{ ...taken, paymentAmountInfo: { depositedAmount: 1 } }, "mismatch"],
    [{ ...taken, actionCode: 116 }, "mismatch"],
    [{ ...taken, paymentState: "REFUNDED" }, "mismatch"],
    [{ ...taken, chargeback: true }, "chargeback"],
    [{ ...taken, amount: 1 }, "mismatch"],
    [{ ...taken, currency: "643" }, "mismatch"],
    [{ ...taken, orderNumber: "another" }, "mismatch"],
    [{ ...taken, amount: undefined }, "mismatch"],
    [{ orderStatus: undefined }, "error", "again"],
  ];
  await order(store, { product: "tea" });
  const address = second(returnAddress(gateway));
  for (const [says, expected, offers] of rows) {
    gateway.fault = ({ text }) => ({ text: JSON.stringify({ ...JSON.parse(text), ...says }) });
    const text = await ask(address);
    assert.equal(outcomeOf(text), expected, JSON.stringify(says));
    assert.equal(/action="\/buy"/.test(text), offers === "retry", `${expected}: try again`);
    assert.equal(/http-equiv="refresh"/.test(text), offers === "again", `${expected}: asks again`);
    if (expected !== "paid") assert.doesNotMatch(text, /your order is paid|complete|thank you/i);
  }
});

test("what a gateway says of the customer, or repeats in a refusal, is on no page", async ({
  store,
  gateway,
  canaries,
}) => {
  const shows = (text) => Object.entries(canaries).filter(([, canary]) => text.includes(canary));
  await order(store, { product: "tea" });
  const address = second(returnAddress(gateway));
  const words = `${Object.values(canaries).join(", ")} were refused`;
  const person = {
    payerData: { email: EMAIL, phone: EMAIL },
    cardAuthInfo: { pan: CARD.pan, maskedPan: "555555**5599", cardholderName: CARD.holder },
    orderDescription: words,
    actionCodeDescription: words,
  };
  for (const says of [
    ...[0, 1, 2, 3, 4, 5, 6, 12].map((orderStatus) => ({ ...person, orderStatus, actionCode: 116 })),
    { errorCode: "5", errorMessage: words },
    { errorCode: "0", error: words },
    { errorCode: words },
  ]) {
    gateway.fault = ({ text }) => ({ text: JSON.stringify({ ...JSON.parse(text), ...says }) });
    assert.deepEqual(shows(await ask(address)), [], JSON.stringify(says.orderStatus ?? says));
  }
  for (const says of [
    { errorCode: "5", errorMessage: words },
    { errorCode: "1", errorMessage: words },
    { formUrl: words },
  ]) {
    gateway.fault = ({ text }) => ({ text: JSON.stringify({ ...JSON.parse(text), orderId: undefined, ...says }) });
    assert.deepEqual(
      shows(await (await post(store, { product: "tea" })).text()),
      [],
      JSON.stringify(Object.keys(says)),
    );
  }
});

test("another order's payment does not count for this one", async ({ open, store, gateway }) => {
  const page = await (await open()).newPage();
  await page.goto(await order(store, { product: "tea" }));
  await pay(page, { acs: "Success" });
  await outcome(page, "paid");
  const paid = gateway.calls.find((call) => call.endpoint === "getOrderStatusExtended").fields.get("orderId");
  const theirs = gateway.calls.find((call) => call.endpoint === "register").fields.get("orderNumber");
  assert.ok(paid && theirs);

  for (const product of ["mug", "tea"]) {
    await order(store, { product });
    const address = returnAddress(gateway);
    address.searchParams.set("orderId", paid);
    address.searchParams.set("check", "1");
    await page.goto(address.href);
    const section = await outcome(page, "mismatch");
    assert.notEqual(await fact(section, "Order"), "", "the order that was asked about");
    assert.equal(await section.getByRole("button").count(), 0, "no offer to pay again");
    assert.ok(!(await page.content()).includes(theirs), "the number of somebody else's order stays with the store");
  }
  await picture(page, "desktop-mismatch");
});

test("a missing or altered token shows a generic page and asks the bank nothing", async ({ open, store, gateway }) => {
  const formUrl = await order(store, { product: "mug" });
  const whole = returnAddress(gateway);
  const [name, token] = [...whole.searchParams].find(([, value]) => value.startsWith("v1."));
  const orderId = new URL(formUrl).searchParams.get("mdOrder");
  const flipped = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
  for (const value of [
    null,
    "",
    "v1",
    flipped,
    token.slice(0, -1),
    token.replace("v1.", "v2."),
    `${token}.`,
    token.split(".").reverse().join("."),
  ]) {
    const address = new URL(`${store.origin}/return?orderId=${orderId}&lang=en&status=1`);
    if (value !== null) address.searchParams.set(name, value);
    const text = await ask(second(address));
    assert.equal(outcomeOf(text), "nothing", `token ${value}`);
    assert.doesNotMatch(text, RESULT_WORDS);
    assert.ok(!text.includes(orderId), "nothing about the order");
  }
  assert.equal(outcomeOf(await ask(`${store.origin}/return?check=1`)), "nothing");
  assert.equal(gateway.count("getOrderStatusExtended"), 0);

  const page = await (await open()).newPage();
  await page.goto(`${store.origin}/return?status=1&orderStatus=2&orderId=${orderId}`);
  await outcome(page, "nothing");
  await picture(page, "desktop-nothing");
});

test("what a page puts into the address is escaped", async ({ open, store, gateway }) => {
  await order(store, { product: "mug" });
  const address = returnAddress(gateway);
  const markup = `"><script>document.title="owned"</script>`;
  // The product stays: with it the page has a form, which carries the tab on.
  for (const name of ["tab", "lang", markup]) address.searchParams.set(name, markup);
  for (const url of [address.href, second(address)]) {
    const page = await (await open()).newPage();
    await page.goto(url);
    const section = await outcome(page, "open");
    assert.equal(await section.locator("input[name=tab]").inputValue(), markup);
    assert.doesNotMatch(await page.title(), /owned/);
    assert.equal(await page.locator("script:not([src])").count(), 0);
  }
});

test("the browser cannot say the price", async ({ store, gateway }) => {
  await order(store, {
    product: "mug",
    price: "1",
    amount: "1",
    currency: "RUB",
    returnUrl: "https://evil.example/",
    orderNumber: "mine",
  });
  const { fields } = gateway.calls.at(-1);
  assert.deepEqual([fields.get("amount"), fields.get("currency")], ["2400", "978"]);
  assert.equal(new URL(fields.get("returnUrl")).origin, store.origin);
  assert.notEqual(fields.get("orderNumber"), "mine");
});

test("an unknown product, an unreadable or an oversized form buys nothing", async ({ store, gateway }) => {
  for (const fields of [
    {},
    { product: "" },
    { product: "Mug" },
    { product: "__proto__" },
    { product: "mug", more: "x".repeat(2000) },
  ]) {
    assert.equal((await post(store, fields)).status, 400, JSON.stringify(fields).slice(0, 60));
  }
  const json = await post(store, {}, { "Content-Type": "application/json" });
  assert.equal(json.status, 400);
  assert.equal(gateway.calls.length, 0);
});

test("only the shop's own page can start a purchase", async ({ store, gateway }) => {
  const own = store.origin;
  const matrix = [
    [{ "Sec-Fetch-Site": "same-origin", Origin: own }, 303],
    [{ "Sec-Fetch-Site": "same-origin", Origin: "null" }, 303],
    [{ "Sec-Fetch-Site": null, Origin: own }, 303],
    [{ "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }, 403],
    [{ "Sec-Fetch-Site": "cross-site", Origin: own }, 403],
    [{ "Sec-Fetch-Site": "same-site", Origin: "null" }, 403],
    [{ "Sec-Fetch-Site": "none", Origin: own }, 403],
    [{ "Sec-Fetch-Site": "same-origin", Origin: "https://evil.example" }, 403],
    [{ "Sec-Fetch-Site": null, Origin: "https://evil.example" }, 403],
    [{ "Sec-Fetch-Site": null, Origin: "null" }, 403],
    [{ "Sec-Fetch-Site": null, Origin: null }, 403],
    [{ "Sec-Fetch-Site": null, Origin: `${own}.evil.example` }, 403],
  ];
  for (const [headers, status] of matrix)
    assert.equal((await post(store, { product: "mug" }, headers)).status, status, JSON.stringify(headers));
  assert.equal(gateway.count("register"), 3);
});

test("a form on another site does not buy", async ({ open, store, gateway, elsewhere }) => {
  const page = await (await open()).newPage();
  elsewhere.page = `<form method="post" action="${store.origin}/buy"><input name="product" value="mug" /><button>Win a prize</button></form>`;
  await page.goto(elsewhere.origin);
  await page.click("button");
  await page.getByText("not sent from our page").waitFor();
  assert.equal(gateway.calls.length, 0);
});

test("GET never registers", async ({ store, gateway }) => {
  for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]) {
    const answer = await fetch(`${store.origin}/buy?product=mug`, { method });
    assert.equal(answer.status, 405, method);
    assert.equal(answer.headers.get("allow"), "POST");
  }
  assert.equal(gateway.calls.length, 0);
});
