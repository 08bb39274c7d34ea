import { formatAmount } from "bpc-checkout/money";

export const PRODUCT = "A mug";

/** 20.00 EUR in minor units. The price is set here, never by the browser. */
export const PRICE = { amount: 2000, currency: "EUR" };

/** Your bank, with the secrets of the environment. */
export const gatewayOf = (env) => ({
  // GATEWAY_URL is set on your machine only: there the bank is the sandbox. Live: bank: "dsk"
  ...(env.GATEWAY_URL ? { baseUrl: env.GATEWAY_URL, dialect: "dsk" } : { bank: "dsk-test" }),
  userName: env.GATEWAY_USER,
  password: env.GATEWAY_PASSWORD,
  returnKey: env.RETURN_KEY,
  callback: { secret: env.CALLBACK_SECRET },
});

/** The settings without which the store does not start. */
export const NEEDED = ["GATEWAY_USER", "GATEWAY_PASSWORD", "RETURN_KEY", "CALLBACK_SECRET"];

/** What the form asks besides the button. */
export const FIELDS = [];

/** What else you tell the bank about the order, such as `description`. `form` has the fields. */
export const orderOf = (_form) => ({});

/** What the result page shows. Many banks look at this page before you may go live. */
export const receiptOf = ({ orderNumber, amount, currency, report }) => [
  ["Order", orderNumber],
  ["Amount", `${formatAmount(amount, currency)} ${currency}`],
  ["Date", new Date(report.authDateTime ?? report.date ?? Date.now()).toLocaleDateString("en-GB", { timeZone: "UTC" })],
];
