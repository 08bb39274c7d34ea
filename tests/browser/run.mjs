/**
 * The demo store in Chromium: `node tests/browser/run.mjs [part of a test's name]`, after `npm run build`.
 * Starts the sandbox and the store on free ports of this machine. Pictures of the pages go to test-results/browser/.
 */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS } from "../bundlers/browser.mjs";
import { CARD, EMAIL } from "./customer.mjs";
import { runAll } from "./harness.mjs";
import { freePort, prepareStore, startRecorder, startSandbox, startStore } from "./servers.mjs";
import "./purchase.test.mjs";
import "./window.test.mjs";
import "./trust.test.mjs";
import "./headers.test.mjs";
import "./look.test.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(CHROMIUM)) {
  console.error(`there is no ${CHROMIUM}: apt-get install chromium, or set CHROMIUM to a browser`);
  process.exit(1);
}

const RETURN_KEY = "canary-return-key-of-this-test-run";
const stops = [];

/** Another site: it shows whatever a test puts there. */
async function startElsewhere() {
  const elsewhere = { page: "" };
  const server = createServer((_, response) =>
    response
      .setHeader("Content-Type", "text/html")
      .end(`<!doctype html><link rel="icon" href="data:," />${elsewhere.page}`),
  );
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  // Another name than the shop's, so that it is another site and not only another port.
  elsewhere.origin = `http://localhost:${server.address().port}`;
  elsewhere.stop = () => server.close().closeAllConnections();
  return elsewhere;
}

async function main() {
  prepareStore();
  const keep = (server) => (stops.push(server.stop), server);
  const sandbox = keep(await startSandbox(await freePort()));
  const gateway = keep(await startRecorder(await freePort(), sandbox.origin));
  const settings = {
    GATEWAY_URL: `${gateway.origin}/payment/rest`,
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY,
  };
  const store = keep(await startStore(await freePort(), settings));
  const elsewhere = keep(await startElsewhere());
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  stops.push(() => browser.close());

  const canaries = {
    "gateway's password": settings.GATEWAY_PASSWORD,
    "return key": RETURN_KEY,
    "card number": CARD.pan,
    "masked card": "**5599",
    "card holder": CARD.holder,
    "e-mail": EMAIL,
  };
  const { passed, failed } = await runAll({ browser, store, gateway, elsewhere, canaries }, process.argv[2]);
  for (const canary of [settings.GATEWAY_PASSWORD, RETURN_KEY, CARD.pan, EMAIL]) {
    if (store.log.includes(canary)) throw new Error("the store's log shows a secret");
  }
  if (failed > 0) console.log(`the end of the store's log:\n${store.log.slice(-2000)}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}

// The servers are in process groups of their own: they would outlive a run that is interrupted or breaks.
process.once("exit", () => stops.reverse().forEach((stop) => stop()));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

process.exit((await main()) ? 0 : 1);
