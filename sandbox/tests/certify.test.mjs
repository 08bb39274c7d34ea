// `bpc-checkout certify`: a store that does what the bank's acceptance list wants, and stores that miss one line of it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createServer } from "node:http";
import { test } from "node:test";
import { customer, register, verifyReturn } from "../../pkg/index.js";
import { checksOf, walk } from "../../pkg/certify.js";
import { htmlReport, textReport } from "../../pkg/cli-certify.js";
import { bancaTransilvaniaEn } from "../../pkg/messages.js";
import { Sandbox } from "../../pkg/sandbox.js";
import { listen } from "../../tests/support/loopback.mjs";

const ORIGIN = "https://shop.test";
const CUSTOMER = { email: "ana@shop.test", phone: "40740123456", country: "642", city: "Cluj", address: "Str. 1" };
const FORM = '<form method="post" action="/buy"><button name="item" value="mug">Buy</button></form>';

/** A store as a function, for one bank. `page` makes the result page. */
function storeOf(bank, sandbox, page) {
  const own = bank === "satim" ? { dialect: "satim", terminalId: "E010000001" } : { dialect: "banca-transilvania" };
  const gateway = {
    baseUrl: sandbox.baseUrl,
    userName: "test_user",
    password: "test_user_password",
    returnKey: "a key that signs the return address",
    fetch: sandbox.fetch,
    messages: [bancaTransilvaniaEn],
    ...own,
  };
  let sold = 0;
  return async (url, init) => {
    const request = new Request(url, init);
    const { pathname } = new URL(url);
    if (request.method === "POST" && pathname === "/buy") {
      sold += 1;
      const order = {
        orderNumber: String(1000 + sold),
        returnUrl: `${ORIGIN}/return`,
        ...(bank === "satim"
          ? { amount: 500_000, currency: "DZD" }
          : {
              amount: 10_000,
              currency: "RON",
              orderBundle: { orderCreationDate: "2026-11-27", ...customer(CUSTOMER) },
            }),
      };
      const { formUrl } = await register(order, gateway);
      return new Response(null, { status: 303, headers: { location: formUrl } });
    }
    if (pathname === "/return") return new Response(page(await verifyReturn(url, gateway)));
    return new Response(FORM);
  };
}

async function certified(bank, page, options = {}) {
  const sandbox = new Sandbox({ profile: bank === "satim" ? "satim" : "bt", ...options });
  const shop = { url: new URL(ORIGIN), form: 1, field: undefined, fetch: storeOf(bank, sandbox, page) };
  return walk(sandbox, shop, checksOf(bank), () => {});
}

const missed = (results) => results.filter(({ isMet }) => !isMet).map(({ title }) => title);

const RECEIPT = ({ outcome, message, report, orderNumber, orderId }) =>
  outcome === "paid"
    ? `<h1>${message}</h1><p>${report.respCodeDescription} – order ${orderNumber}, transaction ${orderId}, approval code
       ${report.card.approvalCode}, ${new Date(report.date).toISOString()}, 5 000,00 DZD. SATIM: 3020</p>`
    : `<h1>${message}</h1>`;

test("a store at SATIM that shows what the guide asks for meets the list", async () => {
  const results = await certified("satim", RECEIPT);
  assert.deepEqual(missed(results), []);
  assert.ok(results.length > 12, String(results.length));
});

test("what a store at SATIM does not show is named", async () => {
  const results = await certified("satim", ({ message, orderNumber }) => `<h1>${message} ${orderNumber}</h1>`);
  assert.deepEqual(missed(results), [
    "the result page shows the bank's answer in words (respCode_desc)",
    "the result page shows the bank's transaction id (orderId)",
    "the result page shows the approval code",
    "the result page shows the date",
    "the result page shows the amount",
    "the result page shows SATIM's support number 3020",
  ]);
});

test("Banca Transilvania's 22 texts: all different with the bank's own sentences, not without them", async () => {
  const results = await certified("banca-transilvania", ({ message }) => `<p>${message}</p>`);
  assert.deepEqual(missed(results), []);
  assert.equal(results.filter(({ title }) => title.startsWith("the text after")).length, 22);
  const same = await certified("banca-transilvania", ({ outcome }) => `<p>${outcome}</p>`);
  assert.equal(missed(same).filter((title) => title.startsWith("the text after")).length, 21);
});

test("a page that leads back to the same payment after 803, 804 or 913 is named", async () => {
  let page = "";
  const results = await certified("banca-transilvania", ({ message, orderId, decline, lastDecline }) => {
    page = `<p>${message}</p><a href="https://bank.test/pay?mdOrder=${orderId}">again</a>`;
    return (decline ?? lastDecline)?.code === 803 ? page : `<p>${message}</p>`;
  });
  assert.deepEqual(missed(results), ["after 803 the page does not lead back to the same payment"]);
});

test("a store without a form says so", async () => {
  const sandbox = new Sandbox({ profile: "satim" });
  const shop = { url: new URL(ORIGIN), form: 1, field: undefined, fetch: async () => new Response("closed") };
  await assert.rejects(
    walk(sandbox, shop, checksOf("satim"), () => {}),
    { message: "https://shop.test/ has no form 1 with method POST; name its page with --buy" },
  );
});

test("the report is text and HTML, and neither is open to markup of the store", () => {
  const results = [{ title: "a check", isMet: false, seen: '<script>alert("x")</script>' }];
  assert.match(textReport("satim", ORIGIN, results), /Met: 0 of 1\n\nNOT MET {2}a check\n/);
  const html = htmlReport("satim", ORIGIN, results);
  assert.ok(!html.includes("<script>") && html.includes("not met"), html);
});

test("certify says what to do when its port is in use", async (t) => {
  const { origin, close } = await listen(createServer());
  t.after(close);
  const { port } = new URL(origin);
  const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
  const args = [cli, "certify", "--bank", "satim", "--store", "http://127.0.0.1:1", "--port", port];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.equal(status, 2);
  assert.match(
    stderr,
    new RegExp(`^bpc-checkout: port ${port} on 127\\.0\\.0\\.1 is in use: .*npm run bank.* choose another with --port`),
  );
  assert.doesNotMatch(stderr, /EADDRINUSE/);
});
