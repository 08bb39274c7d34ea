// The gateway of `doctor` and `listen`: from options, from the environment, or from a file with variables.
import { readFileSync } from "node:fs";
import { messageOf, stop } from "./cli-options.js";

/** @import { Gateway } from "./index.js" */
/** @import { Values } from "./cli-options.js" */

/** The options, and the environment variable that each can come from. */
const VARIABLES = {
  url: "GATEWAY_URL",
  bank: "GATEWAY_BANK",
  user: "GATEWAY_USER",
  password: "GATEWAY_PASSWORD",
  "callback-secret": "CALLBACK_SECRET",
};

export const GATEWAY_TEXTS = [...Object.keys(VARIABLES), "vars"];

export const GATEWAY_HELP = `  --url <address>       REST root of the gateway (GATEWAY_URL), or
  --bank <name>         a known bank, such as dsk-test (GATEWAY_BANK)
  --user <text>         API login (GATEWAY_USER)
  --password <text>     API password (GATEWAY_PASSWORD). Other programs of this machine can see it here: prefer the variable
  --callback-secret <s> key of the HMAC of callbacks (CALLBACK_SECRET)
  --vars <file>         reads the variables in capitals from a file, such as .dev.vars or .env`;

/**
 * @param {Values} values
 * @returns {{ gateway: Gateway, secret: string | undefined }}
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
  const bank = read("bank");
  /** @type {any} */
  const gateway = {
    ...(bank && values.url === undefined ? { bank } : { baseUrl: need("url") }),
    userName: need("user"),
    password: need("password"),
  };
  return { gateway, secret };
}

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
