// The Leptos store, against the sandbox: from the purchase to `paid`.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startBank } from "../shop/bank.mjs";
import { CARD } from "../shop/customer.mjs";
import { freePort } from "../support/loopback.mjs";
import { cargo, ROOT } from "./cargo.mjs";

const EXAMPLE = join(ROOT, "examples/leptos");
const bank = await startBank();
let store;
let origin;

before(async () => {
  cargo("build", "--locked", "--manifest-path", join(EXAMPLE, "Cargo.toml"));
  // The store needs its own URL before it listens.
  const address = `127.0.0.1:${await freePort()}`;
  origin = `http://${address}`;
  const env = {
    ...process.env,
    LISTEN: address,
    STORE_URL: origin,
    GATEWAY_URL: `${bank.origin}/payment/rest`,
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY: "a return key of a test store",
  };
  const program = join(EXAMPLE, "target/debug/bpc-checkout-leptos");
  store = spawn(program, { env, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((done, fail) => {
    store.stdout.once("data", done);
    store.once("exit", (code) => fail(new Error(`the store ended with ${code}`)));
  });
});

after(() => {
  store?.kill("SIGKILL");
  bank.stop();
});

test("a purchase is paid, and the store says so", async () => {
  assert.match(await (await fetch(origin)).text(), /<form method="post" action="\/api\/buy">/);
  // As a browser sends a form: for other clients Leptos answers 200 and names the target in a header.
  const form = { method: "POST", headers: { accept: "text/html" }, body: new URLSearchParams(), redirect: "manual" };
  const response = await fetch(`${origin}/api/buy`, form);
  assert.equal(response.status, 302, await response.text());
  const orderId = new URL(response.headers.get("location")).searchParams.get("mdOrder");
  const { redirectUrl } = bank.sandbox.pay(orderId, CARD);
  assert.equal(await (await fetch(redirectUrl)).text(), "<p>The payment is complete. Thank you.</p>");
});

test("a return URL without the signed state is refused", async () => {
  assert.match(await (await fetch(`${origin}/return?orderId=1`)).text(), /no parameter `bpc_return`/);
});
