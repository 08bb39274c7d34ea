// What a store does after the first payment: the exports of this package. The functions get the calls that they are made of as an
// argument, because the package that wasm-pack builds has them too (src/js/after_payment.rs).

import { call, checkChange, decline as declineOnce, deposit as depositOnce, refund as refundOnce } from "./api.js";
import { reportOf, reverse as reverseOnce, status, verify } from "./api.js";
import { changed } from "./changes.js";
import * as lifecycle from "./lifecycle.js";
import * as lists from "./lists.js";

/** @type {import("./checked.js").Api} */
const api = {
  call,
  checkChange,
  decline: declineOnce,
  deposit: depositOnce,
  refund: refundOnce,
  reportOf,
  reverse: reverseOnce,
  status,
  verify,
};

/** @type {typeof import("./index.js").deposit} */
export const deposit = (change, gateway, options) => changed(api, "deposit", change, gateway, options);

/** @type {typeof import("./index.js").reverse} */
export const reverse = (change, gateway, options) => changed(api, "reverse", change, gateway, options);

/** @type {typeof import("./index.js").refund} */
export const refund = (change, gateway, options) => changed(api, "refund", change, gateway, options);

/** @type {typeof import("./index.js").decline} */
export const decline = (change, gateway, options) => changed(api, "decline", change, gateway, options);

/** @type {typeof import("./index.js").giveBack} */
export const giveBack = (order, gateway, options) => lifecycle.giveBack(api, order, gateway, options);

/** @type {typeof import("./index.js").waitForOutcome} */
export const waitForOutcome = (expected, gateway, options) => lifecycle.waitForOutcome(api, expected, gateway, options);

/** @type {typeof import("./index.js").orders} */
export const orders = (period, gateway, options) => lists.orders(api, period, gateway, options);

/** @type {typeof import("./index.js").savedCards} */
export const savedCards = (customer, gateway, options) => lists.savedCards(api, customer, gateway, options);

/** @type {typeof import("./index.js").removeCard} */
export const removeCard = (card, gateway, options) => lists.removeCard(api, card, gateway, options);

/** @type {typeof import("./index.js").payWithSavedCard} */
export const payWithSavedCard = (payment, gateway, options) => lists.payWithSavedCard(api, payment, gateway, options);
