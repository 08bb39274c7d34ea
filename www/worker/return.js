/**
 * GET /return: the bank sends the customer back to this address. The address itself proves nothing. The first response is a neutral
 * page. The second request (`check=1`, sent by the page's script, or by the browser if there is no script) asks the bank.
 */
import { isCheckoutError, verifyReturn } from "bpc-checkout";
import { html } from "./html.js";
import { applyVerdict } from "./orders.js";
import { describe, describeError, NOT_SAVED } from "./outcome.js";
import { document } from "./page.js";
import { findProduct } from "./products.js";
import { checkingSection, verdictSection } from "./verdict-section.js";

/** @import { Handler, Visit } from "./env.js" */
/** @import { Html } from "./html.js" */
/** @import { Outcome } from "./outcome.js" */

/** Automatic checks, in about five minutes. After these the customer checks with a button. */
const MAX_CHECKS = 14;

/** Our return addresses are shorter: the gateway accepts 512 characters and adds its order id and a language. */
const MAX_QUERY_LENGTH = 1024;

/**
 * GET /return, and GET /return?…&check=N for the N-th check.
 * @type {Handler}
 */
export async function handleReturn({ url, env, ctx, config }) {
  if (url.search.length > MAX_QUERY_LENGTH) url.search = "";
  const check = Number(/^[1-9]\d?$/.exec(url.searchParams.get("check") ?? "")?.[0] ?? 0);
  url.searchParams.set("check", String(Math.min(check + 1, 99)));
  const next = url.pathname + url.search;
  if (check === 0) return checking(next, config.payOrigin);

  const checked = checkOrder(url, { env, ctx, config });
  // If the customer closes the tab now, the request ends, but the check continues and claims the order.
  ctx.waitUntil(checked.catch(() => {}));
  const outcome = await checked;
  const again = outcome.again ? { path: next, seconds: check < MAX_CHECKS ? Math.min(2 ** check, 30) : null } : null;
  const retry = outcome.retry ? sameProduct(url.searchParams.get("product"), outcome.order) : undefined;
  return document({
    title: outcome.title,
    status: outcome.status,
    head: again?.seconds ? refreshWithoutScript(again.seconds, next) : undefined,
    main: withScript(verdictSection(outcome, { again, retry, tab: url.searchParams.get("tab") })),
    payOrigin: config.payOrigin,
  });
}

/**
 * The neutral page. Its script later shows the outcome in it, so its policy must allow the "try again" form too.
 * @param {string} next @param {string} payOrigin
 */
function checking(next, payOrigin) {
  return document({
    title: "Checking",
    head: refreshWithoutScript(0, next),
    main: withScript(checkingSection(next)),
    payOrigin,
  });
}

/**
 * Asks the bank once and saves the verdict. Only then is anything shown. Every error becomes an outcome to show.
 * @param {URL} url @param {Pick<Visit, "env" | "ctx" | "config">} worker
 * @returns {Promise<Outcome>}
 */
async function checkOrder(url, { env, ctx, config }) {
  try {
    const verdict = await verifyReturn(url, config.gateway);
    const applied = await applyVerdict({ env, ctx }, verdict);
    return applied ? describe(verdict) : NOT_SAVED;
  } catch (error) {
    if (!isCheckoutError(error)) return notSaved(error);
    if (!error.code.startsWith("return_")) console.error(`verifyReturn: ${error.code}: ${error.message}`);
    return describeError(error);
  }
}

/** @param {unknown} error */
function notSaved(error) {
  console.error("a verdict could not be saved:", error instanceof Error ? error.name : "not an error");
  return NOT_SAVED;
}

/**
 * The product named in the address, if its price is the order's. Anybody can change the address.
 * @param {string | null} id @param {Outcome["order"]} order
 */
function sameProduct(id, order) {
  const product = findProduct(id);
  return product?.amount === order?.amount && product?.currency === order?.currency ? product : undefined;
}

/** @param {Html} section */
const withScript = (section) =>
  html`<div aria-live="polite">${section}</div>
    <script type="module" src="/js/return.js"></script>`;

/** @param {number} seconds @param {string} next */
const refreshWithoutScript = (seconds, next) =>
  html`<noscript><meta http-equiv="refresh" content="${seconds}; url=${next}" /></noscript>`;
