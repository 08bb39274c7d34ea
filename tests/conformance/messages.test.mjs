// Messages in the customer's language, what may be tried after a decline, and what the store does next.

import { deepEqual, equal, ok, rejects } from "./assert.mjs";
import { answering, BASE_URL, gateway, ORDER_ID, served, statusReply } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const expected = { orderId: ORDER_ID, orderNumber: "A-1001", amount: 2000, currency: "EUR" };
const verdictOf = ({ lib, env }, more, config) =>
  lib.verify(expected, gateway(env, answering(statusReply(more)), config));
const inPart = {
  orderStatus: 4,
  paymentAmountInfo: { paymentState: "REFUNDED", approvedAmount: 2000, depositedAmount: 1500, refundedAmount: 500 },
};

test("a message is in the language of the gateway where the store imported it, else in English", async (context) => {
  const { ro, fr } = context.messages;
  const said = async (config) => {
    const { message, messageLanguage, messageDirection } = await verdictOf(context, {}, config);
    return [message, messageLanguage, messageDirection];
  };
  const english = ["The payment is complete. Thank you.", "en", "ltr"];
  deepEqual(await said({}), english);
  deepEqual(await said({ language: "ro" }), english);
  deepEqual(await said({ language: "de", messages: [ro, fr] }), english);
  deepEqual(await said({ messages: [ro, fr] }), english);
  deepEqual(await said({ language: "ro", messages: [] }), english);
  deepEqual(await said({ language: "ro", messages: [fr, ro] }), ["Plata a fost efectuată. Vă mulțumim.", "ro", "ltr"]);
  deepEqual(await said({ language: "FR", messages: [ro, fr] }), ["Le paiement est effectué. Merci.", "fr", "ltr"]);
});

test("every language has a message of its own for every outcome", async (context) => {
  const languages = Object.values(context.messages).filter((data) => data.sentences);
  equal(languages.length, 15);
  const replies = [0, 1, 2, 3, 4, 5, 6, 7, 9].map((orderStatus) => ({ orderStatus })).concat([inPart, { amount: 1 }]);
  replies.push({ orderStatus: 0, actionCode: 907 }, { orderStatus: 6, actionCode: 203 });
  for (const reply of replies) {
    const texts = new Set();
    for (const data of languages) {
      const config = { language: data.language, messages: languages };
      const { message, messageLanguage, messageDirection } = await verdictOf(context, reply, config);
      deepEqual([messageLanguage, messageDirection], [data.language, data.language === "ar" ? "rtl" : "ltr"]);
      ok(/[.։]$/.test(message) && !/[%{}]|undefined|\bnull\b/.test(message), message);
      texts.add(message);
    }
    equal(texts.size, 15, JSON.stringify([...texts]));
  }
});

test("a partial refund says the sums, in every language", async (context) => {
  for (const data of Object.values(context.messages).filter(({ sentences }) => sentences)) {
    const { message } = await verdictOf(context, inPart, { language: data.language, messages: [data] });
    ok(message.includes("5.00 EUR") && message.includes("20.00 EUR"), message);
  }
  const { message } = await verdictOf(context, inPart, { language: "ro", messages: [context.messages.ro] });
  equal(message, "O parte din plată a fost rambursată: 5.00 EUR din 20.00 EUR.");
});

test(
  "a bank's own sentences come first, for its own codes and in their language",
  async (context) => {
    const { ro, fr, bancaTransilvaniaRo, bancaTransilvaniaEn } = context.messages;
    const messages = [ro, fr, bancaTransilvaniaEn, bancaTransilvaniaRo];
    const said = async (actionCode, config) =>
      (await verdictOf(context, { orderStatus: 6, actionCode }, { messages, ...config })).message;
    const bank = { baseUrl: undefined, bank: "banca-transilvania" };
    for (const data of [bancaTransilvaniaEn, bancaTransilvaniaRo]) {
      const codes = Object.keys(data.codes).map(Number);
      equal(codes.length, 22);
      const texts = [];
      for (const code of codes) texts.push(await said(code, { ...bank, language: data.language }));
      deepEqual(texts, Object.values(data.codes));
      equal(new Set(texts).size, 22);
    }
    equal(await said(801, { dialect: bank.bank, language: "ro" }), bancaTransilvaniaRo.codes[801], "by the dialect");
    const general = "Plata a eșuat din motive tehnice. Vă rugăm să încercați mai târziu.";
    equal(await said(801, { language: "ro" }), general, "another bank");
    equal(await said(801, { ...bank, language: "ro", messages: [ro] }), general, "not imported");
    equal(await said(907, { ...bank, language: "ro" }), general, "a code that the bank leaves as it is");
    const french = await said(801, { ...bank, language: "fr" });
    equal(french, "Le paiement a échoué pour une raison technique. Veuillez réessayer plus tard.");
    const open = await verdictOf(context, { orderStatus: 0, actionCode: 341018 }, { ...bank, messages });
    equal(open.message, "You cancelled the confirmation of the payment. You can try again.");
    equal(open.messageLanguage, "en");
  },
  served("banca-transilvania"),
);

