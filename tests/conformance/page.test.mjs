import { equal, rejects } from "./assert.mjs";
import { answering, BASE_URL, CANARIES, gateway, order, ORDER_ID, registered } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const login = (fetch) => ({ baseUrl: BASE_URL, userName: "shop-api", password: CANARIES.password, fetch });

test("login and password are refused in a page, and nothing goes out", async ({ lib, env, replace }) => {
  const fetch = answering(registered);
  if (!env.page) replace(globalThis, "document", { defaultView: {} });
  await rejects(lib, lib.register(order(), login(fetch)), "credentials_in_page", { retryable: false });
  equal(fetch.calls.length, 0, "calls");
});

test("the public token is allowed in a page", async ({ lib, env, replace }) => {
  const fetch = answering(registered);
  if (!env.page) replace(globalThis, "document", { defaultView: {} });
  equal((await lib.register(order(), { baseUrl: BASE_URL, token: CANARIES.token, fetch })).orderId, ORDER_ID);
});

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
  { when: (env) => env.page },
);
