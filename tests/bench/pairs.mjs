// One pair of calls, register and status, of each client, with the network stubbed: the same replies for all.

import { createRequire } from "node:module";
import { join } from "node:path";
import { BENCH, EQUIVALENT, installed, NAIVE, OURS, SUBJECTS } from "./subjects.mjs";

export const ID = "4a1f3c52-9d0e-7b6a-8c21-5e7700c0ffee";
export const REGISTERED = JSON.stringify({
  orderId: ID,
  formUrl: `https://bank.example/payment/merchants/shop/payment_en.html?mdOrder=${ID}`,
});
export const PAID = {
  errorCode: "0",
  errorMessage: "Success",
  orderNumber: "A-1001",
  orderStatus: 2,
  actionCode: 0,
  actionCodeDescription: "Approved",
  amount: 2000,
  currency: "978",
  date: 1795410000000,
  orderDescription: "Two books",
  ip: "192.0.2.7",
  merchantOrderParams: [],
  attributes: [{ name: "mdOrder", value: ID }],
  cardAuthInfo: {
    maskedPan: "555555**5599",
    expiration: "203412",
    cardholderName: "TEST CUSTOMER",
    approvalCode: "123456",
    paymentSystem: "MASTERCARD",
  },
  authDateTime: 1795410060000,
  terminalId: "10000001",
  authRefNum: "123456789012",
  paymentAmountInfo: { paymentState: "DEPOSITED", approvedAmount: 2000, depositedAmount: 2000, refundedAmount: 0 },
  bankInfo: { bankName: "TEST CARD", bankCountryCode: "UNKNOWN", bankCountryName: "<UNKNOWN>" },
};
export const PAID_TEXT = JSON.stringify(PAID);
const SESSION = JSON.stringify({
  id: "cs_test_1",
  object: "checkout.session",
  url: "https://bank.example/pay",
  payment_status: "paid",
  amount_total: 2000,
  currency: "eur",
});

export const order = {
  orderNumber: "A-1001",
  amount: 2000,
  currency: "978",
  returnUrl: "https://shop.example/return",
  description: "Two books",
};
export const expected = { orderId: ID, orderNumber: "A-1001", amount: 2000, currency: "978" };
export const RETURN_KEY = "sixteen characters and more";
export const account = { userName: "shop", password: "secret" };
const replyTo = (url) => (url.includes("register") ? REGISTERED : PAID_TEXT);

/** A `fetch` that answers at once. */
export const stub = async (url) => new Response(replyTo(url), { headers: { "content-type": "application/json" } });
/** The same for axios, below which it knows no `fetch`. */
const adapter = async (config) => ({ data: replyTo(config.url), status: 200, statusText: "OK", headers: {}, config });

function paid(condition) {
  if (!condition) throw new Error("the order is not paid: what is measured does not work");
}

export const BASE_URL = "https://bank.example/payment/rest";
const gateway = { ...account, baseUrl: BASE_URL, fetch: stub };

/** The client of ours, or one by hand with the same interface, as an installed package has it. */
const load = (name) => import(name === OURS ? installed("bpc-checkout/index.js") : SUBJECTS[name].specifier);

/** Without a signed return address: what every client can do. */
export function plainPair({ register, verify }) {
  return async () => {
    await register(order, gateway);
    paid((await verify(expected, gateway)).outcome === "paid");
  };
}

/** With the signed return address, the way that we recommend. */
export function signedPair({ register, verifyReturn }) {
  let body;
  const fetch = (url, init) => ((body = init.body), stub(url));
  const signing = { ...gateway, fetch, returnKey: RETURN_KEY };
  return async () => {
    await register(order, signing);
    const back = new URLSearchParams(body).get("returnUrl");
    paid((await verifyReturn(`${back}&orderId=${ID}&lang=en`, signing)).outcome === "paid");
  };
}

const MAKERS = {
  [OURS]: async () => plainPair(await load(OURS)),
  [EQUIVALENT]: async () => plainPair(await load(EQUIVALENT)),
  [NAIVE]: async () => plainPair(await load(NAIVE)),
  [`${OURS}, signed`]: async () => signedPair(await load(OURS)),
  [`${EQUIVALENT}, signed`]: async () => signedPair(await load(EQUIVALENT)),
  async "sberbank-acquiring"() {
    const load = createRequire(installed("sberbank-acquiring/index.js"));
    load("axios").defaults.adapter = adapter;
    const client = new (load("./index.js"))(account, order.returnUrl);
    return async () => {
      await client.register(order.orderNumber, 20, order.description);
      paid((await client.status(ID)) === 2);
    };
  },
  async alfabank() {
    const { useAlfaBank } = createRequire(join(BENCH, "index.js"))("alfabank");
    const client = useAlfaBank(account);
    client.instance.defaults.adapter = adapter;
    return async () => {
      await client.register(order);
      paid((await client.getOrderStatusExtended({ orderId: ID })).paid);
    };
  },
  async stripe() {
    const Stripe = createRequire(join(BENCH, "index.js"))("stripe");
    const answer = async () => new Response(SESSION, { headers: { "content-type": "application/json" } });
    const client = new Stripe("sk_test_1", { httpClient: Stripe.createFetchHttpClient(answer), telemetry: false });
    const line = {
      quantity: 1,
      price_data: { currency: "eur", unit_amount: 2000, product_data: { name: "Two books" } },
    };
    const session = { mode: "payment", success_url: order.returnUrl, line_items: [line] };
    return async () => {
      await client.checkout.sessions.create(session);
      paid((await client.checkout.sessions.retrieve("cs_test_1")).payment_status === "paid");
    };
  },
  /** What the stub itself takes. */
  async "the stub alone"() {
    return async () => {
      await (await stub("register")).text();
      await (await stub("status")).text();
    };
  },
};

/** Name → one pair of calls. */
export async function makePairs() {
  const pairs = {};
  for (const [name, make] of Object.entries(MAKERS)) pairs[name] = await make();
  return pairs;
}
