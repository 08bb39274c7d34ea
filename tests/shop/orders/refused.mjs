/** What a store gives that is wrong: every storage refuses it by name, and saves nothing. */
import { must, same } from "./scenarios.mjs";

const PRICE = { amount: 2000, currency: "EUR" };
const CLIENT = "hash of an address";
const long = (count) => "k".repeat(count);

/** The field of the error; or what was returned instead. */
async function fieldOf(run) {
  try {
    return `no error, but ${JSON.stringify(await run())}`;
  } catch (error) {
    const { name, code, field, message } = error;
    same([name, code, message.startsWith(`${field}: `)], ["CheckoutError", "invalid_option", true], `${error.stack}`);
    return field;
  }
}

/** Property of an order, and values that it cannot have. */
const WRONG_ORDERS = {
  amount: [undefined, null, NaN, Infinity, -1, 0, 20.5, "20.00", "2000", 1e12, {}],
  currency: [undefined, null, "", "eurr", "EU", "XQX", "€", 9780, {}, NaN],
  orderId: [undefined, null, "", " ", 7, {}, "undefined", long(65)],
  phase: ["pre-auth", null, 1],
  details: [
    null,
    "mug",
    ["mug"],
    { formUrl: undefined },
    { formUrl: 5 },
    { formUrl: "" },
    { of: () => {} },
    { at: new Map() },
  ],
  formUrl: [null, "", 5, {}],
  orderNumber: ["another"],
  phse: ["preauth"],
};

const LOOKUPS = {
  read: (orders, number) => orders.read(number),
  check: (orders, number) => orders.check(number),
  changed: (orders, number) => orders.changed(number),
  operations: (orders, number) => orders.operations(number),
  operate: (orders, number) => orders.operate(number, { press: "one", kind: "refund" }, async () => {}),
};

