//! SATIM, Algeria: terminal and udf1 in jsonParams, limits, and the acknowledgement without which a payment is given back.

use bpc_checkout::call::Failure;
use bpc_checkout::model::change::Operation;
use bpc_checkout::model::ids::Phase;
use bpc_checkout::trust::verdict::Outcome;
use serde_json::json;

use super::support::{ORDER_ID, reply, value};
use super::walk::{Bank, REPLIES, Replies, USUAL, Walk};
use super::{REFUND_ID, Shop, encoded, expected, field, order, paid, read_order, refunded, status};

const BANK: Bank = Bank {
    names: &[("satim", "https://cib.satim.dz/payment/rest"), ("satim-test", "https://test2.satim.dz/payment/rest")],
    currency: ("DZD", "012", "5000.00"),
    gateway: r#"{"terminalId":"E010000001","language":"fr","callback":{"secret":"canary callback secret"}}"#,
    ids: ["Kq7UzzRRabXcVQAAAB41", "Kq7UzzRRabXcVQAAAB42", "Kq7UzzRRabXcVQAAAB43", "Kq7UzzRRabXcVQAAAB44"],
    asks: "userName=shop-api&password=canary+password&orderId={ID}&language=fr",
    comes_back: "lang=fr&orderId={ID}",
    acknowledges: Some((
        "userName=shop-api&password=canary+password&mdOrder={ID}&language=fr",
        r#"{"depositAmount":500000,"currency":"012","authCode":2,"params":{"respCode":"00","respCode_desc":"Votre paiement a été accepté","udf1":"{NUMBER}"},"actionCode":0,"actionCodeDescription":"Votre paiement a été accepté","ErrorCode":"0","ErrorMessage":"Success","OrderStatus":2,"OrderNumber":"{NUMBER}","Pan":"628058**1011","Amount":500000,"approvalCode":"303004","SvfeResponse":"00"}"#,
    )),
    replies: Replies {
        registered: r#"{"errorCode":0,"orderId":"{ID}","formUrl":"https://test.satim.dz/payment/epg/merchants/merchantsatim/payment.html?mdOrder={ID}&language=fr"}"#,
        ..REPLIES
    },
    ..USUAL
};

/// SATIM's guide has no orders in two phases.
pub(crate) fn walk() -> Walk {
    let mut walk = Walk::at(&BANK);
    walk.registers(
        "userName=shop-api&password=canary+password&orderNumber=1000000001&amount=500000&currency=012&returnUrl=https%3A%2F%2Fshop.example%2Freturn%3Fbpc_return%3D{SOLD}&jsonParams=%7B%22force_terminal_id%22%3A%22E010000001%22%2C%22udf1%22%3A%221000000001%22%7D&language=fr",
    );
    walk.is_paid();
    walk.is_not_acknowledged(r#"{"ErrorCode":"0","OrderStatus":2,"OrderNumber":"{NUMBER}","Amount":500000,"depositAmount":500000,"currency":"012","params":{"respCode":"05"}}"#);
    walk.gives_a_part_back(
        "userName=shop-api&password=canary+password&orderId=Kq7UzzRRabXcVQAAAB41&amount=50000&externalRefundId=r-1&language=fr",
    );
    walk.is_told_with_a_checksum();
    walk.is_refunded_a_day_later();
    walk.a_declined_attempt_is_final(116, ["funds", "another_card"]);
    let why = "order.amount: is less than 5000 minor units, the smallest amount that this bank takes";
    walk.refuses("register", &json!({ "amount": 4999 }), "order.amount", why);
    let why = "order.currency: is not taken by this bank; its currency is DZD";
    walk.refuses("register", &json!({ "currency": "EUR" }), "order.currency", why);
    let why = "order.language: is not a language of this bank; it has fr,ar,en";
    walk.refuses("register", &json!({ "language": "he" }), "order.language", why);
    let why = "order.orderNumber: has 11 characters, at most 10 are allowed";
    walk.refuses("register", &json!({ "orderNumber": "10000000011" }), "order.orderNumber", why);
    let why = "gateway.terminalId: is missing; this bank gives you one for each terminal";
    walk.refuses_configured(&json!({ "terminalId": null }), "gateway.terminalId", why);
    for name in ["udf1", "udf5", "force_terminal_id"] {
        let field = format!("order.jsonParams.{name}");
        let why = format!("{field}: has 21 characters, at most 20 are allowed");
        walk.refuses("register", &json!({ "jsonParams": { name: "é".repeat(21) } }), &field, &why);
    }
    let why = "gateway.terminalId: has 21 characters, at most 20 are allowed";
    walk.refuses_configured(&json!({ "terminalId": "1".repeat(21) }), "gateway.terminalId", why);
    let why = "gateway.language: is not a language of this bank; it has fr,ar,en";
    walk.refuses_configured(&json!({ "language": "de" }), "gateway.language", why);
    walk
}

const LOGIN: &str = "userName=shop-api&password=canary+password";

fn shop() -> Shop {
    Shop::at("satim", r#"{"terminalId":"E010000001","language":"fr"}"#)
}

/// The reply to an acknowledgement: the older, capitalised names.
fn acknowledged(number: &str, status: i64, error: &str, code: &str) -> String {
    format!(
        r#"{{"depositAmount":500000,"currency":"012","authCode":2,"params":{{"respCode":"{code}","respCode_desc":"Votre paiement a été accepté","udf1":"1000000001"}},
        "actionCode":0,"actionCodeDescription":"Votre paiement a été accepté","ErrorCode":"{error}","ErrorMessage":"Success","OrderStatus":{status},
        "OrderNumber":"{number}","Pan":"628058**1011","Amount":500000,"approvalCode":"303004","SvfeResponse":"00"}}"#
    )
}

