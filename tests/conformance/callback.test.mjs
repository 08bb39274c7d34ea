// Callbacks on every runtime: the vectors, what is refused, each way to hand one over, both kinds of keys.

import { deepEqual, equal, ok, rejects } from "./assert.mjs";
import { answering, CANARIES, gateway, order, streamed, withChecksums } from "./fixtures.mjs";
import { test as anywhere } from "./harness.mjs";
import hmacRows from "../vectors/callbacks.mjs";
import rsaRows from "../vectors/callback-keys.mjs";

const test = (name, body) => anywhere(name, body, withChecksums);

const SECRET = "canary callback secret";
const URL_OF_SHOP = "https://shop.example/callback";
const ID = "016b6f47-4628-7ea2-80f5-6c6e00a7d8c0";
const USUAL = { mdOrder: ID, orderNumber: "A-1001", operation: "deposited", status: "1" };
const EVENT = { operation: "deposited", succeeded: true, orderId: ID, orderNumber: "A-1001", parameters: USUAL };

/** A configuration that takes callbacks. */
const taking = (env, callback = { secret: SECRET }) => gateway(env, answering("unused"), { callback });

const utf8 = (text) => new TextEncoder().encode(text);
const hexOf = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();

/** The checksum of a text, by the platform's own HMAC. */
async function hmac(text, secret = SECRET) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["sign"]);
  return hexOf(await crypto.subtle.sign("HMAC", key, utf8(text)));
}

/** A query with the checksum of a text, whatever the query says. */
const withChecksum = async (query, text) => `${query}&checksum=${await hmac(text)}`;

const post = (body, url = URL_OF_SHOP) =>
  new Request(url, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } });

for (const row of hmacRows) {
  test(`callback: ${row.name}`, async ({ lib, env }) => {
    const config = taking(env, { secret: row.secret });
    equal(await hmac(row.canonical, row.secret), row.checksum, "the platform's own HMAC");
    const signed = await lib.signCallback(row.parameters, config);
    equal(signed.slice(signed.lastIndexOf("&")), `&checksum=${row.checksum}`);
    for (const callback of [row.query, signed]) {
      if (row.event) {
        deepEqual(await lib.verifyCallback(callback, config), { ...row.event, parameters: row.parameters });
      } else {
        const error = await rejects(lib, lib.verifyCallback(callback, config), "callback_invalid", {
          retryable: false,
        });
        equal(error.message, `the callback ${row.refused}`);
      }
    }
  });
}

for (const row of rsaRows) {
  test(`callback: RSA, ${row.name}`, async ({ lib, env }) => {
    const callback = { publicKey: row.publicKey, hash: row.hash, allowWeakKey: true };
    const { parameters, ...event } = await lib.verifyCallback(row.query, taking(env, callback));
    deepEqual(event, row.event);
    equal(
      Object.entries(parameters)
        .map(([name, value]) => `${name};${value};`)
        .sort()
        .join("").length,
      row.canonical.length,
    );
    ok(!("sign_alias" in parameters) && !("checksum" in parameters), "only what was signed");

    const refuses = async (query, config, message) => {
      const error = await rejects(lib, lib.verifyCallback(query, taking(env, config)), "callback_invalid");
      equal(error.message, message);
    };
    const forged = "the callback was altered, or was not signed with the key of gateway.callback";
    const flipped = row.checksum.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    await refuses(row.query.replace("status=1", "status=0"), callback, forged);
    await refuses(row.query.replace(row.checksum, flipped), callback, forged);
    await refuses(row.query.replace(row.checksum, "0".repeat(row.checksum.length)), callback, forged);
    await refuses(row.query, { ...callback, hash: row.hash === "SHA-512" ? "SHA-256" : "SHA-512" }, forged);
    const otherKind =
      "the callback has a checksum whose length does not match gateway.callback: HMAC-SHA256 has 64 hexadecimal digits, RSA two for each byte of the key";
    await refuses(row.query, { secret: SECRET }, otherKind);
    await refuses(await lib.signCallback(USUAL, taking(env)), callback, otherKind);
    await rejects(lib, lib.verifyCallback(row.query, taking(env, { secret: row.publicKey })), "invalid_option", {
      field: "gateway.callback.secret",
    });
    // The alias is nobody's business: neither read nor signed.
    deepEqual(
      (await lib.verifyCallback(row.query.replace(/&sign_alias=[^&]*/, ""), taking(env, callback))).orderId,
      ID,
    );
  });
}

