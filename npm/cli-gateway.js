// The gateway of `doctor` and `listen`: from options, from the environment, or from a file with variables.
import { readFileSync } from "node:fs";
import { BANKS } from "./cli-banks.js";
import { messageOf, nearest, stop } from "./cli-options.js";

/** @import { Bank } from "./cli-banks.js" */
/** @import { Gateway } from "./index.js" */
/** @import { Values } from "./cli-options.js" */

/** The options, and the environment variable that each can come from. */
const VARIABLES = {
  url: "GATEWAY_URL",
  bank: "GATEWAY_BANK",
  dialect: "GATEWAY_DIALECT",
  user: "GATEWAY_USER",
  password: "GATEWAY_PASSWORD",
  "terminal-id": "TERMINAL_ID",
  "callback-secret": "CALLBACK_SECRET",
};
/** The bank whose orders need a terminal: a terminal id belongs to no other one. */
const TERMINAL_BANK = Object.keys(BANKS).find((name) => BANKS[name]?.terminal);

export const GATEWAY_TEXTS = [...Object.keys(VARIABLES), "vars"];

export const GATEWAY_HELP = `  --url <address>       REST root of the gateway (GATEWAY_URL), or
  --bank <name>         a known bank, such as dsk-test (GATEWAY_BANK)
  --dialect <name>      with --url: the bank whose ways the gateway at this address has, such as satim (GATEWAY_DIALECT)
  --user <text>         API login (GATEWAY_USER)
  --password <text>     API password (GATEWAY_PASSWORD). Other programs of this machine can see it here: prefer the variable
  --terminal-id <text>  the terminal that SATIM gives you (TERMINAL_ID)
  --callback-secret <s> key of the HMAC of callbacks (CALLBACK_SECRET)
  --vars <file>         reads the variables in capitals from a file, such as .dev.vars or .env`;

/** The bank that has this address, or alone has the end of it. @param {string} root */
export const bankAt = (root) =>
  Object.keys(BANKS).find((name) => BANKS[name].roots.includes(root)) ??
  Object.keys(BANKS).find((name) => root.endsWith(BANKS[name].path ?? " "));

/** A bank's name as the list writes names, from any spelling. @param {string} given */
const nameOf = (given) =>
  given
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-")
    .replace(/-test$/, "");

/**
 * A bank's name as the list has it, from any spelling: `DSK`, `dsk-test`, `Banca Transilvania`.
 * @param {string} given @returns {string | undefined}
 */
export function listed(given) {
  const name = nameOf(given);
  return Object.hasOwn(BANKS, name) ? name : undefined;
}

/** What to write instead of a name that the list does not have. @param {string} given */
export function suggestion(given) {
  const name = nameOf(given);
  const names = Object.keys(BANKS);
  const parts = names.filter((each) => name.length > 2 && (each.includes(name) || name.includes(each)));
  const near = parts.length > 0 ? parts : [nearest(name, names) ?? []].flat();
  return near.length > 0 ? `did you mean ${near.join(" or ")}?` : "bpc-checkout init --help lists the names.";
}

/**
 * The gateway, the secret of its callbacks, and the bank of the list whose ways it has, if that is known.
 * @param {Values} values
 * @returns {{ gateway: Gateway, secret: string | undefined, name: string | undefined, bank: Bank | undefined }}
 */
export function readGateway(values) {
  const file = values["vars"] === undefined ? {} : readVariables(String(values["vars"]));
  const read = (/** @type {keyof typeof VARIABLES} */ name) => {
    const variable = VARIABLES[name];
    const value = values[name] ?? file[variable] ?? process.env[variable];
    return value === undefined || value === "" ? undefined : String(value);
  };
  const need = (/** @type {keyof typeof VARIABLES} */ name) =>
    read(name) ?? stop(`--${name} is missing; it can also come from the environment variable ${VARIABLES[name]}`);
  const secret = read("callback-secret");
  const place = placeOf(values, read);
  const login = { userName: need("user"), password: need("password") };
  const name = place.name;
  const bank = BANKS[name ?? ""];
  const terminalId = read("terminal-id");
  if (terminalId !== undefined && name === undefined) {
    stop(`a terminal id is there, and no bank: add --dialect ${TERMINAL_BANK}, whose orders need a terminal`);
  }
  if (terminalId === undefined && bank?.terminal) {
    stop(`--terminal-id is missing; it can also come from the environment variable TERMINAL_ID`);
  }
  /** @type {any} */
  const gateway = { ...place.at, ...login, ...(bank?.terminal && { terminalId }) };
  return { gateway, secret, name, bank };
}

/**
 * Where the gateway is, and whose ways it has. A bank that is named as an option counts more than an address in a file.
 * @param {Values} values @param {(name: "url" | "bank" | "dialect") => string | undefined} read
 */
function placeOf(values, read) {
  const named = read("bank");
  const url = read("url");
  if (named !== undefined && values["url"] === undefined) {
    if (values["dialect"] !== undefined) stop("--dialect is for --url: the bank's name says its ways already");
    const name = known("bank", named);
    const names = BANKS[name]?.names ?? [];
    // `inecobank-test`: the bank has no such gateway.
    const at = names.find((each) => each === named.toLowerCase()) ?? names.find((each) => each === name);
    if (at === undefined || at.endsWith("-test") !== /-test$/i.test(named)) {
      stop(`--bank: the list has no gateway ${named}, only ${names.join(" and ")}`);
    }
    return { at: { bank: at }, name };
  }
  if (url === undefined) {
    return stop(
      "the gateway is missing: --bank <name> for a bank of the list (GATEWAY_BANK), or --url <address> of its REST root (GATEWAY_URL)",
    );
  }
  if (!URL.canParse(url)) stop(`--url: expected the address of a REST root, such as https://bank.example/payment/rest`);
  const option = values["dialect"] === undefined && named !== undefined ? "bank" : "dialect";
  const ways = option === "bank" ? named : read("dialect");
  if (ways === undefined) return { at: { baseUrl: url }, name: bankAt(url.replace(/\/+$/, "")) };
  const name = known(option, ways);
  return { at: { baseUrl: url, dialect: name }, name };
}

/** @param {string} option @param {string} given */
const known = (option, given) =>
  listed(given) ?? stop(`--${option}: "${given}" is not in the list; ${suggestion(given)}`);

/** `NAME=value` lines. Quotes around a value are removed. @param {string} file @returns {Record<string, string>} */
function readVariables(file) {
  try {
    const lines = readFileSync(file, "utf8").split(/\r?\n/);
    const pairs = lines
      .map((line) => /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/.exec(line))
      .filter((pair) => pair !== null);
    return Object.fromEntries(pairs.map(([, name, value]) => [name, value.replace(/^(["'])(.*)\1$/, "$2")]));
  } catch (error) {
    return stop(`--vars: ${messageOf(error)}`);
  }
}
