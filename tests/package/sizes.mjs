// What a store uploads: a minimal worker, bundled for workerd, as its platform would store it.

import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "../runtimes/consumer.mjs";
import { check, must } from "./checks.mjs";

const CART = "customerDetails";
const TOKEN = "JSON Web Token";
const CHECKSUM = "HMAC-SHA256 has 64";
const RSA = "BEGIN PUBLIC KEY";
const MINIMUM = "the smallest amount that this bank takes";
const ONE_PHASE = "has no two-phase orders";
const TERMINAL = "this bank gives you one for each terminal";

/** Texts of code that a bank does not need. */
const ONLY_ELSEWHERE = {
  reference: [CART, TOKEN, MINIMUM, ONE_PHASE, TERMINAL],
  "banca-transilvania": [CHECKSUM, RSA, MINIMUM, ONE_PHASE],
  credibanco: [CART, TOKEN, CHECKSUM, RSA, MINIMUM],
  satim: [CART, TOKEN, ONE_PHASE],
  "sberbank-ecom": [CART, TOKEN, CHECKSUM, RSA, MINIMUM, ONE_PHASE, TERMINAL],
};

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

  for (const [bank, others] of Object.entries(ONLY_ELSEWHERE)) {
    check(`a store that imports bpc-checkout/${bank} uploads what that bank needs`, async () => {
      const js = await bundle(consumer, store.replace('from "bpc-checkout"', `from "bpc-checkout/${bank}"`));
      const text = new TextDecoder().decode(js);
      must(text.includes(`${bank}.wasm`) && !text.includes("core.wasm"), "it imports another module");
      const own = readFileSync(join(ROOT, `pkg/${bank}.wasm`));
      for (const other of others) {
        must(wasm.includes(other), `"${other}" is not in the whole library: this check is out of date`);
        must(!own.includes(other), `"${other}" is in ${bank}.wasm`);
      }
      const total = gzipped(js) + gzipped(own);
      const saved = gzipped(await bundle(consumer, store)) + gzipped(wasm) - total;
      must(saved > 2_500, `${total} bytes are only ${saved} less than with bpc-checkout`);
      return `${total} bytes gzip, ${saved} less than with bpc-checkout (wasm ${gzipped(own)})`;
    });
  }

  check("a store uploads the languages that it imports, and no other", async () => {
    const only = 'import { ro } from "bpc-checkout/messages"; export default ro;';
    const js = await bundle(consumer, only);
    const escaped = /\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi;
    const text = new TextDecoder()
      .decode(js)
      .replaceAll(escaped, (_, long, short) => String.fromCharCode(parseInt(long ?? short, 16)));
    must(text.includes("Plata a fost efectuată."), "Romanian is not in it");
    const others = [/[\u0370-\u07ff]/, /payment/, /Zahlung/, /paiement/, /pago/, /pagamento/, /ödeme/i, /Transilvania/];
    for (const other of others) must(!other.test(text), `${other} is in the bundle of a store that imports ro alone`);
    must(gzipped(js) < 1_000, `${gzipped(js)} bytes`);
    const all = gzipped(await bundle(consumer, 'export * from "bpc-checkout/messages";'));
    return `${gzipped(js)} bytes min+gzip for one language, ${all} for all`;
  });

  check("a store that does not import the response codes does not upload them", async () => {
    const js = new TextDecoder().decode(await bundle(consumer, store));
    must(!js.includes("do not honour"), "the texts for operators are in the bundle of a store");
    const codes = await bundle(consumer, 'export * from "bpc-checkout/codes";');
    must(!new TextDecoder().decode(codes).includes("core.wasm"), "bpc-checkout/codes imports the library");
    return `bpc-checkout/codes: ${gzipped(codes)} bytes min+gzip`;
  });

  check("importing the library does not pull in the sandbox", async () => {
    const js = new TextDecoder().decode(await bundle(consumer, store));
    must(
      !js.includes("sandbox.wasm") && !js.includes("gateway.sandbox.test"),
      "the sandbox is in the bundle of a store",
    );
  });
}
