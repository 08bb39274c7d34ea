/**
 * The store with additions for the tests: routes that show its state (`/probe/…`), a clock that the test moves, and places where it
 * can be stopped.
 */
import store, { OpenOrders as List, OrderStore as Store, PackingList as Packing } from "../../www/worker/index.js";
import { packingList } from "../../www/worker/packing-list.js";

const systemNow = Date.now.bind(Date);
let lateMs = 0;
let frozenAt = null;
Date.now = () => (frozenAt ?? systemNow()) + lateMs;

/** Tells the test that something is written, and hangs: the test ends the process now. */
async function stop(env, place) {
  if (env.STOP_AT !== place) return;
  await fetch(`${env.STOP_URL}/${place}`);
  await new Promise(() => setTimeout(() => {}, 60_000));
}

/** Counts the claims. */
class CountingStore extends Store {
  call(name, values) {
    const result = super.call(name, values);
    if (name === "add") this.countClaims();
    return result;
  }

  countClaims() {
    const { sql } = this.ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS counted (id INTEGER PRIMARY KEY)");
    sql.exec(`CREATE TRIGGER IF NOT EXISTS counting AFTER INSERT ON bpc_task WHEN NEW.task = 'fulfil'
      BEGIN INSERT INTO counted VALUES (NULL); END`);
  }

  counts() {
    const { sql } = this.ctx.storage;
    const tables = sql
      .exec("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")
      .toArray();
    if (tables.length === 0) return { claims: 0, waiting: 0, tables: 0 };
    return {
      claims: sql.exec("SELECT count(*) AS n FROM counted").one().n,
      waiting: sql.exec("SELECT count(*) AS n FROM bpc_task WHERE done = 0").one().n,
      tables: tables.length,
    };
  }

  async apply(...values) {
    if (this.env.STORE_BROKEN) throw new Error("broken");
    const applied = await (this.env.NAIVE ? this.naive(...values) : super.apply(...values));
    if (applied?.hasTasks) await stop(this.env, "claimed");
    return applied;
  }

  /** The claim as it is often written: read, wait for the bank, write. */
  async naive(...values) {
    const order = this.call("read", values);
    await scheduler.wait(100);
    if (!order.claimed) this.ctx.storage.sql.exec("INSERT INTO counted VALUES (NULL)");
    return super.apply(...values);
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
  sizes() {
    const count = (rows) => this.ctx.storage.sql.exec(`SELECT count(*) AS n FROM ${rows}`).one().n;
    return { open: count("bpc_open WHERE settled = 0"), all: count("bpc_open"), purchases: count("bpc_purchase") };
  }
}

const orderStore = (env, number) => env.ORDER_STORE.getByName(number);
const list = (env) => env.OPEN_ORDERS.getByName("the open orders");

const PROBES = {
  order: async (env, number) => {
    const store = orderStore(env, number);
    const seen = { state: null, claimed: false, ...(await store.read(number)), ...(await store.counts()) };
    // The slip last: when nothing waits any more, it is as it stays.
    const slip = (await packingList(env).slips(10_000)).find((one) => one.orderNumber === number) ?? null;
    return { ...seen, slip };
  },
  sizes: async (env) => ({ ...(await list(env).sizes()), slips: (await packingList(env).slips(10_000)).length }),
  applyVerdict: async (env, number, { verdicts }) => {
    for (const verdict of verdicts) await orderStore(env, number).apply(number, verdict, Date.now());
    await orderStore(env, number).deliver();
    return null;
  },
  sell: (env, number, order) => orderStore(env, number).add(number, order, Date.now()),
  wake: (env, number) => orderStore(env, number).wake(),
  time: (env, _, change) => {
    if ("lateMs" in change) ({ lateMs } = change);
    if ("isFrozen" in change) frozenAt = change.isFrozen ? systemNow() : null;
    return null;
  },
};

export default {
  async fetch(request, env, ctx) {
    const [, probe, name, number] = new URL(request.url).pathname.split("/");
    if (probe !== "probe") return store.fetch(request, env, ctx);
    if (name === "minute") {
      await store.scheduled({ scheduledTime: Date.now() }, env, ctx);
      return Response.json(null);
    }
    const body = request.method === "POST" ? await request.json() : undefined;
    return Response.json((await PROBES[name](env, number, body)) ?? null);
  },
};
