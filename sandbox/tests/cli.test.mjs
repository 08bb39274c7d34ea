// `bpc-checkout doctor` and `bpc-checkout listen` against the sandbox, with planted mistakes.
// Run with `node --test sandbox/tests/` after `cargo xtask build`.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Sandbox } from "../../pkg/sandbox.js";
import { register, signCallback, verifyCallback } from "../../pkg/index.js";
import { BANKS } from "../../pkg/cli-banks.js";
import { choose } from "../../pkg/cli-init-bank.js";
import { freePort, listen } from "../../tests/support/loopback.mjs";

const CLI = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const SECRET = "test_callback_secret";

/** What each profile needs beside the defaults. */
const PROFILES = {
  bpc: { currency: "EUR" },
  classic: { currency: "RUB" },
  numeric: { currency: "EUR" },
  allstrings: { currency: "EUR" },
  // It takes JSON alone. The package knows the gateway by the end of its address.
  ecom: { currency: "RUB" },
  bt: {
    currency: "RON",
    order: {
      jsonParams: { FORCE_3DS2: "true" },
      orderBundle: {
        orderCreationDate: "2026-11-27",
        customerDetails: {
          email: "ana@example.com",
          phone: "40700000000",
          contact: "Ana",
          deliveryInfo: {
            deliveryType: "courier",
            country: "642",
            city: "Cluj",
            postAddress: "Str. 1",
            postalCode: "400000",
          },
          billingInfo: { country: "642", city: "Cluj", postAddress: "Str. 1", postalCode: "400000" },
        },
      },
    },
  },
  satim: { currency: "DZD", order: { jsonParams: { force_terminal_id: "E010000001", udf1: "1" } } },
  arca: { currency: "AMD" },
  dsk: { currency: "EUR" },
  // It has no orders of two phases.
  credibanco: { currency: "COP", order: { jsonParams: { installments: "1", "IVA.amount": "0" } }, more: ["--no-hold"] },
  clictopay: { currency: "TND" },
};

/** The parameters of a form or of a JSON body. */
const parametersOf = (body) => new URLSearchParams(body.startsWith("{") ? JSON.parse(body) : body);

/**
 * A sandbox behind a server. `plant(name, params)` may answer a call in its place: an errorCode and a message.
 */
async function start(t, profile, { plant, ...options } = {}) {
  const bank = { sandbox: new Sandbox({ profile, ...PROFILES[profile].options, ...options }), onCall() {} };
  const { sandbox } = bank;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const { "x-asked-at": asked = `http://${request.headers.host}` } = request.headers;
    const url = asked + request.url;
    const name = /(\w+)\.do$/.exec(new URL(url).pathname)?.[1];
    const planted = plant?.(name, parametersOf(body));
    if (planted) {
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify(planted));
    }
    const headers = Object.entries(request.headers).filter(([, value]) => typeof value === "string");
    const reply = await sandbox.fetch(new Request(url, { method: request.method, headers, body: body || undefined }));
    response.writeHead(reply.status, [...reply.headers].flat()).end(await reply.text());
    bank.onCall();
    await sandbox.deliverCallbacks();
  });
  const { origin, close } = await listen(server);
  const timer = setInterval(() => sandbox.deliverCallbacks(), 50);
  t.after(() => (clearInterval(timer), close()));
  return Object.assign(bank, { origin, root: origin + new URL(sandbox.baseUrl).pathname });
}

/** Runs a command to its end: `{ code, out, err }`. */
const run = (args, env = {}) =>
  new Promise((resolve) => {
    const clean = { PATH: process.env.PATH, ...env };
    execFile(process.execPath, [CLI, ...args], { env: clean }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    );
  });

