/**
 * The store's claims, in workerd with its storage on disk. All tests share one world and run one after the other:
 * `npm test -- shop`; after `npm run build` also
 * `node --test --test-isolation=none --test-name-pattern="part of a name" "tests/shop/*.test.mjs"`.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test as nodeTest } from "node:test";
import { startWrangler } from "../browser/servers.mjs";
import { freePort } from "../support/loopback.mjs";
import { ROOT } from "../runtimes/consumer.mjs";
import { CALLBACK_SECRET, startBank } from "./bank.mjs";
import { FOLDER, prepareShop } from "./workerd.mjs";

/** No test takes nearly so long, on a busy machine either; what hangs is red. */
const LIMIT_MS = 1_800_000;
const LOG_SHOWN = 2_000;

export const OPERATOR_KEY = "an operator's key of this test run";

let started;

/** `test(name, body)`: a body gets the world. */
export function test(name, body) {
  nodeTest(name, { timeout: LIMIT_MS }, async () => {
    const world = await (started ??= startWorld());
    world.bank.reset();
    await world.shop.resetClock();
    try {
      await body(world);
    } catch (error) {
      console.log(`the end of the store's log:\n${world.shop.log.slice(-LOG_SHOWN)}`);
      throw error;
    }
    const { GATEWAY_PASSWORD, RETURN_KEY } = world.vars;
    for (const secret of [GATEWAY_PASSWORD, RETURN_KEY, CALLBACK_SECRET])
      assert.ok(!world.shop.log.includes(secret), "the store's log shows a secret");
  });
}

async function startWorld() {
  const world = {};
  world.bank = await startBank(() => world.shop.origin);
  world.vars = {
    GATEWAY_URL: `${world.bank.origin}/payment/rest`,
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY: "a return key of this test run",
    CALLBACK_SECRET,
    OPERATOR_KEY,
    PURCHASES_PER_CLIENT: "1000000",
    PURCHASES_IN_TOTAL: "1000000",
  };
  /** A store with a storage of its own. All stores are one merchant at the bank, so each has order numbers of its own. */
  let stores = 0;
  world.another = async (name, more) =>
    (await prepareShop(name)).start({ ...world.vars, ORDER_PREFIX: `S${stores++}-`, ...more });
  const flags = ["--persist-to", join(FOLDER, "orders")];
  [world.shop, world.orders] = await Promise.all([
    world.another("main"),
    startWrangler("orders", join(ROOT, "tests/shop/orders"), await freePort(), {}, flags),
  ]);
  process.once("exit", () => world.orders.stop());
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  return world;
}

after(async () => {
  if (!started) return;
  const world = await started;
  world.orders.stop();
  await world.shop.kill();
});

/** Asks until the answer is as it should be, for at most so many milliseconds. */
export async function eventually(ask, check, patienceMs = 300_000) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    try {
      check(answer);
      return answer;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** An order that was claimed once and packed once, and is `state`. */
export function isPackedOnce(order, state = "paid") {
  assert.equal(order.state, state);
  assert.equal(order.claims, 1, "claims");
  assert.equal(order.waiting, 0, "everything is delivered");
  assert.equal(order.slip?.task, "pack");
}

export function isUntouched(order) {
  assert.deepEqual([order.state, order.claimed, order.claims, order.slip], ["registered", false, 0, null]);
}
