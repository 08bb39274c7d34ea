// How the package loads: at once, without a file, a permission or a promise.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, tool } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

const node = (args, cwd) => execFileSync(tool("node"), args, { cwd, encoding: "utf8" }).trim();

export function checkLoading(consumer) {
  check("an ES module of the package can be required: no top-level await", () => {
    for (const entry of ["index.js", "sandbox.js"]) {
      const path = join(consumer, "node_modules/bpc-checkout", entry);
      node(["-e", `require(${JSON.stringify(path)})`], consumer);
    }
  });

  check("nothing reads files or fetches to load itself", () => {
    for (const file of readdirSync(join(ROOT, "pkg")).filter(
      (name) => /\.c?js$/.test(name) && !name.startsWith("cli"),
    )) {
      const text = readFileSync(join(ROOT, "pkg", file), "utf8");
      for (const word of ["readFile", '"node:', "import.meta.url", "instantiateStreaming(fetch"])
        must(!text.includes(word), `${file} contains ${word}`);
    }
  });

  check("importing the package changes nothing outside it", () => {
    const source = `
      const owned = (object) => Reflect.ownKeys(object).map((key) => [key, Reflect.getOwnPropertyDescriptor(object, key).value]);
      const whole = () => [globalThis, Object.prototype, Array.prototype, Promise, Promise.prototype, Function.prototype].flatMap(owned);
      // Some globals come into being when they are first looked at.
      for (const key of Reflect.ownKeys(globalThis)) void globalThis[key];
      const before = whole();
      const { register } = await import("bpc-checkout");
      await register({}, {}).catch(() => {});
      const after = whole();
      const same = before.length === after.length && before.every(([key, value], i) => after[i][0] === key && Object.is(after[i][1], value));
      if (!same) process.exit(1);`;
    node(["--input-type=module", "-e", source], consumer);
  });

  check("the warm-up takes a payment to its end, sends nothing, and leaves nothing behind", async () => {
    // An instance of its own: that of pkg/core.js is measured as it is before the first call.
    const { initSync, step } = await import(`${join(ROOT, "pkg/core.js")}?warm-up`);
    const { rehearse, warmUp } = await import(join(ROOT, "pkg/warm-up.js"));
    const { register } = await import(join(consumer, "node_modules/bpc-checkout/index.js"));
    initSync({ module: readFileSync(join(ROOT, "pkg/core.wasm")) });
    const call = '{"task":"minorUnits","argument":{"decimal":"20.00","currency":"EUR"}}';
    const ask = () => step(new TextEncoder().encode(call), call.length);
    const before = ask();
    const { fetch } = globalThis;
    globalThis.fetch = () => must(false, "it asked the network");
    try {
      let steps = 0;
      const { outcome } = warmUp({ initSync, step: (...told) => (steps++, step(...told)) });
      let rehearsed;
      rehearse((...given) => (rehearsed = register(...given)));
      const { code, orderNumber } = await rehearsed.catch((error) => error);
      must(code === "outcome_unknown" && orderNumber === "a", `the rehearsal ends as ${code}`);
      must(steps === 4 && outcome === "paid", `${steps} steps to ${outcome}: not every function is warm`);
    } finally {
      globalThis.fetch = fetch;
    }
    must(ask() === before, "the module answers otherwise than before");
    const workerd = readFileSync(join(ROOT, "pkg/workerd.js"), "utf8");
    for (const part of ["warmUp({", "rehearse(register)"]) must(workerd.includes(part), `workerd.js lacks ${part}`);
  });

  check("both copies of the package know each other's errors", () => {
    const source = `
      const { createRequire } = await import("node:module");
      const required = createRequire(${JSON.stringify(join(consumer, "x.js"))})("bpc-checkout");
      const imported = await import("bpc-checkout");
      const error = await required.register().catch((caught) => caught);
      if (!imported.isCheckoutError(error) || required.CheckoutError === imported.CheckoutError) process.exit(1);`;
    node(["--input-type=module", "-e", source], consumer);
  });

  check("the command prints its help and refuses nonsense", () => {
    const cli = join(consumer, "node_modules/.bin/bpc-checkout");
    must(node([cli, "--help"], consumer).includes("sandbox"), "no help");
    let refused = false;
    try {
      execFileSync(cli, ["sandbox", "--port", "x"], { stdio: "pipe" });
    } catch {
      refused = true;
    }
    must(refused, "a port that is no number was taken");
  });
}
