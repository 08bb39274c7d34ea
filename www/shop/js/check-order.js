/**
 * Checks an order: asks the shop for the page that it would show without a script, and takes the section with the outcome out of
 * it. So a page with and a page without a script show the same text.
 */

/** The longest wait for the shop's response. The Worker gives the bank 15 seconds. */
const TIMEOUT_MS = 25_000;

/**
 * @param {string} path from `data-next`, or `check` of a purchase
 * @returns {Promise<HTMLElement>} the section to show; its data attributes say what to do next
 */
export async function checkOrder(path) {
  const response = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
  const section = sectionOf(await response.text());
  if (!section?.dataset.outcome) throw new Error("the shop did not answer");
  return section;
}

/**
 * The section with the outcome or the error, in the text of a page of this shop.
 * @param {string} text
 * @returns {HTMLElement | null}
 */
export function sectionOf(text) {
  const section = new DOMParser().parseFromString(text, "text/html").querySelector("section.verdict");
  return /** @type {HTMLElement | null} */ (section && document.importNode(section, true));
}

/** @param {number} ms */
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
