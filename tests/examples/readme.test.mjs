// The README as printed, in an empty folder: its store on Workers, on Bun and on Deno, and docs/runtimes.md's lines for Node.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startBank } from "../shop/bank.mjs";
import { ROOT } from "./cargo.mjs";
import { buy, install, payAndReturn, settings, start } from "./store.mjs";

const README = readFileSync(join(ROOT, "README.md"), "utf8");
const RUNTIMES = readFileSync(join(ROOT, "docs/runtimes.md"), "utf8");

/** What one group of a pattern matches in a document. */
const found = (text, pattern) => pattern.exec(text)?.[1] ?? assert.fail(`${pattern} is not there`);

/** The lines between fences that begin with a text. */
const block = (text, begin) => found(text, new RegExp(`^\`\`\`\\w+\\n(${begin}[^]*?)^\`\`\``, "m"));

/** A command as a document prints it. */
const command = (text, pattern) => found(text, pattern).split(/\s+/);

const FILES = {
  "store.mjs": block(README, "import \\{ isCheckoutError, register, verifyReturn \\}"),
  "serve.mjs": block(README, 'import store from "./store.mjs"'),
  "node.mjs": block(RUNTIMES, "import \\{ createServer \\}"),
  // As npm 11 writes it.
  "package.json": JSON.stringify({ name: "shop", version: "1.0.0", type: "commonjs", dependencies: {} }),
};
const VARIABLES = block(README, "GATEWAY_URL=");

const STORES = {
  Workers: {
    file: ".dev.vars",
    words: command(README, /^npx (wrangler dev .*)$/m),
    ports: ["--ip", "127.0.0.1", "--port", "$PORT", "--inspector-port", "0"],
  },
  Bun: { file: ".env", words: command(README, /`(bun serve\.mjs)`/) },
  Deno: {
    file: ".env",
    words: command(README, /`(deno serve [^`]*) serve\.mjs`/),
    ports: ["--port", "$PORT", "serve.mjs"],
  },
  Node: { file: ".env", words: command(RUNTIMES, /`(node --env-file=\.env node\.mjs)`/) },
};

const bank = await startBank(() => "http://127.0.0.1:1");
after(() => bank.stop());

let folder;
before(() => {
  const from = join(ROOT, "target/examples/readme-printed");
  mkdirSync(from, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(from, name), text);
  folder = install("readme", { from });
});

for (const [runtime, { file, words, ports = [] }] of Object.entries(STORES)) {
  test(`the store of the README on ${runtime}: a customer buys, pays and returns`, async () => {
    for (const name of [".env", ".dev.vars"]) {
      rmSync(join(folder, name), { force: true });
      rmSync(join(folder, `${name}.example`), { force: true });
    }
    writeFileSync(join(folder, `${file}.example`), VARIABLES);
    const store = await start(folder, [...words, ...ports], settings(bank));
    try {
      const { status, text } = await payAndReturn(store, bank, await buy(store));
      assert.equal(status, 200, store.log);
      assert.match(text, /complete/);
      await store.delivered(1);
      const forged = await fetch(`${store.origin}/return?bpc_return=forged`);
      assert.equal(forged.status, 502);
      assert.match(await forged.text(), /Do not pay again/);
    } finally {
      store.stop();
    }
  });
}

test("the variables of the README are those of the sandbox", () => {
  const { GATEWAY_USER, GATEWAY_PASSWORD } = settings(bank);
  for (const line of [`GATEWAY_USER=${GATEWAY_USER}`, `GATEWAY_PASSWORD=${GATEWAY_PASSWORD}`]) {
    assert.ok(VARIABLES.split("\n").includes(line), line);
  }
});
