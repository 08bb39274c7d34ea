// Real requests over the loopback interface: `env.faults` is a server that misbehaves in a way named by the path,
// `env.restRoot` the REST root of a sandbox that runs as a server of its own.

import { equal, ok, rejects, took } from "./assert.mjs";
import { gateway, order, ORDER_ID, RETURN_URL } from "./fixtures.mjs";
import { test } from "./harness.mjs";

const faults = (env) => env.faults !== undefined;
const at = (env, path, more = {}) => gateway(env, undefined, { baseUrl: `${env.faults}${path}`, ...more });
const query = { orderId: ORDER_ID };

test(
  "over HTTP: a redirect is refused and not followed",
  async ({ lib, env }) => {
    await rejects(lib, lib.register(order(), at(env, "/redirect")), "unexpected_redirect");
    const followed = await (await fetch(`${env.faults}/count`)).text();
    equal(followed, "0", "requests that followed the redirect");
  },
  faults,
);

test(
  "over HTTP: headers that never come end at the deadline",
  async ({ lib, env }) => {
    const ms = await took(rejects(lib, lib.status(query, at(env, "/stall", { timeoutMs: 400 })), "timeout"));
    ok(ms >= 350 && ms < 3_000, `took ${ms} ms`);
  },
  faults,
);

test(
  "over HTTP: a body that drips ends at the deadline",
  async ({ lib, env }) => {
    const ms = await took(rejects(lib, lib.status(query, at(env, "/drip", { timeoutMs: 600 })), "timeout"));
    ok(ms >= 550 && ms < 3_000, `took ${ms} ms`);
  },
  faults,
);

test(
  "over HTTP: an endless body is too large",
  async ({ lib, env }) => {
    await rejects(lib, lib.status(query, at(env, "/endless")), "response_too_large");
  },
  faults,
);

test(
  "over HTTP: a reply that unpacks to 100 MB is too large",
  async ({ lib, env }) => {
    await rejects(lib, lib.status(query, at(env, "/bomb")), "response_too_large");
  },
  faults,
);

test(
  "over HTTPS: a certificate that nobody vouches for ends the connection, whatever is asked",
  async ({ lib, env }) => {
    const config = gateway(env, undefined, { baseUrl: env.selfSigned, timeoutMs: 4_000 });
    await rejects(lib, lib.status(query, config), "network", { retryable: true });
    await rejects(lib, lib.register(order(), config), "outcome_unknown", { orderNumber: "A-1001" });
    equal(await (await fetch(`${env.faults}/reached`)).text(), "0", "requests that reached the other end");
  },
  (env) => env.selfSigned !== undefined,
);

test(
  "over HTTP: a connection that closes is a lost reply, for register an open question",
  async ({ lib, env }) => {
    await rejects(lib, lib.register(order(), at(env, "/reset")), "outcome_unknown", { orderNumber: "A-1001" });
    await rejects(lib, lib.register(order(), at(env, "/half")), "outcome_unknown", { orderNumber: "A-1001" });
  },
  faults,
);

test(
  "over HTTP: nobody listens",
  async ({ lib, env }) => {
    const config = gateway(env, undefined, { baseUrl: env.nobody, timeoutMs: 3_000 });
    const error = await lib.status(query, config).catch((caught) => caught);
    ok(["network", "timeout"].includes(error.code), `ended with ${error}`);
  },
  faults,
);

test(
  "over HTTP: an HTML page is malformed, with its status",
  async ({ lib, env }) => {
    await rejects(lib, lib.register(order(), at(env, "/html")), "malformed_reply", { httpStatus: 200 });
    await rejects(lib, lib.register(order(), at(env, "/html-500")), "malformed_reply", { httpStatus: 500 });
  },
  faults,
);

test(
  "over HTTP: the sandbox registers an order and reports it open",
  async ({ lib, env }) => {
    const config = { baseUrl: env.restRoot, userName: "test_user", password: "test_user_password" };
    const { orderId, orderNumber, formUrl } = await lib.register(
      { amount: 2000, currency: "EUR", returnUrl: RETURN_URL },
      config,
    );
    ok(formUrl.startsWith(new URL(env.restRoot).origin), formUrl);
    const verdict = await lib.verify({ orderId, orderNumber, amount: 2000, currency: "EUR" }, config);
    equal(verdict.outcome, "open");
    await rejects(lib, lib.status({ orderId }, { ...config, password: "wrong" }), "access_denied");
  },
  (env) => env.restRoot !== undefined && !env.page,
);
