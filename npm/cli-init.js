// `bpc-checkout init`: writes a store that takes payments. The store is an example of the repository, which its tests buy from.
import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bankNames, choose } from "./cli-init-bank.js";
import { Sandbox } from "./sandbox.js";

/** @import { Choice } from "./cli-init-bank.js" */

/**
 * `settings`: the file with the secrets on a developer's machine. `without`: what only the other runtime needs.
 * @typedef {{ about: string, settings: string, without: string[], commands: [string, string][] }} Runtime
 */

/** @type {Record<string, Runtime>} */
const RUNTIMES = {
  workers: {
    about: "Cloudflare Workers, orders in D1",
    settings: ".dev.vars",
    without: ["main.js", ".env.example"],
    commands: [
      ["npm run table", "once: the tables of the orders, in the local D1"],
      ["npm start", "the store"],
    ],
  },
  node: {
    about: "Node 22.13 or newer, orders in SQLite",
    settings: ".env",
    without: ["worker.js", "wrangler.jsonc", "schema.sql"],
    commands: [["npm start", "the store"]],
  },
};

export const HELP = `Usage: bpc-checkout init [folder] [options]

Writes a store into a new folder (shop): a form, /buy, /return, /callback, tables of orders, a schedule that asks the bank again, what
your bank requires, the settings for the sandbox with a fresh key, and a test. It asks for what is not given.

  --runtime <name>      ${Object.entries(RUNTIMES)
    .map(([name, { about }]) => `${name}: ${about}`)
    .join("\n                        ")}
  --bank <name>         your bank, such as dsk; or the address of its REST root, such as https://bank.example/payment/rest
  --help                shows this text

Banks:
${columns(bankNames)}
`;

/** @param {string[]} words */
function columns(words) {
  const lines = [""];
  for (const word of words) {
    const longer = `${lines.at(-1)}${lines.at(-1) ? ", " : "  "}${word}`;
    if (longer.length <= 100) lines[lines.length - 1] = longer;
    else lines.push(`  ${word}`);
  }
  return lines.join(",\n");
}

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
  const target = resolve(folder);
  await mustBeEmpty(target);
  const runtime = await answer("runtime", values.runtime, Object.keys(RUNTIMES), wrongRuntime, runtimeQuestion);
  const bank = await answer("bank", values.bank, bankNames, wrongBank, bankQuestion);
  const choice = choose(bank);
  await mkdir(target, { recursive: true });
  await write(target, RUNTIMES[runtime], runtime, choice);
  process.stdout.write(whatNext(target, folder, RUNTIMES[runtime], choice));
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

/** A folder that has nothing but a fresh repository is empty. @param {string} target */
async function mustBeEmpty(target) {
  const entries = await readdir(target).catch((error) => {
    if (error.code === "ENOENT") return [];
    return stop(`${target} is not a folder; give another name`);
  });
  if (entries.some((name) => name !== ".git")) stop(`${target} is not empty; give another folder`);
}

const wrongRuntime = (/** @type {string} */ name) =>
  Object.hasOwn(RUNTIMES, name) ? undefined : `expected ${Object.keys(RUNTIMES).join(" or ")}, got "${name}"`;
const runtimeQuestion = `Where will the store run?
${Object.entries(RUNTIMES)
  .map(([name, { about }]) => `  ${name.padEnd(8)} ${about}`)
  .join("\n")}
runtime: `;

