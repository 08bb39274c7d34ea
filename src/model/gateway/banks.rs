//! Banks whose gateway is known: one line each, with what it does otherwise than the vendor's reference.
//!
//! A line is `name live test`, then words. `live` and `test` are REST roots without `https://`; `-` is not known. `<name>-test` is the bank's test gateway. A word that a line
//! does not have means: as in the reference, or not known; the page of the bank in `docs/banks` says which.
//!
//! | word | meaning |
//! |---|---|
//! | `currency=946` | the usual currency; a merchant may have others |
//! | `only=012` | the bank takes no other currency |
//! | `languages=fr,ar,en` | the bank refuses any other language |
//! | `minimum=5000` | the smallest amount, minor units |
//! | `orderNumber=10`, or another parameter | the longest text of this parameter, in characters |
//! | `udf=20` | the longest text of `force_terminal_id` and of `udf1` to `udf5` in jsonParams, in characters |
//! | `without=%+` | characters that orderNumber and description must not contain |
//! | `basic` | login and password go into an `Authorization: Basic` header |
//! | `json` | a request is JSON with typed values |
//! | `customer` | orderBundle with customerDetails is mandatory |
//! | `params=a:1,b:#,c:@,d:!` | jsonParams: `a` is 1 unless given, `b` the order number, `c` the terminal's id; `d` must be given |
//! | `d=1-99` | the entry `d` of jsonParams is a whole number of this range |
//! | `one-phase` | no two-phase orders |
//! | `whole-refund` | a refund gives everything back |
//! | `refund-id-in-params` | externalRefundId is sent inside jsonParams |
//! | `acknowledge` | a payment that is not acknowledged is given back |
//! | `7=refunded`, or another status | what an orderStatus means: `refunded`, `verified`, `declined`, `unknown` |
//! | `points=loyaltyAmount` | the merchantOrderParams entry with the points that were paid instead of money, minor units |
//! | `id=paymentID` | the parameter of the return address that carries the order's id |
//! | `path=/api/v1` | the end of an address that no other bank's gateway has |
//! | `callback=jwt` | how callbacks are signed: `hmac`, `jwt`, `json` (not signed), `unsigned` |

/// Banks that work as the reference says, but for a word or two. Sources of both lists: the banks' integration
/// guides; for banks without a public guide, the addresses in their published shop modules and in several clients of different
/// authors. Where a bank has changed its address, use `baseUrl`.
macro_rules! usual {
    () => {
        concat!(
            // Excerpts of the bank's guide; BYN.
            "alfa-belarus ecom.alfabank.by/payment/rest abby.rbsuat.com/payment/rest currency=933\n",
            // Published clients and the bank's guide; RUB.
            "alfa-russia pay.alfabank.ru/payment/rest alfa.rbsuat.com/payment/rest currency=643\n",
            // The bank's shop modules; AMD. The test gateway listens on another port.
            "arca ipay.arca.am/payment/rest ipaytest.arca.am:8445/payment/rest currency=051\n",
            // A client of the newer gateway.
            "arca-epg epg.arca.am/payment/rest testepg.arca.am/payment/rest currency=051\n",
            // The bank's shop module; NZD.
            "bank-of-the-cook-islands securepayments.bci.co.ck/payment/rest - currency=554 callback=hmac\n",
            // Files of several authors; BZD.
            "belize-bank gateway.belizebank.com/payment/rest sandbox.belizebank.com/payment/rest currency=084\n",
            // Files of several authors; KZT. Formerly Sberbank Kazakhstan.
            "bereke securepayments.berekebank.kz/payment/rest 3dsec.berekebank.kz/payment/rest currency=398\n",
            // The vendor's reference.
            "bpc-sandbox dev.bpcbt.com/payment/rest - currency=978 callback=hmac\n",
            // Files of several authors; TND with three digits.
            "clictopay ipay.clictopay.com/payment/rest test.clictopay.com/payment/rest currency=788\n",
            // Live tests of a published client, 2026: EUR since 2026-01-01.
            "dsk epg.dskbank.bg/payment/rest uat.dskbank.bg/payment/rest currency=978 callback=hmac\n",
            // The bank's shop module: it comes back with another parameter.
            "inecobank pg.inecoecom.am/payment/rest - currency=051 id=paymentID\n",
            // Clients of several authors; RON. The context differs from every other bank's.
            "ing-romania securepay.ing.ro/mpi/rest securepay-uat.ing.ro/mpi_uat/rest currency=946\n",
            // The bank's developer pages; EUR.
            "jcc gateway.jcc.com.cy/payment/rest gateway-test.jcc.com.cy/payment/rest currency=978\n",
            // Files of several authors; PKR.
            "meezan acquiring.meezanbank.com/payment/rest - currency=586\n",
            // Published clients; RUB.
            "sberbank securepayments.sberbank.ru/payment/rest 3dsec.sberbank.ru/payment/rest currency=643 callback=hmac\n",
            // A client of the bank; RUB.
            "vtb platezh.vtb24.ru/payment/rest vtb.rbsuat.com/payment/rest currency=643\n",
            // The bank's sandbox pages; KZT.
            "vtb-kazakhstan payment.vtb.kz/payment/rest vtbkz.rbsuat.com/payment/rest currency=398 languages=ru,en,hy,az\n",
            // A published client; RUB.
            "yookassa - 3dsec-payments.yookassa.ru/payment/rest currency=643\n",
        )
    };
}

/// Banks with ways of their own.
macro_rules! otherwise {
    () => {
        concat!(
            // The iPay guide, as its clients quote it: Basic login, the bundle, the limits, status 7, points, JWT callbacks.
            "banca-transilvania ecclients.btrl.ro/payment/rest ecclients-sandbox.btrl.ro/payment/rest currency=946 basic customer params=FORCE_3DS2:true orderNumber=32 without=%+ \
             description=512 email=254 jsonParams=1024 childId=100 pageView=20 7=refunded points=loyaltyAmount callback=jwt\n",
            // The bank's REST manual of 2021: mandatory jsonParams, one phase, no partial refunds, callbacks without checksum.
            "credibanco eco.credibanco.com/payment/rest ecouat.credibanco.com/payment/rest currency=170 params=installments:!,IVA.amount:! installments=1-99 IVA.amount=0-999999999999 IAC.amount=0-999999999999 orderNumber=32 description=512 jsonParams=1024 one-phase whole-refund callback=unsigned\n",
            // SATIM's integration guide and logged replies: terminal, udf1, acknowledgement, limits, languages, statuses.
            "satim cib.satim.dz/payment/rest test2.satim.dz/payment/rest only=012 languages=fr,ar,en minimum=5000 orderNumber=10 params=force_terminal_id:@,udf1:# udf=20 \
             acknowledge -1=declined 7=unknown 8=unknown 9=verified\n",
            // The OpenAPI specification of the bank, and its SBP manual: JSON, languages, callbacks.
            "sberbank-ecom ecommerce.sberbank.ru/ecomm/gw/partner/api/v1 ecomtest.sberbank.ru/ecomm/gw/partner/api/v1 currency=643 languages=ru,en json \
             refund-id-in-params path=/ecomm/gw/partner/api/v1 callback=json",
        )
    };
}

pub(super) const USUAL: &str = usual!();
pub(super) const OTHERWISE: &str = otherwise!();
pub(super) const ALL: &str = concat!(usual!(), otherwise!());
