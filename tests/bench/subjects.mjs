// What is measured: ours as a user installs it, the client written by hand, the peers of npm pinned in package.json.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { npm, pack, ROOT } from "../runtimes/consumer.mjs";

/** Where everything is installed. */
export const BENCH = join(ROOT, "target/bench");
const HERE = import.meta.dirname;

/** Column → what to import, from the folder `BENCH`; `store` is the minimal store that uses it. */
export const SUBJECTS = {
  "bpc-checkout": { specifier: "bpc-checkout", store: join(HERE, "../package/store.mjs") },
  "by hand": {
    specifier: pathToFileURL(join(HERE, "handwritten.mjs")).href,
    store: join(HERE, "stores/handwritten.mjs"),
  },
  "sberbank-acquiring": { specifier: "sberbank-acquiring", store: join(HERE, "stores/sberbank-acquiring.mjs") },
  alfabank: { specifier: "alfabank", store: join(HERE, "stores/alfabank.mjs") },
  stripe: { specifier: "stripe", store: join(HERE, "stores/stripe.mjs") },
  "@mollie/api-client": { specifier: "@mollie/api-client", store: join(HERE, "stores/mollie.mjs") },
};

export const OURS = "bpc-checkout";
export const BY_HAND = "by hand";

/** Installs the peers once, and the package as it is now, from its tarball. */
export function install() {
  mkdirSync(BENCH, { recursive: true });
  const stamp = join(BENCH, ".stamp");
  const wanted = createHash("sha256")
    .update(readFileSync(join(HERE, "package-lock.json")))
    .digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    console.log("bench: installing the peers from npm into target/bench");
    for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(HERE, file), join(BENCH, file));
    npm(["ci", "--ignore-scripts"], BENCH);
    writeFileSync(stamp, wanted);
  }
  const tarball = pack("pkg", join(BENCH, "packed"));
  npm(["install", "--no-save", "--no-package-lock", "--ignore-scripts", tarball], BENCH);
}

/** A file of an installed package. */
export const installed = (path) => join(BENCH, "node_modules", path);

/** Packages that come along at run time: `{ direct, all }`. */
export function dependencies(name) {
  if (name === BY_HAND) return { direct: 0, all: 0 };
  const manifest = (at) => JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
  const seen = new Set();
  const visit = (at) => {
    for (const dependency of Object.keys(manifest(at).dependencies ?? {})) {
      const own = join(at, "node_modules", dependency);
      const place = existsSync(own) ? own : installed(dependency);
      if (!seen.has(place)) visit((seen.add(place), place));
    }
  };
  const start = installed(name);
  visit(start);
  return { direct: Object.keys(manifest(start).dependencies ?? {}).length, all: seen.size };
}