function orderFile(t, order) {
  if (!order) return [];
  const folder = mkdtempSync(join(tmpdir(), "bpc-doctor-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "order.json"), JSON.stringify(order));
  return ["--order", join(folder, "order.json")];
}

function doctor(t, profile, root, changes = {}) {
  const { currency, order, more = [] } = PROFILES[profile];
  const given = { currency, "return-url": "https://shop.test/r", url: root, user: "test_user", ...changes };
  const { password = "test_user_password", ...options } = given;
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return run(["doctor", ...args, ...orderFile(t, order), ...more], {
    GATEWAY_PASSWORD: password,
    CALLBACK_SECRET: SECRET,
  });
}

const denied = { errorCode: "5", errorMessage: "Access denied" };

/** A planted mistake: what changes, and the one sentence that names it. */
const MISTAKES = {
  host: async () => ({
    changes: { url: `http://127.0.0.1:${await freePort()}/payment/rest` },
    says: /^WRONG {2}nobody listens at http:\/\/127\.0\.0\.1:\d+: is the sandbox running\?/m,
  }),
  TLS: async () => ({
    tls: true,
    says: /^WRONG {2}TLS with https:\/\/127\.0\.0\.1:\d+ fails \(\S+\): is the address right/m,
  }),
  login: async () => ({
    changes: { password: "hunter2" },
    says: /^WRONG {2}the login test_user or its password is wrong for http:\/\/127/m,
  }),
  currency: async () => ({
    changes: { currency: "GBP", amount: "50.00" },
    says: /^WRONG {2}the currency GBP is not enabled for test_user.*ask your bank's integration support to enable it/m,
  }),
  "permission to hold": async () => ({
    plant: (name) => name === "registerPreAuth" && denied,
    says: /^WRONG {2}the login test_user may not hold money \(registerPreAuth\.do\).*ask your bank/m,
  }),
  "permission to ask by number": async () => ({
    plant: (name, params) => name === "getOrderStatusExtended" && params.has("orderNumber") && denied,
    says: /^WRONG {2}the login test_user may not ask for an order by its number/m,
  }),
  returnUrl: async () => ({
    plant: (name) => name === "register" && { errorCode: "5", errorMessage: "[returnUrl] is invalid" },
    says: /^WRONG {2}the bank refuses the returnUrl https:\/\/shop\.test\/r.*ask your bank's integration support to allow its host/m,
  }),
  clock: async () => ({
    options: { now: () => Date.now() + 26 * 3_600_000 },
    says: /^WRONG {2}the clock of this machine is \d+ s behind the bank's/m,
  }),
  "callback secret": async () => ({
    changes: {
      callback: await signCallback(
        { mdOrder: "x", orderNumber: "A-1", operation: "deposited", status: "1" },
        { baseUrl: "https://bank.test/rest", callback: { secret: "another secret" } },
      ),
    },
    says: /^WRONG {2}the callback is not signed with your secret: .*Ask your bank's integration support/m,
  }),
};

for (const profile of Object.keys(PROFILES)) {
  test(`doctor finds nothing wrong in profile ${profile}, and each planted mistake`, async (t) => {
    const well = await start(t, profile);
    const { out, err, code } = await doctor(t, profile, well.root);
    assert.deepEqual([code, err, out.split("\n").at(-2)], [0, "", "nothing is wrong"], out);
    assert.ok(
      well.sandbox.orders().length === (PROFILES[profile].more ? 1 : 2) &&
        well.sandbox.orders().every((order) => order.state === "declined by the shop"),
      "the test orders are closed",
    );
    for (const [name, mistake] of Object.entries(MISTAKES)) {
      if (name === "permission to hold" && PROFILES[profile].more) continue;
      const { changes, plant, options, tls, says } = await mistake();
      const bank = await start(t, profile, { plant, ...options });
      const root = tls ? bank.root.replace("http:", "https:") : bank.root;
      const result = await doctor(t, profile, root, { ...changes });
      assert.equal(result.code, 1, `${name}: ${result.out}${result.err}`);
      assert.match(result.out, says, name);
      assert.equal(result.out.match(/^WRONG/gm).length, 1, `${name}: ${result.out}`);
      assert.ok(!/hunter2|test_user_password/.test(result.out), "no password is shown");
    }
  });
}

/** Banks that a strict profile answers as, and one whose only gateway is the live one. */
const BY_NAME = {
  arca: "arca",
  "banca-transilvania": "bt",
  clictopay: "clictopay",
  credibanco: "credibanco",
  dsk: "dsk",
  meezan: "bpc",
  satim: "satim",
  "sberbank-ecom": "ecom",
};

/** Options of Node under which every request goes to this origin, whatever host it is for. */
function redirected(origin) {
  const code = `const send = globalThis.fetch;
    globalThis.fetch = (url, init) => {
      const { origin, pathname } = new URL(url);
      const headers = { ...init.headers, "x-asked-at": origin };
      return send(new URL(pathname, ${JSON.stringify(origin)}), { ...init, headers });
    };`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` };
}

/** Runs doctor with the variables that the store of this bank has, as `init` writes them, and no other option than the bank. */
async function doctorOf(t, name, { args = [], profile = BY_NAME[name], ...changes } = {}) {
  const { GATEWAY_URL: _, ...settings } = choose(name).settings;
  const merchant = profile === "bpc" ? { merchant: { currencies: [BANKS[name].currency[1]] } } : {};
  const bank = await start(t, profile, merchant);
  const shop = ["--return-url", "https://shop.test/return"];
  const at = (given, env) => run(["doctor", ...given, ...shop, ...args], { ...settings, ...env, ...changes });
  return {
    bank,
    byName: (given = BANKS[name].names[0]) => at(["--bank", given], redirected(bank.origin)),
    byAddress: (...given) => at(given, { GATEWAY_URL: bank.root }),
  };
}

for (const name of Object.keys(BY_NAME)) {
  test(`doctor finds nothing wrong with the variables of the store for ${name}, by name and by address`, async (t) => {
    const { bank, byName, byAddress } = await doctorOf(t, name);
    for (const { out, err, code } of [await byName(), await byAddress(...choose(name).doctor.split(" "))]) {
      assert.deepEqual([code, err, out.split("\n").at(-2)], [0, "", "nothing is wrong"], out);
    }
    assert.ok(bank.sandbox.orders().length >= 2);
    assert.ok(bank.sandbox.orders().every((order) => order.state === "declined by the shop"));
  });
}

test("doctor says which option is wrong for a bank with ways of its own", async (t) => {
  for (const [name, given, says] of [
    ["satim", { args: ["--currency", "EUR"] }, /^WRONG {2}the order is not valid: .*: correct --currency$/m],
    ["satim", { args: ["--amount", "1.00"] }, /^WRONG {2}the order is not valid: .*: correct --amount$/m],
    ["satim", { TERMINAL_ID: "" }, /--terminal-id is missing; .* TERMINAL_ID/],
    ["dsk", { args: ["--currency", "GBP"] }, /^WRONG {2}the currency GBP is not enabled for test_user/m],
  ]) {
    const { out, err, code } = await (await doctorOf(t, name, given)).byName();
    assert.ok(code > 0);
    assert.match(out + err, says);
    assert.doesNotMatch(out, /--order/);
  }
  const transilvania = await (await doctorOf(t, "banca-transilvania")).byAddress("--currency", "RON");
  assert.match(transilvania.out, /^WRONG {2}register\.do needs another value .*: name your bank with --dialect/m);
  const satim = await (await doctorOf(t, "satim")).byAddress();
  assert.match(satim.err, /add --dialect satim/);
});

test("doctor does not speak of an address where a bank is named", async () => {
  const noHost = `globalThis.fetch = async () => { throw new TypeError("fetch failed", { cause: { code: "ENOTFOUND" } }) };`;
  const { out } = await run(["doctor", "--bank", "dsk-test", "--user", "u", "--return-url", "https://shop.test/r"], {
    GATEWAY_PASSWORD: "p",
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(noHost)}`,
  });
  assert.match(
    out,
    /^WRONG {2}the host of the bank dsk-test is unknown \(ENOTFOUND\): check the network of this machine$/m,
  );
});

