import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { DatabaseSync } from "node:sqlite";
import { createStore } from "./store.js";

const { PORT = 8787, ORIGIN = `http://127.0.0.1:${PORT}`, DATABASE = "shop.sqlite" } = process.env; // ORIGIN: as customers see it
const db = new DatabaseSync(DATABASE);
db.exec(readFileSync(new URL("schema.sql", import.meta.url), "utf8"));
const store = createStore(db, process.env);

createServer(async (incoming, outgoing) => {
  try {
    const { method, headers } = incoming;
    const body = method === "POST" ? Readable.toWeb(incoming) : undefined;
    const answer = await store.fetch(
      new Request(new URL(incoming.url, ORIGIN), { method, headers, body, duplex: "half" }),
    );
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  } catch (error) {
    console.error(error);
    outgoing.writeHead(500).end();
  }
}).listen(PORT, "127.0.0.1", () => console.log(`the store is at ${ORIGIN}`));

setInterval(() => store.recheck().catch(console.error), 300_000);
