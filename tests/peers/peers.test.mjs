// Foreign clients against the sandbox: do others' programs, unchanged, find in it the gateway they were written for?
// README.md says which they are.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { callbackTests } from "./callback.mjs";
import { makeClients } from "./clients/index.mjs";
import { BREAKS, DIALECTS, table } from "./dialects.mjs";
import { installPeers } from "./install.mjs";
import { startSandbox } from "./sandbox.mjs";
import { Broken, play } from "./scenario.mjs";

// What is on this machine is asked directly, whatever proxy the machine has for the rest.
process.env.NO_PROXY = process.env.no_proxy = [process.env.NO_PROXY, "127.0.0.1"].filter(Boolean).join();

/** Some of the clients wait for an answer without end. */
const timeout = 180_000;

const { clients, python } = makeClients(installPeers());
after(() => python.close());

/** One client in one dialect: through all steps, or up to the one it is known to break at. */
async function meets(client, profile, sandbox) {
  const [step, said] = BREAKS[client][profile] ?? [];
  const broken = await play(clients[client], sandbox, DIALECTS[profile]).catch((error) => {
    if (error instanceof Broken) return error;
    throw error;
  });
  if (!step) assert.ok(!broken, broken?.message);
  else if (!broken) assert.fail(`it no longer breaks at "${step}"`);
  else assert.ok(broken.message.startsWith(`${step}: `) && broken.message.includes(said), broken.message);
}

for (const profile of Object.keys(DIALECTS))
  describe(profile, () => {
    let sandbox;
    before(async () => {
      // The shop may also sell in lei, the one currency that btipay knows.
      const currencies = [...new Set([DIALECTS[profile].currency, "946"])].join();
      sandbox = await startSandbox("--profile", profile, "--currencies", currencies);
    });
    after(() => sandbox.close());

    for (const client of Object.keys(clients)) {
      const why = BREAKS[client][profile]?.[2];
      const name = why ? `${client} on ${profile} breaks as listed: ${why}` : `${client} on ${profile}`;
      test(name, { timeout }, () => meets(client, profile, sandbox));
    }
  });

for (const [name, body] of Object.entries(callbackTests(python.ask)))
  test(`sberbank-async-cryptography ${name}`, { timeout }, body);

test("README.md lists these breaks", () => {
  const listed = readFileSync(join(import.meta.dirname, "README.md"), "utf8").includes(table());
  assert.ok(listed, `its table is not this one:\n\n${table()}`);
});
