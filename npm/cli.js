#!/usr/bin/env node
// `bpc-checkout <command>`: each command has a file of its own, which is loaded only when it is used.
import { readFileSync } from "node:fs";
import { stop } from "./cli-options.js";

/** @type {Record<string, { about: string, load: () => Promise<{ HELP: string, run: (args: string[]) => unknown }> }>} */
const COMMANDS = {
  sandbox: { about: "starts a payment gateway to develop and test against", load: () => import("./cli-sandbox.js") },
  demo: { about: "starts a small shop and the sandbox, to look at and buy from", load: () => import("./cli-demo.js") },
  listen: {
    about: "asks the bank about orders and sends each change to a local store as a callback",
    load: () => import("./cli-listen.js"),
  },
  doctor: {
    about: "tries a configuration with a real order of 1.00 and says what is wrong",
    load: () => import("./cli-doctor.js"),
  },
  certify: {
    about: "walks a store through the acceptance list of SATIM or Banca Transilvania",
    load: () => import("./cli-certify.js"),
  },
  code: { about: "explains a bank's response code", load: () => import("./cli-code.js") },
  key: { about: "makes a secret for RETURN_KEY, or a key pair for callbacks", load: () => import("./cli-key.js") },
  init: { about: "writes a store that takes payments", load: () => import("./cli-init.js") },
};

const help = () => `Usage: bpc-checkout <command> [options]

${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`)
  .join("\n")}

  bpc-checkout <command> --help   the options of a command
  bpc-checkout --version          the version of this package
`;

const version = () => JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8")).version;

const [name, ...args] = process.argv.slice(2);
const isHelp = args.includes("--help") || args.includes("-h");
if (name === "--help" || name === "-h" || (name === "help" && args.length === 0)) {
  process.stdout.write(help());
} else if (name === "--version" || args.includes("--version")) {
  process.stdout.write(`${version()}\n`);
} else if (name === undefined) {
  stop(`expected a command, such as bpc-checkout sandbox; known: ${Object.keys(COMMANDS).join(", ")}`);
} else {
  const asked = name === "help" ? args[0] : name;
  if (!Object.hasOwn(COMMANDS, asked)) {
    stop(`unknown command "${asked}"; known: ${Object.keys(COMMANDS).join(", ")}; see bpc-checkout --help`);
  }
  const command = await COMMANDS[asked].load();
  if (isHelp || name === "help") process.stdout.write(command.HELP);
  else await command.run(args);
}