test("callback: a key of 1024 bits must be wanted, an empty one is none", async ({ lib, env }) => {
  const field = "gateway.callback.publicKey";
  for (const row of rsaRows.filter(({ bits }) => bits === 1024)) {
    const config = taking(env, { publicKey: row.publicKey });
    const error = await rejects(lib, lib.verifyCallback(row.query, config), "invalid_option", { field });
    ok(error.message.includes("allowWeakKey"), error.message);
  }
  for (const publicKey of ["", "token", rsaRows[0].publicKey.replace("-----END", "")]) {
    await rejects(lib, lib.verifyCallback(rsaRows[0].query, taking(env, { publicKey })), "invalid_option", { field });
  }
  // Our reader takes the size of a key; that it is one, the platform says.
  const noKey = rsaRows[0].publicKey.replace("IDAQAB", "IDAQAA").replace("IDAQAB\n", "IDAQAA\n");
  const strange = lib.verifyCallback(rsaRows[0].query, taking(env, { publicKey: noKey }));
  ok(["invalid_option", "callback_invalid"].includes((await strange.catch((error) => error)).code), "no key, no event");
});

test("callback: an RSA key of the store's own signs and verifies", async ({ lib, env }) => {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-512",
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const pem = async (label, format, key) => {
    const bytes = new Uint8Array(await crypto.subtle.exportKey(format, key));
    return `-----BEGIN ${label}-----\n${btoa(String.fromCharCode(...bytes)).replace(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;
  };
  const publicKey = await pem("PUBLIC KEY", "spki", pair.publicKey);
  const privateKey = await pem("PRIVATE KEY", "pkcs8", pair.privateKey);
  for (const hash of ["SHA-512", "SHA-256"]) {
    const config = taking(env, { publicKey, hash });
    const query = await lib.signCallback({ ...USUAL, sign_alias: "any" }, config, { privateKey });
    deepEqual(await lib.verifyCallback(query, config), EVENT);
    deepEqual(await lib.verifyCallback(post(query), config), EVENT);
    await rejects(lib, lib.verifyCallback(query.replace("A-1001", "A-1002"), config), "callback_invalid");
  }
  const field = "options.privateKey";
  for (const bad of [undefined, "", "token", publicKey, 5]) {
    await rejects(lib, lib.signCallback(USUAL, taking(env, { publicKey }), { privateKey: bad }), "invalid_option", {
      field,
    });
  }
});

test("callback: a GET counts by its query, a POST by its body", async ({ lib, env }) => {
  const config = taking(env);
  const query = await lib.signCallback(USUAL, config);
  const address = `${URL_OF_SHOP}?${query}`;
  for (const [how, callback] of Object.entries({
    "a GET": new Request(address),
    "a POST": post(query),
    "a POST whose address says something else": post(query, `${URL_OF_SHOP}?operation=refunded&mdOrder=1&checksum=AB`),
    "a POST in pieces": new Request(URL_OF_SHOP, { method: "POST", body: pieces(query), duplex: "half" }),
    "a POST of an odd type": new Request(URL_OF_SHOP, {
      method: "POST",
      body: query,
      headers: { "content-type": "application/json" },
    }),
    "an address": address,
    "an address with a fragment": `${address}#top?x=1`,
    "a path": `/callback?${query}`,
    "a URL": new URL(address),
    "a query": query,
    "a query with its question mark": `?${query}`,
    "a form": new URLSearchParams(query),
    "what a server's framework hands over": { method: "GET", url: `/callback?${query}`, headers: {} },
  })) {
    deepEqual(await lib.verifyCallback(callback, config), EVENT, how);
  }
  await rejects(
    lib,
    lib.verifyCallback(new Request(address, { method: "POST", body: "a=1" }), config),
    "callback_invalid",
  );
  await rejects(lib, lib.verifyCallback(new Request(address, { method: "POST" }), config), "callback_invalid");
  await rejects(
    lib,
    lib.verifyCallback(new Request(address, { method: "PUT", body: query }), config),
    "callback_invalid",
  );
  await rejects(lib, lib.verifyCallback(`${URL_OF_SHOP}#${query}`, config), "callback_invalid");
});

