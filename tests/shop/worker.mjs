/**
 * The store as it is, with windows to look through (`/probe/…`) and places to break it. Only tests see these.
 */
import store, { OpenOrders as List, OrderDesk as Desk, PackingDesk as Packing } from "../../www/worker/index.js";
import { openOrders } from "../../www/worker/open-orders.js";
import { isEarned, later } from "../../www/worker/order-state.js";
import { deskOf } from "../../www/worker/orders.js";
import { packingDesk } from "../../www/worker/packing-desk.js";

/** Tells the test that something is written, and hangs: the test ends the process now. */
async function stop(env, place) {
  if (env.STOP_AT !== place) return;
  await fetch(`${env.STOP_URL}/${place}`);
  await new Promise(() => setTimeout(() => {}, 60_000));
}

/** Counts claims: how often fulfilment was given to somebody. */
class CountingDesk extends Desk {
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

  async settle(verdict) {
    if (this.env.DESK_BROKEN) throw new Error("broken");
    const standing = await (this.env.NAIVE ? this.naive(verdict) : super.settle(verdict));
    if (standing?.claimed) await stop(this.env, "claimed");
    return standing;
  }

  /** The claim as it is often written: look, ask the bank, write. */
  async naive({ outcome }) {
    const sale = this.look();
    const state = later(sale.state, outcome);
    const claims = !sale.claimed && isEarned(state, sale);
    await scheduler.wait(100);
    if (claims) this.sql.exec("UPDATE sale SET state = ?, claimed = 1", state);
    if (claims) this.outbox.add("pack");
    return { state, claimed: true, owes: claims };
  }

  async wake() {
    await this.alarm();
  }
}

export { CountingDesk as OrderDesk };

export class PackingDesk extends Packing {
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
    const desk = deskOf(env, number);
    const seen = { ...(await desk.look()), ...(await desk.counts()) };
    // The slip last: when nothing waits any more, it is as it stays.
    const slip = (await packingDesk(env).slips(10_000)).find((one) => one.orderNumber === number) ?? null;
    return { ...seen, slip };
  },
  open: (env) => openOrders(env).size(),
  settle: async (env, number, { verdicts }) => {
    for (const verdict of verdicts) await deskOf(env, number).settle(verdict);
    await deskOf(env, number).deliver();
    return null;
  },
  sell: (env, number, sale) => deskOf(env, number).open({ orderNumber: number, ...sale }),
  wake: (env, number) => deskOf(env, number).wake(),
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
