/**
 * HTML by template: whatever is put into it is escaped, unless it is HTML made here.
 */

class Html {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/**
 * `html`<p>${customer}</p>`` — strings and numbers are escaped, `html` results stay, lists are joined, null and false vanish.
 * Attributes must be quoted.
 * @returns {Html}
 */
export function html(parts, ...values) {
  return new Html(parts.map((part, at) => part + (at < values.length ? render(values[at]) : "")).join(""));
}

function render(value) {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join("");
  if (value === null || value === undefined || value === false) return "";
  return String(value).replace(/[&<>"']/g, (char) => ENTITIES[char]);
}