function pieces(text) {
  const bytes = [...utf8(text)].map((byte) => Uint8Array.of(byte));
  return streamed(async () => bytes.shift()).body;
}

test("callback: a body that is used, too large, broken or no form is refused", async ({ lib, env }) => {
  const config = taking(env);
  const query = await lib.signCallback(USUAL, config);
  const used = post(query);
  await used.text();
  const field = "callback";
  await rejects(lib, lib.verifyCallback(used, config), "invalid_option", { field });
  const locked = post(query);
  locked.body.getReader();
  await rejects(lib, lib.verifyCallback(locked, config), "invalid_option", { field });
  const once = post(query);
  const copy = once.clone();
  deepEqual(await lib.verifyCallback(once, config), EVENT);
  deepEqual(await lib.verifyCallback(copy, config), EVENT, "a clone");

  let pulled = 0;
  const endless = streamed(async () => (pulled++, new Uint8Array(1000).fill(0x61))).body;
  for (const [why, body] of Object.entries({
    "too large": `${query}&x=${"y".repeat(8192)}`,
    endless,
    "no UTF-8": Uint8Array.of(0x61, 0x3d, 0xff),
    JSON: JSON.stringify(USUAL),
    "a signed token": "eyJhbGciOiJIUzI1NiJ9.e30.WEzZmI90Hs440i7exerxoGWZR6z",
    "broken off": streamed(async () => Promise.reject(new Error("canary"))).body,
  })) {
    const request = new Request(URL_OF_SHOP, {
      method: "POST",
      body,
      ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
    });
    const error = await rejects(lib, lib.verifyCallback(request, config), "callback_invalid", { retryable: false });
    ok(!error.message.includes("canary"), why);
  }
  ok(pulled < 40, `no more is read than is taken: ${pulled} pieces`);
});

test("callback: a body that is too large is refused though nobody reads its clone", async ({ lib, env }) => {
  const request = new Request(URL_OF_SHOP, { method: "POST", body: `a=${"y".repeat(8192)}` });
  const clone = request.clone();
  await rejects(lib, lib.verifyCallback(request, taking(env)), "callback_invalid");
  await clone.body.cancel();
});

test("callback: whatever else is handed over is an error with a name", async ({ lib, env }) => {
  for (const callback of [
    undefined,
    null,
    5,
    true,
    {},
    [],
    Symbol("x"),
    () => {},
    { url: 5, method: "GET" },
    { method: "POST", url: "/", body: { a: 1 } },
  ]) {
    await rejects(lib, lib.verifyCallback(callback, taking(env)), "invalid_option", { field: "callback" });
  }
  for (const parameters of [undefined, null, 5, "status=1", { status: 1 }, { checksum: "AB" }, { a: undefined }]) {
    await rejects(lib, lib.signCallback(parameters, taking(env)), "invalid_option");
  }
  await rejects(lib, lib.signCallback(USUAL, taking(env), { key: "x" }), "invalid_option", { field: "options.key" });
});

test("callback: without a key nothing is believed", async ({ lib, env }) => {
  const query = await lib.signCallback(USUAL, taking(env));
  const bare = gateway(env, answering("unused"));
  await rejects(lib, lib.verifyCallback(query, bare), "invalid_option", { field: "gateway.callback" });
  await rejects(lib, lib.verifyCallback(query, { ...bare, callback: undefined }), "invalid_option", {
    field: "gateway.callback",
  });
  for (const callback of [
    null,
    {},
    { secret: undefined },
    { secret: "" },
    { secret: " k" },
    { secret: [] },
    { secret: "a", publicKey: "b" },
    { scret: "a" },
    { secret: "a", hash: "SHA-256" },
  ]) {
    await rejects(lib, lib.verifyCallback(query, taking(env, callback)), "invalid_option");
  }
  await rejects(lib, lib.signCallback(USUAL, bare), "invalid_option", { field: "gateway.callback.secret" });
  await rejects(lib, lib.signCallback(USUAL, taking(env, { secret: "" })), "invalid_option");
  // The key is checked with every call, so that a deployment without it does not wait for its first callback.
  await rejects(lib, lib.register(order(), { ...bare, callback: undefined }), "invalid_option", {
    field: "gateway.callback",
  });
});

