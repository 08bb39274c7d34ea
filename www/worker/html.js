/**
 * HTML templates. Every inserted value is escaped, except HTML made by `html` itself.
 */

/** HTML that is safe to insert. */
export class Html {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * `html`<p>${customer}</p>``: strings and numbers are escaped, results of `html` are inserted as they are, lists are joined, null,
 * undefined and false insert nothing. Attributes must be quoted.
 * @param {TemplateStringsArray} parts @param {unknown[]} values
 * @returns {Html}
 */
export function html(parts, ...values) {
  return new Html(parts.map((part, at) => part + (at < values.length ? render(values[at]) : "")).join(""));
}

/** @param {unknown} value @returns {string} */
function render(value) {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join("");
  if (value === null || value === undefined || value === false) return "";
  return String(value).replace(/[&<>"']/g, (char) => ENTITIES[char]);
}