/** @param {string} name */
function wrongBank(name) {
  if (bankNames.includes(name) || /^https:\/\/[^\s"'\\`]+$/.test(name)) return undefined;
  const bare = name.toLowerCase().replace(/-test$/, "");
  if (bankNames.includes(bare)) return `"${name}" is written ${bare} here; the store begins with its test gateway`;
  return `"${name}" is not in the list; give the address of its REST root (https://…), or one of: ${bankNames.join(", ")}`;
}
const bankQuestion = `Which bank? A name, or the address of the REST root that your bank gave you (https://…/payment/rest).
${columns(bankNames)}
bank: `;

/**
 * The value of an option, or what the person at the terminal answers.
 * @param {string} name @param {string | undefined} given @param {string[]} known
 * @param {(value: string) => string | undefined} wrong what is wrong with a value @param {string} question
 */
async function answer(name, given, known, wrong, question) {
  if (given !== undefined || !process.stdin.isTTY) {
    const value = given ?? stop(`--${name} is missing; see bpc-checkout init --help`);
    const problem = wrong(value);
    return problem === undefined ? value : stop(`--${name}: ${problem}`);
  }
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    completer: (/** @type {string} */ start) =>
      /** @type {[string[], string]} */ ([known.filter((each) => each.startsWith(start)), start]),
  });
  let isAnswered = false;
  // Ctrl-C and Ctrl-D end a question without an answer.
  terminal.once("close", () => isAnswered || stop("nothing was written"));
  for (let text = question; ;) {
    const value = (await terminal.question(text)).trim();
    const problem = wrong(value);
    if (problem === undefined) {
      isAnswered = true;
      terminal.close();
      return value;
    }
    text = `${problem}\n${name}: `;
  }
}

/** @param {string} target @param {Runtime} runtime @param {string} runtimeName @param {Choice} choice */
async function write(target, { settings, without }, runtimeName, choice) {
  await cp(file("templates/store"), target, { recursive: true });
  for (const name of without) await rm(join(target, name));
  const { version } = JSON.parse(await readFile(file("package.json"), "utf8"));
  const {
    devDependencies: wrangler,
    scripts,
    ...manifest
  } = JSON.parse(await readFile(join(target, "package.json"), "utf8"));
  const name = nameOf(target);
  const { "start:workers": startWorkers, table, start, test } = scripts;
  const isWorker = runtimeName === "workers";
  const json = {
    ...manifest,
    name,
    scripts: {
      bank: `bpc-checkout sandbox ${choice.sandbox}`,
      ...(isWorker && { table }),
      start: isWorker ? startWorkers : start,
      test,
    },
    dependencies: { "bpc-checkout": `^${version}` },
    ...(isWorker && { devDependencies: wrangler }),
  };
  const key = randomBytes(32).toString("hex");
  const lines = (/** @type {string} */ returnKey) =>
    Object.entries({ ...choice.settings, RETURN_KEY: returnKey }).map(([each, value]) => `${each}=${value}\n`);
  /** @type {Record<string, string>} */
  const files = {
    ...choice.files,
    "package.json": `${JSON.stringify(json, null, 2)}\n`,
    ".gitignore": `node_modules/\n.wrangler/\n${settings}\n*.sqlite*\n`,
    [`${settings}.example`]: lines("").join(""),
    "README.md": guide(name, runtimeName, choice),
  };
  if (isWorker) {
    const config = await readFile(join(target, "wrangler.jsonc"), "utf8");
    files["wrangler.jsonc"] = config.replace(/"name": "[^"]*"/, `"name": "${name}"`);
  }
  for (const [path, text] of Object.entries(files)) await writeFile(join(target, path), text);
  await writeFile(join(target, settings), lines(key).join(""), { mode: 0o600 });
}

/** The folder's name, as npm and wrangler accept it. @param {string} target */
const nameOf = (target) =>
  basename(target)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || "shop";

/** A card that the bank's sandbox accepts: `5555 5555 5555 5599, 12/34, 123`. @param {Choice} choice */
function testCard({ sandbox }) {
  const [, profile = "bpc"] = /--profile (\w+)/.exec(sandbox) ?? [];
  const card = new Sandbox({ profile: /** @type {any} */ (profile) })
    .testCards()
    .find(({ actionCode }) => actionCode === 0);
  return card ? `${card.pan.replace(/(\d{4})(?=\d)/g, "$1 ")}, ${card.expiry}, ${card.cvc}` : "on the payment page";
}

