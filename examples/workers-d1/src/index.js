import { isCheckoutError, register, verify, verifyCallback, verifyReturn } from "bpc-checkout";

const gatewayOf = (env) => ({
  baseUrl: env.GATEWAY_URL,
  userName: env.GATEWAY_USER,
  password: env.GATEWAY_PASSWORD,
  returnKey: env.RETURN_KEY,
  callback: { secret: env.CALLBACK_SECRET },
});

/** Registers the order and saves it before the customer is redirected to the bank. */
async function buy(request, env) {
  const order = { amount: 2000, currency: "EUR" }; // 20.00 EUR. The price is set here, never by the browser
  const returnUrl = new URL("/return", request.url);
  const { orderNumber, formUrl } = await register({ ...order, returnUrl }, gatewayOf(env));
  const row = env.DB.prepare("INSERT INTO orders (number, amount, currency, created) VALUES (?, ?, ?, ?)");
  await row.bind(orderNumber, order.amount, order.currency, Date.now()).run();
  return new Response(null, { status: 303, headers: { location: formUrl } });
}

/** Asks the bank about a saved order. An unknown number does nothing. */
async function check(orderNumber, env) {
  const order = await env.DB.prepare("SELECT amount, currency FROM orders WHERE number = ?").bind(orderNumber).first();
  if (order) await save(await verify({ orderNumber, ...order }, gatewayOf(env)), env);
}

/** Saves the outcome. Only one request changes the row from `open` to `paid`, and this one delivers. */
async function save({ outcome, orderNumber }, env) {
  if (outcome === "paid") {
    const claim = env.DB.prepare("UPDATE orders SET state = 'paid' WHERE number = ? AND state = 'open'");
    const { meta } = await claim.bind(orderNumber).run();
    if (meta.changes === 1) await deliver(orderNumber, env);
  } else if (["declined", "expired", "reversed", "refunded", "chargeback"].includes(outcome)) {
    await env.DB.prepare("UPDATE orders SET state = ? WHERE number = ?").bind(outcome, orderNumber).run();
  }
}

/** Your warehouse or mail service. It must accept a number twice: the Worker may be stopped between these two lines. */
async function deliver(orderNumber, env) {
  console.log("deliver", orderNumber);
  await env.DB.prepare("UPDATE orders SET delivered = 1 WHERE number = ?").bind(orderNumber).run();
}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    try {
      if (request.method === "POST" && pathname === "/buy") return await buy(request, env);
      if (pathname === "/return") {
        const verdict = await verifyReturn(request, gatewayOf(env)); // asks the bank
        await save(verdict, env);
        return new Response(verdict.message);
      }
      if (pathname === "/callback") {
        const { orderNumber } = await verifyCallback(request, gatewayOf(env)); // a hint: which order changed
        if (orderNumber !== null) await check(orderNumber, env); // stored cards have no number
        return new Response("OK"); // after any other status the bank sends the callback again
      }
      const form = '<form method="post" action="/buy">A mug, 20.00 EUR <button>Buy</button></form>';
      return new Response(form, { headers: { "content-type": "text/html" } });
    } catch (error) {
      if (!isCheckoutError(error)) throw error;
      console.error(error.code, error.message);
      const status = /^(return|callback)_/.test(error.code) ? 400 : 502;
      if (pathname !== "/return") return new Response("The payment did not start. Please try again.", { status });
      const wait = "We could not check your payment yet. Do not pay again: reload this page in a minute.";
      return new Response(wait, { status }); // the customer may have paid: never offer a second payment here
    }
  },

  /** Every five minutes: customers close tabs, callbacks get lost, a delivery may have been interrupted. */
  async scheduled(event, env) {
    const open = "SELECT number FROM orders WHERE state = 'open' AND created < ? ORDER BY created LIMIT 20";
    for (const { number } of (
      await env.DB.prepare(open)
        .bind(Date.now() - 120_000)
        .all()
    ).results) {
      await check(number, env).catch((error) => console.error(number, error.code, error.message));
    }
    const late = "SELECT number FROM orders WHERE state = 'paid' AND delivered = 0 AND created < ?";
    for (const { number } of (
      await env.DB.prepare(late)
        .bind(Date.now() - 120_000)
        .all()
    ).results)
      await deliver(number, env);
  },
};
