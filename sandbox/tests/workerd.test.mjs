// The sandbox inside workerd, as a Worker's own tests use it: it reads bodies as bytes, so that the platform does not warn.
// Run with `node --test sandbox/tests/` after `cargo xtask build`.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT, tool } from "../../tests/runtimes/consumer.mjs";

const WORKER = `
import { Sandbox } from "./sandbox-workerd.js";
export default {
  async test() {
    const bank = new Sandbox();
    const account = { userName: "test_user", password: "test_user_password" };
    const body = new URLSearchParams({ ...account, amount: "2000", orderNumber: "A-1", returnUrl: "https://shop.test/r" });
    const reply = await bank.fetch(\`\${bank.baseUrl}/register.do\`, { method: "POST", body });
    const { orderId } = await reply.json();
    if (bank.pay(orderId).orderStatus !== 2) throw new Error("it is not paid");
  },
};
`;
const MODULES = ["sandbox-workerd.js", "load-compiled.js", "sandbox-api.js", "sandbox-object.js", "sandbox-core.js"];

test("workerd runs a payment and has nothing to warn about", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bpc-workerd-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of [...MODULES, "sandbox.wasm"]) copyFileSync(join(ROOT, "pkg", name), join(folder, name));
  writeFileSync(join(folder, "worker.js"), WORKER);
  const modules = ["worker.js", ...MODULES].map((name) => `(name = "${name}", esModule = embed "${name}")`);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (compatibilityDate = "2026-11-01", modules = [
${[...modules, '(name = "sandbox.wasm", wasm = embed "sandbox.wasm")'].join(",\n")}]))]);`;
  writeFileSync(join(folder, "config.capnp"), config);
  const { stdout, stderr } = spawnSync(tool("workerd"), ["test", "--verbose", "config.capnp"], {
    cwd: folder,
    encoding: "utf8",
  });
  const log = stdout + stderr;
  assert.match(log, /\[ PASS \] main/);
  assert.doesNotMatch(log, /warning/i);
});
