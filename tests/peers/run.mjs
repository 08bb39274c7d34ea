// Foreign clients against the sandbox: do others' programs, unchanged, find in it the gateway they were written for?
// README.md says which they are.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { callbackTests } from "./callback.mjs";
import { makeClients } from "./clients/index.mjs";
import { BREAKS, DIALECTS, table } from "./dialects.mjs";
import { installPeers } from "./install.mjs";
import { startSandbox } from "./sandbox.mjs";
import { Broken, play, STEP_COUNT } from "./scenario.mjs";

// What is on this machine is asked directly, whatever proxy the machine has for the rest.
process.env.NO_PROXY = process.env.no_proxy = [process.env.NO_PROXY, "127.0.0.1"].filter(Boolean).join();

/** Milliseconds for all of it: some of the clients wait for an answer without end. */
const LIMIT_MS = 1_800_000;

const tests = { passed: 0, failed: 0 };

/** Counts and prints one row; `problem` is nothing where all is well. */
function row(name, problem, note, count = 1) {
  if (problem) tests.failed++;
  else tests.passed += count;
  console.log(`  ${problem ? "RED" : "ok "} ${name.padEnd(34)} ${problem ?? note}`);
}

/** One client in one dialect: through all steps, or up to the one it is known to break at. */
async function cell(client, profile, connect, sandbox) {
  const [step, said, why] = BREAKS[client][profile] ?? [];
  const name = `${client} on ${profile}`;
  try {
    await play(connect, sandbox, DIALECTS[profile]);
    row(name, step && `no longer breaks at "${step}"`, `${STEP_COUNT} steps`, STEP_COUNT);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const listed = error.message.startsWith(`${step}: `) && error.message.includes(said);
    row(name, listed ? null : error.message, `breaks as listed: ${why}`);
  }
}

async function dialect(profile, clients) {
  // The shop may also sell in lei, the one currency that btipay knows.
  const currencies = [...new Set([DIALECTS[profile].currency, "946"])].join();
  const sandbox = await startSandbox("--profile", profile, "--currencies", currencies);
  try {
    for (const [client, connect] of Object.entries(clients)) await cell(client, profile, connect, sandbox);
  } finally {
    sandbox.close();
  }
}

function install() {
  try {
    return installPeers();
  } catch (error) {
    console.error(`peers: ${error.message}`);
    process.exit(1);
  }
}

const peers = install();
setTimeout(() => {
  console.error(`gave up after ${LIMIT_MS / 1000} s`);
  process.exit(1);
}, LIMIT_MS).unref();
const { clients, python } = makeClients(peers);
try {
  for (const profile of Object.keys(DIALECTS)) await dialect(profile, clients);
  for (const [name, test] of Object.entries(callbackTests(python.ask))) {
    const problem = await test().then(
      () => null,
      (error) => error.message,
    );
    row("sberbank-async-cryptography", problem && `${name}: ${problem}`, name);
  }
  const listed = readFileSync(join(import.meta.dirname, "README.md"), "utf8").includes(table());
  row("README.md", listed ? null : `its table is not this one:\n\n${table()}`, "lists these breaks");
} finally {
  python.close();
}
console.log(`\n${tests.passed} passed, ${tests.failed} failed`);
process.exitCode = tests.failed === 0 ? 0 : 1;
