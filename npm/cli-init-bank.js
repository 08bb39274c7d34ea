// What `bpc-checkout init` writes for one bank: bank.js of the store, the settings for the sandbox, and the command that starts it.
import { BANKS } from "./cli-banks.js";
import { bankAt, listed } from "./cli-gateway.js";

/** @import { Bank } from "./cli-banks.js" */

/** Profiles of the sandbox that answer as one bank does. For any other bank the sandbox follows the vendor's reference. */
const PROFILES = new Map([
  ["arca", "arca"],
  ["banca-transilvania", "bt"],
  ["clictopay", "clictopay"],
  ["credibanco", "credibanco"],
  ["dsk", "dsk"],
  ["satim", "satim"],
  ["sberbank-ecom", "ecom"],
]);
/** The currency of a bank that is given by its address. bank.js says where to change it. */
const ADDRESS = /** @type {Bank} */ ({ names: [], roots: [], currency: ["EUR", "978", 2] });
/** `test_callback_secret`, as Banca Transilvania shows a secret. */
const BASE64_SECRET = "dGVzdF9jYWxsYmFja19zZWNyZXQ=";
/** Banks whose acceptance list `bpc-checkout certify` walks through. */
export const ACCEPTANCE = ["satim", "banca-transilvania"];
/** What a customer types, where the bank wants to know the customer. */
const CUSTOMER = { email: "ada@example.com", phone: "+40 740 123 456", city: "Cluj-Napoca", address: "Str. Horea 1" };
/** Values of mandatory jsonParams: one instalment, no tax. */
export const PARAMS = new Map([
  ["installments", "1"],
  ["IVA.amount", "0"],
]);

/** The names that `init` lists: the bank's, or that of its only gateway, so that each is a name for `gateway.bank` too. */
export const bankNames = Object.entries(BANKS).map(([name, { names }]) =>
  names.includes(name) ? name : (names[0] ?? name),
);

/**
 * A store's choice of a bank.
 * @typedef {object} Choice
 * @property {string} at where the bank is, as bank.js has it: `bank: "dsk-test"`
 * @property {string} [live] the same for the live account, if it differs
 * @property {string} [page] the bank's page in the package
 * @property {string[]} secrets the names of the secrets
 * @property {Record<string, string>} settings their values for the sandbox
 * @property {string} profile the sandbox's profile
 * @property {string} sandbox the options of `bpc-checkout sandbox`
 * @property {string} callback what to ask the bank about callbacks. `~` stands for a backtick
 * @property {string} doctor the options of `bpc-checkout doctor` for the sandbox
 * @property {string} doctorLive the same for the bank's gateway
 * @property {string} [certify] the options of `bpc-checkout certify`, if the bank has an acceptance list
 * @property {Record<string, string>} files path → text
 */

