/**
 * The demo store in Chromium. Tests run one after the other, each in browser contexts of its own that watch what must never
 * happen: `npm test -- browser`; after `npm run build` also
 * `node --test --test-isolation=none --test-name-pattern="part of a name" "tests/browser/*.test.mjs"`.
 * Pictures of the pages go to test-results/browser/.
 */
import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, test as nodeTest } from "node:test";
import { ROOT } from "../runtimes/consumer.mjs";
import { startWorld } from "./world.mjs";

/** No test takes nearly so long, the start of the servers before the first one included; what hangs is red. */
const LIMIT_MS = 1_800_000;
const LOG_SHOWN = 2_000;
export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
/** The gateway's page turns a browser away that says it is headless. */
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
/** Ends what hangs; judges no slow machine. */
const PATIENCE_MS = 180_000;

/** Pictures of this run, for people to look at. */
export const RESULTS = join(ROOT, "test-results/browser");
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

let started;

/** `test(name, body)`: a body gets `{ browser, store, gateway, open, seen }`. */
export function test(name, body) {
  nodeTest(name, { timeout: LIMIT_MS }, async () => {
    const world = await (started ??= startWorld());
    try {
      await watched(world, body, name);
    } catch (error) {
      console.log(`the end of the store's log:\n${world.store.log.slice(-LOG_SHOWN)}`);
      throw error;
    }
    for (const canary of world.neverLogged)
      assert.ok(!world.store.log.includes(canary), "the store's log shows a secret");
  });
}

after(async () => {
  if (started) await (await started).stop();
});

/** One test, with everything watched that must never happen in its pages. */
async function watched(world, body, name) {
  world.gateway.reset();
  const contexts = [];
  const seen = { violations: [], errors: [], bodies: [], reads: [] };
  const open = (options) => openContext(world, contexts, seen, options);
  try {
    await body({ ...world, open, seen });
    await Promise.allSettled(seen.reads);
    assert.deepEqual(seen.violations, [], "content security policy violations");
    assert.deepEqual(seen.errors, [], "errors in the pages");
    for (const { url, text } of seen.bodies) hasNoSecret(text, url, world.canaries);
  } catch (error) {
    await keepPictures(contexts, name);
    throw error;
  } finally {
    await Promise.allSettled(contexts.map((context) => context.close()));
  }
}

/** A browser context like a customer's. Watches policy violations, script errors, and every answer of the store. */
async function openContext({ browser, store }, contexts, seen, { viewport = DESKTOP, ...options } = {}) {
  const context = await browser.newContext({ viewport, userAgent: USER_AGENT, ...options });
  contexts.push(context);
  context.setDefaultTimeout(PATIENCE_MS);
  await context.exposeBinding("reportViolation", (_, what) => seen.violations.push(what));
  await context.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (event) =>
      window.reportViolation(`${event.effectiveDirective} ${event.blockedURI}`),
    ),
  );
  context.on("weberror", (error) => seen.errors.push(error.error().message));
  context.on("console", (line) => {
    if (/content security policy/i.test(line.text())) seen.violations.push(line.text());
  });
  context.on("response", (response) => {
    if (!response.url().startsWith(store.origin)) return;
    seen.reads.push(
      response.text().then(
        (text) => seen.bodies.push({ url: response.url(), text }),
        () => {},
      ),
    );
  });
  return context;
}

/** Presses what leads to another page, and waits until that one is loaded. A click alone returns before the answer is there. */
export const follow = (page, press) => Promise.all([page.waitForEvent("load"), press()]);

/** Waits for something to be true; what does not become true is red in the end, and no slow machine is. */
export async function until(isTrue) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`still not true: ${isTrue}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

function hasNoSecret(text, url, canaries) {
  for (const [name, canary] of Object.entries(canaries))
    assert.ok(!text.includes(canary), `${new URL(url).pathname} shows the ${name}`);
}

async function keepPictures(contexts, name) {
  const file = name.replace(/\W+/g, "-").slice(0, 60);
  const pages = contexts.flatMap((context) => context.pages());
  await Promise.allSettled(
    pages.map((page, at) => page.screenshot({ path: join(RESULTS, `failed-${file}-${at}.png`) })),
  );
}

/** A picture for people to look at: what is on the screen, or with `whole` all of the page. */
export const picture = (page, name, { whole = false } = {}) =>
  page.screenshot({ path: join(RESULTS, `${name}.png`), fullPage: whole });
