//! The banks whose gateway does nothing that the reference does not: each from its name alone, by one walk.

use bpc_checkout::model::change::Operation;
use bpc_checkout::model::gateway::banks;
use bpc_checkout::model::ids::Phase;
use bpc_checkout::trust::callback::{self, Check, Opened};
use bpc_checkout::trust::verdict::Outcome;

use super::support::{KEY, NOW, ORDER_ID};
use super::{Shop, expected, order, paid, read_order, refunded, status};

const LOGIN: &str = "userName=shop-api&password=canary+password";

/// The documented vector of the reference's callbacks: key and query.
const CALLBACK: (&str, &str) = (
    "yourSecretToken",
    "amount=123456&mdOrder=3ff6962a-7dcc-4283-ab50-a6d7dd3386fe&operation=deposited&orderNumber=10747&status=1&checksum=51C892147225ABE87798CB02979D70EF46D0AE79B5AA3B28B1C260BE286C50A9",
);

/// The name, the REST root, the currency's letters and digits.
const BANKS: &[(&str, &str, &str, &str)] = &[
    ("alfa-belarus", "ecom.alfabank.by/payment/rest", "BYN", "933"),
    ("alfa-belarus-test", "abby.rbsuat.com/payment/rest", "BYN", "933"),
    ("alfa-russia", "pay.alfabank.ru/payment/rest", "RUB", "643"),
    ("alfa-russia-test", "alfa.rbsuat.com/payment/rest", "RUB", "643"),
    ("arca", "ipay.arca.am/payment/rest", "AMD", "051"),
    ("arca-test", "ipaytest.arca.am:8445/payment/rest", "AMD", "051"),
    ("arca-epg", "epg.arca.am/payment/rest", "AMD", "051"),
    ("arca-epg-test", "testepg.arca.am/payment/rest", "AMD", "051"),
    ("bank-of-the-cook-islands", "securepayments.bci.co.ck/payment/rest", "NZD", "554"),
    ("belize-bank", "gateway.belizebank.com/payment/rest", "BZD", "084"),
    ("belize-bank-test", "sandbox.belizebank.com/payment/rest", "BZD", "084"),
    ("bereke", "securepayments.berekebank.kz/payment/rest", "KZT", "398"),
    ("bereke-test", "3dsec.berekebank.kz/payment/rest", "KZT", "398"),
    ("bpc-sandbox", "dev.bpcbt.com/payment/rest", "EUR", "978"),
    ("clictopay", "ipay.clictopay.com/payment/rest", "TND", "788"),
    ("clictopay-test", "test.clictopay.com/payment/rest", "TND", "788"),
    ("dsk", "epg.dskbank.bg/payment/rest", "EUR", "978"),
    ("dsk-test", "uat.dskbank.bg/payment/rest", "EUR", "978"),
    ("inecobank", "pg.inecoecom.am/payment/rest", "AMD", "051"),
    ("ing-romania", "securepay.ing.ro/mpi/rest", "RON", "946"),
    ("ing-romania-test", "securepay-uat.ing.ro/mpi_uat/rest", "RON", "946"),
    ("jcc", "gateway.jcc.com.cy/payment/rest", "EUR", "978"),
    ("jcc-test", "gateway-test.jcc.com.cy/payment/rest", "EUR", "978"),
    ("meezan", "acquiring.meezanbank.com/payment/rest", "PKR", "586"),
    ("sberbank", "securepayments.sberbank.ru/payment/rest", "RUB", "643"),
    ("sberbank-test", "3dsec.sberbank.ru/payment/rest", "RUB", "643"),
    ("vtb", "platezh.vtb24.ru/payment/rest", "RUB", "643"),
    ("vtb-test", "vtb.rbsuat.com/payment/rest", "RUB", "643"),
    ("vtb-kazakhstan", "payment.vtb.kz/payment/rest", "KZT", "398"),
    ("vtb-kazakhstan-test", "vtbkz.rbsuat.com/payment/rest", "KZT", "398"),
    ("yookassa-test", "3dsec-payments.yookassa.ru/payment/rest", "RUB", "643"),
];

#[test]
fn every_bank_of_the_list_has_a_walk() {
    let own = ["satim", "banca-transilvania", "credibanco", "sberbank-ecom"];
    let mut walked: Vec<String> = BANKS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    walked.extend(own.iter().flat_map(|name| [(*name).to_owned(), format!("{name}-test")]));
    walked.sort_unstable();
    let mut known: Vec<String> = banks::names().collect();
    known.sort_unstable();
    assert_eq!(walked, known);
}

