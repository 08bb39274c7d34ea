// Starts a module that the JavaScript contains. It is imported before the glue, which would end with a ReferenceError where the
// platform has no WebAssembly or no TextDecoder.
import { decode } from "./load-inline.js";
import { isPage } from "./page.js";

if (typeof WebAssembly === "undefined") {
  throw new Error(
    "bpc-checkout: this platform has no WebAssembly (Fastly Compute and React Native have none), so the package cannot run here. " +
      "Only bpc-checkout/money needs no WebAssembly.",
  );
}
if (typeof TextDecoder === "undefined" || typeof TextEncoder === "undefined") {
  throw new Error(
    "bpc-checkout: TextDecoder or TextEncoder is missing here. In Jest with jest-environment-jsdom, write " +
      "/** @jest-environment node */ at the top of the test file, or use the environment jest-fixed-jsdom.",
  );
}

const IN_PAGE =
  "The Content-Security-Policy of the page must allow it: script-src 'wasm-unsafe-eval'. To format amounts alone, import " +
  "bpc-checkout/money, which needs no WebAssembly.";

const ON_SERVER =
  "On Cloudflare Workers and edge runtimes this means that the bundler took the entry for Node. Next.js with OpenNext: " +
  'serverExternalPackages: ["bpc-checkout"] in next.config. Other bundlers: resolve with the condition "workerd" or ' +
  '"edge-light". See "Where it runs" in the README of bpc-checkout.';

/**
 * Compiles the module, or says why the platform does not let it and what to configure.
 * @param {(input: { module: any }) => unknown} initSync @param {string} base64
 */
export function start(initSync, base64) {
  const module = decode(base64);
  try {
    initSync({ module });
  } catch (cause) {
    throw new Error(`bpc-checkout: WebAssembly could not be compiled (${cause}). ${isPage() ? IN_PAGE : ON_SERVER}`, {
      cause,
    });
  }
}