/** @param {string} given a name of the list, or the address of a REST root @returns {Choice} */
export function choose(given) {
  const root = given.includes("://") ? new URL(given).href.replace(/\/+$/, "") : "";
  const name = (root === "" ? listed(given) : bankAt(root)) ?? "";
  const bank = BANKS[name] ?? ADDRESS;
  // An address that is not in the list stays.
  const names = root === "" || bank.roots.includes(root) ? bank.names : [];
  const profile = PROFILES.get(name);
  const [first, live] = names.map((each) => `bank: "${each}"`);
  const at = first ?? `baseUrl: "${root}"`;
  const signs = !["json", "unsigned"].includes(bank.callback ?? "");
  const secret = bank.callback === "jwt" ? BASE64_SECRET : "test_callback_secret";
  const settings = {
    GATEWAY_URL: `http://127.0.0.1:8788${profile === "ecom" ? "/ecomm/gw/partner/api/v1" : "/payment/rest"}`,
    GATEWAY_USER: "test_user",
    GATEWAY_PASSWORD: "test_user_password",
    RETURN_KEY: "",
    ...(signs && { CALLBACK_SECRET: secret }),
    ...(bank.terminal && { TERMINAL_ID: "E010000001" }),
  };
  const secrets = Object.keys(settings).filter((each) => each !== "GATEWAY_URL");
  // A store without callbacks has no secret for them.
  const needed = secrets.filter((each) => each !== "CALLBACK_SECRET" || bank.callback !== undefined);
  const options = [
    profile ? `--profile ${profile}` : name === "bpc-sandbox" ? "" : `--currencies ${bank.currency[1]}`,
    "--callback-url http://127.0.0.1:8787/callback",
    bank.callback === "jwt" ? `--callback-secret ${secret}` : "",
  ];
  return {
    at,
    ...(live && { live }),
    ...(BANKS[name] && { page: `docs/banks/${name}.md` }),
    secrets,
    settings,
    profile: profile ?? "bpc",
    callback: aboutCallbacks(bank.callback),
    sandbox: options.filter(Boolean).join(" "),
    // The store takes the money at once, so it needs no permission to hold it.
    doctor: `${name ? `--dialect ${name}` : "--currency EUR"} --no-hold`,
    doctorLive: `${names[0] ? `--bank ${names[0]}` : `--url ${root} ${name ? `--dialect ${name}` : "--currency EUR"}`} --no-hold`,
    ...(ACCEPTANCE.includes(name) && {
      certify: `--bank ${name}${bank.customer ? ` --field "${new URLSearchParams(CUSTOMER)}"` : ""}`,
    }),
    files: {
      "bank.js": bankFile(name, bank, { at, live, needed }),
      "test/bank.mjs": testFile(bank, profile, settings),
    },
  };
}

/** @param {string | undefined} kind */
function aboutCallbacks(kind) {
  if (kind === undefined)
    return `Ask the bank whether it sends callbacks, and how it signs them: ~callback~ in ~bank.js~ is for HMAC. Then give it the address of
~/callback~. Without callbacks leave ~CALLBACK_SECRET~ out: the schedule finds every paid order.`;
  if (kind === "hmac" || kind === "jwt")
    return "Give the bank the address of ~/callback~, without a query. It gives you ~CALLBACK_SECRET~.";
  return "Give the bank the address of ~/callback~, without a query. It signs no callback, so the store only asks the bank then.";
}

