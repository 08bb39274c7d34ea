/**
 * GET /return: the bank sends the customer back to this address. The address itself proves nothing. The first response is a neutral
 * page. The second request (`check=1`, sent by the page's script, or by the browser if there is no script) asks the bank.
 */
import { isCheckoutError, verifyReturn } from "bpc-checkout";
import { html } from "./html.js";
import { orderOfAddress, ordersOf } from "./orders.js";
import { describe, NO_ANSWER, NO_ORDER, NOT_SAVED, TOO_OLD } from "./outcome.js";
import { document } from "./page.js";
import { checkingSection, verdictSection } from "./verdict-section.js";

/** @import { StoredOrder } from "bpc-checkout/desk" */
/** @import { Handler, Visit } from "./env.js" */
/** @import { Html } from "./html.js" */
/** @import { Outcome } from "./outcome.js" */

/** Automatic checks, in about five minutes. After these the customer checks with a button. */
const MAX_CHECKS = 14;

/** The pauses between checks grow from the time in which the bank is asked once, to half a minute. */
const pauseAfter = (/** @type {number} */ check) => Math.min(3 * 2 ** (check - 1), 30);

/**
 * GET /return, and GET /return?…&check=N for the N-th check.
 * @type {Handler}
 */
export async function handleReturn({ url, env, ctx, config }) {
  const check = Number(/^[1-9]\d?$/.exec(url.searchParams.get("check") ?? "")?.[0] ?? 0);
  url.searchParams.set("check", String(Math.min(check + 1, 99)));
  const next = url.pathname + url.search;
  if (check === 0) return checking(next, config.payOrigin);

  const checked = checkOrder(url, { env, ctx, config });
  // If the customer closes the tab now, the request ends, but the check continues and claims the order.
  ctx.waitUntil(checked.catch(() => {}));
  const { outcome, order } = await checked;
  const again = outcome.again ? { path: next, seconds: check < MAX_CHECKS ? pauseAfter(check) : null } : null;
  return document({
    title: outcome.title,
    status: outcome.status,
    head: again?.seconds ? refreshWithoutScript(again.seconds, next) : undefined,
    main: withScript(verdictSection(outcome, { again, order, tab: url.searchParams.get("tab") })),
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
 * Asks the bank, at most once in some seconds, and saves the answer. Only then is anything shown. Every error becomes an outcome.
 * @param {URL} url @param {Pick<Visit, "env" | "ctx" | "config">} worker
 * @returns {Promise<{ outcome: Outcome, order: StoredOrder | null }>}
 */
async function checkOrder(url, worker) {
  let order = null;
  try {
    const orders = ordersOf(worker);
    order = await orderOfAddress(orders, url);
    if (!order) return { outcome: NO_ORDER, order };
    const checked = await orders.check(order.orderNumber, () => verifyReturn(url, worker.config.gateway));
    if (!checked) return { outcome: NOT_SAVED, order };
    return { outcome: checked.answer ? describe(checked.answer) : NO_ANSWER, order: checked.order };
  } catch (error) {
    return describeError(error, order);
  }
}

/** @param {unknown} error @param {StoredOrder | null} order */
function describeError(error, order) {
  if (!isCheckoutError(error)) {
    console.error("an answer could not be saved:", error instanceof Error ? error.name : "not an error");
    return { outcome: NOT_SAVED, order };
  }
  if (error.code.startsWith("return_"))
    return { outcome: error.code === "return_expired" ? TOO_OLD : NO_ORDER, order: null };
  console.error(`verifyReturn: ${error.code}: ${error.message}`);
  return { outcome: NO_ANSWER, order };
}

/** @param {Html} section */
const withScript = (section) =>
  html`<div aria-live="polite">${section}</div>
    <script type="module" src="/js/return.js"></script>`;

/** @param {number} seconds @param {string} next */
const refreshWithoutScript = (seconds, next) =>
  html`<noscript><meta http-equiv="refresh" content="${seconds}; url=${next}" /></noscript>`;