test("code, doctor and listen know a bank by every spelling, and suggest the nearest name for another one", async () => {
  const told = async (...args) => (await run(["code", "803", ...args])).out;
  const own = await told("--bank", "banca-transilvania");
  assert.notEqual(own, await told());
  for (const name of ["banca-transilvania-test", "Banca Transilvania", "BANCA-TRANSILVANIA"]) {
    assert.equal(await told("--bank", name), own, name);
  }
  const login = ["--user", "u", "--password", "p", "--return-url", "https://shop.test/r"];
  for (const [args, message] of [
    [["code", "803", "--bank", "foo"], /--bank: "foo" is not in the list; bpc-checkout init --help lists the names/],
    [["code", "803", "--bank", "transilvania"], /did you mean banca-transilvania\?/],
    [["doctor", "--bank", "stim", ...login], /did you mean satim\?/],
    [["doctor", "--bank", "inecobank-test", ...login], /no gateway inecobank-test, only inecobank$/m],
    [["doctor", "--bank", "yookassa", ...login], /no gateway yookassa, only yookassa-test$/m],
    [
      ["listen", "--url", "http://127.0.0.1:1", "--dialect", "dks", ...login.slice(0, 4)],
      /--dialect: .*did you mean dsk\?/,
    ],
  ]) {
    const { code, err } = await run(args);
    assert.deepEqual([code, message.test(err)], [2, true], `${args}: ${err}`);
  }
});

