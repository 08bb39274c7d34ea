/**
 * Asks the shop how an order stands. The answer is the page that the shop would show without any script; the part that tells
 * the outcome is taken out of it, so that there is one wording and one look.
 */

/** No answer in this time is no answer. The worker gives the bank 15 seconds. */
const PATIENCE_MS = 25_000;

/**
 * @param {string} path from `data-next`, or `check` of a purchase
 * @returns {Promise<HTMLElement>} the section to show; what to do next is in its data attributes
 */
export async function ask(path) {
  const response = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  const section = sectionOf(await response.text());
  if (!section?.dataset.outcome) throw new Error("the shop did not answer");
  return section;
}

/** The verdict, or the complaint, in the text of a page of ours. */
export function sectionOf(text) {
  const section = new DOMParser().parseFromString(text, "text/html").querySelector("section.verdict");
  return section && document.importNode(section, true);
}

/** @param {number} ms */
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
