// Made from src/model/gateway/banks.rs: `WRITE_PAGES=1 cargo nextest run --test banks init`.

/**
 * What `bpc-checkout init` needs to know of a bank. `names`: of its gateways, that for tests first. `roots`: their REST roots. `path`: the
 * end of an address that no other bank's gateway has. `currency`: letters, ISO number, decimal places. `minimum`: the smallest amount, minor units. `terminal`, `customer`, `params`: what every order must have, `params` in
 * jsonParams. `onePhase`: it holds no money. `callback`: how callbacks are signed; absent if it is not known.
 * @typedef {{ names: string[], roots: string[], path?: string, currency: [string, string, number], minimum?: number, terminal?: true, customer?: true, params?: string[], onePhase?: true, callback?: string }} Bank
 */

/** @type {Record<string, Bank>} */
export const BANKS = {
  "alfa-belarus": {
    names: ["alfa-belarus-test", "alfa-belarus"],
    roots: ["https://abby.rbsuat.com/payment/rest", "https://ecom.alfabank.by/payment/rest"],
    currency: ["BYN", "933", 2],
  },
  "alfa-russia": {
    names: ["alfa-russia-test", "alfa-russia"],
    roots: ["https://alfa.rbsuat.com/payment/rest", "https://pay.alfabank.ru/payment/rest"],
    currency: ["RUB", "643", 2],
  },
  arca: {
    names: ["arca-test", "arca"],
    roots: ["https://ipaytest.arca.am:8445/payment/rest", "https://ipay.arca.am/payment/rest"],
    currency: ["AMD", "051", 2],
  },
  "arca-epg": {
    names: ["arca-epg-test", "arca-epg"],
    roots: ["https://testepg.arca.am/payment/rest", "https://epg.arca.am/payment/rest"],
    currency: ["AMD", "051", 2],
  },
  "banca-transilvania": {
    names: ["banca-transilvania-test", "banca-transilvania"],
    roots: ["https://ecclients-sandbox.btrl.ro/payment/rest", "https://ecclients.btrl.ro/payment/rest"],
    currency: ["RON", "946", 2],
    customer: true,
    callback: "jwt",
  },
  "bank-of-the-cook-islands": {
    names: ["bank-of-the-cook-islands"],
    roots: ["https://securepayments.bci.co.ck/payment/rest"],
    currency: ["NZD", "554", 2],
    callback: "hmac",
  },
  "belize-bank": {
    names: ["belize-bank-test", "belize-bank"],
    roots: ["https://sandbox.belizebank.com/payment/rest", "https://gateway.belizebank.com/payment/rest"],
    currency: ["BZD", "084", 2],
  },
  bereke: {
    names: ["bereke-test", "bereke"],
    roots: ["https://3dsec.berekebank.kz/payment/rest", "https://securepayments.berekebank.kz/payment/rest"],
    currency: ["KZT", "398", 2],
  },
  "bpc-sandbox": {
    names: ["bpc-sandbox"],
    roots: ["https://dev.bpcbt.com/payment/rest"],
    currency: ["EUR", "978", 2],
    callback: "hmac",
  },
  clictopay: {
    names: ["clictopay-test", "clictopay"],
    roots: ["https://test.clictopay.com/payment/rest", "https://ipay.clictopay.com/payment/rest"],
    currency: ["TND", "788", 3],
  },
  credibanco: {
    names: ["credibanco-test", "credibanco"],
    roots: ["https://ecouat.credibanco.com/payment/rest", "https://eco.credibanco.com/payment/rest"],
    currency: ["COP", "170", 2],
    params: ["installments", "IVA.amount"],
    onePhase: true,
    callback: "unsigned",
  },
  dsk: {
    names: ["dsk-test", "dsk"],
    roots: ["https://uat.dskbank.bg/payment/rest", "https://epg.dskbank.bg/payment/rest"],
    currency: ["EUR", "978", 2],
    callback: "hmac",
  },
  inecobank: { names: ["inecobank"], roots: ["https://pg.inecoecom.am/payment/rest"], currency: ["AMD", "051", 2] },
  "ing-romania": {
    names: ["ing-romania-test", "ing-romania"],
    roots: ["https://securepay-uat.ing.ro/mpi_uat/rest", "https://securepay.ing.ro/mpi/rest"],
    currency: ["RON", "946", 2],
  },
  jcc: {
    names: ["jcc-test", "jcc"],
    roots: ["https://gateway-test.jcc.com.cy/payment/rest", "https://gateway.jcc.com.cy/payment/rest"],
    currency: ["EUR", "978", 2],
  },
  meezan: { names: ["meezan"], roots: ["https://acquiring.meezanbank.com/payment/rest"], currency: ["PKR", "586", 2] },
  satim: {
    names: ["satim-test", "satim"],
    roots: ["https://test2.satim.dz/payment/rest", "https://cib.satim.dz/payment/rest"],
    currency: ["DZD", "012", 2],
    minimum: 5000,
    terminal: true,
  },
  sberbank: {
    names: ["sberbank-test", "sberbank"],
    roots: ["https://3dsec.sberbank.ru/payment/rest", "https://securepayments.sberbank.ru/payment/rest"],
    currency: ["RUB", "643", 2],
    callback: "hmac",
  },
  "sberbank-ecom": {
    names: ["sberbank-ecom-test", "sberbank-ecom"],
    roots: [
      "https://ecomtest.sberbank.ru/ecomm/gw/partner/api/v1",
      "https://ecommerce.sberbank.ru/ecomm/gw/partner/api/v1",
    ],
    path: "/ecomm/gw/partner/api/v1",
    currency: ["RUB", "643", 2],
    callback: "json",
  },
  vtb: {
    names: ["vtb-test", "vtb"],
    roots: ["https://vtb.rbsuat.com/payment/rest", "https://platezh.vtb24.ru/payment/rest"],
    currency: ["RUB", "643", 2],
  },
  "vtb-kazakhstan": {
    names: ["vtb-kazakhstan-test", "vtb-kazakhstan"],
    roots: ["https://vtbkz.rbsuat.com/payment/rest", "https://payment.vtb.kz/payment/rest"],
    currency: ["KZT", "398", 2],
  },
  yookassa: {
    names: ["yookassa-test"],
    roots: ["https://3dsec-payments.yookassa.ru/payment/rest"],
    currency: ["RUB", "643", 2],
  },
};
