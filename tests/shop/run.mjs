/**
 * The store's claims, in workerd with its storage on disk: `node tests/shop/run.mjs [part of a test's name]`, after
 * `npm run build`.
 */
import { join } from "node:path";
import { freePort, startWrangler } from "../browser/servers.mjs";
import { ROOT } from "../runtimes/consumer.mjs";
import { CALLBACK_SECRET, startBank } from "./bank.mjs";
import { runAll } from "./harness.mjs";
import { FOLDER, prepareShop } from "./workerd.mjs";
import "./state.test.mjs";
import "./callback.test.mjs";
import "./events.test.mjs";
import "./crash.test.mjs";
import "./race.test.mjs";
import "./tables.test.mjs";

const bank = await startBank(() => world.shop.origin);
const vars = {
  GATEWAY_URL: `${bank.origin}/payment/rest`,
  GATEWAY_USER: "test_user",
  GATEWAY_PASSWORD: "test_user_password",
  RETURN_KEY: "a return key of this test run",
  CALLBACK_SECRET,
};
const world = {
  bank,
  vars,
  /** A store with a storage of its own. */
  another: async (name, more) => (await prepareShop(name)).start({ ...vars, ...more }),
};
[world.shop, world.tables] = await Promise.all([
  world.another("main"),
  startWrangler("tables", join(ROOT, "tests/shop/tables"), await freePort(), {}, [
    "--persist-to",
    join(FOLDER, "tables"),
  ]),
]);
process.once("exit", () => world.tables.stop());
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const { passed, failed } = await runAll(world, process.argv[2]);
if (failed > 0) console.log(`the end of the store's log:\n${world.shop.log.slice(-2000)}`);
for (const secret of [vars.GATEWAY_PASSWORD, vars.RETURN_KEY, CALLBACK_SECRET])
  if (world.shop.log.includes(secret)) throw new Error("the store's log shows a secret");
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
