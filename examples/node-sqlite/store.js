import { isCheckoutError, register, verify, verifyCallback, verifyReturn } from "bpc-checkout";

/** A store over a database of node:sqlite: `fetch` answers requests, `recheck` asks the bank about open orders. */
export function createStore(db, env) {
  const gateway = {
    baseUrl: env.GATEWAY_URL,
    userName: env.GATEWAY_USER,
    password: env.GATEWAY_PASSWORD,
    returnKey: env.RETURN_KEY,
    callback: { secret: env.CALLBACK_SECRET },
  };
  const run = (sql, ...values) => db.prepare(sql).run(...values);

  /** Registers the order and saves it before the customer is redirected to the bank. */
  async function buy(request) {
    const order = { amount: 2000, currency: "EUR" }; // 20.00 EUR. The price is set here, never by the browser
    const returnUrl = new URL("/return", request.url);
    const { orderNumber, formUrl } = await register({ ...order, returnUrl }, gateway);
    const insert = "INSERT INTO orders (number, amount, currency, created) VALUES (?, ?, ?, ?)";
    run(insert, orderNumber, order.amount, order.currency, Date.now());
    return new Response(null, { status: 303, headers: { location: formUrl } });
  }

  /** Asks the bank about a saved order. An unknown number does nothing. */
  async function check(orderNumber) {
    const order = db.prepare("SELECT amount, currency FROM orders WHERE number = ?").get(orderNumber);
    if (order) save(await verify({ orderNumber, ...order }, gateway));
  }

  /** Saves the outcome. Only one request changes the row from `open` to `paid`, and this one delivers. */
  function save({ outcome, orderNumber }) {
    if (outcome === "paid") {
      const { changes } = run("UPDATE orders SET state = 'paid' WHERE number = ? AND state = 'open'", orderNumber);
      if (changes === 1) deliver(orderNumber);
    } else if (["declined", "expired", "reversed", "refunded", "chargeback"].includes(outcome)) {
      run("UPDATE orders SET state = ? WHERE number = ?", outcome, orderNumber);
    }
  }

  /** Your warehouse or mail service. It must accept a number twice: the process may be stopped between these two lines. */
  function deliver(orderNumber) {
    console.log("deliver", orderNumber);
    run("UPDATE orders SET delivered = 1 WHERE number = ?", orderNumber);
  }

  async function answer(request) {
    const { pathname } = new URL(request.url);
    if (request.method === "POST" && pathname === "/buy") return buy(request);
    if (pathname === "/return") {
      const verdict = await verifyReturn(request, gateway); // asks the bank
      save(verdict);
      return new Response(verdict.message);
    }
    if (pathname === "/callback") {
      const { orderNumber } = await verifyCallback(request, gateway); // a hint: which order changed
      if (orderNumber !== null) await check(orderNumber); // stored cards have no number
      return new Response("OK"); // after any other status the bank sends the callback again
    }
    const form = '<form method="post" action="/buy">A mug, 20.00 EUR <button>Buy</button></form>';
    return new Response(form, { headers: { "content-type": "text/html" } });
  }

  return {
    fetch: (request) =>
      answer(request).catch((error) => {
        if (!isCheckoutError(error)) throw error;
        console.error(error.code, error.message);
        const status = /^(return|callback)_/.test(error.code) ? 400 : 502;
        return new Response("Sorry, this did not work. Please try again.", { status });
      }),

    /** Call it every five minutes: customers close tabs, callbacks get lost, a delivery may have been interrupted. */
    async recheck(now = Date.now()) {
      const before = now - 120_000;
      const open = "SELECT number FROM orders WHERE state = 'open' AND created < ? ORDER BY created LIMIT 20";
      for (const { number } of db.prepare(open).all(before)) {
        await check(number).catch((error) => console.error(number, error.code, error.message));
      }
      const late = "SELECT number FROM orders WHERE state = 'paid' AND delivered = 0 AND created < ?";
      for (const { number } of db.prepare(late).all(before)) deliver(number);
    },
  };
}
