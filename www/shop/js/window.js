/**
 * The shop's page: paying in a second window. The purchase is made from here; the second window shows the bank, and this page
 * asks the shop how the order stands until it knows, whether or not the second window ever comes back.
 */
import { ask, sectionOf } from "./ask.js";
import { release } from "./buy.js";

/** The order being waited for survives a reload of this tab. */
const KEEP = "kiln-and-kettle.waiting";
/** A payment page lives 20 minutes; the last attempt may end a little later. */
const WAIT_MS = 25 * 60_000;

const secondWindow = document.getElementById("second-window");
const status = document.getElementById("status");
const dialog = document.getElementById("waiting");
const outcome = document.getElementById("outcome");
const panel = outcome.firstElementChild;

/** This tab's name: the pages that come back from the bank call it with this, and only this tab answers. */
const tab = crypto.getRandomValues(new Uint32Array(2)).reduce((name, part) => name + part.toString(36), "");

/** The order being waited for, `{ tab, check, formUrl }`, or null. */
let waiting = null;
let wake = () => {};

secondWindow.closest("label").hidden = false;

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("form.buy")) return;
  status.textContent = "";
  if (!secondWindow.checked) return;
  // Now, inside the press: a browser stops windows that open later.
  const bank = window.open("/opening");
  if (!bank) return; // it stopped this one too: pay in this window
  event.preventDefault();
  payIn(bank, event.target);
});

/** Makes the purchase and leads the second window to the payment page. */
async function payIn(bank, form) {
  bank.opener = null; // the bank's page has no business with this one
  const body = new URLSearchParams(new FormData(form));
  body.set("tab", tab);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(sectionOf(await response.text())?.querySelector("p")?.textContent);
    const { formUrl, check } = await response.json();
    bank.location.replace(formUrl);
    waitFor({ tab, check, formUrl, until: Date.now() + WAIT_MS });
  } catch (error) {
    bank.close();
    status.textContent =
      (error instanceof TypeError ? "" : error.message) ||
      "The shop does not answer. Nothing was charged: please try again.";
  } finally {
    release();
  }
}

/** Shows the waiting panel and asks, at growing distances and whenever there is a hint, until the answer stays. */
async function waitFor(order) {
  waiting = order;
  keep(order);
  panel.querySelector("a").href = order.formUrl;
  panel.querySelector("p").textContent = "This page learns how it went by itself.";
  show(panel);
  if (!dialog.open) dialog.showModal();

  for (let ms = 2000; waiting === order && Date.now() < order.until; ms = Math.min(ms * 1.25, 10_000)) {
    await nextLook(ms);
    const answer = await ask(order.check).catch(() => null);
    if (!answer || waiting !== order) continue;
    const untouched = answer.dataset.outcome === "open" && answer.dataset.tried === "no";
    if (!untouched) show(answer);
    if (answer.dataset.settled === "yes") return keep(null);
  }
  if (waiting === order) panel.querySelector("p").textContent = "The time to pay is over, and we have stopped asking.";
}

/** After `ms`, or at once when something may have happened. */
function nextLook(ms) {
  return new Promise((look) => {
    wake = look;
    setTimeout(look, ms);
  });
}

/** Puts a section into the dialog; one that says the same as before is left alone, and not read out again. */
function show(section) {
  if (outcome.firstElementChild.textContent !== section.textContent) outcome.replaceChildren(section);
}

function keep(order) {
  try {
    if (order) sessionStorage.setItem(KEEP, JSON.stringify(order));
    else sessionStorage.removeItem(KEEP);
  } catch {
    // no storage: a reload forgets the order, the customer's own window still shows it
  }
}

dialog.addEventListener("close", () => {
  waiting = null;
  wake();
  keep(null);
});

// The links of the outcome mean a page; here they mean this dialog.
dialog.addEventListener("click", (event) => {
  const path = event.target.closest("a")?.getAttribute("href");
  if (path === "/") dialog.close();
  else if (path?.startsWith("/return?")) wake();
  else return;
  event.preventDefault();
});

document.addEventListener("visibilitychange", () => wake());

// The page that came back names the address to ask: the same order's, or a new one's after "try again".
new BroadcastChannel("kiln-and-kettle").addEventListener("message", ({ data }) => {
  if (!waiting || data?.tab !== waiting.tab || !String(data.check).startsWith("/return?")) return;
  waiting.check = data.check;
  wake();
});

try {
  const kept = JSON.parse(sessionStorage.getItem(KEEP));
  if (kept && Date.now() < kept.until) waitFor(kept);
} catch {
  // nothing kept that can be read
}
