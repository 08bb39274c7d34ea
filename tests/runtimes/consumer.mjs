// A project as a user would have it: the packed package, installed, beside the tests.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** The path of a tool of node_modules. */
export const tool = (name) => join(ROOT, "node_modules/.bin", name);

const nodeIn = (name) => join(ROOT, "node_modules", name, "bin/node");

/** The versions of Node that the suite runs on, and the paths of their programs. */
export const NODES = {
  node20: nodeIn("node20"),
  node22: nodeIn("node22"),
  node24: nodeIn("node"),
  node26: nodeIn("node26"),
};

/** Runs npm and returns what it printed. */
export function npm(args, cwd = ROOT) {
  return execFileSync("npm", [...args, "--loglevel=error", "--no-audit", "--no-fund"], { cwd, encoding: "utf8" });
}

/** `npm pack` of a folder; returns the tarball's path. */
export function pack(folder, destination) {
  mkdirSync(destination, { recursive: true });
  const [{ filename }] = JSON.parse(npm(["pack", join(ROOT, folder), "--json", "--pack-destination", destination]));
  return join(destination, filename);
}

/**
 * Makes `target/<name>` afresh with the package installed from its tarball, the variant with the panicking export under
 * a name of its own, the suite and the launchers.
 */
export function makeConsumer(name) {
  const folder = join(ROOT, "target", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const dependencies = {
    "bpc-checkout": `file:${pack("pkg", join(folder, "tarballs/package"))}`,
    "bpc-checkout-panicking": `file:${pack("target/pkg-test", join(folder, "tarballs/variant"))}`,
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  npm(["install", "--ignore-scripts"], folder);
  for (const name of ["conformance", "vectors"])
    cpSync(join(ROOT, "tests", name), join(folder, name), { recursive: true });
  cpSync(join(ROOT, "tests/runtimes"), folder, { recursive: true });
  return folder;
}
