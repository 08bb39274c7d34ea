// The dialects of the installations, and which client reads which.

/**
 * `currency` is the installation's first, numeric; `params` and `cart` are those it insists on; `deniedByHttp`: a wrong
 * password is an HTTP status and not a code.
 */
export const DIALECTS = {
  bpc: { currency: "978" },
  classic: { currency: "810" },
  numeric: { currency: "978" },
  allstrings: { currency: "978" },
  ecom: { currency: "643" },
  bt: {
    currency: "946",
    deniedByHttp: true,
    params: { FORCE_3DS2: "true" },
    cart: {
      customerDetails: {
        email: "customer@shop.test",
        phone: "40740123456",
        billingInfo: { country: "642", city: "Sibiu", postAddress: "Strada Mare 1" },
        deliveryInfo: { country: "642", city: "Sibiu", postAddress: "Strada Mare 1" },
      },
    },
  },
  satim: { currency: "012", params: { force_terminal_id: "E010901234", udf1: "2026" } },
  arca: { currency: "051" },
  dsk: { currency: "978" },
  credibanco: { currency: "170", params: { installments: "1", "IVA.amount": "0" } },
  clictopay: { currency: "788" },
};

const WANTS_STRING = 'takes errorCode for an error unless it is the string "0" or absent';
const WANTS_NONE = "takes any errorCode in the reply to a registration for an error";
const WANTS_NUMBER = "compares orderStatus with numbers";
const SENDS_NO_PARAMS = "cannot send the jsonParams that this installation insists on";
const SENDS_NO_CART = "cannot send the orderBundle that this installation insists on";
const SENDS_NO_JSON = "sends no JSON body, and this installation takes nothing else";

/**
 * Client → dialect → the step it does not get past, what it says there, and why. The run is red when a break goes away
 * as much as when one appears: the versions are pinned, so either means that the sandbox speaks differently.
 */
export const BREAKS = {
  "sberbank-acquiring": {
    allstrings: ["sees that it is not paid", '"orderStatus":"0"', WANTS_NUMBER],
    ecom: ["registers an order", "415", SENDS_NO_JSON],
  },
  alfabank: {
    allstrings: ["sees that it is not paid", '"orderStatus":"0"', WANTS_NUMBER],
    ecom: ["registers an order", '"refused":null', SENDS_NO_JSON],
  },
  "gocream-pysberbank": {
    ecom: ["registers an order", "Unsupported Media Type", SENDS_NO_JSON],
    numeric: ["registers an order", "KeyError: 'errorMessage'", WANTS_STRING],
    satim: ["registers an order", "KeyError: 'errorMessage'", WANTS_STRING],
    arca: ["registers an order", "KeyError: 'errorMessage'", WANTS_STRING],
  },
  btipay: {
    numeric: ["registers an order", '"refused":"errorCode 0"', WANTS_NONE],
    allstrings: ["registers an order", '"refused":"Success"', WANTS_NONE],
    ecom: ["registers an order", "Network error", SENDS_NO_JSON],
    bt: ["registers an order", '"refused":"Success"', WANTS_NONE],
    satim: ["registers an order", '"refused":5', SENDS_NO_PARAMS],
    arca: ["registers an order", '"refused":"errorCode 0"', WANTS_NONE],
    dsk: ["registers an order", '"refused":"Success"', WANTS_NONE],
    credibanco: ["registers an order", '"refused":5', SENDS_NO_PARAMS],
  },
  "sber-payments": {
    ecom: ["registers an order", "HTTP 400", SENDS_NO_JSON],
    bt: ["registers an order", '"refused":8', SENDS_NO_CART],
    satim: ["registers an order", '"refused":4', SENDS_NO_PARAMS],
    credibanco: ["registers an order", '"refused":5', SENDS_NO_PARAMS],
  },
};

/** The table of README.md, which the run compares. */
export function table() {
  const profiles = Object.keys(DIALECTS);
  const reasons = [];
  const note = (reason) => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return `no (${reasons.indexOf(reason) + 1})`;
  };
  const row = ([client, breaks]) => [
    client,
    ...profiles.map((profile) => (breaks[profile] ? note(breaks[profile][2]) : "yes")),
  ];
  const rows = [["client", ...profiles], Array(profiles.length + 1).fill("---"), ...Object.entries(BREAKS).map(row)];
  const lines = rows.map((cells) => `| ${cells.join(" | ")} |`);
  return [...lines, "", ...reasons.map((reason, index) => `${index + 1}. It ${reason}.`)].join("\n");
}
