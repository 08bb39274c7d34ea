// The status of an order as a typed report, card numbers masked.

import { check, flagIn, get, intIn, isObject, malformed, naturalIn, parse, textIn } from "./reply.mjs";

const text = (object, name) => textIn(object, name);
const flag = (object, name) => flagIn(object, name);
/** Old gateways count seconds. */
const date = (object, name, reply) => {
  const time = naturalIn(object, name, reply);
  return time < 100_000_000_000 ? time * 1000 : time;
};

/** A row: our name, how it is read, and the places where it may stand; `a/b` is `b` inside `a`. */
function row(name, read, ...places) {
  const split = (place) => {
    const [key, holder] = place.split("/").reverse();
    return { holder, key };
  };
  return { name, read, places: (places.length > 0 ? places : [name]).map(split) };
}

const TOP = [
  row("orderNumber", text),
  row("orderStatus", intIn),
  row("actionCode", intIn),
  row("actionCodeDescription", text),
  row("displayErrorMessage", text),
  row("amount", naturalIn),
  row("currency", text),
  row("approvedAmount", naturalIn, "paymentAmountInfo/approvedAmount"),
  row("depositedAmount", naturalIn, "paymentAmountInfo/depositedAmount", "depositAmount"),
  row("refundedAmount", naturalIn, "paymentAmountInfo/refundedAmount"),
  row("totalAmount", naturalIn, "paymentAmountInfo/totalAmount", "totalAmount"),
  row("feeAmount", naturalIn, "paymentAmountInfo/feeAmount", "feeAmount"),
  row("paymentState", text, "paymentAmountInfo/paymentState", "paymentState"),
  row("date", date),
  row("authDateTime", date),
  row("depositedDate", date),
  row("refundedDate", date),
  row("reversedDate", date),
  row("paymentWay", text),
  row("orderDescription", text),
  row("ip", text),
  row("terminalId", text),
  row("authRefNum", text),
  row("chargeback", flag),
];
const GROUPS = {
  card: [
    row("maskedPan", text, "cardAuthInfo/maskedPan", "cardAuthInfo/pan", "pan"),
    row("expiration", text, "cardAuthInfo/expiration", "expiration"),
    row("cardholderName", text, "cardAuthInfo/cardholderName", "cardholderName"),
    row("approvalCode", text, "cardAuthInfo/approvalCode", "approvalCode"),
    row("paymentSystem", text, "cardAuthInfo/paymentSystem"),
  ],
  binding: [
    row("clientId", text, "bindingInfo/clientId", "clientId"),
    row("bindingId", text, "bindingInfo/bindingId", "bindingId"),
  ],
  bank: [
    row("name", text, "bankInfo/bankName"),
    row("countryCode", text, "bankInfo/bankCountryCode"),
    row("countryName", text, "bankInfo/bankCountryName"),
  ],
  payer: [
    row("email", text, "payerData/email"),
    row("phone", text, "payerData/phone"),
    row("postAddress", text, "payerData/postAddress"),
  ],
};
const PAIR = [row("name", text), row("value", text)];
const REFUND = [
  row("amount", naturalIn),
  row("referenceNumber", text),
  row("externalRefundId", text),
  row("actionCode", intIn),
  row("date", text),
];

export function readReport(reply, gateway) {
  const raw = parse(reply);
  maskCards(raw, false, reply, 0);
  check(reply, raw, gateway);
  // The wallet and token payments wrap the status into an object called `orderStatus`.
  const inner = get(raw, "orderStatus");
  const status = isObject(inner) ? inner : raw;
  if (status !== raw) check(reply, status, gateway);
  const attributes = list(status, "attributes", PAIR, reply);
  const report = {};
  const id =
    attributes.find(({ name }) => name === "mdOrder")?.value ?? textIn(status, "orderId") ?? textIn(status, "mdOrder");
  if (id) report.orderId = id;
  readRows(status, TOP, report, reply);
  if (report.orderStatus === undefined) throw malformed(reply, "neither an error nor an orderStatus");
  for (const name in GROUPS) {
    const group = {};
    if (readRows(status, GROUPS[name], group, reply)) report[name] = group;
  }
  report.merchantOrderParams = list(status, "merchantOrderParams", PAIR, reply);
  report.transactionAttributes = list(status, "transactionAttributes", PAIR, reply);
  report.attributes = attributes;
  report.refunds = list(status, "refunds", REFUND, reply);
  report.raw = raw;
  return report;
}

/** Whether any of the rows was there. */
function readRows(status, rows, into, reply) {
  let isAny = false;
  for (const row of rows) {
    const value = readRow(status, row, reply);
    if (value === undefined) continue;
    into[row.name] = value;
    isAny = true;
  }
  return isAny;
}

function readRow(status, { read, places }, reply) {
  for (const { holder, key } of places) {
    const object = holder === undefined ? status : get(status, holder);
    const value = object !== undefined && isObject(object) ? read(object, key, reply) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

function list(status, name, rows, reply) {
  const items = get(status, name) ?? [];
  return (Array.isArray(items) ? items : [items]).filter(isObject).map((item) => {
    const read = {};
    readRows(item, rows, read, reply);
    return read;
  });
}

const CARD = /^pan|pan$|panrepresentation$|cardnumber$/i;
const MAX_DEPTH = 32;

/** Masks card numbers where they stand; returns the value itself, masked. */
function maskCards(value, isSecret, reply, depth) {
  if (typeof value !== "object" || value === null)
    return isSecret && (typeof value === "string" || typeof value === "number") ? masked(String(value)) : value;
  if (depth === MAX_DEPTH) throw malformed(reply, "a body that is not JSON, or cut off");
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) value[at] = maskCards(value[at], isSecret, reply, depth + 1);
    return value;
  }
  // An attribute is a pair: its key stands under `name`.
  const isNamed = typeof value.name === "string" && CARD.test(value.name);
  for (const key in value) {
    const inner = value[key];
    const hide = isSecret || CARD.test(key) || (isNamed && key === "value");
    if (hide || typeof inner === "object") value[key] = maskCards(inner, hide, reply, depth + 1);
  }
  return value;
}

function masked(value) {
  const digits = value.replace(/\D/g, "").length;
  let seen = 0;
  const hide = (digit) => (++seen > 6 && seen <= digits - 4 ? "*" : digit);
  return digits < 12 ? value : value.replace(/\d/g, hide);
}