export const REFUSED = {
  "a wrong answer of register is refused by name, nothing is saved, and the same form can be sent again": async (
    start,
  ) => {
    const { orders } = await start({ limits: { perClient: 1000 } });
    const right = { orderId: "id", ...PRICE, details: { product: "mug" } };
    for (const [name, values] of Object.entries(WRONG_ORDERS)) {
      const buy = (answer) => orders.buy({ key: `form ${name}`, client: CLIENT }, async () => answer);
      const known = (await orders.newest(100)).length;
      // A form can be registered ten times: the last of them is right.
      for (const value of values.slice(0, 9)) {
        const field = await fieldOf(() => buy({ ...right, [name]: value }));
        must(`${field}.`.startsWith(`order.${name}.`), `${name}: ${String(value)}: ${field}`);
        same((await orders.newest(100)).length, known, `${name}: saved`);
      }
      const { order, isNew } = await buy(right);
      same([isNew, order.amount, order.currency, order.details], [true, 2000, "EUR", { product: "mug" }], name);
      const again = await buy(right);
      same([again.isNew, again.order.orderNumber], [false, order.orderNumber], name);
    }
    for (const [at, answer] of [undefined, null, {}, [], "id", Promise, 7].entries())
      must(
        (await fieldOf(() => orders.buy({ key: `a${at}`, client: CLIENT }, async () => answer))).startsWith("order"),
      );
  },

  "a wrong order of one's own number is refused by name, and not saved": async (start) => {
    const world = await start();
    const right = { orderNumber: "n", orderId: "id", ...PRICE };
    const more = { orderNumber: [undefined, null, "", " ", 7, "null", long(37)] };
    for (const [name, values] of Object.entries({ ...WRONG_ORDERS, ...more }))
      for (const value of values) {
        const field = await fieldOf(() => world.orders.add({ ...right, [name]: value }));
        must(`${field}.`.startsWith(`order.${name}.`), `${name}: ${String(value)}: ${field}`);
      }
    same(await fieldOf(() => world.orders.add()), "order");
    must(await world.isEmpty(["n"]), "something was saved");
  },

  "a price in another notation is saved as verdicts have it, so it is found to be paid": async (start) => {
    const world = await start({ askEveryMs: 0 });
    for (const [at, [amount, currency, letters]] of [
      [2000n, "978", "EUR"],
      [2000, 978, "EUR"],
      [2000, "eur", "EUR"],
      [2000, "012", "DZD"],
    ].entries()) {
      const form = { key: `form ${at}`, client: CLIENT };
      const { order } = await world.orders.buy(form, async () => ({
        orderId: "id",
        amount,
        currency,
        formUrl: "https://pay",
      }));
      same([order.amount, order.currency, order.details], [2000, letters, { formUrl: "https://pay" }]);
      world.bank.outcome = "paid";
      same((await world.orders.check(order.orderNumber)).claims, true, letters);
    }
    const free = { orderNumber: "card", orderId: "id", currency: "EUR", phase: "verify" };
    await world.orders.add({ ...free, amount: 0 });
    same((await world.orders.read("card")).amount, 0);
  },

  "a purchase without a key is refused by name: no two customers get the same order": async (start) => {
    const world = await start();
    let registered = 0;
    const register = async () => ((registered += 1), { orderId: "id", ...PRICE });
    for (const wrong of [undefined, null, "", "  ", "undefined", "null", 7, {}, ["key"], long(257)]) {
      same(await fieldOf(() => world.orders.buy({ key: wrong, client: CLIENT }, register)), "purchase.key");
      same(await fieldOf(() => world.orders.buy({ key: "form", client: wrong }, register)), "purchase.client");
    }
    same(await fieldOf(() => world.orders.buy({ client: CLIENT }, register)), "purchase.key");
    same(await fieldOf(() => world.orders.buy(undefined, register)), "purchase");
    same(await fieldOf(() => world.orders.buy({ key: "form", client: CLIENT, ip: 1 }, register)), "purchase.ip");
    same(await fieldOf(() => world.orders.buy({ key: "form", client: CLIENT })), "register");
    const { message } = await world.orders.buy({ key: null, client: CLIENT }, register).catch((error) => error);
    must(
      /^purchase.key: expected random text of the form: write crypto.randomUUID\(\).*, got nothing$/.test(message),
      message,
    );
    same(registered, 0);
    must(await world.isEmpty([]), "something was saved");
    same((await world.orders.buy({ key: long(256), client: long(256) }, register)).isNew, true, "the longest key");
  },

  "a wrong argument of every other method is refused by name": async (start) => {
    const world = await start();
    const { orders } = world;
    for (const [name, call] of Object.entries(LOOKUPS))
      for (const value of [undefined, null, "", " ", 7, {}])
        same(await fieldOf(() => call(orders, value)), "orderNumber", `${name} ${String(value)}`);
    for (const limit of [undefined, null, 0, -1, 1.5, NaN, "5"])
      same(await fieldOf(() => orders.newest(limit)), "limit", String(limit));
    for (const now of [null, "now", new Date(), NaN, -1, 0.5])
      same(await fieldOf(() => orders.recheck(now)), "nowMs", String(now));
    must(await world.isEmpty([]), "something was saved");
    await orders.add({ orderNumber: "n", orderId: "id", ...PRICE });
    same(await fieldOf(() => orders.check("n", "verify")), "ask");
    same(await fieldOf(() => orders.check("n", null, { always: 1 })), "how.always");
    same(await fieldOf(() => orders.check("n", null, { allways: true })), "how.allways");
    same(world.bank.asked, 0);
  },

  "what is not a verdict is refused by name, and the order stays as it was": async (start) => {
    const world = await start({ askEveryMs: 0 });
    const right = { outcome: "paid", orderNumber: "n", ...PRICE, final: true, message: "" };
    await world.orders.add({ orderNumber: "n", orderId: "id", ...PRICE });
    const wrong = [
      ["verdict", [undefined, null, "paid", Promise.resolve(right)]],
      ["verdict.outcome", [{}, { ...right, outcome: "payed" }, { ...right, outcome: undefined }]],
      ["verdict.orderNumber", [{ ...right, orderNumber: null }]],
      ["verdict.amount", [NaN, "2000", undefined].map((amount) => ({ ...right, amount }))],
      ["verdict.currency", [{ ...right, currency: undefined }]],
    ];
    for (const [field, verdicts] of wrong)
      for (const verdict of verdicts) {
        same(await fieldOf(() => world.orders.apply(verdict)), field);
        // A promise in a function with await is its verdict.
        if (!(verdict instanceof Promise))
          same(await fieldOf(() => world.orders.check("n", async () => verdict)), field);
      }
    const { state, answer } = await world.orders.read("n");
    same([state, answer, world.sent], ["registered", null, []]);
    same((await world.orders.apply(right)).claims, true);
  },

  "a wrong operation is refused by name, and does not run": async (start) => {
    const world = await start();
    await world.orders.add({ orderNumber: "n", orderId: "id", ...PRICE });
    let ran = 0;
    const run = async () => void (ran += 1);
    const right = { press: "one", kind: "refund", amount: 500 };
    const wrong = {
      press: [undefined, null, "", "undefined", 7, long(257)],
      kind: [undefined, null, "", 7],
      amount: [0, -1, 1.5, NaN, "5", 1e12],
      amuont: [5],
    };
    for (const [name, values] of Object.entries(wrong))
      for (const value of values)
        same(await fieldOf(() => world.orders.operate("n", { ...right, [name]: value }, run)), `operation.${name}`);
    same(await fieldOf(() => world.orders.operate("n", undefined, run)), "operation");
    same(await fieldOf(() => world.orders.operate("n", right)), "run");
    same(await fieldOf(() => world.orders.operate("not sold", right, run)), "orderNumber");
    same([ran, await world.orders.operations("n")], [0, []]);
    same([await world.orders.operate("n", right, run), ran], ["done", 1]);
  },
};
