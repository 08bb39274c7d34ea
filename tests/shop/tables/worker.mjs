/** Many callers claim one order at once, by D1 or, as one should not, by a key-value store. */
import { deliver, SCHEMA, applyVerdict, saveOrder } from "../../../www/examples/claim-d1.js";

const PRICE = { amount: 8000, currency: "EUR" };

const CLAIMS = {
  d1: ({ DB }, verdict) => applyVerdict(DB, verdict),
  /** Look, then write: between the two there is always time for another. */
  kv: async ({ KV }, { orderNumber }) => {
    if (await KV.get(orderNumber)) return false;
    await KV.put(orderNumber, "claimed");
    return true;
  },
};

const ROUTES = {
  /** One paid order, so many callers: how many of them were given the claim. */
  async race(env, { orderNumber, by, callers, hold = false }) {
    await saveOrder(env.DB, { orderNumber, orderId: "o", product: "set", hold, ...PRICE });
    const verdict = { orderNumber, outcome: hold ? "held" : "paid", ...PRICE };
    const won = await Promise.all(Array.from({ length: callers }, () => CLAIMS[by](env, verdict)));
    return won.filter(Boolean).length;
  },
  /** One order and outcomes one after the other: the claims, and what is to be done. */
  async outcomes(env, { orderNumber, hold, verdicts }) {
    await saveOrder(env.DB, { orderNumber, orderId: "o", product: "set", hold, ...PRICE });
    const claims = [];
    for (const verdict of verdicts) claims.push(await applyVerdict(env.DB, { orderNumber, ...PRICE, ...verdict }));
    const tasks = await env.DB.prepare("SELECT task FROM outbox WHERE orderNumber = ? ORDER BY task")
      .bind(orderNumber)
      .all();
    return { claims, tasks: tasks.results.map(({ task }) => task) };
  },
  /** Has everything delivered by somebody who fails at first; returns what arrived. */
  async deliver(env) {
    const told = [];
    const failing = deliver(env.DB, async ({ orderNumber }) => {
      told.push(orderNumber);
      throw new Error("interrupted");
    });
    await failing.catch(() => {});
    for (let before = -1; before !== told.length;) {
      before = told.length;
      await deliver(env.DB, async ({ orderNumber }) => void told.push(orderNumber));
    }
    return { told: told.length, orders: new Set(told).size };
  },
};

export default {
  async fetch(request, env) {
    const body = await request.json();
    if (body.first) await env.DB.batch(SCHEMA.map((statement) => env.DB.prepare(statement)));
    return Response.json(await ROUTES[new URL(request.url).pathname.slice(1)](env, body));
  },
};
