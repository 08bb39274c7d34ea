// Sizes: a minimal store of each, bundled for workerd and minified; the module of WebAssembly is uploaded beside it.

import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { BENCH, installed, OURS, SUBJECTS } from "./subjects.mjs";

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The bundle's JavaScript, or null when it cannot be made without a runtime's own modules. */
async function bundle(input) {
  const options = {
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    outdir: "out",
    logLevel: "silent",
    external: ["*.wasm"],
    conditions: ["workerd", "worker", "browser"],
    nodePaths: [`${BENCH}/node_modules`],
  };
  return build({ ...options, ...input }).then(
    ({ outputFiles }) => outputFiles[0].contents,
    () => null,
  );
}

/** Bytes after gzip of the store's upload, or null where it does not bundle. */
export async function uploadSize(name) {
  const js = await bundle({ entryPoints: [SUBJECTS[name].store] });
  if (js === null) return null;
  return gzipped(js) + (name === OURS ? gzipped(readFileSync(installed("bpc-checkout/core.wasm"))) : 0);
}

/** Bytes after gzip of all our JavaScript. */
export async function glueSize() {
  return gzipped(await bundle({ stdin: { contents: 'export * from "bpc-checkout";', resolveDir: BENCH } }));
}
