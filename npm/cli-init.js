// `bpc-checkout init`: writes a store that takes payments. The stores are the examples of the repository, which its tests buy from.
import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** @typedef {{ about: string, settings: string, start: string[] }} Runtime */

/**
 * The folders in templates/. `settings`: the file with the secrets on a developer's machine.
 * @type {Record<string, Runtime>}
 */
const RUNTIMES = {
  workers: {
    about: "Cloudflare Workers, orders in D1",
    settings: ".dev.vars",
    start: ["npm run table", "npm start"],
  },
  node: { about: "Node 22.13 or newer, orders in SQLite", settings: ".env", start: ["npm start"] },
};

export const HELP = `Usage: bpc-checkout init [folder] [options]

Writes a store into a new folder (shop): a form, /buy, /return, /callback, a table of orders, a schedule that asks the bank
again, the settings for the sandbox with a fresh key, and a test. It asks for what is not given.

  --runtime <name>      ${Object.keys(RUNTIMES).join(" or ")}
  --bank <name>         your bank, such as dsk; or the address of its REST root, such as https://bank.example/payment/rest
  --help                shows this text
`;

const file = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Prints an error and ends the process.
 * @param {string} message @returns {never}
 */
function stop(message) {
  process.stderr.write(`bpc-checkout init: ${message}\n`);
  process.exit(2);
}

/** @param {string[]} args what follows `init` */
export async function run(args) {
  const { values, folder } = read(args);
  if (values.help) return void process.stdout.write(HELP);
  const banks = await bankNames();
  const runtime = (await given(values.runtime, "runtime", Object.keys(RUNTIMES))) ?? stop("--runtime is missing");
  if (!Object.hasOwn(RUNTIMES, runtime))
    stop(`--runtime: expected ${Object.keys(RUNTIMES).join(" or ")}, got "${runtime}"`);
  const bank =
    (await given(values.bank, "bank", banks)) ?? stop("--bank is missing: a name or the address of its REST root");
  const isAddress = /^https:\/\/[^\s"'\\`]+$/.test(bank);
  if (!isAddress && !banks.includes(bank))
    stop(`--bank: "${bank}" is not in the list; give its address, or one of: ${banks.join(", ")}`);
  const target = resolve(folder);
  await mkdir(target, { recursive: true });
  if ((await readdir(target)).length > 0) stop(`${target} is not empty; give another folder`);
  await write(target, runtime, bank, isAddress);
  process.stdout.write(`A store is in ${target}.\n\n  cd ${folder}\n  npm install\n  npm test\n`);
  process.stdout.write(`  npm run bank        # in a terminal of its own: the sandbox\n`);
  for (const command of RUNTIMES[runtime].start) process.stdout.write(`  ${command}\n`);
  process.stdout.write(`\nThen open http://127.0.0.1:8787 and press Buy. README.md says how to go live.\n`);
}

/** @param {string[]} args */
function read(args) {
  const text = /** @type {const} */ ({ type: "string" });
  const options = { runtime: text, bank: text, help: /** @type {const} */ ({ type: "boolean", short: "h" }) };
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (positionals.length > 1) stop(`expected one folder, got ${positionals.join(" ")}`);
    return { values, folder: positionals[0] ?? "shop" };
  } catch (error) {
    return stop(
      `${error instanceof Error ? error.message.split(/[.\n]/)[0].toLowerCase() : error}; see bpc-checkout init --help`,
    );
  }
}

/**
 * The value of an option, or the answer of the person at the terminal.
 * @param {string | undefined} value @param {string} name @param {string[]} known
 */
async function given(value, name, known) {
  if (value !== undefined || !process.stdin.isTTY) return value;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${name} (${known.join(", ")}): `);
  terminal.close();
  return answer.trim() || undefined;
}

/** The names that `gateway.bank` accepts, as index.d.ts lists them. */
async function bankNames() {
  const [, list] = /export type Bank =([^;]*);/.exec(await readFile(file("index.d.ts"), "utf8")) ?? ["", ""];
  return [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name).filter((name) => !name.endsWith("-test"));
}

/** @param {string} target @param {string} runtime @param {string} bank @param {boolean} isAddress */
async function write(target, runtime, bank, isAddress) {
  await cp(file(`templates/${runtime}`), target, { recursive: true });
  const { version } = JSON.parse(await readFile(file("package.json"), "utf8"));
  const name = basename(target)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-");
  const live = isAddress ? `baseUrl: "${bank}"` : `bank: "${bank}"`;
  /** @type {Record<string, (text: string) => string>} */
  const changes = {
    "package.json": (text) =>
      text
        .replace(/"name": "[^"]*"/, `"name": "${name}"`)
        .replace(/"bpc-checkout": "[^"]*"/, `"bpc-checkout": "^${version}"`),
    "wrangler.jsonc": (text) => text.replace(/"name": "[^"]*"/, `"name": "${name}"`),
  };
  const store = runtime === "workers" ? "src/index.js" : "store.js";
  changes[store] = (text) =>
    text.replace(
      "baseUrl: env.GATEWAY_URL,",
      `// GATEWAY_URL is set on your machine only: it is the sandbox.\n    ...(env.GATEWAY_URL ? { baseUrl: env.GATEWAY_URL } : { ${live} }),`,
    );
  for (const [path, change] of Object.entries(changes)) {
    const text = await readFile(join(target, path), "utf8").catch(() => undefined);
    if (text !== undefined) await writeFile(join(target, path), change(text));
  }
  const { settings } = RUNTIMES[runtime];
  const example = await readFile(join(target, `${settings}.example`), "utf8");
  const key = randomBytes(32).toString("hex");
  await writeFile(
    join(target, settings),
    example.replace(/^#.*\n/gm, "").replace(/^RETURN_KEY=.*$/m, `RETURN_KEY=${key}`),
    { mode: 0o600 },
  );
  await writeFile(join(target, ".gitignore"), `node_modules/\n.wrangler/\n${settings}\n*.sqlite*\n`);
  await writeFile(join(target, "README.md"), guide(name, runtime, live));
}

/**
 * The README.md of the store. `~` stands for a backtick.
 * @param {string} name @param {string} runtime @param {string} live
 */
function guide(name, runtime, live) {
  const secrets = "GATEWAY_USER, GATEWAY_PASSWORD, RETURN_KEY and CALLBACK_SECRET";
  const steps =
    runtime === "workers"
      ? `1. ~npx wrangler d1 create ${name}~, and put its name and id into ~wrangler.jsonc~.
2. ~npx wrangler d1 execute DB --remote --file schema.sql~
3. ~npx wrangler secret put~ for each of ${secrets}. Not for GATEWAY_URL.
4. ~npx wrangler deploy~`
      : `1. Set ${secrets} in the environment of the service. Not GATEWAY_URL.
2. Set ORIGIN to the address that customers see, such as https://shop.example, and PORT.
3. ~node main.js~, behind a proxy with TLS.`;
  return `# ${name}

A store that takes card payments with bpc-checkout.

- ~npm test~ buys from it, with the sandbox as the bank.
- ~npm run bank~ starts the sandbox, ~${RUNTIMES[runtime].start.join("~, ~")}~ the store: http://127.0.0.1:8787
- The test card is 5555 5555 5555 5599, 12/34, 123.

## Live

The bank is ~${live}~. First use its test account.

${steps}

Give the bank the address of ~/callback~. ~node_modules/bpc-checkout/docs/going-live.md~ has the twelve points to tick.
`.replaceAll("~", "`");
}
