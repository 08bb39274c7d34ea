// The equivalent client is a yardstick only while it does the same: its results are held against the package's.

import { deepStrictEqual } from "node:assert";
import { account, expected, ID, order, stub } from "./pairs.mjs";
import { EQUIVALENT, installed, SUBJECTS } from "./subjects.mjs";

const NOW = 1_795_400_000_000;

/** Throws where the two clients differ: in what they send, or in what comes of it. */
export async function checkEquivalent() {
  const clients = [await import(installed("bpc-checkout/index.js")), await import(SUBJECTS[EQUIVALENT].specifier)];
  const { now } = Date;
  Date.now = () => NOW;
  try {
    const [ours, theirs] = [await results(clients[0]), await results(clients[1])];
    deepStrictEqual(theirs, ours, "the equivalent client does not do what the package does");
  } finally {
    Date.now = now;
  }
}

async function results({ register, verify, verifyReturn }) {
  const sent = [];
  const fetch = (url, { body }) => (sent.push([url, body]), stub(url));
  const gateway = {
    ...account,
    baseUrl: "https://bank.example/payment/rest",
    fetch,
    returnKey: "sixteen characters and more",
  };
  const registered = await register({ ...order, orderBundle: { items: [1, { a: "ö" }] } }, gateway);
  const back = `${registered.returnUrl}&orderId=${ID}`;
  const outcomes = [
    registered,
    await verify(expected, gateway),
    await verify({ ...expected, amount: 1999 }, gateway),
    await verifyReturn(back, gateway),
    await codeOf(verifyReturn(back.replace("v1.", "v1.x"), gateway)),
    await codeOf(register({ ...order, amount: 0.5 }, gateway)),
    await codeOf(register({ ...order, description: "<b>" }, gateway)),
    await codeOf(verify(expected, { ...gateway, fetch: async () => new Response("{", { status: 400 }) })),
  ];
  return JSON.parse(JSON.stringify({ sent, outcomes }));
}

const codeOf = (promise) =>
  promise.then(
    () => "it went well",
    ({ code }) => code,
  );
