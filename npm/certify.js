// The acceptance lists of banks, as checks of a running store. A check buys, pays in the sandbox, returns to the store, and reads the
// page that a customer reads.
//
// Sources: SATIM's integration guide (what the result page shows, acknowledgement), and Banca Transilvania's guide (the response codes
// that each need a text of their own, and the codes after which the same card must not be used again).

/** @import { Sandbox } from "./sandbox.js" */

/** @typedef {{ title: string, isMet: boolean, seen: string }} Result */
/** @typedef {{ url: URL, form: number, field: unknown, fetch: typeof globalThis.fetch }} Shop */
/** @typedef {{ orderId: string, page: string, text: string, order: any }} Visit the customer's way through one order */
/** @typedef {(visit: (card?: string) => Promise<Visit>, sandbox: Sandbox) => AsyncGenerator<Result> | Generator<Result>} Check */

/** Each must be told to the customer in words of its own (Banca Transilvania). */
const BT_CODES = [
  ...[104, 124, 320, 801, 803, 804, 805, 861, 871, 905, 906],
  ...[913, 914, 915, 917, 952, 998, 341016, 341017, 341018, 341019, 341020],
];
/** After these the same card must not be used again. */
const BT_NEVER_AGAIN = [803, 804, 913];
/** Codes with which SATIM's own test cards are declined. */
const SATIM_CODES = [116, 119, 126, 127, 140, 2003, 100254, 100882];
const MAX_REDIRECTS = 5;

/** @param {string} bank @returns {Check[]} */
export function checksOf(bank) {
  return bank === "satim" ? [satimPaid, satimDeclined] : [btPaid, btTexts];
}

/**
 * Runs the checks one after the other.
 * @param {Sandbox} sandbox @param {Shop} shop @param {Check[]} checks @param {(line: string) => void} print
 * @returns {Promise<Result[]>}
 */
export async function walk(sandbox, shop, checks, print) {
  const results = [];
  const visit = (/** @type {string | undefined} */ card) => visitOf(sandbox, shop, card);
  for (const check of checks) {
    for await (const result of check(visit, sandbox)) {
      print(`${result.isMet ? "met    " : "NOT MET"}  ${result.title}: ${result.seen}`);
      results.push(result);
    }
  }
  return results;
}

/** @type {Check} */
async function* satimPaid(visit, sandbox) {
  const { orderId, text, order } = await visit();
  yield result("a payment is paid at the bank", order.orderStatus === 2, `orderStatus ${order.orderStatus}`);
  const asked = sandbox.exchanges().some(({ request }) => /acknowledgeTransaction|confirmOrder/.test(request));
  const seen = asked
    ? "the store called acknowledgeTransaction.do"
    : "the store never called acknowledgeTransaction.do";
  yield result("the payment is acknowledged, so that the bank keeps it", asked, seen);
  yield shows("the bank's answer in words (respCode_desc)", text, wordsOf(sandbox, "respCode_desc"));
  yield shows("the order number", text, [order.orderNumber]);
  yield shows("the bank's transaction id (orderId)", text, [orderId]);
  yield shows("the approval code", text, wordsOf(sandbox, "(?:approvalCode|authorizationResponseId)"));
  yield result(
    "the result page shows the date",
    hasDate(text),
    hasDate(text) ? "a date is there" : "no date was found",
  );
  yield result(
    "the result page shows the amount",
    hasAmount(text, order.amount),
    hasAmount(text, order.amount) ? "the amount is there" : `no ${order.amount / 100} was found`,
  );
  yield shows("SATIM's support number 3020", text, ["3020", "30 20", "30-20"]);
}

/** @type {Check} */
async function* satimDeclined(visit) {
  for (const code of SATIM_CODES) {
    const { text, order } = await visit(cardOf(code));
    const tells = text !== "" && order.orderStatus !== 2 && !/\b(paid|payé|approved|accepté)\b/i.test(text);
    yield result(`a payment declined with ${code} is not shown as paid`, tells, excerpt(text));
  }
}

