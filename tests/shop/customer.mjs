/** What customers, banks and strangers send to the shop. */

/** Cards of the sandbox: paid without a question. */
export const CARD = { pan: "4111111111111111", expiry: "12/34", cvc: "123" };

/** POST /buy as the page that waits sends it. */
export const press = (shop, fields, headers = {}) =>
  fetch(`${shop.origin}/buy`, {
    method: "POST",
    headers: { Origin: shop.origin, Accept: "application/json", ...headers },
    body: new URLSearchParams(fields),
  });

/** A purchase as far as the bank's page: `{ number, orderId, check }`, `check` being the address that asks how it stands. */
export async function buy(world, product = "mug", fields = {}) {
  const { shop } = world;
  const response = await press(shop, { product, ...fields });
  if (!response.ok) throw new Error(`buying: ${response.status}\n${await response.text()}\n${shop.log.slice(-2000)}`);
  const { formUrl, check } = await response.json();
  const orderId = new URL(formUrl).searchParams.get("mdOrder");
  return { number: new URLSearchParams(check.slice(check.indexOf("?"))).get("order"), orderId, check, formUrl };
}

/** A purchase that is paid at the bank, and its notification, as the query that the bank would send. */
export async function buyAndPay(world, product) {
  await world.bank.notifications();
  const order = await buy(world, product);
  world.bank.sandbox.pay(order.orderId, CARD);
  const [query] = await world.bank.notifications();
  return { ...order, query };
}

/** The customer comes back: the page that tells the outcome. */
export async function comeBack(shop, { check }) {
  const response = await fetch(shop.origin + check);
  const text = await response.text();
  return { status: response.status, text, outcome: /data-outcome="(\w+)"/.exec(text)?.[1] };
}

/** The bank notifies, by GET or POST. Returns the HTTP status. */
export async function notify(shop, query, { post = false, headers } = {}) {
  const response = post
    ? await fetch(`${shop.origin}/callback`, { method: "POST", headers, body: new URLSearchParams(query) })
    : await fetch(`${shop.origin}/callback${query}`, { headers });
  return { status: response.status, text: await response.text() };
}

/** The scheduled run, by the store's clock. */
export const minute = (shop) => shop.probe("minute", "", {});

/** Longer than the time in which the bank is asked once about an order. */
export const NEXT_QUESTION_MS = 3_001;
