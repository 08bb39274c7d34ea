// The package of wasm-pack as its users use it, against the sandbox: in a Node script, and in a page of Chromium.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { serve } from "../bundlers/serve.mjs";
import { deepEqual } from "../conformance/assert.mjs";
import { openBrowser } from "../bundlers/browser.mjs";
import { ROOT, tool } from "../runtimes/consumer.mjs";
import { listen, nobody } from "../support/loopback.mjs";
import { doors } from "./doors.mjs";
import { purchase } from "./purchase.mjs";

const EXPECTED = {
  orderStatus: 0,
  outcome: "open",
  mismatch: "amount",
  refused: "CheckoutError invalid_option order.amount",
};

/** A report as the suite's. */
async function reported(name, work) {
  const start = Date.now();
  await work();
  return { passed: 1, failed: 0, skipped: [], failures: [], names: [name], ms: Date.now() - start };
}

function checkPurchase({ formUrl, ...seen }, more = {}) {
  if (!/^http:\/\/127\.0\.0\.1:\d+\/payment\//.test(formUrl ?? ""))
    throw new Error(`formUrl is ${formUrl}: ${JSON.stringify(seen)}`);
  deepEqual(seen, { ...EXPECTED, ...more });
}

export const useInNode = (restRoot) =>
  reported("a Node script registers, asks and verifies with the package of wasm-pack", async () => {
    const { lib } = await doors["wasm-pack"].load();
    const gateway = { baseUrl: restRoot, userName: "test_user", password: "test_user_password" };
    checkPurchase(await purchase(lib, gateway, "NODE-1"));
  });

export const useInPage = (restRoot) =>
  reported("a page registers, asks and verifies with the package of wasm-pack", async () => {
    const server = await servePage(restRoot);
    const browser = await openBrowser();
    try {
      const seen = await browser.visit(`${server.origin}/page.html`);
      if (seen.error) throw new Error(seen.error);
      checkPurchase(seen, { refusedLogin: "credentials_in_page" });
    } finally {
      await browser.close();
      server.close();
    }
  });

/** The page, the package, and the sandbox behind the same origin. */
function servePage(restRoot) {
  const files = (path) => (path.startsWith("/pkg/") ? `../../target/pkg-js/${path.slice(5)}` : `.${path}`);
  const types = { html: "text/html", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };
  const server = createServer(async (request, response) => {
    try {
      if (request.url.startsWith("/payment/rest/")) {
        const body = await new Response(request).text();
        const headers = { "content-type": request.headers["content-type"] };
        const reply = await fetch(restRoot + request.url.slice("/payment/rest".length), {
          method: "POST",
          body,
          headers,
        });
        response.writeHead(reply.status, { "content-type": reply.headers.get("content-type") }).end(await reply.text());
        return;
      }
      const { pathname } = new URL(request.url, "http://localhost");
      const file = await readFile(new URL(files(pathname), import.meta.url));
      response.writeHead(200, { "content-type": types[pathname.split(".").pop()] }).end(file);
    } catch {
      response.writeHead(404).end();
    }
  });
  return listen(server);
}

/** The suite in a page and in a worker, from the files as they are: the reports of both. */
export async function suiteInChromium(faults) {
  const start = Date.now();
  const [server, browser] = await Promise.all([serve(ROOT, faults.url), openBrowser()]);
  const env = { faults: faults.url, selfSigned: faults.selfSigned, nobody: await nobody() };
  const hash = encodeURIComponent(JSON.stringify(env));
  try {
    const reports = await browser.visit(`${server.origin}/tests/doors/browser/page.html#${hash}`);
    return reports.map((report) => ({ ...report, ms: Date.now() - start }));
  } finally {
    await browser.close();
    server.close();
  }
}

export const checkTypes = () =>
  reported("the types of the package of wasm-pack are the hand-written ones", async () => {
    const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--types", ""];
    const compiled = promisify(execFile)(tool("tsc"), [...options, join(ROOT, "tests/doors/types.ts")]);
    await compiled.catch(({ stdout }) => Promise.reject(new Error(stdout)));
  });
