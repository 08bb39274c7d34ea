// The page holds no secret and no price. `money.js` is bpc-checkout/money, which needs no WebAssembly: see `npm run build`.
import { formatAmount } from "./money.js";

const element = (id) => document.getElementById(id);
const ask = async (path, init) => (await fetch(path, init)).json();

const { mug } = await ask("/api/products");
element("price").textContent = formatAmount(mug.amount, mug.currency, navigator.language);

element("buy").onclick = async () => {
  const { formUrl, error } = await ask("/api/buy", { method: "POST", body: JSON.stringify({ product: "mug" }) });
  if (formUrl) location.assign(formUrl);
  else element("outcome").textContent = error;
};

// Back from the bank: the address has the signed state.
if (new URLSearchParams(location.search).has("bpc_return")) {
  const { outcome, message, error } = await ask("/api/outcome", { method: "POST", body: location.href });
  element("outcome").dataset.outcome = outcome;
  element("outcome").textContent = message ?? error;
}
