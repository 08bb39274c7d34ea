/** The operator's page: who may use it, and that each press is one operation. */
import assert from "node:assert/strict";
import { order, outcome, pay } from "./customer.mjs";
import { DESKTOP, PHONE, picture, test, until } from "./harness.mjs";
import { AS_OPERATOR, OPERATOR_KEY } from "./world.mjs";

const httpCredentials = { username: "operator", password: OPERATOR_KEY };

/** An order that is paid or held; returns its number. */
async function sold({ open, store }, product) {
  const page = await (await open()).newPage();
  await page.goto(await order(store, { product }));
  await pay(page, { acs: "Success" });
  const section = await outcome(page, product === "set" ? "held" : "paid");
  return section.locator("dd").first().innerText();
}

const rowOf = (page, number) => page.locator(`[data-order="${number}"]`);

for (const [width, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`${width}: the operator deposits a part, reverses, and refunds in parts, by buttons that are called as the functions are`, async (world) => {
    const { open, store, gateway } = world;
    const [deposited, reversed, refunded] = [
      await sold(world, "set"),
      await sold(world, "set"),
      await sold(world, "mug"),
    ];
    const page = await (await open({ viewport, httpCredentials })).newPage();
    await page.goto(`${store.origin}/operator`);
    await picture(page, `${width}-operator-before`, { whole: true });

    await rowOf(page, deposited).getByLabel("Amount").fill("50.00");
    await rowOf(page, deposited).getByRole("button", { name: "Deposit" }).click();
    await page.locator(`[data-order="${deposited}"][data-state=paid] [data-result=done]`).waitFor();
    assert.match(await rowOf(page, deposited).innerText(), /€50\.00 deposited/);

    await rowOf(page, reversed).getByRole("button", { name: "Reverse" }).click();
    await page.locator(`[data-order="${reversed}"][data-state=reversed] [data-result=done]`).waitFor();

    await rowOf(page, refunded).getByLabel("Amount").fill("4,00");
    await rowOf(page, refunded).getByRole("button", { name: "Refund" }).click();
    await page.locator(`[data-order="${refunded}"][data-state=refunded] [data-result=done]`).waitFor();
    await rowOf(page, refunded).getByRole("button", { name: "Refund" }).click();
    await until(async () => (await rowOf(page, refunded).locator("[data-result=done]").count()) === 2);
    assert.equal(await rowOf(page, refunded).getByRole("button").count(), 0, "nothing is left to refund");
    assert.deepEqual([gateway.count("deposit"), gateway.count("reverse"), gateway.count("refund")], [1, 1, 2]);
    await picture(page, `${width}-operator`, { whole: true });
  });
}

/** The fields of an order's button, as the page has them. */
async function fieldsOf(store, number, kind) {
  const text = await (await fetch(`${store.origin}/operator`, { headers: AS_OPERATOR })).text();
  const row = text.slice(text.indexOf(`data-order="${number}"`));
  const form = row.slice(row.indexOf(`name="kind" value="${kind}"`));
  const field = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)[1];
  return { order: number, kind, amount: "", press: field("press"), proof: field("proof") };
}

const post = ({ origin }, fields, headers = {}) =>
  fetch(`${origin}/operator`, {
    method: "POST",
    redirect: "manual",
    headers: Object.entries({ Origin: origin, "Sec-Fetch-Site": "same-origin", ...AS_OPERATOR, ...headers }).filter(
      ([, value]) => value !== null,
    ),
    body: new URLSearchParams(fields),
  });

test("a button pressed twenty times at once, and again, is one operation", async (world) => {
  const { store, gateway } = world;
  const number = await sold(world, "mug");
  const fields = await fieldsOf(store, number, "refund");
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(store, { ...fields, amount: "1.00" })));
  for (const { status } of answers) assert.equal(status, 303);
  assert.equal((await post(store, { ...fields, amount: "1.00" })).status, 303);
  assert.equal(gateway.count("refund"), 1);
});

test("an operation whose reply is lost is not repeated by the same press, and says that its result is unknown", async (world) => {
  const { open, store, gateway } = world;
  const number = await sold(world, "mug");
  const fields = await fieldsOf(store, number, "refund");
  gateway.fault = ({ endpoint }) => (endpoint === "refund" ? { status: 502, text: "" } : null);
  for (let time = 0; time < 3; time++) assert.equal((await post(store, fields)).status, 303);
  gateway.fault = null;
  assert.equal(gateway.count("refund"), 1);
  const page = await (await open({ httpCredentials })).newPage();
  await page.goto(`${store.origin}/operator`);
  assert.equal(await rowOf(page, number).locator("[data-result=unknown]").count(), 1);
  // The bank was asked afterwards: the money went back.
  assert.equal(await rowOf(page, number).getAttribute("data-state"), "refunded");
});

test("only the operator's own page can press a button", async (world) => {
  const { store, gateway } = world;
  const [number, other] = [await sold(world, "mug"), await sold(world, "tea")];
  const fields = await fieldsOf(store, number, "refund");
  const refused = [
    [{}, { Authorization: null }, 401],
    [{}, { Authorization: `Basic ${btoa("operator:wrong")}` }, 401],
    [{}, { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }, 403],
    [{}, { "Sec-Fetch-Site": "same-site" }, 403],
    [{}, { "Sec-Fetch-Site": null, Origin: null }, 403],
    [{ proof: "0".repeat(64) }, {}, 403],
    [{ press: "another" }, {}, 403],
    [{ order: other }, {}, 403],
    [{ kind: "constructor" }, {}, 403],
    [{ amount: "1e3" }, {}, 400],
    [{ amount: "-1" }, {}, 400],
    [{ amount: "0" }, {}, 400],
  ];
  for (const [change, headers, status] of refused)
    assert.equal(
      (await post(store, { ...fields, ...change }, headers)).status,
      status,
      JSON.stringify([change, headers]),
    );
  assert.equal(gateway.count("refund"), 0);
  assert.equal(
    (await post(store, { ...fields, amount: "1000.00" })).status,
    303,
    "the bank refuses more than was paid",
  );
  const text = await (await fetch(`${store.origin}/operator`, { headers: AS_OPERATOR })).text();
  assert.match(text.slice(text.indexOf(`id="${number}"`)), /refused by the bank/);
});
