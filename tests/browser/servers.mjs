/**
 * The servers of a run, each on a free port of this machine: the sandbox gateway from the packed package, a recorder in front
 * of it, and the store under `wrangler dev`, as a developer would run them.
 */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { npm, pack, ROOT, tool } from "../runtimes/consumer.mjs";

/** Wrangler without an account and without a network, on the Node that runs this. */
const ENV = {
  ...process.env,
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  WRANGLER_SEND_METRICS: "false",
  CI: "1",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/** The store of this run: a copy, so that whoever works on www/, starts it or tests it meanwhile does not disturb. */
const STORE = join(ROOT, "target", `demo-store-${process.pid}`);

/** Copies www/ and installs into it what a user of npm would get: the packed pkg/, not a link to it. */
export function prepareStore() {
  const ours = (path) => !/\/(node_modules|\.wrangler|\.dev\.vars)$/.test(path);
  cpSync(join(ROOT, "www"), STORE, { recursive: true, filter: ours });
  process.once("exit", () => rmSync(STORE, { recursive: true, force: true }));
  npm(["install", "--no-save", "--no-package-lock", "--ignore-scripts", pack("pkg", join(STORE, "packed"))], STORE);
}

/** The gateway, from the installed package: `bpc-checkout sandbox`. */
export const startSandbox = (port, ...options) => {
  const cli = join(STORE, "node_modules/bpc-checkout/cli.js");
  return start("sandbox", process.execPath, [cli, "sandbox", "--port", String(port), ...options], port);
};

/** The store, with variables as a shop's owner would set them. */
export const startStore = (port, vars) => startWrangler("store", STORE, port, vars);

/** A worker as its developer would run it: `wrangler dev` in its folder. */
export function startWrangler(name, folder, port, vars = {}, flags = []) {
  const settings = Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  const args = [
    "dev",
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--inspector-port",
    "0",
    "--show-interactive-dev-session=false",
    "--env-file",
    "/dev/null",
    ...settings,
    ...flags,
  ];
  return start(name, tool("wrangler"), args, port, folder);
}

/** What wrangler says of a deployment of the store that does not take place. */
export function dryRun() {
  const args = ["deploy", "--dry-run", "--outdir", join(STORE, "dry-run")];
  return execFileSync(tool("wrangler"), args, { cwd: STORE, env: ENV, encoding: "utf8" });
}

/** Starts a server in a process group of its own, and waits until its port takes connections. */
async function start(name, program, args, port, cwd = ROOT) {
  const child = spawn(program, args, { cwd, env: ENV, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const server = { name, origin: `http://127.0.0.1:${port}`, log: "" };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (server.log += text));
  server.stop = () => {
    try {
      // Nothing here has anything to save, and a hung one would not listen to less.
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // it has ended by itself
    }
  };
  const patience = Date.now() + 600_000;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > patience) {
      server.stop();
      throw new Error(`the ${name} did not start:\n${server.log}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return server;
}

const listens = (port) =>
  new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => done(true)).on("error", () => done(false));
    socket.on("connect", () => socket.end());
  });

/**
 * Stands between the store and the gateway, and between the browser and the payment page: passes everything on, keeps what the
 * store asked, and can answer in the gateway's place (`fault`), as a broken gateway would, or after a while.
 */
export async function startRecorder(port, target) {
  const recorder = { origin: `http://127.0.0.1:${port}`, calls: [], pages: [], fault: null };
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const endpoint = /\/rest\/(\w+)\.do$/.exec(request.url)?.[1];
    if (endpoint) recorder.calls.push({ endpoint, fields: new URLSearchParams(body) });
    else recorder.pages.push({ url: request.url, headers: request.headers });
    const onward = httpRequest(
      target + request.url,
      { method: request.method, headers: request.headers },
      async (answer) => {
        const text = await textOf(answer);
        const changed = (endpoint && (await recorder.fault?.({ endpoint, text }))) || {
          status: answer.statusCode,
          text,
        };
        const { "content-length": _, "transfer-encoding": __, ...headers } = answer.headers;
        response.writeHead(changed.status ?? answer.statusCode, headers).end(changed.text);
      },
    );
    onward.on("error", () => response.writeHead(502).end());
    onward.end(body);
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  recorder.stop = () => server.close().closeAllConnections();
  recorder.reset = () => {
    recorder.calls = [];
    recorder.pages = [];
    recorder.fault = null;
  };
  recorder.count = (...endpoints) => recorder.calls.filter((call) => endpoints.includes(call.endpoint)).length;
  return recorder;
}

async function textOf(stream) {
  stream.setEncoding("utf8");
  let text = "";
  for await (const piece of stream) text += piece;
  return text;
}
