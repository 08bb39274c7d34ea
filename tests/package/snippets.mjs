// Every code block of the README and of the guides runs as it is printed. A comment before a block says how:
// <!-- snippet: script --> runs in Node and must end without an error; <!-- snippet: store --> is a store, and a customer buys from it
// until the bank says paid; <!-- snippet: typescript --> is compiled.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ROOT, tool } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

export const DOCUMENTS = [
  "README.md",
  "docs/going-live.md",
  "docs/callbacks.md",
  "docs/holds-and-refunds.md",
  "docs/testing.md",
];
DOCUMENTS.push("docs/errors.md", "docs/languages.md", "docs/typescript.md");

const SNIPPET = /^<!-- snippet: (\w+) -->\n```\w+\n([^]*?)^```/gm;
const CARD = { pan: "5555555555555599", expiry: "12/34", cvc: "123" };

/** `{ name, kind, source }` of each block that runs. */
function* snippets() {
  for (const path of DOCUMENTS) {
    const text = readFileSync(join(ROOT, path), "utf8");
    for (const [, kind, source] of text.matchAll(SNIPPET)) {
      yield { name: `${path}:${text.slice(0, text.indexOf(source)).split("\n").length}`, kind, source };
    }
  }
}

/** A database with D1's interface, as far as a store needs it. */
function database() {
  const sqlite = new DatabaseSync(":memory:");
  sqlite.exec(readFileSync(join(ROOT, "examples/workers-d1/schema.sql"), "utf8"));
  const statement = (sql, values = []) => ({
    bind: (...bound) => statement(sql, bound),
    run: async () => ({ meta: { changes: Number(sqlite.prepare(sql).run(...values).changes) } }),
    first: async () => sqlite.prepare(sql).get(...values) ?? null,
    all: async () => ({ results: sqlite.prepare(sql).all(...values) }),
  });
  return { sqlite, prepare: (sql) => statement(sql) };
}

export function checkSnippets(consumer) {
  const folder = join(consumer, "snippets");
  mkdirSync(folder);
  const runs = {
    script: (file) => void execFileSync(tool("node"), [file], { cwd: folder, stdio: "pipe" }),
    typescript: (file) => {
      const options = [
        "--noEmit",
        "--strict",
        "--exactOptionalPropertyTypes",
        "--target",
        "es2022",
        "--module",
        "nodenext",
      ];
      execFileSync(tool("tsc"), [...options, "--lib", "es2022,dom", file], { cwd: folder, stdio: "pipe" });
    },
    store: (file) => buyFrom(consumer, file),
  };
  const all = [...snippets()];
  for (const [index, { name, kind, source }] of all.entries()) {
    check(`the code in ${name} runs as it is printed`, async () => {
      const file = join(folder, `${index}.${kind === "typescript" ? "mts" : "mjs"}`);
      writeFileSync(file, source);
      try {
        return await runs[kind](file);
      } catch (error) {
        throw new Error(`${error.message}\n${error.stdout ?? ""}${error.stderr ?? ""}`, { cause: error });
      }
    });
  }

  for (const name of ["workers", "workers-d1"]) {
    check(`the store of examples/${name} is in a document as it is`, () => {
      const example = readFileSync(join(ROOT, "examples", name, "src/index.js"), "utf8");
      const isThere = all.some(({ source }) => source === example);
      must(isThere, "they differ");
    });
  }

  check("every document has code that runs", () => {
    const named = new Set(all.map(({ name }) => name.split(":")[0]));
    for (const path of DOCUMENTS) must(named.has(path), `${path} has no block with <!-- snippet: … -->`);
    return `${all.length} blocks`;
  });
}

/** A customer of a store: the form, the purchase, the payment, the return; then what goes wrong. */
async function buyFrom(consumer, file) {
  const { Sandbox } = createRequire(join(consumer, "x.js"))("bpc-checkout/sandbox");
  const secret = "a secret of the callbacks";
  const bank = new Sandbox({ callbacks: { url: "https://shop.example/callback", secret } });
  const env = {
    GATEWAY_URL: bank.baseUrl,
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY: "a return key of a test store",
    CALLBACK_SECRET: secret,
    DB: database(),
  };
  const { default: store } = await import(file);
  const log = [];
  const quiet = { fetch: bank.fetch, log: (...words) => log.push(words.join(" ")) };
  const ask = (path, init) => store.fetch(new Request(new URL(path, "https://shop.example"), init), env, {});
  const { fetch } = globalThis;
  const { log: print, error: printError } = console;
  globalThis.fetch = quiet.fetch;
  console.log = console.error = quiet.log;
  try {
    const home = await ask("/");
    must(/<form method="post" action="\/buy">/.test(await home.text()), "GET / has no form");
    const buy = async () => {
      const response = await ask("/buy", { method: "POST" });
      must(response.status === 303, `POST /buy answers ${response.status}: ${log.join("\n")}`);
      return new URL(response.headers.get("location")).searchParams.get("mdOrder");
    };
    const delivered = () => log.filter((line) => line.startsWith("deliver")).length;

    const { redirectUrl } = bank.pay(await buy(), CARD);
    const paid = await ask(redirectUrl);
    must(
      paid.status === 200 && /complete/.test(await paid.text()),
      `the return answers ${paid.status}: ${log.join("\n")}`,
    );
    must(delivered() === 1, `${delivered()} deliveries after the return: ${log.join("\n")}`);

    if (store.scheduled) {
      const send = (url, init) => ask(url, init);
      must(
        (await bank.deliverCallbacks(send)).every(({ status }) => status === 200),
        "a callback was refused",
      );
      must(delivered() === 1, "the callback of a delivered order delivered it again");
      bank.pay(await buy(), CARD);
      const forged = await ask("/callback?orderNumber=A-1&checksum=00");
      must(forged.status === 400, `a forged callback is answered with ${forged.status}`);
      await bank.deliverCallbacks(send);
      must(delivered() === 2, "the callback alone delivered nothing");
      bank.pay(await buy(), CARD);
      env.DB.sqlite.exec("UPDATE orders SET created = created - 600000");
      await store.scheduled({}, env, {});
      must(delivered() === 3, "the schedule delivered nothing");
      await store.scheduled({}, env, {});
      must(delivered() === 3, "the schedule delivered an order twice");
    }

    // Whoever has paid and comes back to an error is never invited to pay again.
    const refused = async (path) => {
      const response = await ask(path);
      must(response.status >= 400, `${path} is answered as if it were paid`);
      const text = await response.text();
      must(/do not pay again/i.test(text) && !/try again/i.test(text), `${path} is answered with "${text}"`);
    };
    const unasked = bank.pay(await buy(), CARD).redirectUrl;
    globalThis.fetch = async () => Response.redirect("https://maintenance.example/");
    await refused(unasked);
    globalThis.fetch = quiet.fetch;

    // What is not a purchase: no exception, and nothing is delivered.
    const before = delivered();
    for (const path of ["/return", "/return?orderId=1", "/return?bpc_return=forged"]) await refused(path);
    bank.injectFault({ kind: "badGateway", times: 20 });
    must((await ask("/buy", { method: "POST" })).status >= 500, "a bank that is down looks like a purchase");
    bank.clearFaults();
    const declined = bank.pay(await buy(), { pan: "4111111111111111", expiry: "12/34", cvc: "999" });
    await ask(declined.redirectUrl);
    must(delivered() === before, "something unpaid was delivered");
  } finally {
    globalThis.fetch = fetch;
    Object.assign(console, { log: print, error: printError });
  }
}
