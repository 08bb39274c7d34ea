/**
 * The page to which the customer returns: it checks the order until the outcome does not change any more, then shortens the address.
 */
import "./buy.js";
import { checkOrder, pause } from "./check-order.js";
import { find } from "./dom.js";

/** Storage key of the address that checks the last order of this tab. A reload of the shortened address needs it. */
const STORAGE_KEY = "kiln-and-kettle.return";

const tab = new URLSearchParams(location.search).get("tab");
let section = find("#verdict");
let next = location.search ? section.dataset.next : (readStored() ?? section.dataset.next);
let wait = Number(section.dataset.wait);

while (next) {
  await pause(wait * 1000);
  const checked = next;
  let answer;
  try {
    answer = await checkOrder(checked);
  } catch {
    wait = Math.min(Math.max(2, wait * 2), 30);
    find("p", section).textContent = "The shop does not answer. Trying again…";
    continue;
  }
  show(answer);
  notifyOpener(checked);
  ({ next } = answer.dataset);
  wait = Number(answer.dataset.wait);
  if (!next && answer.dataset.outcome !== "nothing") shortenAddress(checked);
  // No more automatic checks: the customer can check with the link in the page.
  if (next && !answer.dataset.wait) break;
}

/** @param {HTMLElement} answer */
function show(answer) {
  section.replaceWith(answer);
  section = answer;
  document.title = `${find("h1", answer).textContent} · Kiln & Kettle`;
}

/**
 * Tells the shop's page in the other window which address to check. That page checks the order itself.
 * @param {string} check
 */
function notifyOpener(check) {
  if (!tab) return;
  new BroadcastChannel("kiln-and-kettle").postMessage({ tab, check });
  const hint = document.createElement("p");
  hint.textContent = "The shop is still open in the other window. You can close this one.";
  if (section.dataset.settled === "yes") find(".actions", section).before(hint);
}

/**
 * Removes the signed state from the address. Everybody with that state can check this order, so it must not stay in the history or a
 * shared link.
 * @param {string} check
 */
function shortenAddress(check) {
  try {
    sessionStorage.setItem(STORAGE_KEY, check);
  } catch {
    return; // Without storage a reload needs the long address.
  }
  history.replaceState(null, "", "/return");
}

function readStored() {
  try {
    return sessionStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
