// What `bpc-checkout init` says: the commands that it prints, and the README.md of the store.
import { Sandbox } from "./sandbox.js";

/** @import { Choice } from "./cli-init-bank.js" */

/**
 * `main`: the file that starts the store. `settings`: the file with the secrets on a developer's machine. `without`: what only the other
 * runtime needs. `live`: the steps to go live.
 * @typedef {{ about: string, main: string, settings: string, without: string[], commands: [string, string][], live: (name: string, secrets: string) => string[] }} Runtime
 */

/** @type {Record<string, Runtime>} */
export const RUNTIMES = {
  workers: {
    about: "Cloudflare Workers, orders in D1",
    main: "worker.js",
    settings: ".dev.vars",
    without: ["main.js", ".env.example"],
    commands: [
      ["npm run table", "once: the tables of the orders, in the local D1"],
      ["npm start", "the store"],
    ],
    live: (name, secrets) => [
      `~npx wrangler d1 create ${name}~, and put its name and id into ~wrangler.jsonc~.`,
      "~npx wrangler d1 execute DB --remote --file schema.sql~",
      `~npx wrangler secret put~ for each of ${secrets}. Not for ~GATEWAY_URL~: without it the store asks your bank.`,
      "~npx wrangler deploy~",
    ],
  },
  node: {
    about: "Node 22.13 or newer, orders in SQLite",
    main: "main.js",
    settings: ".env",
    without: ["worker.js", "wrangler.jsonc", "schema.sql"],
    commands: [["npm start", "the store"]],
    live: (_name, secrets) => [
      `Set ${secrets} in the environment of the service. Not ~GATEWAY_URL~: without it the store asks your bank.`,
      "Set ~ORIGIN~ to the address that customers see, such as ~https://shop.example~, and ~PORT~.",
      "~node main.js~, behind a proxy with TLS.",
    ],
  },
};

/** For a bank that is given by its address. */
const CURRENCY =
  " The store sells for euros: if your account has another currency, change it in ~bank.js~, in ~test/bank.mjs~, and in the script ~bank~.";

/** A card that the bank's sandbox accepts: `5555 5555 5555 5599, 12/34, 123`. @param {Choice} choice */
function testCard({ profile }) {
  const sandbox = new Sandbox({ profile: /** @type {any} */ (profile) });
  const card = sandbox.testCards().find(({ actionCode }) => actionCode === 0);
  return card ? `${card.pan.replace(/(\d{4})(?=\d)/g, "$1 ")}, ${card.expiry}, ${card.cvc}` : "on the payment page";
}

/** What is wrong with this Node. The store needs node:sqlite, for its test too; wrangler needs this Node as well. */
export function oldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return "";
  return `the store needs Node 22.13 or newer; this is ${process.versions.node}`;
}

/** What the command prints. @param {string} target @param {string} folder @param {Runtime} runtime @param {Choice} choice */
export function whatNext(target, folder, { commands }, choice) {
  const all = [
    [`cd ${/^[\w./-]+$/.test(folder) ? folder : `"${folder}"`}`, ""],
    ["npm install", ""],
    ["npm test", "buys from the store, with the sandbox as the bank"],
    ["npm run bank", "the sandbox, in a terminal of its own"],
    ...commands,
  ];
  const lines = all.map(([command, about]) => `  ${about ? `${command.padEnd(14)} # ${about}` : command}\n`);
  return `A store is in ${target}.

${lines.join("")}
Then open http://127.0.0.1:8787, press Buy, and pay with the test card ${testCard(choice)}.
bank.js has the price and what your bank requires. README.md says how to go live.
`;
}

/**
 * The README.md of the store. `~` stands for a backtick.
 * @param {string} name @param {Runtime} runtime @param {Choice} choice
 */
export function guide(name, runtime, choice) {
  const steps = runtime.live(name, choice.secrets.map((each) => `~${each}~`).join(", "));
  const commands = runtime.commands.map(([command, about]) => `- ~${command}~: ${about}`);
  const first = choice.live
    ? `The store begins with the bank's test gateway, ~${choice.at}~. Change it to ~${choice.live}~ in ~bank.js~ when the bank has accepted the store.`
    : `The bank is ~${choice.at}~. First use your test account.${choice.page ? "" : CURRENCY}`;
  const acceptance = choice.certify
    ? `- ~npx bpc-checkout certify --store http://127.0.0.1:8787 ${choice.certify}~: walks through the bank's acceptance list. Before it, end
  ~npm run bank~, which has the same port
`
    : "";
  const page = choice.page ? ` ~node_modules/bpc-checkout/${choice.page}~ says what is special about your bank.` : "";
  return `# ${name}

A store that takes card payments with bpc-checkout.

- ~npm test~: buys from the store, with the sandbox as the bank
- ~npm run bank~: the sandbox, in a terminal of its own
${commands.join("\n")}, at http://127.0.0.1:8787
- ~npm run doctor~: tries the settings at the sandbox, and says what is wrong with them
${acceptance}
The test card is ${testCard(choice)}.

| file | |
|---|---|
| ~bank.js~ | the product, the price, and what your bank requires |
| ~store.js~ | the form, ~/buy~, ~/return~, ~/callback~, the schedule, and ~tell~: your warehouse or mail service |
| ~pages.js~ | the pages |
| ~${runtime.main}~ | the store on ${runtime.about} |
| ~${runtime.settings}~ | the settings of your machine. It is not in git |

## Live

${first}

${steps.map((step, at) => `${at + 1}. ${step}`).join("\n")}

Before the first customer: ~npx bpc-checkout doctor --vars <file> ${choice.doctorLive} --return-url <address>/return~, with the live settings
in a file that is not in git. It tries your login at the bank, and nobody pays anything.

Make a new ~RETURN_KEY~ for live: ~npx bpc-checkout key~.

${choice.callback}

~node_modules/bpc-checkout/docs/going-live.md~ has the twelve points to tick.${page}
`.replaceAll("~", "`");
}