test("doctor waits for a callback of the bank, and says when the secret is another one", async (t) => {
  for (const [secret, says] of [
    [SECRET, /^ok {5}the callback declinedByTimeout of order \d+ is signed with your secret/m],
    ["another", /^WRONG {2}the callback is not signed with your secret/m],
  ]) {
    const bank = await start(t, "bpc", { callbacks: { secret } });
    const address = `http://127.0.0.1:${await freePort()}/callback`;
    const { out } = await doctor(t, "bpc", bank.root, { "callback-url": address });
    assert.match(out, says);
  }
});

test("doctor and listen say which option is missing", async () => {
  const url = ["--url", "http://127.0.0.1:1/rest", "--user", "u"];
  for (const [args, env, message] of [
    [["doctor"], {}, /the gateway is missing: --bank <name> .*\(GATEWAY_BANK\), or --url <address> .*\(GATEWAY_URL\)/],
    [["doctor", ...url], {}, /--password is missing/],
    [["doctor", ...url], { GATEWAY_PASSWORD: "p" }, /--currency is missing/],
    [["doctor", ...url, "--currency", "EUR"], { GATEWAY_PASSWORD: "p" }, /--return-url is missing/],
    [["doctor", ...url, "--currency", "€", "--return-url", "x"], { GATEWAY_PASSWORD: "p" }, /--currency: /],
    [["doctor", "--vars", "no-such-file"], {}, /--vars: ENOENT/],
    [
      ["doctor", ...url, "--currency", "EUR", "--return-url", "x", "--callback-url", "https://tunnel.test/cb"],
      { GATEWAY_PASSWORD: "p" },
      /--callback-port is missing/,
    ],
    [["doctor", "--curency", "EUR"], {}, /unknown option --curency; did you mean --currency\?/],
    [["listen", ...url], { GATEWAY_PASSWORD: "p" }, /--to is missing/],
    [["listen", ...url, "--to", "http://127.0.0.1/"], { GATEWAY_PASSWORD: "p" }, /--callback-secret is missing/],
    [
      ["listen", ...url, "--to", "http://127.0.0.1/", "--callback-secret", "s"],
      { GATEWAY_PASSWORD: "p" },
      /no order to ask about/,
    ],
  ]) {
    const { code, err } = await run(args, env);
    assert.deepEqual([code, message.test(err)], [2, true], `${args}: ${err}`);
  }
});

/** What `listen` says at its start, and what a store hears of a paid order when it is configured as it says. */
async function heard(t, profile, args, secret, callback) {
  const bank = await start(t, profile);
  let event;
  const store = await listen(
    createServer(async (request, response) => {
      const { url, method, headers } = request;
      let text = "";
      for await (const chunk of request.setEncoding("utf8")) text += chunk;
      const body = method === "POST" ? text : undefined;
      const sent = new Request(new URL(url, "http://store.test"), { method, headers, body });
      event = await verifyCallback(sent, { callback }).catch((error) => error);
      response.writeHead(200).end();
    }),
  );
  t.after(store.close);
  const { order, currency } = PROFILES[profile];
  const body = {
    amount: 5000,
    currency: { RON: "946", EUR: "978" }[currency],
    orderNumber: "L-1",
    returnUrl: "https://shop.test/r",
  };
  for (const [name, value] of Object.entries(order ?? {})) body[name] = JSON.stringify(value);
  const login = { userName: "test_user", password: "test_user_password" };
  const reply = await fetch(`${bank.root}/register.do`, {
    method: "POST",
    body: new URLSearchParams({ ...login, ...body }),
  });
  bank.sandbox.pay((await reply.json()).orderId, { pan: "4444555511113333" });
  const { code, out, err } = await run(
    ["listen", "--url", bank.root, "--user", "test_user", "--to", `${store.origin}/callback`, "--once", ...args, "L-1"],
    { GATEWAY_PASSWORD: "test_user_password", ...(secret ? { CALLBACK_SECRET: secret } : {}) },
  );
  assert.equal(code, 0, err);
  return { event, out };
}

