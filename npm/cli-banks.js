// Made from src/model/gateway/banks.rs: `WRITE_PAGES=1 cargo nextest run --test banks init`.

/**
 * What `bpc-checkout init` needs to know of a bank. `names`: of its gateways, that for tests first. `currency`: letters, ISO number,
 * decimal places. `minimum`: the smallest amount, minor units. `terminal`, `customer`, `params`: what every order must have, `params` in
 * jsonParams. `callback`: how callbacks are signed; absent if it is not known.
 * @typedef {{ names: string[], currency: [string, string, number], minimum?: number, terminal?: true, customer?: true, params?: string[], callback?: string }} Bank
 */

/** @type {Record<string, Bank>} */
export const BANKS = {
  "alfa-belarus": { names: ["alfa-belarus-test", "alfa-belarus"], currency: ["BYN", "933", 2] },
  "alfa-russia": { names: ["alfa-russia-test", "alfa-russia"], currency: ["RUB", "643", 2] },
  arca: { names: ["arca-test", "arca"], currency: ["AMD", "051", 2] },
  "arca-epg": { names: ["arca-epg-test", "arca-epg"], currency: ["AMD", "051", 2] },
  "banca-transilvania": {
    names: ["banca-transilvania-test", "banca-transilvania"],
    currency: ["RON", "946", 2],
    customer: true,
    callback: "jwt",
  },
  "bank-of-the-cook-islands": { names: ["bank-of-the-cook-islands"], currency: ["NZD", "554", 2], callback: "hmac" },
  "belize-bank": { names: ["belize-bank-test", "belize-bank"], currency: ["BZD", "084", 2] },
  bereke: { names: ["bereke-test", "bereke"], currency: ["KZT", "398", 2] },
  "bpc-sandbox": { names: ["bpc-sandbox"], currency: ["EUR", "978", 2], callback: "hmac" },
  clictopay: { names: ["clictopay-test", "clictopay"], currency: ["TND", "788", 3] },
  credibanco: {
    names: ["credibanco-test", "credibanco"],
    currency: ["COP", "170", 2],
    params: ["installments", "IVA.amount"],
    callback: "unsigned",
  },
  dsk: { names: ["dsk-test", "dsk"], currency: ["EUR", "978", 2], callback: "hmac" },
  inecobank: { names: ["inecobank"], currency: ["AMD", "051", 2] },
  "ing-romania": { names: ["ing-romania-test", "ing-romania"], currency: ["RON", "946", 2] },
  jcc: { names: ["jcc-test", "jcc"], currency: ["EUR", "978", 2] },
  meezan: { names: ["meezan"], currency: ["PKR", "586", 2] },
  satim: { names: ["satim-test", "satim"], currency: ["DZD", "012", 2], minimum: 5000, terminal: true },
  sberbank: { names: ["sberbank-test", "sberbank"], currency: ["RUB", "643", 2], callback: "hmac" },
  "sberbank-ecom": { names: ["sberbank-ecom-test", "sberbank-ecom"], currency: ["RUB", "643", 2], callback: "json" },
  vtb: { names: ["vtb-test", "vtb"], currency: ["RUB", "643", 2] },
  "vtb-kazakhstan": { names: ["vtb-kazakhstan-test", "vtb-kazakhstan"], currency: ["KZT", "398", 2] },
  yookassa: { names: ["yookassa-test"], currency: ["RUB", "643", 2] },
};
