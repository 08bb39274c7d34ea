/**
 * The products and their prices. The browser sends only an id; the price is read here.
 */
import { formatAmount } from "bpc-checkout";

/**
 * @typedef {object} Product
 * @property {string} id
 * @property {number} amount price in minor units (cents)
 * @property {string} currency ISO 4217 letters
 * @property {string} description text on the bank's payment page
 * @property {boolean} hold the money is held on the card, and taken only if the shop calls `deposit`
 */

/** @type {Product[]} */
const PRODUCTS = [
  { id: "mug", amount: 2400, currency: "EUR", description: "Harbour mug", hold: false },
  { id: "tea", amount: 1250, currency: "EUR", description: "Hillside green tea, 100 g", hold: false },
  { id: "set", amount: 8000, currency: "EUR", description: "Hold: tea set for a weekend", hold: true },
];

/**
 * @param {unknown} id as the browser sent it
 * @returns {Product | undefined}
 */
export const findProduct = (id) => PRODUCTS.find((product) => product.id === id);

/**
 * An amount as a customer reads it: "€24.00".
 * @param {{ amount: number, currency: string }} money
 */
export const price = ({ amount, currency }) => formatAmount(amount, currency, "en-IE");