/** @param {string} name @param {Bank} bank @param {{ at: string, live: string | undefined, needed: string[] }} choice */
function bankFile(name, bank, { at, live, needed }) {
  const [currency, , digits] = bank.currency;
  const amount = Math.max(20 * 10 ** digits, 10 * (bank.minimum ?? 0));
  const price = `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
  const dialect = BANKS[name] ? `, dialect: "${name}"` : "";
  const isTransilvania = name === "banca-transilvania";
  const imports = [
    bank.customer ? 'import { customer } from "bpc-checkout";\n' : "",
    isTransilvania ? 'import { bancaTransilvaniaEn } from "bpc-checkout/messages";\n' : "",
  ].join("");
  return `${imports}import { formatAmount } from "bpc-checkout/money";

export const PRODUCT = "A mug";

/** ${price} in minor units. The price is set here, never by the browser. */
export const PRICE = { amount: ${amount}, currency: "${currency}" };

/** Your bank, with the secrets of the environment. */
export const gatewayOf = (env) => ({
  // GATEWAY_URL is set on your machine only: there the bank is the sandbox.${live ? ` Live: ${live}` : ""}
  ...(env.GATEWAY_URL ? { baseUrl: env.GATEWAY_URL${dialect} } : { ${at} }),
  userName: env.GATEWAY_USER,
  password: env.GATEWAY_PASSWORD,
  returnKey: env.RETURN_KEY,
${bank.terminal ? "  terminalId: env.TERMINAL_ID,\n" : ""}${isTransilvania ? "  messages: [bancaTransilvaniaEn], // a sentence for each code that the bank wants to be told apart\n" : ""}${callbackLines(bank.callback)}});

/** The settings without which the store does not start. */
export const NEEDED = [${needed.map((each) => `"${each}"`).join(", ")}];

/** What the form asks besides the button. */
export const FIELDS = [${bank.customer ? CUSTOMER_FIELDS : ""}];

/** What ${bank.customer || bank.params ? "the bank requires of each order" : "else you tell the bank about the order, such as `description`"}. \`form\` has the fields. */
export const orderOf = (${bank.customer ? "form" : "_form"}) => (${orderText(bank)});

/** What the result page shows. ${name === "satim" ? "SATIM's acceptance test wants each of these lines" : "Many banks look at this page before you may go live"}. */
export const receiptOf = ({ ${name === "satim" ? "orderId, " : ""}orderNumber, amount, currency, report }) => [
  ["Order", orderNumber],
  ["Amount", \`\${formatAmount(amount, currency)} \${currency}\`],
  ["Date", new Date(report.authDateTime ?? report.date ?? Date.now()).toLocaleDateString("en-GB", { timeZone: "UTC" })],
${name === "satim" ? SATIM_LINES : ""}];
`;
}

/** @param {string | undefined} kind */
function callbackLines(kind) {
  if (kind === "hmac") return "  callback: { secret: env.CALLBACK_SECRET },\n";
  if (kind === "jwt") return "  callback: { jwt: env.CALLBACK_SECRET },\n";
  if (kind) return "  callback: { unsigned: true }, // nobody signs them, so they are a hint only\n";
  return `  // Ask your bank whether it sends callbacks, and how it signs them. This is for HMAC.
  ...(env.CALLBACK_SECRET && { callback: { secret: env.CALLBACK_SECRET } }),
`;
}

const CUSTOMER_FIELDS = `
  { name: "email", label: "E-mail", type: "email", autocomplete: "email", maxlength: 254 },
  { name: "phone", label: "Phone, with the country's code", type: "tel", autocomplete: "tel" },
  { name: "city", label: "City", autocomplete: "address-level2" },
  { name: "address", label: "Street and number", autocomplete: "street-address" },
`;

const SATIM_LINES = `  ["Transaction", orderId],
  ["Approval code", report.card?.approvalCode],
  ["Answer of the bank", report.respCodeDescription],
  ["Questions about the payment", "SATIM, telephone 3020"],
`;

/** @param {Bank} bank */
function orderText({ customer, params }) {
  if (customer)
    return `{
  orderBundle: customer({
    email: form.get("email"),
    phone: form.get("phone"),
    country: "642", // Romania
    city: form.get("city"),
    address: form.get("address"),
  }),
}`;
  if (!params) return "{}";
  const pairs = params.map((name) => `${/^\w+$/.test(name) ? name : `"${name}"`}: "${PARAMS.get(name) ?? ""}"`);
  return `{ jsonParams: { ${pairs.join(", ")} } }`;
}

/** @param {Bank} bank @param {string | undefined} profile @param {Record<string, string>} settings */
function testFile(bank, profile, { GATEWAY_URL: _, ...settings }) {
  const options = profile ? `profile: "${profile}"` : `merchant: { currencies: ["${bank.currency[1]}"] }`;
  const values = { ...settings, RETURN_KEY: "a key for tests only" };
  const lines = Object.entries(values).map(([name, value]) => `  ${name}: "${value}",\n`);
  const form = bank.customer
    ? `{\n${Object.entries(CUSTOMER)
        .map(([field, value]) => `  ${field}: "${value}",\n`)
        .join("")}}`
    : "{}";
  return `/** The options of a sandbox that answers as your bank does. */
export const SANDBOX = { ${options} };

/** The store's environment. */
export const SETTINGS = {
${lines.join("")}};

/** What a customer types into the form. */
export const FORM = ${form};
`;
}
