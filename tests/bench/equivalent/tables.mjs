// ISO 4217 and the known banks, as the package has them.

/** Letters, number, and the digits of the minor unit where they are not two. */
const CURRENCIES = `
AED784 AFN971 ALL8 AMD51 AOA973 ARS32 AUD36 AWG533 AZN944 BAM977 BBD52 BDT50 BGN975 BHD48.3 BIF108.0 BMD60 BND96
BOB68 BRL986 BSD44 BTN64 BWP72 BYN933 BZD84 CAD124 CDF976 CHF756 CLF990.4 CLP152.0 CNY156 COP170 CRC188 CUP192
CVE132 CZK203 DJF262.0 DKK208 DOP214 DZD12 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981 GHS936 GIP292
GMD270 GNF324.0 GTQ320 GYD328 HKD344 HNL340 HTG332 HUF348 IDR360 ILS376 INR356 IQD368.3 IRR364 ISK352.0 JMD388
JOD400.3 JPY392.0 KES404 KGS417 KHR116 KMF174.0 KPW408 KRW410.0 KWD414.3 KYD136 KZT398 LAK418 LBP422 LKR144
LRD430 LSL426 LYD434.3 MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 MWK454 MXN484
MYR458 MZN943 NAD516 NGN566 NIO558 NOK578 NPR524 NZD554 OMR512.3 PAB590 PEN604 PGK598 PHP608 PKR586 PLN985
PYG600.0 QAR634 RON946 RSD941 RUB643 RUR810 RWF646.0 SAR682 SBD90 SCR690 SDG938 SEK752 SGD702 SHP654 SLE925
SOS706 SRD968 SSP728 STN930 SVC222 SYP760 SZL748 THB764 TJS972 TMT934 TND788.3 TOP776 TRY949 TTD780 TWD901
TZS834 UAH980 UGX800.0 USD840 UYU858 UYW927.4 UZS860 VED926 VES928 VND704.0 VUV548.0 WST882 XAF950.0 XCD951
XCG532 XOF952.0 XPF953.0 YER886 ZAR710 ZMW967 ZWG924`;

/** Name, REST root, and the longest order number where it is not 36 characters. */
const BANKS = [
  ["alfa-belarus", "https://ecom.alfabank.by/payment/rest"],
  ["alfa-belarus-test", "https://abby.rbsuat.com/payment/rest"],
  ["alfa-russia", "https://pay.alfabank.ru/payment/rest"],
  ["alfa-russia-test", "https://alfa.rbsuat.com/payment/rest"],
  ["arca", "https://ipay.arca.am/payment/rest"],
  ["arca-epg", "https://epg.arca.am/payment/rest"],
  ["arca-epg-test", "https://testepg.arca.am/payment/rest"],
  ["arca-test", "https://ipaytest.arca.am:8445/payment/rest"],
  ["banca-transilvania", "https://ecclients.btrl.ro/payment/rest"],
  ["banca-transilvania-test", "https://ecclients-sandbox.btrl.ro/payment/rest"],
  ["bank-of-the-cook-islands", "https://securepayments.bci.co.ck/payment/rest"],
  ["bpc-sandbox", "https://dev.bpcbt.com/payment/rest"],
  ["dsk", "https://epg.dskbank.bg/payment/rest"],
  ["dsk-test", "https://uat.dskbank.bg/payment/rest"],
  ["inecobank", "https://pg.inecoecom.am/payment/rest"],
  ["satim", "https://cib.satim.dz/payment/rest", 10],
  ["satim-test", "https://test2.satim.dz/payment/rest", 10],
  ["sberbank", "https://securepayments.sberbank.ru/payment/rest"],
  ["sberbank-test", "https://3dsec.sberbank.ru/payment/rest"],
  ["vtb", "https://platezh.vtb24.ru/payment/rest"],
  ["vtb-test", "https://vtb.rbsuat.com/payment/rest"],
  ["yookassa-test", "https://3dsec-payments.yookassa.ru/payment/rest"],
];

const byName = new Map();
for (const row of CURRENCIES.trim().split(/\s/)) {
  const [, alpha, number, exponent = "2"] = /^([A-Z]{3})(\d+)(?:\.(\d))?$/.exec(row);
  const currency = { alpha, digits: number.padStart(3, "0"), exponent: Number(exponent) };
  for (const name of [alpha, number, currency.digits]) byName.set(name, currency);
}

/** A currency by its letters in any case, or by its number. */
export const currencyNamed = (name) => byName.get(name) ?? byName.get(name.toUpperCase());

export function bankNamed(wanted) {
  const bank = BANKS.find(([name]) => name === wanted);
  return bank && { baseUrl: bank[1], numberMax: bank[2] ?? 36 };
}
