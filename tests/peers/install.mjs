// Installs the foreign clients from their registries into target/peers, pinned and unchanged, once.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm, ROOT } from "../runtimes/consumer.mjs";

const HERE = import.meta.dirname;
const TARGET = join(ROOT, "target/peers");
const NPM = join(TARGET, "npm");
const VENV = join(TARGET, "python");

/** Installs what is missing; returns where the modules of npm and the interpreter with the clients of PyPI are. */
export function installPeers() {
  mkdirSync(NPM, { recursive: true });
  once("npm", ["package.json", "package-lock.json"], installNpm);
  once("python", ["requirements.txt"], installPython);
  return { modules: join(NPM, "node_modules"), python: join(VENV, "bin/python3") };
}

/** Runs `install` unless it has run with the same files before. */
function once(name, files, install) {
  const stamp = join(TARGET, `${name}.stamp`);
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(HERE, file)));
  const wanted = hash.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log(`peers: installing the clients of ${name === "npm" ? "npm" : "PyPI"} into target/peers/${name}`);
  rmSync(stamp, { force: true });
  install();
  writeFileSync(stamp, wanted);
}

function installNpm() {
  for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(HERE, file), join(NPM, file));
  npm(["ci", "--ignore-scripts"], NPM);
}

function installPython() {
  if (!makeVenv()) {
    throw new Error(
      "the clients of PyPI need Python 3 with venv, install it with: apt-get install python3 python3-venv",
    );
  }
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"];
  run(join(VENV, "bin/python3"), [...pip, "--requirement", join(HERE, "requirements.txt")]);
}

/** False: there is no Python, or Debian's without the package that makes environments. */
function makeVenv() {
  rmSync(VENV, { recursive: true, force: true });
  try {
    execFileSync("python3", ["-m", "venv", VENV], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

function run(command, args) {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
}
