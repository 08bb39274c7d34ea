import { equal, rejects } from "./assert.mjs";
import { answering, BASE_URL, CANARIES, order, ORDER_ID, registered } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const login = (fetch) => ({ baseUrl: BASE_URL, userName: "shop-api", password: CANARIES.password, fetch });

test("login and password are refused in a page, and nothing goes out", async ({ lib, env }) => {
  const fetch = answering(registered);
  if (!env.page) globalThis.document = { defaultView: {} };
  try {
    await rejects(lib, lib.register(order(), login(fetch)), "credentials_in_page", { retryable: false });
    equal(fetch.calls.length, 0, "calls");
  } finally {
    if (!env.page) delete globalThis.document;
  }
});

test("the public token is allowed in a page", async ({ lib, env }) => {
  const fetch = answering(registered);
  if (!env.page) globalThis.document = { defaultView: {} };
  try {
    equal((await lib.register(order(), { baseUrl: BASE_URL, token: CANARIES.token, fetch })).orderId, ORDER_ID);
  } finally {
    if (!env.page) delete globalThis.document;
  }
});
