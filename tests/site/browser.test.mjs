/** The site in Chromium: legible, reachable, searchable. Pictures go to test-results/site/. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, test as nodeTest } from "node:test";
import { chromium } from "playwright-core";
import { ROOT } from "../runtimes/consumer.mjs";
import { findChromium } from "../support/chromium.mjs";
import { address, FOLDER, site } from "./site.mjs";

const AXE = readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
/** Both end what hangs; neither judges a slow machine. */
const LIMIT_MS = 1_800_000;
const PATIENCE_MS = 180_000;
const RESULTS = join(ROOT, "test-results/site");
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

/** One page of each kind. */
const KINDS = {
  start: "index.html",
  checklist: "going-live.html",
  "long table": "codes.html",
  bank: "banks/satim.html",
  modules: "api/index.html",
  module: "api/bpc-checkout/index.html",
  function: "api/bpc-checkout/functions/verifyCallback.html",
  type: "api/bpc-checkout/interfaces/Order.html",
};

let launched;
const browser = () =>
  (launched ??= chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox", "--disable-dev-shm-usage"] }));
after(async () => (await launched)?.close());

/** `test(name, body)`: a body gets `open(path, options)`, which resolves to a loaded page. No request may leave the site. */
function test(name, body) {
  nodeTest(`site: ${name}`, { timeout: LIMIT_MS }, async () => {
    const root = await address();
    const [contexts, seen] = [[], []];
    const open = async (path, options = {}) => {
      const context = await (await browser()).newContext({ viewport: DESKTOP, ...options });
      context.setDefaultTimeout(PATIENCE_MS);
      contexts.push(context);
      context.on("request", (request) => {
        if (!request.url().startsWith(`${root}/`)) seen.push(`a request to ${request.url()}`);
      });
      context.on("weberror", (error) => seen.push(error.error().message));
      context.on("console", (line) => line.type() === "error" && seen.push(line.text()));
      const page = await context.newPage();
      await page.goto(`${root}/${path}`);
      return page;
    };
    try {
      await body({ open, root });
    } finally {
      await Promise.all(contexts.map((context) => context.close()));
    }
    assert.deepEqual(seen, []);
  });
}

const picture = (page, name, options) => page.screenshot({ path: join(RESULTS, `${name}.png`), ...options });

/** What axe finds on a page, as text; by all rules, or by some. */
async function violations(page, rules) {
  // What the page does when it is laid out is done: an observer runs once in a frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(
    (runOnly) => window.axe.run(document, { resultTypes: ["violations"], ...(runOnly && { runOnly }) }),
    rules,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

/** Types into the search. Resolves to the addresses of the results, relative to the site. */
async function search(page, words) {
  await page.keyboard.press("/");
  await page.getByRole("searchbox").fill(words);
  await page.locator("dialog [role=status]", { hasText: /found/i }).waitFor();
  return page.$$eval("dialog ol a", (links) => links.map((link) => link.getAttribute("href")));
}

const LOOKS = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: PHONE }],
];

for (const [look, options] of LOOKS)
  test(`axe finds nothing, ${look}`, async ({ open, root }) => {
    // In the dark only the colours are others than in the light.
    const rules = look === "dark" ? ["color-contrast"] : undefined;
    const page = await open("index.html", options);
    for (const [kind, path] of Object.entries(KINDS)) {
      await page.goto(`${root}/${path}`);
      // The long table takes a quarter of the time, and the other looks have other tables.
      if (kind !== "long table" || look === "light") assert.deepEqual(await violations(page, rules), [], path);
      const { scroll, inner } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        inner: innerWidth,
      }));
      assert.ok(scroll <= inner, `${path} is ${scroll} pixels wide`);
      await picture(page, `${look}-${kind.replace(" ", "-")}`);
    }
    await search(page, "refund");
    assert.deepEqual(await violations(page, rules), [], "the search");
    await picture(page, `${look}-search`);
    if (look !== "phone") return;
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    assert.deepEqual(await violations(page), [], "the navigation");
    await picture(page, "phone-navigation");
  });

test("axe finds what is wrong, in the dark too", async ({ open }) => {
  const page = await open("errors.html", { colorScheme: "dark" });
  const add = (html) =>
    page.evaluate((text) => document.querySelector("article").insertAdjacentHTML("beforeend", text), html);
  await add("<p><button></button></p>");
  assert.match((await violations(page)).join(), /button-name/);
  await add('<p><font color="#333333">too dark</font></p>');
  assert.match((await violations(page, ["color-contrast"])).join(), /too dark/);
});

