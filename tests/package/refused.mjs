// Where the package cannot start, it says which package it is, why, and what to configure.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tool } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

/** What importing an entry throws after `prelude` changed the platform: the message and the name of the cause. */
function failure(consumer, prelude, entry, load) {
  const how = load === "require" ? `require(${JSON.stringify(entry)})` : `await import(${JSON.stringify(entry)})`;
  const source = `
    const { createRequire } = await import("node:module");
    const require = createRequire(${JSON.stringify(join(consumer, "x.js"))});
    ${prelude}
    try { ${how}; console.log("{}"); }
    catch ({ message, cause }) { console.log(JSON.stringify({ message, cause: cause?.name })); }`;
  return JSON.parse(
    execFileSync(tool("node"), ["--input-type=module", "-e", source], { cwd: consumer, encoding: "utf8" }),
  );
}

const NOT_COMPILED = `WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError("not allowed here"); } };`;
const A_PAGE = `
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Mozilla/5.0" } });
  Object.defineProperty(process.versions, "node", { value: undefined });`;

/** How the platform is changed, and what the error must contain. */
const PLATFORMS = {
  "without WebAssembly": ["delete globalThis.WebAssembly;", "no WebAssembly", "Fastly", "bpc-checkout/money"],
  "without TextDecoder": ["delete globalThis.TextDecoder;", "TextDecoder", "/** @jest-environment node */"],
  "that compiles nothing": [NOT_COMPILED, "not allowed here", 'serverExternalPackages: ["bpc-checkout"]', '"workerd"'],
  // The last: a platform that no longer says that it is Node.
  "a page whose policy forbids it": [NOT_COMPILED + A_PAGE, "not allowed here", "script-src 'wasm-unsafe-eval'"],
};

export function checkRefusals(consumer) {
  for (const [name, [prelude, ...words]] of Object.entries(PLATFORMS)) {
    check(`the error at load says what to do: ${name}`, () => {
      for (const entry of ["bpc-checkout", "bpc-checkout/sandbox"]) {
        for (const load of ["import", "require"]) {
          const { message = "it loaded", cause } = failure(consumer, prelude, entry, load);
          for (const word of ["bpc-checkout: ", ...words])
            must(message.includes(word), `${entry}, ${load}: ${message}`);
          must(prelude.startsWith("delete") || cause === "CompileError", `${entry}, ${load}: the cause is ${cause}`);
        }
      }
    });
  }

  check("money loads on a platform without WebAssembly and without TextDecoder", () => {
    const prelude = "delete globalThis.WebAssembly; delete globalThis.TextDecoder;";
    for (const load of ["import", "require"]) {
      const { message } = failure(consumer, prelude, "bpc-checkout/money", load);
      must(message === undefined, `${load}: ${message}`);
    }
  });

  check("workerd with the entry for Node: the error names the line for OpenNext", () => {
    const log = workerd(consumer, "inline", { "entry.js": ["esModule", "index.js"] });
    must(log.includes("bpc-checkout: WebAssembly could not be compiled"), log);
    must(log.includes('serverExternalPackages: ["bpc-checkout"]'), log);
  });

  check("workerd with a .wasm file that the bundler made an asset of: the error says so", () => {
    const others = importedFrom(join(consumer, "node_modules/bpc-checkout"), "workerd.js");
    for (const kind of ["data", "text"]) {
      const log = workerd(consumer, kind, {
        "entry.js": ["esModule", "workerd.js"],
        ...Object.fromEntries(others.map((file) => [file, ["esModule", file]])),
        "core.wasm": kind === "data" ? ["data", "core.wasm"] : ["text", "told.js"],
      });
      must(log.includes("bpc-checkout: the .wasm import gave no WebAssembly.Module"), log);
    }
  });
}

/** The JavaScript files that a file of the package imports, and those that they import. */
function importedFrom(folder, entry, found = new Set()) {
  for (const [, file] of readFileSync(join(folder, entry), "utf8").matchAll(/from "\.\/([\w-]+\.js)"/g)) {
    if (found.has(file)) continue;
    found.add(file);
    importedFrom(folder, file, found);
  }
  return [...found];
}

/**
 * What workerd prints for a worker of these modules: name → kind and file of the package. The entry is imported while an event is
 * handled, as the output of a framework does it: at the start, workerd compiles bytes too.
 */
function workerd(consumer, name, modules) {
  const folder = join(consumer, `refused-${name}`);
  mkdirSync(folder);
  const parts = Object.entries(modules).map(([module, [kind, file]]) => {
    cpSync(join(consumer, "node_modules/bpc-checkout", file), join(folder, module + ".part"));
    return `(name = "${module}", ${kind} = embed "${module}.part")`;
  });
  writeFileSync(
    join(folder, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "worker", worker = (
  modules = [(name = "main.js", esModule = "export default { test: () => import('./entry.js') };"), ${parts.join(", ")}],
  compatibilityDate = "2026-11-01",
))]);`,
  );
  const { stdout, stderr, status } = spawnSync(tool("workerd"), ["test", "config.capnp"], {
    cwd: folder,
    encoding: "utf8",
  });
  must(status !== 0, "it started");
  return stdout + stderr;
}
