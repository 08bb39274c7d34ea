// The Worker in Rust, in workerd, against the sandbox: from the purchase to `paid`.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { tool } from "../runtimes/consumer.mjs";
import { startBank } from "../shop/bank.mjs";
import { CARD } from "../shop/customer.mjs";
import { ROOT, xtask } from "./cargo.mjs";

const EXAMPLE = join(ROOT, "examples/workers-rs");
const MODULE = "wasm32-unknown-unknown/release/bpc_checkout_workers_rs.wasm";

mkdirSync(join(ROOT, "target"), { recursive: true });
const folder = mkdtempSync(join(ROOT, "target/workers-rs-"));
const bank = await startBank();
let workerd;
let origin;

before(async () => {
  xtask("wasm", "build", "--release", "--locked", "--manifest-path", join(EXAMPLE, "Cargo.toml"));
  xtask("bind", join(EXAMPLE, "target", MODULE), folder);
  copyFileSync(join(EXAMPLE, "worker.mjs"), join(folder, "index.mjs"));
  // As wrangler does it: one script, with the module beside it.
  const entryPoints = [join(folder, "index.mjs")];
  await build({ entryPoints, outfile: join(folder, "index.js"), bundle: true, format: "esm", external: ["*.wasm"] });
  writeFileSync(join(folder, "config.capnp"), configuration());
  const args = ["serve", "config.capnp", "--socket-addr=http=127.0.0.1:0", "--control-fd=3"];
  workerd = spawn(tool("workerd"), args, { cwd: folder, stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const port = await new Promise((done, fail) => {
    workerd.stdio[3].setEncoding("utf8").on("data", (line) => {
      const [, found] = /"port":\s*(\d+)/.exec(line) ?? [];
      if (found) done(found);
    });
    workerd.once("exit", (code) => fail(new Error(`workerd ended with ${code}`)));
  });
  origin = `http://127.0.0.1:${port}`;
});

after(() => {
  workerd?.kill("SIGKILL");
  bank.stop();
  rmSync(folder, { recursive: true, force: true });
});

function configuration() {
  const secrets = {
    GATEWAY_URL: `${bank.origin}/payment/rest`,
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY: "a return key of a test store",
  };
  const bindings = Object.entries(secrets).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "store", worker = (
      modules = [
        (name = "index.js", esModule = embed "index.js"),
        (name = "worker_bg.wasm", wasm = embed "worker_bg.wasm"),
      ],
      compatibilityDate = "2026-11-01",
      bindings = [${bindings.join(", ")}],
    )),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", service = "store")],
);
`;
}

/** Buys a ticket, as far as the payment page: the gateway's id of the order. */
async function buy() {
  const response = await fetch(`${origin}/buy`, { method: "POST", redirect: "manual" });
  assert.equal(response.status, 303, await response.text());
  return new URL(response.headers.get("location")).searchParams.get("mdOrder");
}

/** What the store says to a customer whom the gateway sends to this URL. */
const comeBack = async (url) => (await fetch(url)).text();

test("a purchase is paid, and the store says so", async () => {
  const orderId = await buy();
  const failed = bank.sandbox.pay(orderId, { ...CARD, cvc: "999" });
  assert.match(await comeBack(failed.redirectUrl), /^open: /);
  const paid = bank.sandbox.pay(orderId, CARD);
  assert.equal(await comeBack(paid.redirectUrl), "paid: The payment is complete. Thank you.");
});

test("the state of one order does not prove the payment of another", async () => {
  const [one, other] = [await buy(), await buy()];
  const { redirectUrl } = bank.sandbox.pay(one, CARD);
  bank.sandbox.pay(other, CARD);
  const url = new URL(redirectUrl);
  url.searchParams.set("orderId", other);
  assert.match(await comeBack(url), /^mismatch: /);
});

test("a status request is repeated after HTTP 503", async () => {
  const { redirectUrl } = bank.sandbox.pay(await buy(), CARD);
  bank.reset();
  bank.fault = () => (bank.asked === 1 ? 503 : null);
  assert.match(await comeBack(redirectUrl), /^paid: /);
  assert.equal(bank.asked, 2);
});