/** The store needs node:sqlite, for its test too; wrangler needs this Node as well. */
function oldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return "";
  return `The store needs Node 22.13 or newer; this is ${process.versions.node}.\n`;
}

/** What the command prints. @param {string} target @param {string} folder @param {Runtime} runtime @param {Choice} choice */
function whatNext(target, folder, { commands }, choice) {
  const all = [
    [`cd ${/^[\w./-]+$/.test(folder) ? folder : `"${folder}"`}`, ""],
    ["npm install", ""],
    ["npm test", "buys from the store, with the sandbox as the bank"],
    ["npm run bank", "the sandbox, in a terminal of its own"],
    ...commands,
  ];
  const lines = all.map(([command, about]) => `  ${about ? `${command.padEnd(16)} # ${about}` : command}\n`);
  return `A store is in ${target}.

${lines.join("")}
${oldNode()}Then open http://127.0.0.1:8787, press Buy, and pay with the test card ${testCard(choice)}.
bank.js has the price and what your bank requires. README.md says how to go live.
`;
}

/**
 * The README.md of the store. `~` stands for a backtick.
 * @param {string} name @param {string} runtime @param {Choice} choice
 */
function guide(name, runtime, choice) {
  const { settings, commands } = RUNTIMES[runtime];
  const secrets = choice.secrets.map((each) => `~${each}~`).join(", ");
  const steps =
    runtime === "workers"
      ? [
          `~npx wrangler d1 create ${name}~, and put its name and id into ~wrangler.jsonc~.`,
          "~npx wrangler d1 execute DB --remote --file schema.sql~",
          `~npx wrangler secret put~ for each of ${secrets}. Not for ~GATEWAY_URL~: without it the store asks your bank.`,
          "~npx wrangler deploy~",
        ]
      : [
          `Set ${secrets} in the environment of the service. Not ~GATEWAY_URL~: without it the store asks your bank.`,
          "Set ~ORIGIN~ to the address that customers see, such as ~https://shop.example~, and ~PORT~.",
          "~node main.js~, behind a proxy with TLS.",
        ];
  const first = choice.live
    ? `The store begins with the bank's test gateway, ~${choice.at}~. Change it to ~${choice.live}~ in ~bank.js~ when the bank has accepted the store.`
    : `The bank is ~${choice.at}~. First use your test account.`;
  const unsigned = choice.secrets.includes("CALLBACK_SECRET")
    ? " ~CALLBACK_SECRET~ is the secret with which it signs them."
    : " It does not sign them, so they are a hint only.";
  return `# ${name}

A store that takes card payments with bpc-checkout.

- ~npm test~ buys from it, with the sandbox as the bank.
- ~npm run bank~ starts the sandbox, ~${commands.map(([command]) => command).join("~, then ~")}~ the store: http://127.0.0.1:8787
- The test card is ${testCard(choice)}.

| file | |
|---|---|
| ~bank.js~ | the product, the price, and what your bank requires |
| ~store.js~ | the form, ~/buy~, ~/return~, ~/callback~, the schedule, and ~tell~: your warehouse or mail service |
| ~pages.js~ | the pages |
| ~${runtime === "workers" ? "worker.js" : "main.js"}~ | the store on ${RUNTIMES[runtime].about} |
| ~${settings}~ | the settings of your machine. It is not in git |

## Live

${first}

${steps.map((step, at) => `${at + 1}. ${step}`).join("\n")}

Make a new ~RETURN_KEY~ for live: ~openssl rand -hex 32~. Give the bank the address of ~/callback~.${unsigned}
~node_modules/bpc-checkout/docs/going-live.md~ has the twelve points to tick${choice.page ? `, and ~node_modules/bpc-checkout/${choice.page}~ what is special about your bank` : ""}.
`.replaceAll("~", "`");
}
