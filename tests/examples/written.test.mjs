// The stores that `bpc-checkout init` writes, as it writes them and with the packed package: a customer buys at the bank that was chosen,
// which refuses what that bank refuses. Then the store is walked through the bank's own acceptance list.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { tool } from "../runtimes/consumer.mjs";
import { startBank } from "../shop/bank.mjs";
import { ROOT } from "./cargo.mjs";
import { buy, install, payAndReturn, settings, start } from "./store.mjs";

const { checksOf, walk } = await import(join(ROOT, "pkg/certify.js"));

const WRANGLER = [
  "wrangler",
  "dev",
  "--test-scheduled",
  "--ip",
  "127.0.0.1",
  "--port",
  "$PORT",
  "--inspector-port",
  "0",
];
const COMMANDS = { workers: WRANGLER, node: ["node", "--env-file=.env", "main.js"] };
/** Settings that init wrote and that stay: the test changes the address alone. */
const own = ({ GATEWAY_URL }) => ({ GATEWAY_URL });

const STORES = [
  { runtime: "workers", bank: "banca-transilvania" },
  { runtime: "node", bank: "satim" },
  { runtime: "node", bank: "dsk" },
];

/** Writes a store into a new folder. */
function written(runtime, bank) {
  const folder = join(ROOT, "target/examples/init", `${runtime}-${bank}`);
  rmSync(folder, { recursive: true, force: true });
  const args = [join(ROOT, "pkg/cli.js"), "init", folder, "--runtime", runtime, "--bank", bank];
  const printed = execFileSync(tool("node"), args, { encoding: "utf8" });
  assert.match(printed, /npm run bank/);
  return folder;
}

/** Starts the sandbox with the words of `npm run bank`, on a free port; resolves when it says where it is. */
async function startScript(folder) {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const [program, ...args] = scripts.bank.split(" ");
  assert.equal(program, "bpc-checkout");
  const cli = join(folder, "node_modules/bpc-checkout/cli.js");
  const child = spawn(tool("node"), [cli, ...args, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => ["it ended"])]);
  child.kill();
  return String(line);
}

for (const { runtime, bank: name } of STORES) {
  describe(`the store that init writes for ${name} on ${runtime}`, () => {
    let bank, folder, form, store;
    before(async () => {
      folder = install(`${runtime}-${name}`, { from: written(runtime, name), into: "target/examples/written" });
      const { FORM, SANDBOX, SETTINGS } = await import(join(folder, "test/bank.mjs"));
      form = FORM;
      bank = await startBank(() => store.origin, { ...SANDBOX, secret: SETTINGS.CALLBACK_SECRET });
      if (runtime === "workers") {
        const env = { ...process.env, CI: "1", PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}` };
        execFileSync("npm", ["run", "table"], { cwd: folder, stdio: "pipe", env });
      }
      store = await start(folder, COMMANDS[runtime], own(settings(bank)));
    });
    after(() => {
      store?.stop();
      bank?.stop();
    });

    test("its own test passes, and its sandbox starts", async () => {
      execFileSync(tool("node"), ["--test", "test/store.test.mjs"], { cwd: folder, stdio: "pipe" });
      assert.match(await startScript(folder), /http:\/\/127\.0\.0\.1:\d+/);
    });

    test("a customer finds the form, pays, and the store says so", async () => {
      const { status, text } = await payAndReturn(store, bank, await buy(store, form), {});
      assert.equal(status, 200, store.log);
      assert.match(text, /complete/);
      await store.delivered(1);
    });

    test("a declined payment is not paid, and a made-up return is refused", async () => {
      const { text } = await payAndReturn(store, bank, await buy(store, form), { cvc: "999" });
      assert.doesNotMatch(text, /complete/);
      assert.equal((await fetch(`${store.origin}/return?orderId=1`)).status, 404);
    });

    test("a customer who does not return gets the order by the callback, as this bank sends it; a forged one is refused", async () => {
      const delivery = async () => (await bank.deliver()).at(-1).status;
      await bank.deliver(); // those of the purchases before
      bank.sandbox.fail({ kind: "callbackWrongChecksum" });
      bank.sandbox.pay(await buy(store, form));
      assert.equal(await delivery(), 400, store.log);
      bank.sandbox.pay(await buy(store, form));
      assert.equal(await delivery(), 200, store.log);
      const [{ orderNumber }] = bank.sandbox.orders();
      while (!store.log.includes(`deliver ${orderNumber}`)) await store.output();
    });

    test("the store passes the bank's acceptance list", { skip: name === "dsk" && "the bank has none" }, async () => {
      const shop = { url: new URL(store.origin), form: 1, field: new URLSearchParams(form), fetch };
      const results = await walk(bank.sandbox, shop, checksOf(name), () => {});
      assert.ok(results.length > 15);
      assert.deepEqual(
        results.filter(({ isMet }) => !isMet),
        [],
      );
    });
  });
}