test("nothing is wider than a phone, on any page", async ({ open, root }) => {
  const { pages } = await site();
  const page = await open("index.html", { viewport: PHONE });
  // The articles are shown one after the other in one frame: to load every page would take most of the time of the step.
  const articles = pages.map(({ path }) => {
    const [article] = /<article>[^]*<\/article>/.exec(readFileSync(join(FOLDER, path), "utf8"));
    return { path, article };
  });
  articles.push({ path: "one that is too wide", article: '<article><input size="200"></article>' });
  const wide = await page.evaluate((all) => {
    const isWide = ({ article }) => {
      document.querySelector("article").outerHTML = article;
      return document.documentElement.scrollWidth > innerWidth;
    };
    return all.filter(isWide).map(({ path }) => path);
  }, articles);
  assert.deepEqual(wide, ["one that is too wide"]);
});

test("the search finds words of the guides, names of the reference, banks and codes", async ({ open }) => {
  const page = await open("banks/satim.html");
  // How far from the top a result may be: what has the word as its name is among the first.
  const finds = [
    ["SATIM", "../banks/satim.html", 1],
    ["actionCode", "../api/codes/functions/actionCode.html", 3],
    ["orderNumber", "../api/bpc-checkout/interfaces/Order.html#property-ordernumber", 20],
    ["order number", "../api/bpc-checkout/interfaces/Order.html#property-ordernumber", 30],
    ["-2007", "../codes.html#row--2007", 1],
    ["wrangler secret", "../going-live.html#where-the-secrets-go", 3],
    ["outcome_unknown", "../api/bpc-checkout/type-aliases/CheckoutErrorCode.html#row-outcome_unknown", 1],
    ["verifyRetrun", "../api/bpc-checkout/functions/verifyReturn.html", 3],
    ["refund", "../api/bpc-checkout/functions/refund.html", 1],
    ["refund", "../holds-and-refunds.html", 10],
    ["refunds", "../holds-and-refunds.html", 3],
    ["going live", "../going-live.html", 1],
    ["Banca Transilvania", "../banks/banca-transilvania.html", 3],
  ];
  for (const [words, path, most] of finds) {
    const found = (await search(page, words)).slice(0, most);
    assert.ok(
      found.some((one) => one.startsWith(path)),
      `${words}: ${found.join(" ")}`,
    );
  }
  assert.deepEqual(await search(page, "zzzyqx"), []);
});

test("a result opens where its words are, by the keyboard alone", async ({ open, root }) => {
  const page = await open("api/index.html");
  await search(page, "-2007");
  const loaded = page.waitForURL(`${root}/codes.html#row--2007`, { waitUntil: "load" });
  await page.keyboard.press("Enter");
  await loaded;
  assert.match(await page.locator(":target").innerText(), /^-2007/);
});

test("the first stop of the keyboard leads to the content", async ({ open }) => {
  const page = await open("going-live.html");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
});

test("code can be copied", async ({ open, root }) => {
  const page = await open("index.html");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: new URL(root).origin });
  await page.getByRole("button", { name: "Copy" }).first().click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "npm install bpc-checkout\n");
});

test("the colours and the ticked points stay", async ({ open, root }) => {
  const page = await open("going-live.html", { colorScheme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole("button", { name: "Dark colours" }).click();
  await page.getByRole("checkbox", { name: "The currency." }).check();
  await page.goto(`${root}/going-live.html`);
  assert.notEqual(await paper(), light);
  assert.equal(await page.getByRole("checkbox", { name: "The currency." }).isChecked(), true);
  assert.equal(await page.getByRole("checkbox", { name: "The callback." }).isChecked(), false);
});

test("on paper there is the text alone, with nothing cut off", async ({ open }) => {
  const page = await open("codes.html", { colorScheme: "dark", viewport: { width: 700, height: 990 } });
  await page.emulateMedia({ media: "print" });
  for (const part of ["header", "#navigation", "footer"])
    assert.equal(await page.locator(part).isVisible(), false, part);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 700);
  assert.deepEqual(await violations(page, ["color-contrast"]), []);
  await picture(page, "print-codes");
});

test("without JavaScript every page can be read and reached", async ({ open, root }) => {
  const page = await open("index.html", { javaScriptEnabled: false, viewport: PHONE });
  assert.equal(await page.locator("button.search").isVisible(), false);
  await page.getByRole("button", { name: "Menu" }).click();
  const loaded = page.waitForURL(`${root}/holds-and-refunds.html`, { waitUntil: "load" });
  await page.getByRole("link", { name: "Holds and refunds" }).first().click();
  await loaded;
});

test("it works from a folder, the search too", async () => {
  await site();
  const context = await (await browser()).newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(FOLDER, "banks/dsk.html")).href);
  assert.ok((await search(page, "registerPreAuth")).some((path) => path.endsWith("registerPreAuth.html")));
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("header")).position), "sticky");
  await context.close();
});
