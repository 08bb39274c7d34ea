import { formatAmount } from "bpc-checkout/money";
import { FIELDS, PRICE, PRODUCT, receiptOf } from "./bank.js";

/** Text in HTML. The bank's texts can contain `<`. */
const escape = (text) => String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const price = `${formatAmount(PRICE.amount, PRICE.currency)} ${PRICE.currency}`;

/** The address of a result gives access to the order's state, so it is not stored, and not sent to other sites. */
const HEADERS = {
  "content-type": "text/html;charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
};

const page = (status, title, html, headers) =>
  new Response(
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 2rem auto; padding: 0 1rem; }
  label { display: block; margin-bottom: 0.75rem; }
  input { display: block; width: 100%; box-sizing: border-box; font: inherit; }
  dt { font-weight: bold; }
  @media print { .actions { display: none; } }
</style>
<main>
<h1>${escape(title)}</h1>
${html}
</main>
</html>
`,
    { status, headers: { ...HEADERS, ...headers } },
  );

export const textPage = (status, text) =>
  page(status, PRODUCT, `<p role="status">${escape(text)}</p>\n<p><a href="/">To the store</a></p>`);

/** The form. One key is one order, however often the form is sent. */
export function formPage({ key = crypto.randomUUID(), form = new Map(), status = 200, message } = {}) {
  const fields = FIELDS.map(
    ({ label, ...field }) =>
      `<label>${escape(label)} <input ${attributes({ ...field, value: form.get(field.name) ?? "" })} required></label>`,
  );
  const html = `${message ? `<p role="alert">${escape(message)}</p>\n` : ""}<form method="post" action="/buy">
<input type="hidden" name="key" value="${escape(key)}">
${fields.map((field) => `${field}\n`).join("")}<button>Buy for ${escape(price)}</button>
</form>`;
  return page(status, PRODUCT, html);
}

/** @param formUrl the payment page of this order, for another attempt */
export function outcomePage(verdict, formUrl) {
  const { next, message, messageLanguage, messageDirection } = verdict;
  const rows = receiptOf(verdict).filter(([, value]) => value);
  const text = rows.map(([name, value]) => `${name}: ${value}`).join("\n");
  const mail = `mailto:?${new URLSearchParams({ subject: PRODUCT, body: text })}`.replaceAll("+", "%20");
  const links = {
    offer_retry: formUrl && `<a href="${escape(formUrl)}">Try again</a>`,
    new_order: '<a href="/">Buy again</a>',
    fulfil: `<button onclick="print()">Print or save</button> <a href="${escape(mail)}">Send by e-mail</a>`,
  };
  const html = `<p role="status" lang="${messageLanguage}" dir="${messageDirection}">${escape(message)}</p>
<dl>
${rows.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join("\n")}
</dl>
<p class="actions">${links[next.action] ?? '<a href="/">To the store</a>'}</p>`;
  // The bank has not decided: the page asks again by itself.
  return page(200, "Your order", html, next.action === "ask_again" ? { refresh: "5" } : {});
}

const attributes = (values) =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(" ");