test("listen says how it signs, and a store that is configured so accepts what it sends", async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const folder = mkdtempSync(join(tmpdir(), "bpc-listen-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const pem = join(folder, "callback.pem");
  writeFileSync(pem, privateKey);
  const token = Buffer.from("a callback token of the test bank").toString("base64");
  for (const [profile, args, secret, callback, says, isProved] of [
    [
      "bpc",
      [],
      SECRET,
      { secret: SECRET },
      /sends parameters with an HMAC, how this bank signs is not known: ask the bank/,
      true,
    ],
    ["bpc", ["--method", "POST"], SECRET, { secret: SECRET }, /\{ secret: <CALLBACK_SECRET> \}/, true],
    [
      "bt",
      ["--sign", "jwt"],
      token,
      { jwt: token },
      /sends a JSON Web Token by POST.*\n.*\{ jwt: <CALLBACK_SECRET> \}/,
      true,
    ],
    [
      "bpc",
      ["--sign", "json"],
      "",
      { unsigned: true },
      /sends JSON by POST, without a signature.*\n.*\{ unsigned: true \}/,
      false,
    ],
    ["bpc", ["--sign", "unsigned"], "", { unsigned: true }, /sends parameters without a signature/, false],
    ["bpc", ["--sign", "rsa", "--private-key", pem], "", { publicKey }, /with an RSA signature.*\n.*publicKey/, true],
  ]) {
    const { event, out } = await heard(t, profile, args, secret, callback);
    assert.match(out, says);
    assert.deepEqual(
      [event.operation, event.orderNumber, event.succeeded],
      ["deposited", "L-1", true],
      `${args}: ${event}`,
    );
    assert.equal(event.proven ?? true, isProved, `${args}`);
  }
});

test("key makes a secret that register takes, another one each time", async () => {
  const made = [await run(["key"]), await run(["key"])];
  const [key, other] = made.map(({ out }) => out.trim());
  assert.match(key, /^[0-9a-f]{64}$/);
  assert.notEqual(key, other);
  const bank = new Sandbox();
  const login = { userName: "test_user", password: "test_user_password" };
  const gateway = { baseUrl: bank.baseUrl, fetch: bank.fetch, ...login, returnKey: key };
  const order = { orderNumber: "K-1", amount: 2000, currency: "EUR", returnUrl: "https://shop.example/return" };
  assert.match((await register(order, gateway)).returnUrl, /bpc_return=v1\./);
  const refused = await run(["key", "RETURN_KEY"]);
  assert.deepEqual([refused.code, refused.out], [2, ""]);
});

test("key makes a key pair with which callbacks are signed and verified, and overwrites nothing", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bpc-key-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "callback.pem");
  const { code, out: publicKey } = await run(["key", "--rsa", file]);
  assert.equal(code, 0);
  const privateKey = readFileSync(file, "utf8");
  const config = { callback: { publicKey } };
  const parameters = { mdOrder: "1", orderNumber: "A-1", operation: "deposited", status: "1" };
  const { orderNumber } = await verifyCallback(await signCallback(parameters, config, { privateKey }), config);
  assert.equal(orderNumber, "A-1");
  const again = await run(["key", "--rsa", file]);
  assert.deepEqual([again.code, again.out, readFileSync(file, "utf8")], [2, "", privateKey]);
  assert.match(again.err, /--rsa: .*EEXIST/);
});

