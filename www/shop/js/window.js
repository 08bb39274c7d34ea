/**
 * The shop's page: payment in a second window. This page starts the purchase, the second window shows the bank. This page checks the
 * order until the outcome does not change any more, even if the second window never returns.
 */
import { release } from "./buy.js";
import { checkOrder, sectionOf } from "./check-order.js";
import { find } from "./dom.js";

/**
 * @typedef {object} WaitingOrder the order that this page waits for
 * @property {string} tab
 * @property {string} check the address that checks the order
 * @property {string} formUrl the payment page
 * @property {number} until when to stop, in milliseconds since 1970
 */

/** Storage key of the order that this tab waits for: a reload continues to wait. */
const STORAGE_KEY = "kiln-and-kettle.waiting";
/** A payment page is open for 20 minutes. The last attempt may end a little later. */
const WAIT_MS = 25 * 60_000;

/** A developer's choice, beside the test card. A shop with a real bank does not have it. */
const secondWindow = /** @type {HTMLInputElement | null} */ (document.querySelector("#second-window"));
const status = find("#status");
const dialog = /** @type {HTMLDialogElement} */ (find("#waiting"));
const outcome = find("#outcome");
const panel = find("section", outcome);

/** This tab's name. The return page in the other window sends it, and only this tab responds to it. */
const tab = crypto.getRandomValues(new Uint32Array(2)).reduce((name, part) => name + part.toString(36), "");

/** @type {WaitingOrder | null} */
let waiting = null;
let wake = () => {};

if (secondWindow) find(".choice").hidden = false;

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || !form.matches("form.buy")) return;
  status.textContent = "";
  if (!secondWindow?.checked) return;
  // The window must open during the press: browsers block windows that open later.
  const bank = window.open("/opening");
  if (!bank) return; // Blocked anyway: the customer pays in this window.
  event.preventDefault();
  payIn(bank, form);
});

/**
 * Starts the purchase and opens the payment page in the second window.
 * @param {Window} bank @param {HTMLFormElement} form
 */
async function payIn(bank, form) {
  bank.opener = null; // The bank's page must not control this one.
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  body.set("tab", tab);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(sectionOf(await response.text())?.querySelector("p")?.textContent ?? "");
    const { formUrl, check } = await response.json();
    bank.location.replace(formUrl);
    waitFor({ tab, check, formUrl, until: Date.now() + WAIT_MS });
  } catch (error) {
    bank.close();
    const message = error instanceof Error && !(error instanceof TypeError) ? error.message : "";
    status.textContent = message || "The shop does not answer. Nothing was charged. Please try again.";
    status.scrollIntoView({ block: "nearest" });
  } finally {
    release();
  }
}

/**
 * Shows the dialog and checks the order, with growing pauses and at every sign of a change, until the outcome does not change.
 * @param {WaitingOrder} order
 */
async function waitFor(order) {
  waiting = order;
  store(order);
  /** @type {HTMLAnchorElement} */ (find("a", panel)).href = order.formUrl;
  find("p", panel).textContent = "This page shows the result when the bank has it.";
  show(panel);
  if (!dialog.open) dialog.showModal();

  for (let ms = 2000; waiting === order && Date.now() < order.until; ms = Math.min(ms * 1.25, 10_000)) {
    await pauseOrWake(ms);
    const answer = await checkOrder(order.check).catch(() => null);
    if (!answer || waiting !== order) continue;
    const untouched = answer.dataset.outcome === "open" && answer.dataset.tried === "no";
    if (!untouched) show(answer);
    if (answer.dataset.settled === "yes") return store(null);
  }
  if (waiting === order) find("p", panel).textContent = "The time to pay is over. We have stopped checking.";
}

/**
 * Waits for `ms`, or until `wake` is called because something may have changed.
 * @param {number} ms
 * @returns {Promise<void>}
 */
function pauseOrWake(ms) {
  return new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, ms);
  });
}

/**
 * Shows a section in the dialog. A section with the same text is not replaced, so that a screen reader does not repeat it.
 * @param {HTMLElement} section
 */
function show(section) {
  if (outcome.firstElementChild?.textContent !== section.textContent) outcome.replaceChildren(section);
}

/** @param {WaitingOrder | null} order */
function store(order) {
  try {
    if (order) sessionStorage.setItem(STORAGE_KEY, JSON.stringify(order));
    else sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Without storage a reload forgets the order. The window with the bank's page still shows the outcome.
  }
}

dialog.addEventListener("close", () => {
  waiting = null;
  wake();
  store(null);
});

// The links in the section belong to a page. In the dialog they close it, or check the order.
dialog.addEventListener("click", (event) => {
  const path = /** @type {Element} */ (event.target).closest("a")?.getAttribute("href");
  if (path === "/") dialog.close();
  else if (path?.startsWith("/return?")) wake();
  else return;
  event.preventDefault();
});

document.addEventListener("visibilitychange", () => wake());

// The return page in the other window sends the address to check: of the same order, or of a new one after "try again".
new BroadcastChannel("kiln-and-kettle").addEventListener("message", ({ data }) => {
  if (!waiting || data?.tab !== waiting.tab || !String(data.check).startsWith("/return?")) return;
  waiting.check = data.check;
  wake();
});

try {
  const stored = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "null");
  if (stored && Date.now() < stored.until) waitFor(stored);
} catch {
  // Nothing stored, or not readable.
}
