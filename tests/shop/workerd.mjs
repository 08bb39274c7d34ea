/**
 * The store in workerd itself, with its Durable Objects on disk: it can be killed and started again with what it had written.
 */
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT, tool } from "../runtimes/consumer.mjs";

/** Where everything of this run is written. */
export const FOLDER = join(ROOT, "target", `shop-test-${process.pid}`);
const running = new Set();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(FOLDER, { recursive: true, force: true });
});

const CLASSES = { ORDER_STORE: "OrderStore", OPEN_ORDERS: "OpenOrders", PACKING_LIST: "PackingList" };

/**
 * A store with storage of its own, bundled as wrangler would. Nothing runs before `start`.
 * @param {string} name
 */
export async function prepareShop(name) {
  const folder = join(FOLDER, name);
  mkdirSync(join(folder, "storage"), { recursive: true });
  copyFileSync(join(ROOT, "pkg/core.wasm"), join(folder, "core.wasm"));
  await build({
    entryPoints: [join(ROOT, "tests/shop/worker.mjs")],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    logLevel: "warning",
    external: ["cloudflare:workers", "*.wasm"],
    alias: { "bpc-checkout/desk": join(ROOT, "pkg/desk.js"), "bpc-checkout": join(ROOT, "pkg/workerd.js") },
  });
  return new Shop(folder);
}

/** @param {Record<string, string>} vars the store's variables */
function configuration(vars) {
  const text = JSON.stringify;
  const bindings = [
    ...Object.entries(vars).map(([key, value]) => `(name = ${text(key)}, text = ${text(value)})`),
    ...Object.entries(CLASSES).map(([key, value]) => `(name = "${key}", durableObjectNamespace = "${value}")`),
    `(name = "ASSETS", service = "pages")`,
  ];
  const namespaces = Object.values(CLASSES).map(
    (value) => `(className = "${value}", uniqueKey = "${value}", enableSql = true)`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "shop", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "core.wasm", wasm = embed "core.wasm")],
      compatibilityDate = "2026-11-01",
      bindings = [${bindings.join(", ")}],
      durableObjectNamespaces = [${namespaces.join(", ")}],
      durableObjectStorage = (localDisk = "storage"),
    )),
    (name = "pages", disk = (path = ${text(join(ROOT, "www/shop"))})),
    (name = "storage", disk = (path = "storage", writable = true)),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", service = "shop")],
);
`;
}

class Shop {
  #folder;
  #child = null;
  #lateMs = 0;
  log = "";

  constructor(folder) {
    this.#folder = folder;
  }

  /** Starts workerd on a free port, with whatever is on the disk. */
  async start(vars) {
    writeFileSync(join(this.#folder, "config.capnp"), configuration(vars));
    const args = ["serve", "config.capnp", "--socket-addr=http=127.0.0.1:0", "--control-fd=3", "--experimental"];
    const child = spawn(tool("workerd"), args, { cwd: this.#folder, stdio: ["ignore", "pipe", "pipe", "pipe"] });
    this.#child = child;
    running.add(child);
    child.once("exit", () => running.delete(child));
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (this.log += text));
    const port = await new Promise((done, fail) => {
      child.stdio[3].setEncoding("utf8").on("data", (line) => {
        const [, found] = /"port":\s*(\d+)/.exec(line) ?? [];
        if (found) done(found);
      });
      child.once("exit", (code) => fail(new Error(`workerd ended with ${code}:\n${this.log}`)));
    });
    this.origin = `http://127.0.0.1:${port}`;
    return this;
  }

  /** Ends workerd at once, as a machine that loses its power. What was written stays. */
  async kill() {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
  }

  /** Moves the store's clock: every later request is so much later. */
  async wait(ms) {
    this.#lateMs += ms;
    await this.probe("time", "", { lateMs: this.#lateMs });
  }

  /** Stops the store's clock where it is, so that nothing depends on how long a test takes; `wait` still moves it. */
  async freeze() {
    await this.probe("time", "", { isFrozen: true });
  }

  /** The store's clock is the machine's again. */
  async resetClock() {
    this.#lateMs = 0;
    await this.probe("time", "", { lateMs: 0, isFrozen: false });
  }

  /** What a probe of worker.mjs says. */
  async probe(name, number = "", body) {
    const init = body && { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${this.origin}/probe/${name}/${number}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`probe ${name}: ${response.status} ${text}\n${this.log.slice(-2000)}`);
    return JSON.parse(text);
  }
}