/** @type {Check} */
async function* btPaid(visit, sandbox) {
  const { orderId, text, order } = await visit();
  yield result("a payment is paid at the bank", order.orderStatus === 2, `orderStatus ${order.orderStatus}`);
  const asked = sandbox.exchanges().some(({ request }) => request.includes("getOrderStatusExtended"));
  yield result(
    "the store asks the bank when the customer returns",
    asked,
    asked ? "it asked" : `no question about ${orderId}`,
  );
  yield result("the result page tells the customer", text !== "", excerpt(text));
}

/** @type {Check} */
async function* btTexts(visit) {
  /** @type {Map<string, number>} */
  const told = new Map();
  for (const code of BT_CODES) {
    const { orderId, page, text, order } = await visit(cardOf(code));
    const words = withoutNumbers(text, [order.orderNumber, orderId]);
    const other = told.get(words);
    const seen = other === undefined ? excerpt(words) : `the same text as after ${other}: ${excerpt(words)}`;
    yield result(`the text after ${code} is of its own`, other === undefined && words !== "", seen);
    told.set(words, code);
    if (!BT_NEVER_AGAIN.includes(code)) continue;
    const leadsBack = page.includes(orderId) && /href="[^"]*mdOrder=/.test(page);
    yield result(
      `after ${code} the page does not lead back to the same payment`,
      !leadsBack,
      leadsBack ? "a link to the payment page of this order" : "no link to the payment page of this order",
    );
  }
}

/** A test card that is declined with a code. @param {number} code */
const cardOf = (code) => `49999${code < 0 ? 1 : 0}${String(Math.abs(code)).padStart(6, "0")}0000`;

/** @param {string} title @param {boolean} isMet @param {string} seen @returns {Result} */
const result = (title, isMet, seen) => ({ title, isMet, seen });

/** @param {string} what @param {string} text @param {(string | undefined)[]} forms */
function shows(what, text, forms) {
  const found = forms.find((form) => form && text.toLowerCase().includes(form.toLowerCase()));
  const wanted = forms.filter(Boolean).join('" or "');
  return result(
    `the result page shows ${what}`,
    found !== undefined,
    found ? `"${found}"` : `"${wanted}" was not found`,
  );
}

/** The values of a field in the replies to the store, newest first. @param {Sandbox} sandbox @param {string} name */
function wordsOf(sandbox, name) {
  const pattern = new RegExp(`"${name}"\\s*:\\s*"([^"]+)"`);
  return sandbox.exchanges().flatMap(({ reply }) => pattern.exec(String(reply ?? ""))?.[1] ?? []);
}

/** @param {string} text */
const hasDate = (text) =>
  /\b(\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2} \p{L}+\.? \d{4}|\p{L}+ \d{1,2},? \d{4})/u.test(text);

