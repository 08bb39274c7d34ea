/**
 * Elements that our own pages always have. If one is missing, the page is broken: the error names it.
 */

/**
 * @param {string} selector
 * @param {ParentNode} [parent]
 * @returns {HTMLElement}
 */
export function find(selector, parent = document) {
  const element = /** @type {HTMLElement | null} */ (parent.querySelector(selector));
  if (!element) throw new Error(`the page has no element ${selector}`);
  return element;
}
