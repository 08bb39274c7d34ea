/** The scenarios in workerd, over D1 and over Durable Objects; and a claim in a key-value store, as one should not make it. */
import { DurableObject } from "cloudflare:workers";
import { createOrders, d1, durableObjects, listObject, orderObject } from "bpc-checkout/desk";
import { REFUSED } from "./refused.mjs";
import { makeWorld, SCENARIOS } from "./scenarios.mjs";

/** What an order's object sends to: it lives in the isolate of this worker. */
const sink = {};
/** The clock of a scenario is the clock of its objects too. */
const clock = { ms: 0 };
const systemNow = Date.now.bind(Date);

export class Order extends orderObject(DurableObject) {
  send(task) {
    return sink.send(task);
  }

  wake() {
    return this.alarm();
  }

  isEmpty() {
    const tables = this.ctx.storage.sql.exec("SELECT name FROM sqlite_master WHERE name LIKE 'bpc%'").toArray();
    return tables.length === 0;
  }
}

export class List extends listObject(DurableObject) {
  clear() {
    for (const table of ["bpc_open", "bpc_purchase"]) this.ctx.storage.sql.exec(`DELETE FROM ${table}`);
  }

  size() {
    return this.ctx.storage.sql.exec("SELECT count(*) AS n FROM bpc_open").one().n;
  }
}

let worlds = 0;

/** Every world has objects of its own. */
function separate(namespace) {
  const world = worlds++;
  return { idFromName: (name) => namespace.idFromName(`${world} ${name}`), get: (id) => namespace.get(id) };
}

const TABLES = ["bpc_order", "bpc_task", "bpc_operation", "bpc_open", "bpc_purchase"];

/** The error of a purchase in a database without tables. */
async function withoutTables({ DB }) {
  await DB.batch([...TABLES, "bpc_counter"].map((table) => DB.prepare(`DROP TABLE IF EXISTS ${table}`)));
  const orders = createOrders({ storage: d1(DB), verify: async () => {}, send: () => {} });
  const bought = orders.buy({ key: "form", client: "c" }, async () => ({}));
  return bought.catch((error) => ({ name: error.name, ...error, message: error.message }));
}

const STARTS = {
  async d1(env, options) {
    const storage = d1(env.DB);
    await storage.createTables();
    await env.DB.batch(TABLES.map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
    const isEmpty = async () => {
      const counts = await env.DB.batch(TABLES.map((table) => env.DB.prepare(`SELECT count(*) AS n FROM ${table}`)));
      return counts.every(({ results: [{ n }] }) => n === 0);
    };
    return makeWorld({ createOrders, storage, clock, sink, isEmpty }, options);
  },

  async objects(env, options) {
    const namespaces = { orders: separate(env.ORDER), list: separate(env.LIST) };
    const order = (number) => namespaces.orders.get(namespaces.orders.idFromName(number));
    const list = namespaces.list.get(namespaces.list.idFromName("the open orders"));
    const isEmpty = async (numbers) =>
      (await list.size()) === 0 && (await Promise.all(numbers.map((number) => order(number).isEmpty()))).every(Boolean);
    const storage = durableObjects(namespaces);
    return makeWorld({ createOrders, storage, clock, sink, isEmpty, wake: (number) => order(number).wake() }, options);
  },
};

/** Look, then write: between the two there is always time for another. */
async function keyValueClaims({ KV }, orderNumber) {
  const claim = async () => {
    if (await KV.get(orderNumber)) return false;
    await KV.put(orderNumber, "claimed");
    return true;
  };
  const claims = await Promise.all(Array.from({ length: 100 }, claim));
  return claims.filter(Boolean).length;
}

export default {
  async fetch(request, env) {
    const { storage, scenario } = await request.json();
    if (storage === "kv") return Response.json(await keyValueClaims(env, scenario));
    if (scenario === "without tables") return Response.json(await withoutTables(env));
    clock.ms = systemNow();
    Date.now = () => clock.ms;
    try {
      await { ...SCENARIOS, ...REFUSED }[scenario]((options) => STARTS[storage](env, options));
      return new Response("ok");
    } catch (error) {
      return new Response(`${error.stack ?? error}`);
    } finally {
      Date.now = systemNow;
    }
  },
};