/** Whether a text has an amount, however its digits are grouped. @param {string} text @param {number} minor */
const hasAmount = (text, minor) => text.replace(/[\s.,'’\u00a0\u202f]/g, "").includes(String(minor));

/** @param {string} text @param {string[]} numbers */
const withoutNumbers = (text, numbers) =>
  numbers.reduce((left, number) => left.replaceAll(number, ""), text).replace(/\d+/g, "");

/** @param {string} text */
const excerpt = (text) => (text === "" ? "the page has no text" : text.length > 160 ? `${text.slice(0, 160)}…` : text);

/**
 * Buys, pays and returns, as a customer does.
 * @param {Sandbox} sandbox @param {Shop} shop @param {string} [card]
 * @returns {Promise<Visit>}
 */
async function visitOf(sandbox, shop, card) {
  const browser = new Browser(shop.fetch);
  const page = await browser.get(shop.url);
  const form = formsIn(page.html, page.url)[shop.form - 1];
  if (!form) throw new Error(`${page.url} has no form ${shop.form} with method POST; name its page with --buy`);
  for (const [name, value] of new URLSearchParams(String(shop.field ?? ""))) form.fields.set(name, value);
  const { location } = await browser.post(form.url, form.fields);
  const orderId = location && new URL(location).searchParams.get("mdOrder");
  if (!orderId)
    throw new Error(
      `the form of ${page.url} did not lead to the payment page, but to ${location ?? "a page of the store"}`,
    );
  const { redirectUrl } = sandbox.pay(orderId, card);
  const arrived = await browser.get(new URL(redirectUrl));
  const order = sandbox.orders().find((known) => known.orderId === orderId);
  return { orderId, page: arrived.html, text: textOf(arrived.html), order };
}

/** A browser of one customer: it keeps cookies, and follows redirects of the store. */
class Browser {
  /** @type {Map<string, string>} */
  #cookies = new Map();

  /** @param {typeof globalThis.fetch} send */
  constructor(send) {
    this.send = send;
  }

  /** @param {URL} url @param {RequestInit} [init] */
  async #send(url, init = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { accept: "text/html", ...(cookie && { cookie }), .../** @type {any} */ (init.headers) };
    const reply = await this.send(url.href, { ...init, headers, redirect: "manual" });
    for (const each of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(each) ?? [];
      if (name) this.#cookies.set(name, value ?? "");
    }
    return reply;
  }

  /** @param {URL} url */
  async get(url) {
    for (let count = 0; count <= MAX_REDIRECTS; count++) {
      const reply = await this.#send(url);
      const location = reply.headers.get("location");
      if (reply.status < 300 || reply.status > 399 || !location) return { url, html: await reply.text() };
      url = new URL(location, url);
    }
    throw new Error(`${url} redirects more than ${MAX_REDIRECTS} times`);
  }

  /** Sends a form, and follows redirects inside the store. @param {URL} url @param {URLSearchParams} fields */
  async post(url, fields) {
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: url.origin };
    let reply = await this.#send(url, { method: "POST", body: fields, headers });
    let from = url;
    for (let count = 0; count < MAX_REDIRECTS; count++) {
      const location = reply.headers.get("location");
      if (!location) return { location: null };
      const next = new URL(location, from);
      if (next.origin !== url.origin) return { location: next.href };
      from = next;
      reply = await this.#send(next);
    }
    return { location: null };
  }
}

/**
 * The forms of a page with method POST, with the values that they have. Enough for a form that buys; not a parser of HTML.
 * @param {string} html @param {URL} base
 */
function formsIn(html, base) {
  const forms = [];
  for (const [, attributes = "", content = ""] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    if (attributeOf(attributes, "method")?.toLowerCase() !== "post") continue;
    const fields = new URLSearchParams();
    for (const [, element = "", own = ""] of content.matchAll(/<(input|button|select)\b([^>]*)>/gi)) {
      const name = attributeOf(own, "name");
      const isChoice = /^(checkbox|radio)$/i.test(attributeOf(own, "type") ?? "");
      if (!name || fields.has(name) || (isChoice && !/\bchecked\b/i.test(own))) continue;
      if (element.toLowerCase() !== "select") fields.set(name, attributeOf(own, "value") ?? "");
    }
    forms.push({ url: new URL(attributeOf(attributes, "action") ?? "", base), fields });
  }
  return forms;
}

/** @param {string} attributes @param {string} name */
function attributeOf(attributes, name) {
  const [, quoted, single, bare] =
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(attributes) ?? [];
  const value = quoted ?? single ?? bare;
  return value === undefined ? undefined : unescaped(value);
}

/** What a person reads of a page. @param {string} html */
function textOf(html) {
  const visible = html.replace(/<(script|style|head|noscript)\b[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ");
  return unescaped(visible).replace(/\s+/g, " ").trim();
}

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** @param {string} text */
const unescaped = (text) =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal || hex) {
      const point = decimal ? Number(decimal) : parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    }
    return NAMED[/** @type {keyof typeof NAMED} */ (name)] ?? whole;
  });