test("callback: several secrets, while one is rotated or test and live share an address", async ({ lib, env }) => {
  const query = await lib.signCallback(USUAL, taking(env, { secret: [SECRET, "older"] }));
  deepEqual(await lib.verifyCallback(query, taking(env)), EVENT, "the first one signs");
  deepEqual(await lib.verifyCallback(query, taking(env, { secret: ["newer", SECRET] })), EVENT);
  await rejects(lib, lib.verifyCallback(query, taking(env, { secret: ["newer", "newest"] })), "callback_invalid");
});

test("callback: what two readers could read in two ways is refused, though it is signed", async ({ lib, env }) => {
  const real = "11111111-1111-7111-8111-111111111111";
  const tail = "operation=deposited&orderNumber=A-1&status=1";
  const smuggling = `clientId;7;mdOrder;${ID};mdOrder;${real};operation;deposited;orderNumber;A-1;status;1;`;
  const twoNames = `clientId;7;mdOrder;${real};mdorder;${ID};operation;deposited;orderNumber;A-1;status;1;`;
  const pair = "amount;1;clientId;7;operation;deposited;";
  for (const [query, text] of [
    [`clientId=7%3BmdOrder%3B${ID}&mdOrder=${real}&${tail}`, smuggling],
    [`clientId=7;mdOrder;${ID}&mdOrder=${real}&${tail}`, smuggling],
    [`clientId=7&mdOrder=${ID}&mdOrder=${real}&${tail}`, smuggling],
    [`clientId=7&mdorder=${ID}&mdOrder=${real}&${tail}`, twoNames],
    ["amount=1%3BclientId%3B7&operation=deposited", pair],
    ["a=1&a=1", "a;1;a;1;"],
    ["a=1&%61=2", "a;1;a;2;"],
    ["a=%zz", "a;%zz;"],
    ["a=%FF", "a;\ufffd;"],
    ["=a", ";a;"],
    ["mdOrder=a_b", "mdOrder;a_b;"],
    ["orderNumber=+1", "orderNumber; 1;"],
  ]) {
    const signed = await withChecksum(query, text);
    for (const callback of [signed, `${URL_OF_SHOP}?${signed}`, post(signed)]) {
      await rejects(lib, lib.verifyCallback(callback, taking(env)), "callback_invalid");
    }
  }
  equal(
    (await lib.verifyCallback(await withChecksum("amount=1&clientId=7&operation=deposited", pair), taking(env)))
      .operation,
    "deposited",
  );
});

test("callback: names are sorted by code point and taken as they are", async ({ lib, env }) => {
  const parameters = { depositedAmount: "2000", depositFlag: "1", ref: "1", ref2: "2", B: "", a: " +&=%/?#é№" };
  const text = "B;;a; +&=%/?#é№;depositFlag;1;depositedAmount;2000;ref;1;ref2;2;";
  const query = await lib.signCallback(parameters, taking(env));
  ok(query.endsWith(await hmac(text)), query);
  const event = await lib.verifyCallback(query, taking(env));
  deepEqual(event, { operation: "unknown", succeeded: null, orderId: null, orderNumber: null, parameters });
  const named = await lib.verifyCallback(
    await lib.signCallback({ constructor: "1", toString: "2" }, taking(env)),
    taking(env),
  );
  deepEqual(named.parameters, { constructor: "1", toString: "2" });
  const proto = await withChecksum("__proto__=1&a=2", "__proto__;1;a;2;");
  deepEqual(Object.entries((await lib.verifyCallback(proto, taking(env))).parameters).sort(), [
    ["__proto__", "1"],
    ["a", "2"],
  ]);
});

