/**
 * GET /return: where the bank sends the customer back. What the address says is never believed: the first answer is a neutral
 * page; the second request (`check=1`, made by the page's script, or by the browser where there is none) asks the bank.
 */
import { isCheckoutError, verifyReturn } from "bpc-checkout";
import { html } from "./html.js";
import { settle } from "./orders.js";
import { describe, describeError, NOT_WRITTEN } from "./outcome.js";
import { document } from "./page.js";
import { findProduct } from "./products.js";
import { checkingSection, verdictSection } from "./verdict-section.js";

/** After so many automatic questions, about five minutes, the customer asks by hand. */
const MAX_CHECKS = 14;

/** No return address of ours is longer: the gateway takes 512 characters and adds its order id and a language. */
const MAX_QUERY_LENGTH = 1024;

/** GET /return, and GET /return?…&check=N for the N-th question to the bank. */
export async function comeBack({ url, env, ctx, config }) {
  if (url.search.length > MAX_QUERY_LENGTH) url.search = "";
  const check = Number(/^[1-9]\d?$/.exec(url.searchParams.get("check") ?? "")?.[0] ?? 0);
  url.searchParams.set("check", String(Math.min(check + 1, 99)));
  const next = url.pathname + url.search;
  if (check === 0) return checking(next, config.payOrigin);

  const asked = ask(url, { env, ctx, config });
  // A customer who closes the tab now ends the request, but not the question: the order is claimed all the same.
  ctx.waitUntil(asked.catch(() => {}));
  const outcome = await asked;
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

/** The neutral page. The script puts the outcome into it, so that its policy has to allow the "try again" form as well. */
function checking(next, payOrigin) {
  return document({
    title: "Checking",
    head: refreshWithoutScript(0, next),
    main: withScript(checkingSection(next)),
    payOrigin,
  });
}

/**
 * One question to the bank, and what it means for the order is written down before anything is shown; every way it can end
 * becomes something to show.
 */
async function ask(url, { env, ctx, config }) {
  try {
    const verdict = await verifyReturn(url, config.gateway);
    const standing = await settle({ env, ctx }, verdict);
    return standing ? describe(verdict) : NOT_WRITTEN;
  } catch (error) {
    if (!isCheckoutError(error)) return notWritten(error);
    if (!error.code.startsWith("return_")) console.error(`verifyReturn: ${error.code}: ${error.message}`);
    return describeError(error);
  }
}

function notWritten(error) {
  console.error("a verdict could not be written down:", error instanceof Error ? error.name : "not an error");
  return NOT_WRITTEN;
}

/** The product named in the address, if it costs what the order does: the address is not ours to trust. */
function sameProduct(id, order) {
  const product = findProduct(id);
  return product?.amount === order.amount && product.currency === order.currency ? product : undefined;
}

const withScript = (section) =>
  html`<div aria-live="polite">${section}</div>
    <script type="module" src="/js/return.js"></script>`;

const refreshWithoutScript = (seconds, next) =>
  html`<noscript><meta http-equiv="refresh" content="${seconds}; url=${next}" /></noscript>`;
