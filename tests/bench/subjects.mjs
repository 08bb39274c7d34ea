// What is measured: ours as a user installs it; two clients written by hand, the naive one that a README shows and the equivalent
// one with our guarantees; the peers of npm pinned in package.json.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { npm, pack, ROOT } from "../runtimes/consumer.mjs";

/** Where everything is installed. */
export const BENCH = join(ROOT, "target/bench");
const HERE = import.meta.dirname;

export const OURS = "bpc-checkout";
export const EQUIVALENT = "equivalent by hand";
export const NAIVE = "naive by hand";

const equivalentBundle = join(BENCH, "equivalent.mjs");
const store = (name) => join(HERE, `stores/${name}.mjs`);

/** Column → what to import, from the folder `BENCH`; `store` is the minimal store that uses it. */
export const SUBJECTS = {
  [OURS]: { specifier: "bpc-checkout", store: join(HERE, "../package/store.mjs") },
  [EQUIVALENT]: { specifier: pathToFileURL(equivalentBundle).href, store: store("equivalent") },
  [NAIVE]: { specifier: pathToFileURL(join(HERE, "naive.mjs")).href, store: store("naive") },
  "sberbank-acquiring": { specifier: "sberbank-acquiring", store: store("sberbank-acquiring") },
  alfabank: { specifier: "alfabank", store: store("alfabank") },
  stripe: { specifier: "stripe", store: store("stripe") },
  "@mollie/api-client": { specifier: "@mollie/api-client", store: store("mollie") },
};

/** Installs the peers once, and the package as it is now, from its tarball. */
export async function install() {
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
  // One file, as ours is: every further file would cost it half a millisecond of start-up.
  const { build } = await import("esbuild");
  const entryPoints = [join(HERE, "equivalent/index.mjs")];
  await build({ entryPoints, bundle: true, format: "esm", target: "es2022", outfile: equivalentBundle });
}

/** A file of an installed package. */
export const installed = (path) => join(BENCH, "node_modules", path);

/** Packages that come along at run time: `{ direct, all }`. */
export function dependencies(name) {
  if (name === NAIVE || name === EQUIVALENT) return { direct: 0, all: 0 };
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
