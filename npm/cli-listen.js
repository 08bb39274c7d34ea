// `bpc-checkout listen`: asks the bank about orders and sends each change to a local store as a signed callback. Test hosts of
// banks call back to public addresses only. A developer's machine has none.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { CALLBACK_HELP, CALLBACK_TEXTS, readCallback } from "./cli-sign.js";
import { GATEWAY_HELP, GATEWAY_TEXTS, readGateway } from "./cli-gateway.js";
import { clock, messageOf, printable, readOptions, stop, webAddress, wholeNumber } from "./cli-options.js";
import { isCheckoutError, status } from "./index.js";

/** @import { Gateway, OrderReport } from "./index.js" */

export const HELP = `Usage: bpc-checkout listen --to <address> [options] [order number…]

Asks the bank about orders, and sends each change (payment, hold, reversal, refund, expiry) to your store as a callback, as
the bank sends it: it says at the start how it signs. No tunnel is needed. A callback is sent again until your store answers
200, at most 10 times. What has happened to an order before the start is sent once at the start.

  --to <address>        address of your callback handler, such as http://127.0.0.1:8787/callback
  --file <file>         order numbers, one a line. It is read again before each round, so that your store can add to it
  --every <seconds>     seconds between two rounds (5)
${CALLBACK_HELP}
  --once                ends after one round
${GATEWAY_HELP}
  --help                shows this text
`;

const TEXTS = ["to", "file", "every", ...CALLBACK_TEXTS, ...GATEWAY_TEXTS];
const MAX_TRIES = 10;
const SEND_TIMEOUT_MS = 10_000;
/** Action codes of a session that ended. */
const ENDED = [-2014, -2007, -2009, -2020];

/**
 * What was sent about an order until now.
 * @typedef {object} Known
 * @property {string} number
 * @property {boolean} approved
 * @property {boolean} deposited
 * @property {boolean} reversed
 * @property {boolean} closed
 * @property {number} refunded minor units
 */

/** @typedef {{ number: string, operation: string, status: string, orderId: string, tries: number }} Change */

/** @param {string[]} args */
export async function run(args) {
  const { values, positionals } = readOptions("listen", args, { texts: TEXTS, flags: ["once"], positionals: true });
  const { gateway, secret, name } = readGateway(values);
  if (values.to === undefined) stop("--to is missing: the address of your callback handler");
  const callback = await readCallback(values, name, secret);
  const to = webAddress("to", values.to);
  const everyMs = wholeNumber("every", values.every ?? "5", 3600, 1) * 1000;
  const file = values.file === undefined ? undefined : String(values.file);
  if (positionals.length === 0 && file === undefined) stop("no order to ask about: add order numbers, or --file");

  /** @type {Map<string, Known>} */
  const orders = new Map();
  /** @type {Change[]} */
  let waiting = [];
  say(`asks ${gateway.baseUrl ?? gateway.bank} every ${everyMs / 1000} s and sends changes to ${to.href}`);
  callback.notes.forEach(say);
  for (;;) {
    for (const number of [...positionals, ...numbersOf(file)]) {
      if (!orders.has(number)) orders.set(number, fresh(number));
    }
    for (const order of orders.values()) waiting.push(...(await ask(order, gateway)));
    /** @type {Change[]} */
    const failed = [];
    for (const change of waiting) {
      if (!(await send(change, to, callback.write, values["once"] === true))) failed.push(change);
    }
    waiting = failed.filter((change) => change.tries < MAX_TRIES);
    if (values.once) return;
    await pause(everyMs);
  }
}

/** @param {string} number @returns {Known} */
const fresh = (number) => ({
  number,
  approved: false,
  deposited: false,
  reversed: false,
  closed: false,
  refunded: 0,
});

/** @param {string | undefined} file */
function numbersOf(file) {
  if (file === undefined) return [];
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.map((line) => line.trim()).filter((line) => line !== "");
  } catch (error) {
    return stop(`--file: ${messageOf(error)}`);
  }
}

/** Asks about an order, and returns what has changed. @param {Known} order @param {Gateway} gateway @returns {Promise<Change[]>} */
async function ask(order, gateway) {
  // A closed or reversed order does not change.
  if (order.closed || order.reversed) return [];
  try {
    return changes(order, await status({ orderNumber: order.number }, gateway));
  } catch (error) {
    const text = isCheckoutError(error) ? `${error.code}: ${error.message}` : messageOf(error);
    say(`order ${order.number}: ${text}`);
    return [];
  }
}

/**
 * The operations between what was sent and what the bank reports now. It also updates what was sent.
 * @param {Known} order @param {OrderReport} report @returns {Change[]}
 */
export function changes(order, report) {
  const { orderStatus, actionCode = 0, refundedAmount = 0, orderId = "" } = report;
  /** @type {Change[]} */
  const found = [];
  const add = (/** @type {string} */ operation, succeeded = true) =>
    found.push({ number: order.number, operation, status: succeeded ? "1" : "0", orderId, tries: 0 });
  if (orderStatus === 1 && !order.approved) add("approved");
  order.approved ||= orderStatus === 1;
  // A refund follows a deposit: both may have happened since the last question.
  const wasDeposited = orderStatus === 2 || orderStatus === 4 || orderStatus === 7 || refundedAmount > 0;
  if (wasDeposited && !order.deposited) add("deposited");
  order.deposited ||= wasDeposited;
  if (refundedAmount > order.refunded || (orderStatus === 4 && order.refunded === 0)) add("refunded");
  order.refunded = Math.max(order.refunded, refundedAmount, orderStatus === 4 ? 1 : 0);
  if (orderStatus === 3) {
    add("reversed");
    order.reversed = true;
  }
  if (orderStatus === 6) {
    if (ENDED.includes(actionCode)) add("declinedByTimeout", false);
    else add(order.approved ? "approved" : "deposited", false);
    order.closed = true;
  }
  return found;
}

/**
 * Sends a change. Returns whether the store answered 200.
 * @param {Change} change @param {URL} to @param {Awaited<ReturnType<typeof readCallback>>["write"]} write
 * @param {boolean} isLast whether no other round follows
 */
async function send(change, to, write, isLast) {
  const { number, operation, orderId } = change;
  change.tries += 1;
  const parameters = { mdOrder: orderId, orderNumber: number, operation, status: change.status };
  const { address, init } = await write(to, parameters);
  const next = isLast ? "not sent again (--once)" : change.tries < MAX_TRIES ? "again in the next round" : "given up";
  try {
    const reply = await fetch(address, {
      ...init,
      redirect: "manual",
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    await reply.body?.cancel();
    say(`callback ${operation} ${number} → ${reply.status}${reply.status === 200 ? "" : `, ${next}`}`);
    return reply.status === 200;
  } catch (error) {
    say(`callback ${operation} ${number} → no answer: ${Object(error).cause?.code ?? messageOf(error)}, ${next}`);
    return false;
  }
}

/** @param {string} text */
const say = (text) => process.stdout.write(`${clock(Date.now())} ${printable(text)}\n`);
