import { equal, rejects } from "./assert.mjs";
import { answering, BASE_URL, CANARIES, gateway, order, ORDER_ID, registered, withChecksums } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const login = (fetch) => ({ baseUrl: BASE_URL, userName: "shop-api", password: CANARIES.password, fetch });

/** `env.page`: in a page or its worker. `env.worker`: in its worker, where there is no document. */
const inPage = { when: (env) => env.page };
const onServer = { when: (env) => !env.page };

test(
  "login and password are refused in a page, and nothing goes out",
  async ({ lib }) => {
    const fetch = answering(registered);
    await rejects(lib, lib.register(order(), login(fetch)), "credentials_in_page", { retryable: false });
    await rejects(lib, lib.refund({ orderId: ORDER_ID, amount: 1 }, login(fetch)), "credentials_in_page");
    equal(fetch.calls.length, 0, "calls");
  },
  inPage,
);

test(
  "a wrong argument is reported before the credentials in a page",
  async ({ lib }) => {
    const fetch = answering(registered);
    const wrong = lib.register(order({ amount: -1 }), login(fetch));
    await rejects(lib, wrong, "invalid_option", { field: "order.amount" });
    await rejects(lib, lib.verifyReturn("https://shop.example/", login(fetch)), "invalid_option");
    equal(fetch.calls.length, 0, "calls");
  },
  inPage,
);

test(
  "what sends nothing works in a page, whatever the credentials",
  async ({ lib }) => {
    const keys = { ...login(answering(registered)), callback: { secret: "a secret of callbacks" } };
    const parameters = { mdOrder: ORDER_ID, orderNumber: "A-1001", operation: "deposited", status: "1" };
    const { orderNumber } = await lib.verifyCallback(await lib.signCallback(parameters, keys), keys);
    equal(orderNumber, "A-1001");
    equal(lib.minorUnits("20.00", "EUR"), 2000);
  },
  withChecksums,
);

test("the public token is allowed in a page", async ({ lib }) => {
  const fetch = answering(registered);
  equal((await lib.register(order(), { baseUrl: BASE_URL, token: CANARIES.token, fetch })).orderId, ORDER_ID);
});

test(
  "a document on a server makes no page of it",
  async ({ lib, replace }) => {
    replace(globalThis, "document", { defaultView: {} });
    equal((await lib.register(order(), login(answering(registered)))).orderId, ORDER_ID);
  },
  onServer,
);

test(
  "a response of another realm, a frame's, is read like any other",
  async ({ lib, env }) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const { Response: Foreign, Object: ForeignObject } = frame.contentWindow;
    const fetch = async () => new Foreign(JSON.stringify(registered));
    equal((await lib.register(order(), gateway(env, fetch))).orderId, ORDER_ID);
    const rejecting = () => Promise.reject(ForeignObject.freeze(new ForeignObject()));
    await rejects(lib, lib.register(order(), gateway(env, rejecting)), "outcome_unknown", { orderNumber: "A-1001" });
    frame.remove();
  },
  { when: (env) => env.page && !env.worker },
);
