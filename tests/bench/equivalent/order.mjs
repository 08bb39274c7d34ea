// The order: every parameter of register.do, checked.

import { invalid } from "./errors.mjs";
import {
  address,
  amount,
  copyOf,
  currency,
  dateTime,
  isGiven,
  json,
  language,
  text,
  trimmed,
  whole,
  allowOnly,
} from "./values.mjs";

const upTo = (max) => (value, path) => text(value, max, path);
const minor = (value, path) => String(amount(value, path));
const wholeText = (least, most) => (value, path) => String(whole(value, least, most, path));

function features(value, path) {
  return [value].flat().map((item) => text(item, 64, path));
}

function fourDigits(value, path) {
  if (!/^\d{4}$/.test(String(value))) throw invalid(path, "expected 4 digits");
  return String(value);
}

function yesOrNo(value, path) {
  if (value !== "Y" && value !== "N") throw invalid(path, "expected one of: Y, N");
  return value;
}

const PARAMETERS = {
  __proto__: null,
  description: upTo(598),
  language,
  clientId: upTo(255),
  bindingId: upTo(255),
  jsonParams: json,
  orderBundle: json,
  features,
  sessionTimeoutSecs: wholeText(1, 999_999_999),
  expirationDate: dateTime,
  dynamicCallbackUrl: (value, path) => address(value, path).text,
  email: upTo(40),
  phone: upTo(32),
  ip: upTo(39),
  pageView: upTo(64),
  postAddress: upTo(255),
  cardholderName: upTo(150),
  merchantLogin: upTo(255),
  childId: upTo(255),
  feeInput: minor,
  taxSystem: wholeText(0, 5),
  mcc: fourDigits,
  mvv: upTo(10),
  paymentFacilitator: json,
  billingPayerData: json,
  shippingPayerData: json,
  preOrderPayerData: json,
  orderPayerData: json,
  billingAndShippingAddressMatchIndicator: yesOrNo,
  prepaymentMdOrder: upTo(64),
};
/** One pair, or one for each of several values. */
function pushAll(parameters, name, values) {
  if (Array.isArray(values)) for (const value of values) parameters.push([name, value]);
  else parameters.push([name, values]);
}

const TYPED = ["amount", "currency", "returnUrl", "failUrl", "orderNumber"];
const NAMES = [...TYPED, ...Object.keys(PARAMETERS)];
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function readOrder(object, { numberMax, keys }, now) {
  const given = copyOf(object, "order");
  const parameters = [];
  for (const name in given) {
    const read = PARAMETERS[name];
    if (read === undefined) allowOnly({ [name]: given[name] }, NAMES, "order");
    else if (isGiven(given[name])) pushAll(parameters, name, read(given[name], `order.${name}`));
  }
  const order = {
    phase: "1",
    amount: amount(given.amount, "order.amount"),
    currency: currency(given.currency, "order.currency"),
    returnUrl: address(given.returnUrl, "order.returnUrl").text,
    failUrl: isGiven(given.failUrl) ? address(given.failUrl, "order.failUrl").text : undefined,
    number: numberOf(given.orderNumber, numberMax, now),
    isNumbered: isGiven(given.orderNumber),
    sessionTimeoutSecs: given.sessionTimeoutSecs,
    expirationDate: given.expirationDate,
    parameters,
  };
  const isCardCheck = parameters.some(([name, value]) => name === "features" && value === "VERIFY");
  if (order.amount === 0 && !isCardCheck) throw invalid("order.amount", "is 0, which is only for a card check");
  if (order.number === null && keys)
    throw invalid("order.orderNumber", "is null, but the signed return needs a number");
  return order;
}

function numberOf(given, max, now) {
  if (given === undefined) return generated(now, max);
  return given === null ? null : trimmed(given, max, "order.orderNumber");
}

/** The time and chance, in digits that nobody mixes up. */
function generated(now, max) {
  let number = "";
  for (let rest = now; rest > 0; rest = Math.floor(rest / 32)) number = DIGITS[rest % 32] + number;
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) number += DIGITS[byte % 32];
  return number.slice(0, Math.min(max, 26));
}
