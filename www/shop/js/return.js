/**
 * The page the customer comes back to: asks until there is an answer that stays, then tidies the address.
 */
import { ask, pause } from "./ask.js";
import "./buy.js";

/** Where this tab keeps the address of its last order, so that a reload of the tidy address still finds it. */
const KEEP = "kiln-and-kettle.return";

const tab = new URLSearchParams(location.search).get("tab");
let section = document.getElementById("verdict");
let next = location.search ? section.dataset.next : (recall() ?? section.dataset.next);
let wait = Number(section.dataset.wait);

while (next) {
  await pause(wait * 1000);
  const asked = next;
  let answer;
  try {
    answer = await ask(asked);
  } catch {
    wait = Math.min(Math.max(2, wait * 2), 30);
    section.querySelector("p").textContent = "The shop does not answer; trying again…";
    continue;
  }
  show(answer);
  tellShop(asked);
  ({ next } = answer.dataset);
  wait = Number(answer.dataset.wait);
  if (!next && answer.dataset.outcome !== "nothing") tidyAddress(asked);
  // The shop stopped asking by itself: the link in the page asks on.
  if (next && !answer.dataset.wait) break;
}

function show(answer) {
  section.replaceWith(answer);
  section = answer;
  document.title = `${answer.querySelector("h1").textContent} · Kiln & Kettle`;
}

/** The shop's page may be waiting in another window: it asks for itself, this only says where. */
function tellShop(check) {
  if (!tab) return;
  new BroadcastChannel("kiln-and-kettle").postMessage({ tab, check });
  const hint = document.createElement("p");
  hint.textContent = "The shop is still open in the other window: you can close this one.";
  if (section.dataset.settled === "yes") section.querySelector(".actions").before(hint);
}

/** The address can look up this order: it need not stay in the history or in a shared link. */
function tidyAddress(check) {
  try {
    sessionStorage.setItem(KEEP, check);
  } catch {
    return; // no storage: better the long address than a reload that finds nothing
  }
  history.replaceState(null, "", "/return");
}

function recall() {
  try {
    return sessionStorage.getItem(KEEP);
  } catch {
    return null;
  }
}
