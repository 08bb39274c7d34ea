// A program of somebody else, compiled in a temporary folder: it has its own allocator and another wasm-bindgen, and the library
// adds no export to its module.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { cargo, ROOT, xtask } from "./cargo.mjs";

const folder = mkdtempSync(join(tmpdir(), "foreign-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const manifest = join(folder, "Cargo.toml");
cpSync(join(ROOT, "tests/foreign"), folder, { recursive: true });
writeFileSync(manifest, readFileSync(manifest, "utf8").replace('path = "../.."', `path = ${JSON.stringify(ROOT)}`));

// Kept between runs: compiling the standard library takes longest.
const target = ["--manifest-path", manifest, "--target-dir", join(ROOT, "target/foreign")];

test("a program with its own allocator and another wasm-bindgen compiles", () => {
  cargo("build", "--locked", ...target);
  const versions = cargo("tree", "--locked", "--manifest-path", manifest, "--prefix", "none").split("\n");
  assert.deepEqual(
    versions.filter((line) => /^wasm-bindgen v/.test(line)).map((line) => line.split(" ")[1]),
    ["v0.2.100"],
  );
});

test("its WebAssembly module exports its own function and nothing of the library", () => {
  xtask("wasm", "build", "--locked", ...target);
  const module = readFileSync(join(ROOT, "target/foreign/wasm32-unknown-unknown/debug/foreign.wasm"));
  const names = WebAssembly.Module.exports(new WebAssembly.Module(module)).map(({ name }) => name);
  // wasm-bindgen's own helpers begin with underscores; `__externref_…` and `__data_end` too.
  assert.deepEqual(names.filter((name) => !name.startsWith("__")).sort(), ["memory", "price"]);
});

test("the package as it would be published holds all that it needs", () => {
  execFileSync("cargo", ["package", "--allow-dirty", "--quiet", "--package", "bpc-checkout"], {
    cwd: ROOT,
    stdio: "pipe",
  });
});
