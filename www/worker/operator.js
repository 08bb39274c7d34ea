/**
 * /operator: the newest orders, and buttons that deposit held money, reverse it, or refund what was deposited. Each button works once: its
 * press has a random text, which is saved before the bank is asked.
 */
import { deposit, isCheckoutError, minorUnits, refund, reverse } from "bpc-checkout";
import { PRIVATE_HEADERS } from "./headers.js";
import { asOperator, isProof, proofOf } from "./operator-key.js";
import { operatorSection } from "./operator-section.js";
import { ordersOf } from "./orders.js";
import { document, problem } from "./page.js";
import { isFromThisShop, readForm } from "./same-shop.js";
import { html } from "./html.js";

/** @import { StoredOrder } from "bpc-checkout/desk" */
/** @import { Config, Visit } from "./env.js" */

/** How many orders are shown, the newest first. */
const SHOWN = 30;

/**
 * What each button sends to the bank. `amount` null: everything.
 * @type {Record<string, (order: StoredOrder, amount: number | null, press: string, config: Config) => Promise<unknown>>}
 */
const OPERATIONS = {
  deposit: ({ orderId, currency }, amount, _, { gateway }) =>
    deposit({ orderId, ...(amount !== null && { amount, currency }) }, gateway),
  reverse: ({ orderId }, _, __, { gateway }) => reverse({ orderId }, gateway),
  refund: async ({ orderId, currency, answer }, amount, press, { gateway }) => {
    // Of two refunds at the same time only one finds this amount.
    const expectedDepositedAmount = answer?.depositedAmount ?? undefined;
    const some = {
      ...(amount !== null && { amount, currency }),
      ...(expectedDepositedAmount && { expectedDepositedAmount }),
    };
    await refund({ orderId, externalRefundId: press, ...some }, gateway);
  },
};

/**
 * GET /operator
 * @type {import("./env.js").Handler}
 */
export const operator = (visit) => asOperator(visit, () => ordersPage(visit));

/** @param {Visit} visit */
async function ordersPage(visit) {
  const orders = ordersOf(visit);
  const key = /** @type {string} */ (visit.config.operatorKey);
  const rows = await Promise.all(
    (await orders.newest(SHOWN)).map(async (order) => {
      const press = crypto.randomUUID().replaceAll("-", "");
      const proof = await proofOf(key, `${press} ${order.orderNumber}`);
      return { order, press, proof, operations: await orders.operations(order.orderNumber) };
    }),
  );
  return document({
    title: "Orders",
    head: html`<link rel="stylesheet" href="/css/operator.css" />`,
    wide: true,
    main: operatorSection(rows, SHOWN),
  });
}

/**
 * POST /operator, body `order=<number>&kind=<operation>&amount=<decimal or empty>&press=<random>&proof=<of the press>`.
 * @type {import("./env.js").Handler}
 */
export const operate = (visit) => asOperator(visit, () => pressed(visit));

/** @param {Visit} visit */
async function pressed(visit) {
  const { request, url, config } = visit;
  if (!isFromThisShop(request, url)) return problem.foreignForm();
  const form = await readForm(request);
  const [orderNumber, kind, amount, press, proof] = ["order", "kind", "amount", "press", "proof"].map((name) =>
    String(form?.get(name) ?? ""),
  );
  const isOurs = await isProof(/** @type {string} */ (config.operatorKey), `${press} ${orderNumber}`, proof);
  if (!isOurs || !Object.hasOwn(OPERATIONS, kind)) return problem.foreignForm();

  const orders = ordersOf(visit);
  const order = await orders.read(orderNumber);
  if (!order) return problem.noSuchOrder();
  const units = readAmount(amount, order.currency);
  if (units === undefined) return problem.noAmount();
  const run = (/** @type {StoredOrder} */ current) => OPERATIONS[kind](current, units, press, config);
  const operation = orders.operate(orderNumber, { press, kind, amount: units }, run);
  // The operation and its record are finished, also if the operator closes the page.
  visit.ctx.waitUntil(operation.then(() => {}));
  const result = await operation;
  const location = `/operator?${new URLSearchParams({ result, order: orderNumber })}#${orderNumber}`;
  return new Response(null, { status: 303, headers: { location, ...PRIVATE_HEADERS } });
}

/**
 * Null for an empty field, which means everything; undefined for a text that is not an amount.
 * @param {string} text @param {string} currency
 */
function readAmount(text, currency) {
  if (text.trim() === "") return null;
  try {
    return minorUnits(text.trim().replace(",", "."), currency) || undefined;
  } catch (error) {
    if (isCheckoutError(error)) return undefined;
    throw error;
  }
}
