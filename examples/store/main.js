import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { Readable } from "node:stream";
import { sqlite } from "bpc-checkout/desk";
import { createStore, missingIn } from "./store.js";

const { PORT = 8787, ORIGIN = `http://127.0.0.1:${PORT}`, DATABASE = "shop.sqlite" } = process.env; // ORIGIN: as customers see it
const missing = missingIn(process.env);
if (missing.length > 0) {
  console.error(
    `The store does not start. Set ${missing.join(", ")}: in .env on your machine, in the environment of the live service.`,
  );
  process.exit(1);
}
const storage = sqlite(new DatabaseSync(DATABASE));
await storage.createTables();
const store = createStore(storage, process.env);

/** The customer's address, also behind a proxy: it adds the address that it sees at the end. */
const clientOf = ({ headers, socket }) => headers["x-forwarded-for"]?.split(",").at(-1).trim() ?? socket.remoteAddress;

createServer(async (incoming, outgoing) => {
  try {
    const { method, headers } = incoming;
    const body = method === "POST" ? Readable.toWeb(incoming) : undefined;
    const request = new Request(new URL(incoming.url, ORIGIN), { method, headers, body, duplex: "half" });
    const answer = await store.fetch(request, clientOf(incoming));
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  } catch (error) {
    console.error(error);
    outgoing.writeHead(500).end();
  }
}).listen(PORT, "127.0.0.1", () => console.log(`the store is at ${ORIGIN}`));

setInterval(() => store.recheck().catch(console.error), 60_000);
