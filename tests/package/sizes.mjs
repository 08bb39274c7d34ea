// What a store uploads: a minimal worker, bundled for workerd, as its platform would store it.

import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The JavaScript of a worker that registers and verifies, without the module of WebAssembly, minified. */
async function bundle(consumer, source) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: consumer },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    outdir: "out",
    conditions: ["workerd", "worker", "browser"],
    external: ["*.wasm"],
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}

/** `budget`: bytes after gzip, `{ storeUpload, glue }`. */
export function checkSizes(consumer, budget) {
  const wasm = readFileSync(join(ROOT, "pkg/core.wasm"));
  const store = readFileSync(join(ROOT, "tests/package/store.mjs"), "utf8");

  check("upload of a minimal store", async () => {
    const js = await bundle(consumer, store);
    const total = gzipped(js) + gzipped(wasm);
    must(
      total <= budget.storeUpload,
      `${total} bytes after gzip, the gate is ${budget.storeUpload}: wasm ${gzipped(wasm)}, JavaScript ${gzipped(js)}`,
    );
    return `${total} of ${budget.storeUpload} bytes gzip (wasm ${gzipped(wasm)} of ${wasm.length} raw, JavaScript ${gzipped(js)})`;
  });

  check("JavaScript glue", async () => {
    const glue = gzipped(await bundle(consumer, 'export * from "bpc-checkout";'));
    must(glue <= budget.glue, `${glue} bytes after gzip, the gate is ${budget.glue}`);
    return `${glue} of ${budget.glue} bytes min+gzip`;
  });

  check("importing the library does not pull in the sandbox", async () => {
    const js = new TextDecoder().decode(await bundle(consumer, store));
    must(
      !js.includes("sandbox.wasm") && !js.includes("gateway.sandbox.test"),
      "the sandbox is in the bundle of a store",
    );
  });
}
