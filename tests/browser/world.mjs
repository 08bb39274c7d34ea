/** What the browser's tests share: the sandbox, the store, another site and Chromium, on free ports of this machine. */
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { CHROMIUM_FLAGS } from "../bundlers/browser.mjs";
import { findChromium } from "../support/chromium.mjs";
import { freePort, listen } from "../support/loopback.mjs";
import { CARD, EMAIL } from "./customer.mjs";
import { prepareStore, startRecorder, startSandbox, startStore } from "./servers.mjs";

const RETURN_KEY = "canary-return-key-of-this-test-run";

export const OPERATOR_KEY = "canary-operator-key-of-this-run";
export const AS_OPERATOR = { Authorization: `Basic ${btoa(`operator:${OPERATOR_KEY}`)}` };

/** Another site: it shows whatever a test puts there. */
async function startElsewhere() {
  const elsewhere = { page: "" };
  const server = createServer((_, response) =>
    response
      .setHeader("Content-Type", "text/html")
      .end(`<!doctype html><link rel="icon" href="data:," />${elsewhere.page}`),
  );
  const { close } = await listen(server);
  // Another name than the shop's, so that it is another site and not only another port.
  elsewhere.origin = `http://localhost:${server.address().port}`;
  elsewhere.stop = close;
  return elsewhere;
}

/** Starts everything; `stop` ends it. */
export async function startWorld() {
  prepareStore();
  const stops = [];
  const keep = (server) => (stops.push(server.stop), server);
  // The servers are in process groups of their own: they would outlive a run that is interrupted or breaks.
  const stopServers = () =>
    stops
      .splice(0)
      .reverse()
      .forEach((stop) => stop());
  process.once("exit", stopServers);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

  const sandbox = keep(await startSandbox(await freePort()));
  const gateway = keep(await startRecorder(await freePort(), sandbox.origin));
  const settings = {
    GATEWAY_URL: `${gateway.origin}/payment/rest`,
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY,
    OPERATOR_KEY,
    // What one browser does here in minutes, many customers do in days. The limits have their tests in tests/shop.
    ASK_EVERY_MS: "0",
    PURCHASES_PER_CLIENT: "100000",
    PURCHASES_IN_TOTAL: "100000",
  };
  const store = keep(await startStore(await freePort(), settings));
  const elsewhere = keep(await startElsewhere());
  const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
  const stop = async () => {
    await browser.close();
    stopServers();
  };
  const canaries = {
    "gateway's password": settings.GATEWAY_PASSWORD,
    "return key": RETURN_KEY,
    "operator's key": OPERATOR_KEY,
    "card number": CARD.pan,
    "masked card": "**5599",
    "card holder": CARD.holder,
    "e-mail": EMAIL,
  };
  const neverLogged = [settings.GATEWAY_PASSWORD, RETURN_KEY, OPERATOR_KEY, CARD.pan, EMAIL];
  return { browser, store, gateway, elsewhere, canaries, neverLogged, stop };
}