test("callback: no error carries the secret, the checksum or a value", async ({ lib, env }) => {
  const config = taking(env, { secret: [CANARIES.returnKey, CANARIES.body] });
  const query = await lib.signCallback({ ...USUAL, note: CANARIES.olderReturnKey }, config);
  const checksum = query.slice(query.lastIndexOf("=") + 1);
  for (const bad of [
    query.replace("A-1001", "A-1"),
    `${query}&note=1`,
    query.replace("note=", "note=%3B"),
    query.slice(0, -1),
  ]) {
    // It looks for the canaries by itself.
    const error = await rejects(lib, lib.verifyCallback(bad, config), "callback_invalid");
    ok(!`${error.message}${error.stack}`.includes(checksum.slice(0, 20)), error.message);
  }
});

const KINDS = [
  ["hmac", "GET"],
  ["hmac", "POST"],
  ["rsa", "GET"],
  ["rsa", "POST"],
];
for (const [signature, method] of KINDS) {
  test(`callback: the sandbox's own, ${signature} by ${method}`, async ({ lib, sandbox, env }) => {
    const extra = [
      "amount",
      "depositFlag",
      "depositedAmount",
      "actionCodeDescription",
      "callbackCreationDate",
      "maskedPan",
    ];
    const bank = new sandbox.Sandbox({ callbacks: { url: URL_OF_SHOP, method, signature, extra } });
    const credentials = env.page ? { token: "test_token" } : { userName: "test_user", password: "test_user_password" };
    const callback =
      signature === "hmac" ? { secret: "test_callback_secret" } : { publicKey: await bank.callbackCertificate() };
    const config = { baseUrl: bank.baseUrl, ...credentials, fetch: bank.fetch, callback };
    const { orderId } = await lib.register(order({ orderNumber: "Заказ №7 & B+7" }), config);
    bank.pay(orderId);
    const events = [];
    const shop = async (url, init) => {
      const event = await lib.verifyCallback(
        new Request(url, { method: init.method, body: init.body, headers: init.headers }),
        config,
      );
      events.push(event);
      return new Response("OK");
    };
    const [delivery] = await bank.deliverCallbacks(shop);
    equal(delivery.status, 200);
    const [{ parameters, ...event }] = events;
    deepEqual(event, { operation: "deposited", succeeded: true, orderId, orderNumber: "Заказ №7 & B+7" });
    equal(parameters.depositedAmount, "2000");
    // The way on: the store's own amount, the gateway's own answer.
    const verdict = env.page
      ? await lib.verify({ orderId, orderNumber: event.orderNumber, amount: 2000, currency: "EUR" }, config)
      : await lib.verify({ orderNumber: event.orderNumber, amount: 2000, currency: "EUR" }, config);
    equal(verdict.outcome, "paid");
  });
}

test("callback: the sandbox's faults are refused, or say no more than they say", async ({ lib, sandbox, env }) => {
  const outcome = async (fault) => {
    const bank = new sandbox.Sandbox({ callbacks: { url: URL_OF_SHOP } });
    const credentials = env.page ? { token: "test_token" } : { userName: "test_user", password: "test_user_password" };
    const config = {
      baseUrl: bank.baseUrl,
      ...credentials,
      fetch: bank.fetch,
      callback: { secret: "test_callback_secret" },
    };
    const { orderId } = await lib.register(order(), config);
    bank.fail(fault);
    bank.pay(orderId);
    let result;
    await bank.deliverCallbacks(async (url) => {
      result = await lib.verifyCallback(url, config).catch((error) => error.code);
      return new Response("OK");
    });
    return result;
  };
  equal(await outcome("callbackWrongChecksum"), "callback_invalid");
  equal(await outcome("callbackExtraParameter"), "callback_invalid");
  equal((await outcome("callbackLowerCase")).operation, "deposited");
  ok((await outcome("callbackMdorder")).orderId, "mdorder is mdOrder");
  equal((await outcome("callbackStatusZero")).succeeded, false);
  equal((await outcome("callbackUnknownOrder")).orderId, "00000000-0000-7000-8000-000000000000");
});
