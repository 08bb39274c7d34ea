// What a user downloads: exactly the listed files, nothing of the machine that built them, no dependency.

import { readdirSync, readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { filesIn } from "../lint/files.mjs";
import { npm, ROOT } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

const read = (path) => readFileSync(join(ROOT, path), "utf8");

export function checkContents() {
  check("the tarball holds exactly the listed files", () => {
    const [{ files, size, unpackedSize }] = JSON.parse(npm(["pack", "./pkg", "--dry-run", "--json"]));
    const actual = files.map(({ path }) => path).sort();
    const expected = [
      ...read("tests/package/contents.txt").trim().split("\n"),
      ...guides(),
      ...templates(),
      ...demo(),
    ].sort();
    const missing = expected.filter((path) => !actual.includes(path));
    const extra = actual.filter((path) => !expected.includes(path));
    must(
      missing.length + extra.length === 0,
      `missing: ${missing.join(", ") || "-"}\nnot listed: ${extra.join(", ") || "-"}`,
    );
    return `${actual.length} files, ${kilo(size)} packed, ${kilo(unpackedSize)} unpacked`;
  });

  check("no dependency, no install script", () => {
    const manifest = JSON.parse(read("pkg/package.json"));
    for (const key of ["dependencies", "peerDependencies", "optionalDependencies", "bundledDependencies", "scripts"]) {
      must(manifest[key] === undefined, `package.json has ${key}`);
    }
  });

  check("one version in package.json and Cargo.toml", () => {
    const { version } = JSON.parse(read("pkg/package.json"));
    const [, crate] = /^\[package\][^[]*?^version = "(.*?)"/ms.exec(read("Cargo.toml"));
    must(version === crate, `package.json says ${version}, Cargo.toml ${crate}`);
    return version;
  });

  check("nothing of the machine that built it", () => {
    const traces = [ROOT, homedir(), hostname(), "/.cargo/", "registry/src", "/rustc/"].filter(
      (text) => text.length > 4,
    );
    for (const { path: file } of JSON.parse(npm(["pack", "./pkg", "--dry-run", "--json"]))[0].files) {
      const text = readFileSync(join(ROOT, "pkg", file), "latin1");
      for (const trace of traces) must(!text.includes(trace), `${file} contains ${trace}`);
    }
  });

  check("each bank with ways of its own has an import, and wasm-pack.toml builds all that are declared", () => {
    const { exports } = JSON.parse(read("pkg/package.json"));
    const declared = Object.keys(exports).filter(
      (name) => name !== "." && exports[name].import?.default === "./index.js",
    );
    const built = /^\[banks\][^[]*?^names = (\[.*?\])/ms.exec(read("wasm-pack.toml"))[1];
    const names = JSON.parse(built);
    must(declared.map((name) => name.slice(2)).join() === names.join(), `declared: ${declared}; built: ${names}`);
    const list = /macro_rules! otherwise \{.*?^\}/ms.exec(read("src/model/gateway/banks.rs"))[0];
    const special = [...list.matchAll(/^ +"([a-z-]+) \S+\/(?:rest|v1) /gm)].map(([, name]) => name);
    must(["reference", ...special].join() === names.join(), `banks of the list: ${special}; built: ${names}`);
    return names.join(", ");
  });

  check("the inlined module is the module", () => {
    for (const [name, entry] of [
      ["core", "index"],
      ["sandbox", "sandbox"],
    ]) {
      const base64 = readFileSync(join(ROOT, `pkg/${name}.wasm`)).toString("base64");
      for (const file of [`${entry}.js`, `${entry}.cjs`]) {
        must(read(`pkg/${file}`).includes(`"${base64}"`), `${file} does not hold ${name}.wasm`);
      }
    }
  });
}

/** The store that `init` writes, as git has it. */
const templates = () => filesIn("examples/store").map((path) => path.replace("examples/", "templates/"));

/** The store of `bpc-checkout demo`, as git has it. */
const demo = () =>
  ["worker", "shop"].flatMap((name) => filesIn(`www/${name}`).map((path) => path.replace("www/", "demo/")));

/** Every guide of docs/ but the one for who works on the project. */
const guides = () =>
  readdirSync(join(ROOT, "docs"), { recursive: true })
    .filter((path) => path.endsWith(".md") && path !== "style.md")
    .map((path) => `docs/${path}`);

const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