test(
  "a decline says its class and what may be tried, by the bank's own list",
  async (context) => {
    const declineOf = async (actionCode, bank) => {
      const config = bank ? { baseUrl: undefined, bank } : { baseUrl: BASE_URL };
      const more = { orderStatus: 0, actionCode, actionCodeDescription: "the bank's text" };
      return (await verdictOf(context, more, config)).lastDecline ?? null;
    };
    deepEqual(await declineOf(116), {
      code: 116,
      class: "funds",
      retry: "another_card",
      description: "the bank's text",
    });
    equal((await declineOf(203)).retry, "never_this_card");
    equal((await declineOf(-2000)).retry, "contact_shop");
    equal((await declineOf(4005)).retry, null);
    equal((await declineOf(913)).retry, "same_card_later");
    equal((await declineOf(913, "banca-transilvania-test")).retry, "never_this_card");
    equal((await declineOf(914, "banca-transilvania")).class, "refused");
    for (const [code, bank] of [[914], [914, "dsk"], [1004], [2008], [1120], [2007], [-100]]) {
      equal(await declineOf(code, bank), null, `${code} is no decline`);
    }
  },
  served(),
);

test("every verdict says what the store does now", async (context) => {
  for (const [more, next] of [
    [{}, { action: "fulfil" }],
    [{ orderStatus: 1 }, { action: "deposit" }],
    [
      { orderStatus: 0, actionCode: -100 },
      { action: "offer_retry", inMs: 30_000, sameCard: true },
    ],
    [
      { orderStatus: 0, actionCode: 116 },
      { action: "offer_retry", inMs: 30_000, sameCard: false },
    ],
    [
      { orderStatus: 0, actionCode: 203 },
      { action: "offer_retry", inMs: 30_000, sameCard: false },
    ],
    [
      { orderStatus: 0, actionCode: 1004 },
      { action: "ask_again", inMs: 5_000 },
    ],
    [{ orderStatus: 5 }, { action: "ask_again", inMs: 5_000 }],
    [
      { orderStatus: 6, actionCode: 151019 },
      { action: "ask_again", inMs: 30_000 },
    ],
    [
      { orderStatus: 6, actionCode: 71015 },
      { action: "new_order", sameCard: true },
    ],
    [{ orderStatus: 6, actionCode: 109 }, { action: "investigate" }],
    [{ orderStatus: 6, actionCode: 4005 }, { action: "none" }],
    [
      { orderStatus: 6, actionCode: -2007 },
      { action: "new_order", sameCard: true },
    ],
    [{ orderStatus: 3 }, { action: "none" }],
    [inPart, { action: "none" }],
    [{ amount: 1 }, { action: "investigate" }],
    [{ orderStatus: 99 }, { action: "investigate", inMs: 30_000 }],
  ]) {
    deepEqual((await verdictOf(context, more)).next, next, JSON.stringify(more));
  }
});

test("a verdict with languages has the same fields as one without", async (context) => {
  for (const more of [{}, inPart, { orderStatus: 0, actionCode: 907 }]) {
    const plain = await verdictOf(context, more);
    const worded = await verdictOf(context, more, { language: "ro", messages: [context.messages.ro] });
    const others = await verdictOf(context, more, { language: "ro", messages: [context.messages.fr] });
    deepEqual(Object.keys(worded).sort(), Object.keys(plain).sort());
    deepEqual(Object.keys(others).sort(), Object.keys(plain).sort());
  }
});

test("what is not a language is refused, and named", async ({ lib, env, messages: { ro } }) => {
  for (const messages of [ro, "ro", ["ro"], [ro, null], [{}], [{ language: "ro" }], 5, true]) {
    const call = lib.verify(expected, gateway(env, answering(statusReply()), { messages }));
    await rejects(lib, call, "invalid_option", { field: "gateway.messages" });
  }
});
