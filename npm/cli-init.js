// `bpc-checkout init`: writes a store that takes payments. The store is an example of the repository, which its tests buy from.
import { randomBytes } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BANKS } from "./cli-banks.js";
import { listed, suggestion } from "./cli-gateway.js";
import { bankNames, choose } from "./cli-init-bank.js";
import { guide, oldNode, RUNTIMES, whatNext } from "./cli-init-guide.js";

/** @import { Choice } from "./cli-init-bank.js" */
/** @import { Runtime } from "./cli-init-guide.js" */

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
  const old = oldNode();
  if (old) stop(`${old}; nothing was written`);
  const target = resolve(folder);
  await mustBeEmpty(target);
  const runtime = await answer("runtime", values.runtime, Object.keys(RUNTIMES), wrongRuntime, runtimeQuestion);
  const bank = await answer("bank", values.bank, bankNames, wrongBank, bankQuestion);
  const choice = choose(bank);
  await mkdir(target, { recursive: true });
  await write(target, RUNTIMES[runtime], choice);
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
  if (
    Object.hasOwn(BANKS, name) ||
    bankNames.includes(name) ||
    (/^https:\/\/[^\s"'\\`?#]+$/.test(name) && URL.canParse(name))
  )
    return undefined;
  if (/^http:/i.test(name))
    return `"${name}" must be https: the login is sent to it. The sandbox needs no address here`;
  const known = listed(name);
  if (known) {
    const { names } = BANKS[known];
    if (names.length > 1) return `"${name}" is written ${known} here; the store begins with its test gateway`;
    return `"${name}" is written ${names[0]} here; the bank has no other gateway in the list`;
  }
  return `"${name}" is not in the list; ${suggestion(name)} For any other bank give the address of its REST root (https://…)`;
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

/** @param {string} target @param {Runtime} runtime @param {Choice} choice */
async function write(target, runtime, choice) {
  const { settings, without } = runtime;
  await cp(file("templates/store"), target, { recursive: true });
  for (const name of without) await rm(join(target, name));
  const { version } = JSON.parse(await readFile(file("package.json"), "utf8"));
  const {
    devDependencies: wrangler,
    dependencies: _,
    scripts,
    ...manifest
  } = JSON.parse(await readFile(join(target, "package.json"), "utf8"));
  const name = nameOf(target);
  const { "start:workers": startWorkers, table, start, test } = scripts;
  const isWorker = runtime.main === "worker.js";
  const json = {
    ...manifest,
    name,
    scripts: {
      bank: `bpc-checkout sandbox ${choice.sandbox}`,
      ...(isWorker && { table }),
      start: isWorker ? startWorkers : start,
      doctor: `bpc-checkout doctor --vars ${settings} ${choice.doctor} --return-url http://127.0.0.1:8787/return`,
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
    "README.md": guide(name, runtime, choice),
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
    .slice(0, 54)
    .replace(/^-+|-+$/g, "") || "shop";
