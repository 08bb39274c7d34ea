/**
 * The store with two additions for the tests: routes that show its state (`/probe/…`), and places where it can be stopped.
 */
import store, { OpenOrders as List, OrderStore as Store, PackingList as Packing } from "../../www/worker/index.js";
import { openOrders } from "../../www/worker/open-orders.js";
import { isEarned, later } from "../../www/worker/order-state.js";
import { orderStore } from "../../www/worker/orders.js";
import { packingList } from "../../www/worker/packing-list.js";

/** Tells the test that something is written, and hangs: the test ends the process now. */
async function stop(env, place) {
  if (env.STOP_AT !== place) return;
  await fetch(`${env.STOP_URL}/${place}`);
  await new Promise(() => setTimeout(() => {}, 60_000));
}

/** Counts the claims. */
class CountingStore extends Store {
  constructor(ctx, env) {
    super(ctx, env);
    this.sql.exec("CREATE TABLE IF NOT EXISTS counted (id INTEGER PRIMARY KEY)");
    this.sql.exec(`CREATE TRIGGER IF NOT EXISTS counting AFTER INSERT ON outbox WHEN NEW.task = 'pack'
      BEGIN INSERT INTO counted VALUES (NULL); END`);
  }

  counts() {
    return {
      claims: this.sql.exec("SELECT count(*) AS n FROM counted").one().n,
      waiting: this.outbox.waiting().length,
    };
  }

  async applyVerdict(verdict) {
    if (this.env.STORE_BROKEN) throw new Error("broken");
    const applied = await (this.env.NAIVE ? this.naive(verdict) : super.applyVerdict(verdict));
    if (applied?.claimed) await stop(this.env, "claimed");
    return applied;
  }

  /** The claim as it is often written: read, wait for the bank, write. */
  async naive({ outcome }) {
    const sale = this.read();
    const state = later(sale.state, outcome);
    const claims = !sale.claimed && isEarned(state, sale);
    await scheduler.wait(100);
    if (claims) this.sql.exec("UPDATE sale SET state = ?, claimed = 1", state);
    if (claims) this.outbox.add("pack");
    return { state, claimed: true, hasOutbox: claims };
  }

  async wake() {
    await this.alarm();
  }
}

export { CountingStore as OrderStore };

export class PackingList extends Packing {
  async pack(...slip) {
    if (this.env.PACKING_CLOSED) throw new Error("closed");
    super.pack(...slip);
    await stop(this.env, "packed");
  }
}

export class OpenOrders extends List {
  size() {
    return this.sql.exec("SELECT count(*) AS n FROM open_order").one().n;
  }
}

const PROBES = {
  order: async (env, number) => {
    const store = orderStore(env, number);
    const seen = { ...(await store.read()), ...(await store.counts()) };
    // The slip last: when nothing waits any more, it is as it stays.
    const slip = (await packingList(env).slips(10_000)).find((one) => one.orderNumber === number) ?? null;
    return { ...seen, slip };
  },
  open: (env) => openOrders(env).size(),
  applyVerdict: async (env, number, { verdicts }) => {
    for (const verdict of verdicts) await orderStore(env, number).applyVerdict(verdict);
    await orderStore(env, number).deliver();
    return null;
  },
  sell: (env, number, sale) => orderStore(env, number).open({ orderNumber: number, ...sale }),
  wake: (env, number) => orderStore(env, number).wake(),
};

export default {
  async fetch(request, env, ctx) {
    const [, probe, name, number] = new URL(request.url).pathname.split("/");
    if (probe !== "probe") return store.fetch(request, env, ctx);
    if (name === "minute") {
      const { nowMs } = await request.json();
      await store.scheduled({ scheduledTime: nowMs }, env, ctx);
      return Response.json(null);
    }
    const body = request.method === "POST" ? await request.json() : undefined;
    return Response.json((await PROBES[name](env, number, body)) ?? null);
  },
};