fn good() -> String {
    acknowledged("1000000001", 2, "0", "00")
}

#[test]
fn the_terminal_and_udf1_go_out_with_every_order() {
    let sent = shop().registers(&order("DZD", r#"{"jsonParams":{"cart":"7"}}"#));
    assert_eq!(sent.url, "https://cib.satim.dz/payment/rest/register.do");
    let params = encoded(r#"{"cart":"7","force_terminal_id":"E010000001","udf1":"1000000001"}"#);
    assert_eq!(
        sent.body,
        format!(
            "{LOGIN}&orderNumber=1000000001&amount=500000&currency=012&returnUrl=https%3A%2F%2Fshop.example%2Freturn&jsonParams={params}&language=fr"
        )
    );
    assert_eq!((sent.content_type, sent.authorization), ("application/x-www-form-urlencoded", None));
    let own = shop().registers(&order("DZD", r#"{"jsonParams":{"udf1":"mine","force_terminal_id":"E2"}}"#));
    assert_eq!(own.field("jsonParams"), r#"{"udf1":"mine","force_terminal_id":"E2"}"#, "the store's own values stay");
    let generated = shop().registers(&read_order("DZD", "{}", Phase::Purchase).unwrap());
    assert!(generated.field("jsonParams").contains(generated.field("orderNumber")));
}

#[test]
fn a_status_of_nine_is_a_card_check_and_no_payment() {
    let reply = status("DZD", 9, [0, 0, 0], "REVERSED");
    let check = expected("DZD").with_phase(Phase::Verify);
    assert_eq!(shop().verifies(&check, &[(200, &reply)]).outcome(), &Outcome::Verified);
    assert_eq!(shop().verifies(&expected("DZD"), &[(200, &reply)]).outcome(), &Outcome::Unknown);
}

/// R1.
#[test]
fn a_payment_is_paid_only_when_it_is_acknowledged() {
    let replies = [(200, paid("DZD")), (200, good())];
    let replies: Vec<(u16, &str)> = replies.iter().map(|(status, body)| (*status, body.as_str())).collect();
    let (verdict, sent) = shop().asks(&replies, |client| client.verify(expected("DZD")));
    let verdict = verdict.unwrap();
    assert_eq!(verdict.outcome(), &Outcome::Paid);
    assert!(verdict.is_final() && !verdict.awaits_acknowledgement());
    assert_eq!(sent[0].url, "https://cib.satim.dz/payment/rest/getOrderStatusExtended.do");
    assert_eq!(sent[0].body, format!("{LOGIN}&orderId={ORDER_ID}&language=fr"));
    assert_eq!(sent[1].url, "https://cib.satim.dz/payment/rest/public/acknowledgeTransaction.do");
    assert_eq!(sent[1].body, format!("{LOGIN}&mdOrder={ORDER_ID}&language=fr"));
    assert_eq!(field(verdict.report(), "respCode"), r#""00""#);
    assert_eq!(field(verdict.report(), "respCodeDescription"), r#""Votre paiement a été accepté""#);
}

#[test]
fn an_acknowledgement_that_fails_or_is_unclear_is_pending_and_asked_again() {
    let other = acknowledged("1000000002", 2, "0", "00");
    let declined = acknowledged("1000000001", 6, "2", "05");
    let open = acknowledged("1000000001", 0, "0", "00");
    let failed = acknowledged("1000000001", 2, "7", "00");
    let code = acknowledged("1000000001", 2, "0", "05");
    let short = r#"{"ErrorCode":"0","OrderStatus":2}"#.to_owned();
    let unpaid = good().replace("\"depositAmount\":500000", "\"depositAmount\":0");
    let without = good().replace("\"respCode\":\"00\",", "");
    for (status, body) in [
        (200, other),
        (200, declined),
        (200, open),
        (200, failed),
        (200, code),
        (200, short),
        (200, unpaid),
        (200, without),
        (200, "<html>".to_owned()),
        (401, r#""Transaction is not found""#.to_owned()),
        (200, r#"{"errorCode":5,"errorMessage":"Access denied"}"#.to_owned()),
    ] {
        let verdict = shop()
            .asks(&[(200, &paid("DZD")), (status, &body), (status, &body), (status, &body)], |client| {
                client.verify(expected("DZD"))
            });
        let verdict = verdict.0.unwrap();
        assert_eq!(verdict.outcome(), &Outcome::Pending, "{body}");
        assert!(!verdict.is_final() && verdict.awaits_acknowledgement(), "{body}");
    }
    let broken = vec![Ok(reply(200, &paid("DZD"))), Err(Failure::Network), Ok(reply(502, "")), Ok(reply(200, &good()))];
    let (verdict, sent) = shop().meets(broken, |client| client.verify(expected("DZD")));
    assert_eq!((verdict.unwrap().outcome(), sent.len()), (&Outcome::Paid, 4), "an acknowledgement may be repeated");
    let lost = vec![Ok(reply(200, &paid("DZD"))), Err(Failure::Aborted)];
    let (aborted, _) = shop().meets(lost, |client| client.verify(expected("DZD")));
    assert_eq!(aborted.unwrap_err().code().as_str(), "aborted");
}

#[test]
fn only_a_paid_order_that_is_ours_is_acknowledged() {
    let other = paid("DZD").replace("500000", "100");
    for (body, outcome) in [
        (other.as_str(), "mismatch"),
        (&status("DZD", 0, [0, 0, 0], "CREATED"), "open"),
        (&status("DZD", 6, [0, 0, 0], "DECLINED"), "declined"),
        (&status("DZD", 4, [500_000, 400_000, 100_000], "REFUNDED"), "refunded"),
        (&status("DZD", 7, [0, 0, 0], "CREATED"), "unknown"),
        (&status("DZD", 8, [0, 0, 0], "CREATED"), "unknown"),
        (&status("DZD", 9, [0, 0, 0], "CREATED"), "unknown"),
        (&status("DZD", 11, [500_000, 500_000, 0], "DEPOSITED"), "unknown"),
        (&status("DZD", -1, [0, 0, 0], "DECLINED"), "declined"),
    ] {
        assert_eq!(shop().verifies(&expected("DZD"), &[(200, body)]).outcome().as_str(), outcome, "{body}");
    }
    let report = shop().asks(&[(200, &paid("DZD"))], |client| client.status(&expected("DZD").query())).0.unwrap();
    assert_eq!(report.order_status().code(), 2, "`status` only reads");
}

#[test]
fn a_part_is_given_back_and_the_next_day_says_so() {
    let sent = shop().changes(Operation::Refund, &format!(r#"{{"orderId":"{ORDER_ID}","amount":100000}}"#));
    assert_eq!(sent.url, "https://cib.satim.dz/payment/rest/refund.do");
    assert_eq!(sent.body, format!("{LOGIN}&orderId={ORDER_ID}&amount=100000&externalRefundId={REFUND_ID}&language=fr"));
    let body = status("DZD", 4, [500_000, 400_000, 100_000], "REFUNDED");
    assert_eq!(shop().verifies(&expected("DZD"), &[(200, &body)]).outcome(), &refunded(400_000, 100_000));
    let again = shop().verifies(&expected("DZD"), &[(200, &paid("DZD")), (200, &good())]);
    assert_eq!(again.outcome(), &Outcome::Paid, "acknowledged again, harmlessly");
}

#[test]
fn an_installation_elsewhere_has_the_same_ways_by_its_dialect_and_satims_own_address_by_itself() {
    let local = r#"{"baseUrl":"http://127.0.0.1:8788/payment/rest","dialect":"satim","terminalId":"E1","userName":"u","password":"p"}"#;
    let known = r#"{"baseUrl":"https://test2.satim.dz/payment/rest/","terminalId":"E1","userName":"u","password":"p"}"#;
    for options in [local, known] {
        let options =
            bpc_checkout::border::read::gateway(&value(options), bpc_checkout::model::gateway::Runtime::Server);
        let shop = Shop { gateway: options.unwrap() };
        assert!(shop.registers(&order("DZD", "{}")).body.contains("force_terminal_id"));
        assert_eq!(shop.verifies(&expected("DZD"), &[(200, &paid("DZD")), (200, &good())]).outcome(), &Outcome::Paid);
    }
}
