// Chromium, driven by Playwright.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "../support/chromium.mjs";

/** What every Chromium of the tests starts with. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Milliseconds until a page is taken for one that never ends. */
const LIMIT_MS = 1_800_000;
/** Milliseconds until a page is taken for one that never starts. */
const START_LIMIT_MS = 300_000;

/** Opens a browser; `visit` loads an address and resolves to what the page left in `globalThis.report`. */
export async function openBrowser() {
  const profile = mkdtempSync(join(tmpdir(), "conformance-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: CHROMIUM_FLAGS,
  });

  async function visit(url) {
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    try {
      await page.goto(url);
      const started = await page
        .waitForFunction(() => "report" in globalThis, null, { timeout: START_LIMIT_MS })
        .catch(() => null);
      if (!started) throw new Error(`the page did not start\n${errors.join("\n")}`);
      return await withLimit(page.evaluate(() => globalThis.report));
    } finally {
      await page.close();
    }
  }

  /** A page at an address, for a test that drives it. */
  async function open(url) {
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  async function close() {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }

  return { visit, open, close };
}

async function withLimit(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no report after ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
