// Purchases on days when replies get lost: whatever happens on the way, one purchase is at most one order.

import { equal, ok } from "./assert.mjs";
import { NEVER, RETURN_URL } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const PURCHASES = 1_000;
const AT_ONCE = 50;
/** Registrations of one purchase, at the most, until the store knows. */
const MOST_TRIES = 40;

/** What may happen to a request, with its share of a hundred. Two thirds of these let the gateway do its work first. */
const FATES = [
  [10, async () => Promise.reject(new TypeError("never left"))],
  [15, async (send) => (await send(), Promise.reject("the reply is lost"))],
  [8, async (send) => (await send(), new Response("<html>", { status: 502 }))],
  [8, async (send) => new Response((await (await send()).text()).slice(0, 20))],
  [4, async (send, expire) => (await send(), expire())],
  [3, async () => new Response("", { status: 503 })],
  [2, async (_, expire) => expire()],
  [50, (send) => send()],
];

/** A fetch over another one, on which fate decides. The numbers are the same in every run. */
function unlucky(fetch, seed, time) {
  let state = seed;
  return (url, init) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    let left = (state >>> 8) % 100;
    const [, fate] = FATES.find(([share]) => (left -= share) < 0);
    const deadline = time.latest;
    // Of this call alone: the purchases beside it go on.
    const expire = () => (time.fire(deadline), NEVER());
    return fate(() => fetch(url, init), expire);
  };
}

/** Buys as a store does that follows the errors; gives back the number it bought under and how often it tried. */
async function buy(lib, gateway) {
  const order = { amount: 2000, currency: "EUR", returnUrl: RETURN_URL };
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    try {
      return { number: (await lib.register(order, gateway)).orderNumber, tries };
    } catch (error) {
      if (error.code === "already_registered") return { number: error.orderNumber, tries, told: true };
      if (
        error.code === "outcome_unknown" ||
        error.code === "malformed_reply" ||
        error.code === "duplicate_order_number"
      ) {
        // The one rule of a store: the same number again.
        order.orderNumber = error.orderNumber;
      } else {
        throw error;
      }
    }
  }
  throw new Error(`still unknown after ${MOST_TRIES} tries`);
}

test(
  `${PURCHASES} purchases on unlucky days are ${PURCHASES} orders`,
  async ({ lib, sandbox, time, figure }) => {
    const bank = new sandbox.Sandbox();
    const account = { baseUrl: bank.baseUrl, userName: "test_user", password: "test_user_password", timeoutMs: 60 };
    const sum = { tries: 0, told: 0, worst: 0 };
    const numbers = new Set();
    const one = async (index) => {
      const { number, tries, told } = await buy(lib, { ...account, fetch: unlucky(bank.fetch, index * 7919, time) });
      numbers.add(number);
      sum.tries += tries;
      sum.told += told ? 1 : 0;
      sum.worst = Math.max(sum.worst, tries);
    };
    for (let start = 0; start < PURCHASES; start += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, offset) => one(start + offset)));
    }
    equal(numbers.size, PURCHASES, "numbers that the store knows");
    const orders = bank.orders();
    equal(orders.length, PURCHASES, "orders at the gateway");
    ok(
      orders.every(({ orderNumber }) => numbers.has(orderNumber)),
      "every order of the gateway is known to the store",
    );
    ok(sum.told > 50 && sum.tries > PURCHASES * 1.3, `too lucky: ${JSON.stringify(sum)}`);
    figure(
      `lost replies: ${PURCHASES} purchases, ${sum.tries} registrations, ${sum.told} found again by their number, at most ${sum.worst} tries: ${PURCHASES} orders, none twice`,
    );
  },
  { when: (env) => !env.page, calls: 2 * PURCHASES },
);