#[test]
fn from_the_name_to_money_that_stays() {
    for (name, root, letters, digits) in BANKS {
        let shop = Shop::at(name, &format!(r#"{{"returnKey":"{KEY}","callback":{{"secret":"{}"}}}}"#, CALLBACK.0));
        let bare = Shop::at(name, "{}");
        let sent = bare.registers(&order(letters, "{}"));
        assert_eq!(sent.url, format!("https://{root}/register.do"));
        assert_eq!(
            sent.body,
            format!(
                "{LOGIN}&orderNumber=1000000001&amount=500000&currency={digits}&returnUrl=https%3A%2F%2Fshop.example%2Freturn"
            )
        );
        assert_eq!((sent.content_type, sent.authorization), ("application/x-www-form-urlencoded", None));
        assert_eq!(bare.verifies(&expected(letters), &[(200, &paid(letters))]).outcome(), &Outcome::Paid, "{name}");

        let held = expected(letters).with_phase(Phase::PreAuth);
        let sent = bare.registers(&read_order(letters, "{}", Phase::PreAuth).unwrap());
        assert_eq!(sent.url, format!("https://{root}/registerPreAuth.do"));
        let body = status(letters, 1, [500_000, 0, 0], "APPROVED");
        assert_eq!(bare.verifies(&held, &[(200, &body)]).outcome(), &Outcome::Held, "{name}");
        let deposit = bare.changes(Operation::Deposit, &format!(r#"{{"orderId":"{ORDER_ID}","amount":300000}}"#));
        assert_eq!(deposit.body, format!("{LOGIN}&orderId={ORDER_ID}&amount=300000"));
        let body = status(letters, 2, [500_000, 300_000, 0], "DEPOSITED");
        assert_eq!(bare.verifies(&held, &[(200, &body)]).outcome(), &Outcome::Paid, "{name}");

        let refund = bare.changes(
            Operation::Refund,
            &format!(r#"{{"orderId":"{ORDER_ID}","amount":50000,"externalRefundId":"r-1"}}"#),
        );
        assert_eq!(refund.body, format!("{LOGIN}&orderId={ORDER_ID}&amount=50000&externalRefundId=r-1"));
        let body = status(letters, 4, [500_000, 450_000, 50_000], "REFUNDED");
        let check = Check { keys: shop.gateway.callback_keys(), ignored: &[], now_ms: NOW };
        let Ok(Opened::Genuine(event)) = callback::open_with(CALLBACK.1, check) else { panic!("{name}") };
        assert_eq!((event.order_number(), event.is_proven()), (Some("10747"), true));
        // The day after.
        assert_eq!(bare.verifies(&expected(letters), &[(200, &body)]).outcome(), &refunded(450_000, 50_000), "{name}");
    }
}

/// Inecobank calls the id otherwise in the address of the return.
#[test]
fn the_id_in_the_return_address_has_the_banks_name() {
    for (bank, name) in [("inecobank", "paymentID"), ("arca", "orderId"), ("inecobank", "orderId")] {
        let shop = Shop::at(bank, &format!(r#"{{"returnKey":"{KEY}"}}"#));
        let url = shop.registers(&order("AMD", "{}")).field("returnUrl").to_owned();
        let (verdict, sent) =
            shop.asks(&[(200, &paid("AMD"))], |client| client.verify_return(&format!("{url}&{name}={ORDER_ID}")));
        assert_eq!(verdict.unwrap().outcome(), &Outcome::Paid);
        assert_eq!(sent[0].field("orderId"), ORDER_ID);
        let two = format!("{url}&paymentID={ORDER_ID}&orderId=another");
        let (_, sent) = shop.asks(&[(200, &paid("AMD"))], |client| client.verify_return(&two));
        assert_eq!(sent[0].names().contains(&"orderNumber"), bank == "inecobank", "two ids: the signed number decides");
    }
}

#[test]
fn a_language_that_the_bank_does_not_have_is_not_sent() {
    let shop = Shop::at("vtb-kazakhstan", r#"{"language":"ru"}"#);
    let why = "order.language: is not a language of this bank; it has ru,en,hy,az";
    assert_eq!(shop.refuses(&order("KZT", r#"{"language":"kk"}"#)), why);
    assert_eq!(shop.registers(&order("KZT", r#"{"language":"EN"}"#)).field("language"), "en");
}

/// R11. 810 has been 643 since 1998; no other pair is one currency.
#[test]
fn two_numbers_of_the_rouble_are_one_currency_and_no_other_pair_is() {
    let shop = Shop::at("sberbank", "{}");
    let judged = |ours: &str, theirs: &str| {
        let body = paid(ours);
        let digits = bpc_checkout::Currency::parse(ours).unwrap().digits();
        let body = body.replace(&format!("\"currency\":\"{digits}\""), &format!("\"currency\":\"{theirs}\""));
        shop.verifies(&expected(ours), &[(200, &body)]).outcome().as_str()
    };
    for (ours, theirs, outcome) in [
        ("RUB", "810", "paid"),
        ("RUB", "643", "paid"),
        ("RUR", "643", "paid"),
        ("RUR", "810", "paid"),
        ("BYN", "974", "mismatch"),
        ("BGN", "978", "mismatch"),
        ("EUR", "643", "mismatch"),
        ("RUB", "978", "mismatch"),
        ("RUB", "81", "mismatch"),
    ] {
        assert_eq!(judged(ours, theirs), outcome, "{ours} {theirs}");
    }
}