test("listen signs as the bank does, and says what does not fit", async () => {
  const env = { GATEWAY_PASSWORD: "p", CALLBACK_SECRET: "not base64!" };
  const begins = (bank, ...args) =>
    run(["listen", "--bank", bank, "--user", "u", "--to", "http://127.0.0.1/", ...args, "--once", "A-1"], env);
  for (const [args, says] of [
    [["banca-transilvania-test"], /--callback-secret: gateway\.callback\.jwt: .*is not a key/],
    [["banca-transilvania-test", "--method", "GET"], /--method: expected POST/],
    [["dsk-test", "--sign", "rsa"], /--private-key is missing; make a key pair with: npx bpc-checkout key --rsa/],
    [["dsk-test", "--sign", "rsa", "--private-key", CLI], /--private-key: options\.privateKey: .*is not a key/],
    [["dsk-test", "--sign", "md5"], /--sign: expected hmac, rsa, jwt, json, unsigned, got "md5"/],
  ]) {
    const { code, err } = await begins(...args);
    assert.deepEqual([code, says.test(err)], [2, true], `${args}: ${err}`);
  }
});

test("listen brings a payment, a refund and an expiry to a store, once each", async (t) => {
  const bank = await start(t, "bpc");
  const gateway = { baseUrl: bank.root, userName: "u", password: "p", callback: { secret: SECRET } };
  const seen = [];
  let hear = () => {};
  let answers = [];
  const store = await listen(
    createServer(async (request, response) => {
      const event = await verifyCallback(new URL(request.url, "http://store.test"), gateway);
      const status = answers.shift() ?? 200;
      if (status === 200) seen.push(`${event.operation} ${event.orderNumber} ${event.succeeded}`);
      response.writeHead(status).end();
      hear();
    }),
  );
  t.after(store.close);
  const register = async (orderNumber) => {
    const body = new URLSearchParams({
      userName: "test_user",
      password: "test_user_password",
      orderNumber,
      amount: "2000",
    });
    body.set("returnUrl", "https://shop.test/r");
    return (await bank.sandbox.fetch(`${bank.root}/register.do`, { method: "POST", body })).json();
  };
  const { orderId } = await register("L-1");
  await register("L-2");
  const folder = mkdtempSync(join(tmpdir(), "bpc-listen-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "orders.txt");
  writeFileSync(file, "L-2\n\n");
  const args = [
    "--url",
    bank.root,
    "--user",
    "test_user",
    "--to",
    `${store.origin}/callback`,
    "--every",
    "1",
    "--file",
    file,
  ];
  const child = spawn(process.execPath, [CLI, "listen", ...args, "L-1"], {
    env: { GATEWAY_PASSWORD: "test_user_password", CALLBACK_SECRET: SECRET },
  });
  t.after(() => child.kill());
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text) => ((out += text), hear()));
  /** Waits until something is true, checked after each line and each callback. */
  const until = async (isTrue) => {
    while (!isTrue()) await new Promise((resolve) => (hear = resolve));
  };
  await until(() => out.includes("every 1 s"));
  answers = [403];
  bank.sandbox.pay(orderId);
  await until(() => seen.length === 1);
  assert.match(out, /callback deposited L-1 → 403, again in the next round/);
  bank.sandbox.refund("L-1", 500);
  await until(() => seen.length === 2);
  bank.sandbox.expire("L-2");
  await until(() => seen.length === 3);
  // Both happen between two rounds, to an order that was added to the file meanwhile.
  const third = await register("L-3");
  bank.sandbox.pay(third.orderId);
  bank.sandbox.refund("L-3");
  writeFileSync(file, "L-2\nL-3\n");
  await until(() => seen.length === 5);
  // Two more rounds: nothing is sent again.
  const questions = () => bank.sandbox.exchanges({ order: "L-3" }).length;
  const asked = questions();
  bank.onCall = () => hear();
  await until(() => questions() >= asked + 2);
  assert.deepEqual(seen, [
    "deposited L-1 true",
    "refunded L-1 true",
    "declinedByTimeout L-2 false",
    "deposited L-3 true",
    "refunded L-3 true",
  ]);
});
