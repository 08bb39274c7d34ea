// A store that runs as a program: an example, in a folder of its own with the packed package.

import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { npm, pack } from "../runtimes/consumer.mjs";
import { CARD } from "../shop/customer.mjs";
import { freePort } from "../support/loopback.mjs";
import { ROOT } from "./cargo.mjs";

export const CALLBACK_SECRET = "test_callback_secret";

let tarball;
/** The packed package; packed once. */
export const packed = () => (tarball ??= pack("pkg", join(ROOT, "target/examples/tarball")));

/** What a store reads from its environment. */
export const settings = (bank) => ({
  GATEWAY_URL: bank.origin + new URL(bank.sandbox.baseUrl).pathname,
  GATEWAY_USER: "test_user",
  GATEWAY_PASSWORD: "test_user_password",
  RETURN_KEY: "a return key of a test store",
  CALLBACK_SECRET,
});

/**
 * Copies a project to `<into>/<name>` and installs what its package.json names, the package from its tarball. `isInstalled`: false
 * for a project that another package manager installs.
 */
export function install(
  name,
  { from = join(ROOT, "examples", name), into = "target/examples", isInstalled = true } = {},
) {
  const folder = join(ROOT, into, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(from, folder, { recursive: true, filter: (path) => !/node_modules|\.wrangler/.test(path.slice(from.length)) });
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  manifest.dependencies["bpc-checkout"] = `file:${packed()}`;
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  if (isInstalled) npm(["install"], folder);
  return folder;
}

/**
 * Writes the settings of a project as a developer does: the values into its `.env` or `.dev.vars`, or into a copy of the example of it.
 * A name may have a prefix, such as `NUXT_`. A project without an example gets all in `.dev.vars`.
 */
export function writeSettings(folder, env) {
  const file = [".env", ".dev.vars"].find((name) => existsSync(join(folder, `${name}.example`)));
  if (!file) {
    const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
    return writeFileSync(join(folder, ".dev.vars"), lines.join(""));
  }
  const from = [file, `${file}.example`].map((name) => join(folder, name)).find(existsSync);
  let text = readFileSync(from, "utf8");
  for (const [name, value] of Object.entries(env)) {
    text = text.replace(new RegExp(`^(NUXT_)?${name}=.*$`, "m"), (_, prefix = "") => `${prefix}${name}=${value}`);
  }
  writeFileSync(join(folder, file), text);
}

/** Starts a store with a command, its settings in its file alone. Resolves when it answers: `{ origin, log, stop }`. */
export async function start(folder, command, env) {
  const port = String(await freePort());
  const origin = `http://127.0.0.1:${port}`;
  writeSettings(folder, { ...env, ORIGIN: origin });
  const [program, ...args] = command.map((word) => word.replace("$PORT", port));
  const PATH = [join(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const quiet = { WRANGLER_SEND_METRICS: "false", NO_COLOR: "1", CI: "1" };
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...quiet, PATH, PORT: port, ORIGIN: origin },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const store = { origin, log: "", isOver: false };
  const output = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      store.log += text;
      output.emit("text");
    });
  }
  /** Resolves when it prints something. */
  store.output = () => once(output, "text");
  /** How many orders the store has said to deliver. */
  store.deliveries = () => store.log.match(/^.*\bdeliver\b.*$/gm)?.length ?? 0;
  /** Resolves when it has said so for `count` orders: its output comes later than its response. */
  store.delivered = async (count) => {
    while (store.deliveries() < count) await store.output();
  };
  child.once("error", (error) => (store.log += error)).once("close", () => (store.isOver = true));
  // A command starts others: all of its group end.
  store.stop = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  };
  process.once("exit", store.stop);
  for (;;) {
    if (store.isOver) throw new Error(`${program} ended:\n${store.log.slice(-4000)}`);
    if (await fetch(origin).catch(() => null)) return store;
    await new Promise((done) => setTimeout(done, 50));
  }
}

/**
 * A customer types `fields` into the form of the page and presses its button: the gateway's id of the order, whose payment page opens.
 */
export async function buy(store, fields = {}) {
  const html = await (await fetch(store.origin)).text();
  const [form] = /<form\b[^>]*\bmethod="post"[^]*?<\/form>/.exec(html) ?? [];
  if (!form) throw new Error(`there is no form:\n${html.slice(0, 2000)}`);
  const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  const inputs = form.match(/<input\b[^>]*>/g) ?? [];
  const values = inputs.map((tag) => [attribute(tag, "name"), attribute(tag, "value") ?? ""]);
  const body = new URLSearchParams({ ...Object.fromEntries(values), ...fields });
  const headers = { accept: "text/html", origin: store.origin };
  const action = attribute(form.split(">")[0], "action") ?? "/";
  const response = await fetch(new URL(action, `${store.origin}/`), {
    method: "POST",
    headers,
    body,
    redirect: "manual",
  });
  if (response.status !== 303) {
    throw new Error(`POST ${action}: ${response.status} ${await response.text()}\n${store.log.slice(-4000)}`);
  }
  return new URL(response.headers.get("location")).searchParams.get("mdOrder");
}

/** Pays at the bank; the text of the page to which the customer returns. */
export async function payAndReturn(store, bank, orderId, card = CARD) {
  const { redirectUrl } = bank.sandbox.pay(orderId, card);
  const response = await fetch(redirectUrl);
  return { status: response.status, text: await response.text() };
}
