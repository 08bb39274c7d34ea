/** Claims an order in an SQLite file, says so, and hangs in the delivery: the test ends this process there. */
import { DatabaseSync } from "node:sqlite";
import { createOrders, sqlite } from "../../../pkg/desk.js";
import { verdict } from "./scenarios.mjs";

const storage = sqlite(new DatabaseSync(process.argv[2]));
await storage.createTables();
const hang = () => new Promise(() => setInterval(() => {}, 60_000));
const orders = createOrders({
  storage,
  verify: async ({ orderNumber }) => verdict("paid", orderNumber),
  send: () => (console.log("claimed"), hang()),
});
await orders.add({ orderNumber: "n", orderId: "id-n", amount: 8000, currency: "EUR" });
await orders.check("n");
