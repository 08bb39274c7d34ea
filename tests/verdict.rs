//! The verdict: every row of its table, and that nothing else is ever paid.

#![cfg(test)]

mod support;

use bpc_checkout::messages::{self, DE, EN, RO, message};
use bpc_checkout::model::gateway::CodeList;
use bpc_checkout::model::ids::{OrderId, OrderNumber, Phase};
use bpc_checkout::protocol::status::{self, OrderReport};
use bpc_checkout::trust::verdict::{Compared, Field, Mismatch, NextAction, Outcome, Verdict, decide, decide_by};
use bpc_checkout::{Amount, Currency, Expected};
use proptest::prelude::*;
use support::{ORDER_ID, expected, reply, status_body, thorough};

#[track_caller]
fn report(more: &str) -> OrderReport {
    status::read(&reply(200, &status_body(more))).unwrap()
}

#[track_caller]
fn verdict(more: &str) -> Verdict {
    decide(expected(), report(more))
}

fn with_status(status: i64, action_code: i64) -> String {
    format!(r#"{{"orderStatus":{status},"actionCode":{action_code},"paymentAmountInfo":"absent"}}"#)
}

#[test]
fn every_status_has_its_outcome() {
    for (status, action_code, outcome, is_final) in [
        (0, -100, "open", false),
        (0, 0, "open", false),
        (0, -9000, "open", false),
        (0, -2025, "open", false),
        (0, 71015, "open", false),
        (0, 5, "open", false),
        (0, -30001, "pending", false),
        (0, 151_019, "pending", false),
        (1, 0, "held", false),
        (1, -30001, "pending", false),
        (2, 0, "paid", true),
        (2, -30001, "pending", false),
        (2, 151_019, "pending", false),
        (2, 1004, "pending", false),
        (2, 1120, "paid", true),
        (2, -100, "mismatch", true),
        (2, 116, "mismatch", true),
        (2, 987_654, "mismatch", true),
        (1, 116, "mismatch", true),
        (3, 0, "reversed", true),
        (4, 0, "refunded", true),
        (5, 0, "pending", false),
        (6, 116, "declined", true),
        (6, -2013, "declined", true),
        (6, 0, "declined", true),
        (6, -2007, "expired", true),
        (6, -2014, "expired", true),
        (6, -2009, "expired", true),
        (6, 151_019, "pending", false),
        (6, 4005, "declined", true),
        (7, 0, "pending", false),
        (8, 0, "pending", false),
        (9, 0, "unknown", false),
        (12, 0, "unknown", false),
        (-1, 0, "unknown", false),
        (987_654, -30001, "unknown", false),
    ] {
        let verdict = verdict(&with_status(status, action_code));
        assert_eq!((verdict.outcome().as_str(), verdict.is_final()), (outcome, is_final), "{status}/{action_code}");
    }
}

#[test]
fn a_declined_attempt_leaves_the_order_open_and_says_why() {
    let more = r#"{"orderStatus":0,"actionCode":-2025,"actionCodeDescription":"challenge failed"}"#;
    let verdict = verdict(more);
    let Outcome::Open(Some(decline)) = verdict.outcome() else { panic!("{:?}", verdict.outcome()) };
    assert_eq!((decline.code, decline.description.as_str()), (-2025, "challenge failed"));
    for none in ["-100", "0", "-9000", "null"] {
        let verdict = self::verdict(&format!(r#"{{"orderStatus":0,"actionCode":{none}}}"#));
        assert_eq!(*verdict.outcome(), Outcome::Open(None), "{none}");
    }
}

#[test]
fn a_refund_says_how_much() {
    let part =
        r#"{"orderStatus":4,"paymentAmountInfo":{"approvedAmount":2000,"depositedAmount":1500,"refundedAmount":500}}"#;
    assert_eq!(*verdict(part).outcome(), Outcome::Refunded { deposited: Some(1500), refunded: Some(500) });
    let old = r#"{"orderStatus":4,"paymentAmountInfo":"absent"}"#;
    assert_eq!(*verdict(old).outcome(), Outcome::Refunded { deposited: None, refunded: None });
}

fn named(name: &str) -> Field {
    Field::ALL.into_iter().find(|field| field.as_str() == name).unwrap()
}

#[test]
fn number_amount_and_currency_must_match() {
    let text = |text: &str| Compared::Text(text.into());
    for (more, field, expected, actual) in [
        (r#"{"orderNumber":"A-1002"}"#, "orderNumber", text("A-1001"), Some(text("A-1002"))),
        (r#"{"orderNumber":"A-1001_1"}"#, "orderNumber", text("A-1001"), Some(text("A-1001_1"))),
        (r#"{"orderNumber":"a-1001"}"#, "orderNumber", text("A-1001"), Some(text("a-1001"))),
        (r#"{"orderNumber":"absent"}"#, "orderNumber", text("A-1001"), None),
        (r#"{"amount":1999}"#, "amount", Compared::Minor(2000), Some(Compared::Minor(1999))),
        (r#"{"amount":2001}"#, "amount", Compared::Minor(2000), Some(Compared::Minor(2001))),
        (r#"{"amount":200000}"#, "amount", Compared::Minor(2000), Some(Compared::Minor(200_000))),
        (r#"{"amount":20}"#, "amount", Compared::Minor(2000), Some(Compared::Minor(20))),
        (r#"{"amount":null}"#, "amount", Compared::Minor(2000), None),
        (r#"{"currency":"840"}"#, "currency", text("978"), Some(text("840"))),
        (r#"{"currency":"USD"}"#, "currency", text("978"), Some(text("USD"))),
        (r#"{"currency":"???"}"#, "currency", text("978"), Some(text("???"))),
        (r#"{"currency":""}"#, "currency", text("978"), None),
        (
            r#"{"paymentAmountInfo":{"depositedAmount":1999}}"#,
            "depositedAmount",
            Compared::Minor(2000),
            Some(Compared::Minor(1999)),
        ),
    ] {
        assert_eq!(
            *verdict(more).outcome(),
            Outcome::Mismatch(Mismatch { field: named(field), expected, actual }),
            "{more}"
        );
    }
    for same in
        [r#"{"amount":"2000"}"#, r#"{"currency":978}"#, r#"{"currency":"EUR"}"#, r#"{"paymentAmountInfo":"absent"}"#]
    {
        assert_eq!(*verdict(same).outcome(), Outcome::Paid, "{same}");
    }
}

#[test]
fn an_order_of_another_id_is_not_the_one_asked_for() {
    let asked = |id: &str| expected().with_order_id(OrderId::new(id).unwrap());
    assert_eq!(*decide(asked(ORDER_ID), report("{}")).outcome(), Outcome::Paid);
    let other = decide(asked("11111111-9d0e-7b6a-8c21-5e7700a0b0c0"), report("{}"));
    assert!(matches!(other.outcome(), Outcome::Mismatch(Mismatch { field: Field::OrderId, .. })));
    // Not every gateway names the id in its reply.
    let unnamed = decide(asked(ORDER_ID), report(r#"{"attributes":[]}"#));
    assert_eq!((unnamed.outcome(), unnamed.order_id()), (&Outcome::Paid, Some(ORDER_ID)));
}

#[test]
fn a_verdict_tells_what_it_was_made_of() {
    let verdict = verdict(r#"{"amount":1}"#);
    assert_eq!((verdict.expected(), verdict.report()), (&expected(), &report(r#"{"amount":1}"#)));
    assert_eq!(verdict.order_id(), Some(ORDER_ID), "as the gateway says, where the store does not know it");
    assert_eq!(verdict.into_report(), report(r#"{"amount":1}"#));
}

#[test]
fn only_a_two_phase_order_may_be_deposited_in_part() {
    let part = r#"{"paymentAmountInfo":{"approvedAmount":2000,"depositedAmount":500,"refundedAmount":0}}"#;
    assert!(matches!(verdict(part).outcome(), Outcome::Mismatch(Mismatch { field: Field::DepositedAmount, .. })));
    let two_phase = |more: &str| decide(expected().with_phase(Phase::PreAuth), report(more));
    assert_eq!(*two_phase(part).outcome(), Outcome::Paid);
    let nothing = r#"{"paymentAmountInfo":{"approvedAmount":2000,"depositedAmount":0,"refundedAmount":0}}"#;
    assert!(matches!(two_phase(nothing).outcome(), Outcome::Mismatch(Mismatch { field: Field::DepositedAmount, .. })));
}

/// `PARTIAL_AUTHORIZATION`: a nearly empty card holds what it has.
#[test]
fn a_hold_of_less_than_was_sold_is_a_mismatch() {
    for (status, approved) in [(1, 100), (1, 1999), (2, 100)] {
        let more = format!(
            r#"{{"orderStatus":{status},"paymentAmountInfo":{{"approvedAmount":{approved},"depositedAmount":{}}}}}"#,
            if status == 2 { approved } else { 0 },
        );
        let verdict = decide(expected().with_phase(Phase::PreAuth), report(&more));
        assert!(
            matches!(verdict.outcome(), Outcome::Mismatch(Mismatch { field: Field::ApprovedAmount, .. })),
            "{more}"
        );
    }
    let full = r#"{"orderStatus":1,"paymentAmountInfo":{"approvedAmount":2000,"depositedAmount":0}}"#;
    assert_eq!(*verdict(full).outcome(), Outcome::Held);
    for unreported in [r#""absent""#, r#"{"approvedAmount":0,"depositedAmount":0}"#] {
        let more = format!(r#"{{"orderStatus":1,"paymentAmountInfo":{unreported}}}"#);
        assert_eq!(*verdict(&more).outcome(), Outcome::Held, "{more}");
    }
}

/// A difference counts in every state; a gap only where money is claimed, since old gateways' replies are short.
#[test]
fn a_short_reply_that_claims_no_money_is_read() {
    for (more, outcome) in
        [(r#"{"orderStatus":0,"actionCode":5}"#, "open"), (r#"{"orderStatus":6,"actionCode":5}"#, "declined")]
    {
        let short = status::read(&reply(200, more)).unwrap();
        assert_eq!(decide(expected(), short).outcome().as_str(), outcome);
    }
    for (more, field) in
        [(r#"{"orderStatus":2}"#, "orderNumber"), (r#"{"orderStatus":1,"orderNumber":"A-1001"}"#, "amount")]
    {
        let short = status::read(&reply(200, more)).unwrap();
        let verdict = decide(expected(), short);
        assert!(
            matches!(verdict.outcome(), Outcome::Mismatch(mismatch) if mismatch.field.as_str() == field && mismatch.actual.is_none())
        );
    }
    let other = verdict(r#"{"orderStatus":0,"actionCode":-100,"amount":1}"#);
    assert!(matches!(other.outcome(), Outcome::Mismatch(_)), "another amount is another order, paid or not");
}

#[test]
fn every_outcome_has_words_in_every_language() {
    let outcomes = [
        "{}",
        &with_status(1, 0),
        &with_status(0, -100),
        &with_status(5, 0),
        &with_status(6, -2007),
        &with_status(3, 0),
    ];
    let more = [&with_status(4, 0), &with_status(9, 0), r#"{"amount":1}"#];
    let declines = [-2025, 71015, 116, 121, -2013, 909, 203, 987_654].map(|code| with_status(6, code));
    let all: Vec<&str> = outcomes.into_iter().chain(more).chain(declines.iter().map(String::as_str)).collect();
    for language in messages::all() {
        let texts: Vec<String> = all.iter().map(|more| message(&verdict(more), language)).collect();
        assert!(texts.iter().all(|text| text.ends_with(['.', '։']) && text.len() > 10), "{texts:?}");
    }
    assert_eq!(message(&verdict("{}"), EN), "The payment is complete. Thank you.");
    assert_eq!(message(&verdict("{}"), RO), "Plata a fost efectuată. Vă mulțumim.");
    assert!(!message(&verdict(r#"{"orderStatus":2,"amount":1}"#), EN).contains("complete"));
}

#[test]
fn the_message_says_what_may_be_tried() {
    let declined = "Your bank declined the payment. Please use another card or ask your bank.";
    for (status, code, text) in [
        (0, 116, "There is not enough money on the card. Please use another card."),
        (0, 71015, "Please check the card number, the expiry date and the security code. You can try again."),
        (6, 71015, "Please check the card number, the expiry date and the security code."),
        (6, 907, "The payment failed for a technical reason. Please try again later."),
        (0, 203, declined),
        (6, 203, declined),
        (6, 823, declined),
        (6, 200, declined),
        (6, 999, "The payment was not accepted. Please use another card or contact us."),
        (6, 987_654, "The payment was not accepted. Please use another card or contact us."),
        (6, 0, "The payment was not accepted. Please use another card or contact us."),
        (6, -2000, "We could not accept the payment. Please contact us."),
        (0, 1434, "Your bank wants you to confirm this payment. Please pay again and confirm it."),
        (0, 10, "The payment was cancelled. Nothing is charged. You can try again."),
    ] {
        assert_eq!(message(&verdict(&with_status(status, code)), EN), text, "{status}, {code}");
    }
}

#[test]
fn a_bank_gives_its_codes_its_own_meaning() {
    let at = |bank: &str, code| decide_by(CodeList::of_bank(bank), expected(), report(&with_status(0, code)));
    let class = |verdict: &Verdict| match verdict.outcome() {
        Outcome::Open(decline) => decline.as_ref().map(|decline| decline.class().as_str()),
        other => panic!("{other:?}"),
    };
    for (bank, code, expected) in [
        ("banca-transilvania", 914, Some("refused")),
        ("dsk", 914, None),
        ("banca-transilvania-test", 913, Some("refused")),
        ("dsk", 913, Some("technical")),
        ("satim", 2003, Some("authentication")),
        ("dsk", 2003, Some("setup")),
    ] {
        assert_eq!(class(&at(bank, code)), expected, "{code} at {bank}");
    }
}

/// Codes of operations after the payment.
const LATER: [i64; 12] = [87, 124, 239, 240, 400, 914, 968, 1120, 2002, 2007, 2009, 341_041];

/// A field as replies spell it: right, wrong, or missing.
fn any_field(right: &'static str, wrong: Vec<&'static str>) -> impl Strategy<Value = (bool, &'static str)> {
    prop_oneof![3 => Just((true, right)), 1 => prop::sample::select(wrong).prop_map(|text| (false, text))]
}

/// Fields that contradict a paid reply (source of the kinds: replies that error flags, states and amounts were added to).
#[test]
fn a_reply_that_contradicts_itself_is_never_paid_and_the_field_is_named() {
    for (more, field) in [
        (r#"{"errorCode":"2"}"#, "errorCode"),
        (r#"{"ErrorCode":"2"}"#, "errorCode"),
        (r#"{"success":false}"#, "success"),
        (r#"{"success":0}"#, "success"),
        (r#"{"success":"0"}"#, "success"),
        (r#"{"success":"no"}"#, "success"),
        (r#"{"SUCCESS":"false"}"#, "success"),
        (r#"{"error":true}"#, "error"),
        (r#"{"error":5}"#, "error"),
        (r#"{"error":"declined"}"#, "error"),
        (r#"{"error":["x"]}"#, "error"),
        (r#"{"error":{"message":"no"}}"#, "error"),
        (r#"{"error":{"code":0},"Error":{"code":1}}"#, "error"),
        (r#"{"error":{"code":null}}"#, "error"),
        (r#"{"error":{"code":""}}"#, "error"),
        (r#"{"errors":[{"code":1}]}"#, "errors"),
        (r#"{"OrderStatus":0}"#, "orderStatus"),
        (r#"{"orderstatus":"6"}"#, "orderStatus"),
        (r#"{"ActionCode":"116"}"#, "actionCode"),
        (r#"{"actionCode":"x"}"#, "actionCode"),
        (r#"{"Amount":1}"#, "amount"),
        (r#"{"CURRENCY":"840"}"#, "currency"),
        (r#"{"OrderNumber":"A-1002"}"#, "orderNumber"),
        (r#"{"paymentState":"DECLINED"}"#, "paymentState"),
        (r#"{"paymentState":"pending"}"#, "paymentState"),
        (r#"{"paymentAmountInfo":{"paymentState":"REVERSED"}}"#, "paymentState"),
        (r#"{"paymentAmountInfo":{"paymentState":"refunded","depositedAmount":2000}}"#, "paymentState"),
        (r#"{"paymentAmountInfo":{"paymentState":"APPROVED"}}"#, "paymentState"),
        (r#"{"paymentAmountInfo":{"depositedAmount":2000,"refundedAmount":2000}}"#, "refundedAmount"),
        (r#"{"paymentAmountInfo":{"refundedAmount":1}}"#, "refundedAmount"),
        (r#"{"refundedAmount":1}"#, "refundedAmount"),
        (r#"{"refunds":[{"amount":2000,"actionCode":"000"}]}"#, "refunds"),
        (r#"{"refunds":[{"amount":1}]}"#, "refunds"),
        (r#"{"refunds":{"amount":1}}"#, "refunds"),
        (r#"{"refunds":[{"amount":2000,"actionCode":""}]}"#, "refunds"),
        (r#"{"refunds":[{"amount":2000,"actionCode":"x"}]}"#, "refunds"),
        (r#"{"refunds":[{"amount":2000,"actionCode":"-30001"}]}"#, "refunds"),
        (r#"{"refunds":[{"amount":2000,"actionCode":-100}]}"#, "refunds"),
        (r#"{"refunds":[{"amount":2000,"actionCode":116,"ActionCode":0}]}"#, "refunds"),
        (r#"{"refunds":[{"actionCode":0}]}"#, "refunds"),
        (r#"{"refunds":[{}]}"#, "refunds"),
        (r#"{"depositedAmount":1}"#, "depositedAmount"),
        (r#"{"depositAmount":1}"#, "depositedAmount"),
        (r#"{"PaymentAmountInfo":{"depositedAmount":1}}"#, "depositedAmount"),
        (r#"{"paymentAmountInfo":{"approvedAmount":500}}"#, "approvedAmount"),
        (r#"{"paymentAmountInfo":{"approvedAmount":500,"depositedAmount":null}}"#, "approvedAmount"),
        (r#"{"approvedAmount":1}"#, "approvedAmount"),
        (r#"{"partialAuthorization":"PARTIAL_AMOUNT"}"#, "approvedAmount"),
        (r#"{"PartialAuthorization":"partial_amount","approvedAmount":2000}"#, "approvedAmount"),
        (r#"{"paymentAmountInfo":[{"depositedAmount":1}]}"#, "depositedAmount"),
        (r#"{"paymentAmountInfo":"{}"}"#, "depositedAmount"),
        (r#"{"OrderStatus":{"actionCode":116}}"#, "actionCode"),
        (r#"{"OrderStatus":{"orderStatus":{"orderStatus":6}}}"#, "orderStatus"),
    ] {
        let verdict = verdict(more);
        let Outcome::Mismatch(mismatch) = verdict.outcome() else { panic!("{more}: {:?}", verdict.outcome()) };
        assert_eq!(mismatch.field.as_str(), field, "{more}");
        assert!(verdict.is_final());
    }
    for harmless in [
        r#"{"error":false}"#,
        r#"{"error":""}"#,
        r#"{"error":{"code":0}}"#,
        r#"{"error":{"code":0,"Code":"","CODE":null}}"#,
        r#"{"Amount":null,"depositAmount":null,"approvedAmount":""}"#,
        r#"{"Amount":"","refundedAmount":"","paymentState":"","ActionCode":""}"#,
        r#"{"errors":[],"Error":{}}"#,
        r#"{"success":true,"ErrorCode":"000"}"#,
        r#"{"success":"true"}"#,
        r#"{"OrderStatus":"2","Amount":"2000","Currency":"EUR"}"#,
        r#"{"paymentState":"payment_deposited"}"#,
        r#"{"refunds":[]}"#,
        r#"{"refunds":[{"amount":2000,"actionCode":"116"}]}"#,
        r#"{"refunds":[{"amount":0}]}"#,
        r#"{"OrderStatus":{"orderStatus":"2"}}"#,
        r#"{"chargeback":false}"#,
        r#"{"chargeback":"false"}"#,
        r#"{"partialAuthorization":"FULL_AMOUNT"}"#,
        r#"{"partialAuthorization":"REQUESTED"}"#,
        r#"{"paymentAmountInfo":{"approvedAmount":0,"depositedAmount":2000,"refundedAmount":0}}"#,
        r#"{"paymentAmountInfo":{"depositedAmount":2500,"approvedAmount":2500}}"#,
    ] {
        assert_eq!(*verdict(harmless).outcome(), Outcome::Paid, "{harmless}");
    }
}

/// A part that was approved, and a refund in a list of operations, contradict too; empty objects and lists, and flags as letters, do not.
#[test]
fn a_part_or_an_operation_that_gives_back_is_never_paid() {
    for (more, field) in [
        (r#"{"partialAuthorization":"PARTIAL_AMOUNT"}"#, "approvedAmount"),
        (r#"{"PartialAuthorization":"partial_amount"}"#, "approvedAmount"),
        (r#"{"operations":[{"type":"AUTHORIZATION","amount":2000},{"type":"REFUND","amount":2000}]}"#, "refunds"),
        (r#"{"operations":[{"type":"Reversal","amount":"1","actionCode":0}]}"#, "refunds"),
        (r#"{"operations":{"Type":"refund"}}"#, "refunds"),
        (r#"{"success":{}}"#, "success"),
        (r#"{"success":[]}"#, "success"),
        (r#"{"success":"n"}"#, "success"),
        (r#"{"error":"y"}"#, "error"),
        (r#"{"paymentAmountInfo":[{},{"refundedAmount":1}]}"#, "refundedAmount"),
        (r#"{"paymentState":{}}"#, "paymentState"),
    ] {
        let verdict = verdict(more);
        let Outcome::Mismatch(mismatch) = verdict.outcome() else { panic!("{more}: {:?}", verdict.outcome()) };
        assert_eq!(mismatch.field.as_str(), field, "{more}");
    }
    for harmless in [
        r#"{"paymentAmountInfo":[]}"#,
        r#"{"paymentAmountInfo":{}}"#,
        r#"{"paymentAmountInfo":[{"paymentState":"DEPOSITED","approvedAmount":2000,"depositedAmount":2000}]}"#,
        r#"{"refunds":{}}"#,
        r#"{"success":"yes"}"#,
        r#"{"success":"Y"}"#,
        r#"{"success":1}"#,
        r#"{"error":"N"}"#,
        r#"{"chargeback":"N"}"#,
        r#"{"partialAuthorization":"FULL_AMOUNT"}"#,
        r#"{"partialAuthorization":"REQUESTED"}"#,
        r#"{"operations":[{"type":"AUTHORIZATION","amount":2000,"actionCode":0},{"type":"DEPOSIT","amount":2000}]}"#,
        r#"{"operations":[{"type":"REFUND","amount":2000,"actionCode":116},{"type":"REFUND","amount":0}]}"#,
        r#"{"operations":[{"amount":2000,"cardHolder":"ANA"}]}"#,
    ] {
        assert_eq!(*verdict(harmless).outcome(), Outcome::Paid, "{harmless}");
    }
}

/// The word `partly_deposited` is for a hold that the store took in part, and a released hold is for a card check.
#[test]
fn the_word_for_the_state_fits_the_phase() {
    let state = |word: &str| format!(r#"{{"paymentState":"{word}"}}"#);
    let decided = |phase: Phase, word: &str| decide(expected().with_phase(phase), report(&state(word)));
    assert_eq!(*decided(Phase::PreAuth, "partly_deposited").outcome(), Outcome::Paid);
    assert_eq!(*decided(Phase::Verify, "REVERSED").outcome(), Outcome::Verified);
    assert_eq!(*decided(Phase::Verify, "payment_void").outcome(), Outcome::Verified);
    for (phase, word) in [
        (Phase::Purchase, "partly_deposited"),
        (Phase::PreAuth, "payment_approved"),
        (Phase::PreAuth, "DECLINED"),
        (Phase::Verify, "DECLINED"),
        (Phase::Verify, "REFUNDED"),
    ] {
        let verdict = decided(phase, word);
        let Outcome::Mismatch(mismatch) = verdict.outcome() else {
            panic!("{phase:?} {word}: {:?}", verdict.outcome())
        };
        assert_eq!(mismatch.field, named("paymentState"), "{phase:?} {word}");
    }
}

#[test]
fn a_contradiction_says_what_was_expected() {
    for (more, expected) in [
        (r#"{"ErrorCode":"2"}"#, Compared::Minor(0)),
        (r#"{"refundedAmount":1}"#, Compared::Minor(0)),
        (r#"{"ActionCode":"116"}"#, Compared::Minor(0)),
        (r#"{"approvedAmount":1}"#, Compared::Minor(2000)),
        (r#"{"depositAmount":1}"#, Compared::Minor(2000)),
        (r#"{"Amount":1}"#, Compared::Minor(2000)),
        (
            r#"{"paymentState":"DECLINED"}"#,
            Compared::Text("a paymentState that agrees with the rest of the reply".into()),
        ),
    ] {
        let verdict = verdict(more);
        let Outcome::Mismatch(mismatch) = verdict.outcome() else { panic!("{more}: {:?}", verdict.outcome()) };
        assert_eq!(mismatch.expected, expected, "{more}");
    }
}

/// A mismatch may be logged: of a text it repeats a word only.
#[test]
fn a_contradiction_shows_numbers_and_words_and_no_other_text() {
    let (longest, longer) = ("a".repeat(24), "a".repeat(25));
    for (word, shown) in [
        ("DECLINED", "DECLINED"),
        ("not_paid", "not_paid"),
        (longest.as_str(), longest.as_str()),
        (longer.as_str(), "text"),
        ("not paid", "text"),
        ("a@b.example", "text"),
        ("x1", "text"),
    ] {
        let verdict = verdict(&format!(r#"{{"paymentState":"{word}"}}"#));
        let Outcome::Mismatch(mismatch) = verdict.outcome() else { panic!("{word}: {:?}", verdict.outcome()) };
        assert_eq!(mismatch.actual, Some(Compared::Text(shown.into())), "{word}");
    }
    for number in [r#""1""#, "1"] {
        let verdict = verdict(&format!(r#"{{"refundedAmount":{number}}}"#));
        let Outcome::Mismatch(mismatch) = verdict.outcome() else { panic!("{number}: {:?}", verdict.outcome()) };
        assert_eq!(mismatch.actual, Some(Compared::Minor(1)), "{number}");
    }
}

#[test]
fn one_name_twice_is_never_paid_unless_both_say_the_same() {
    let body = status_body("{}");
    let twice = |pair: &str| body.replacen('{', &format!("{{{pair},"), 1);
    for (pair, paid) in [
        (r#""orderStatus":2"#, true),
        (r#""orderStatus":6"#, false),
        (r#""orderStatus":{"orderStatus":6}"#, false),
        (r#""amount":2000"#, true),
        (r#""amount":1"#, false),
        (r#""currency":"840""#, false),
        (r#""orderNumber":"A-1002""#, false),
        (r#""errorCode":"2""#, false),
        (r#""actionCode":5"#, false),
    ] {
        let report = status::read(&reply(200, &twice(pair))).unwrap();
        assert_eq!(*decide(expected(), report).outcome() == Outcome::Paid, paid, "{pair}");
    }
}

#[test]
fn a_chargeback_is_told_as_one() {
    for flag in ["true", r#""true""#, "1", r#""1""#] {
        let verdict = verdict(&format!(r#"{{"chargeback":{flag}}}"#));
        assert_eq!((verdict.outcome(), verdict.is_final()), (&Outcome::Chargeback, true), "{flag}");
        assert!(!message(&verdict, EN).contains("complete"));
    }
    let inside = verdict(r#"{"OrderStatus":{"chargeback":true}}"#);
    assert_eq!(*inside.outcome(), Outcome::Chargeback, "in a second status");
    let other = verdict(r#"{"chargeback":true,"orderNumber":"A-1002"}"#);
    assert!(matches!(other.outcome(), Outcome::Mismatch(_)), "another order's chargeback");
}

#[test]
fn the_code_of_a_later_operation_beside_paid_money_is_a_warning() {
    let verdict = verdict(r#"{"actionCode":914,"actionCodeDescription":"card 4111111111111111 of a@b.example"}"#);
    assert_eq!(*verdict.outcome(), Outcome::Paid);
    let warning = verdict.warning().unwrap();
    assert_eq!(
        (warning.code, warning.description.contains("4111111111111111"), warning.description.contains('@')),
        (914, false, false)
    );
    assert_eq!(self::verdict("{}").warning(), None);
}

#[test]
fn a_card_check_is_verified_and_never_paid() {
    let check = || {
        Expected::new(
            OrderNumber::parse("A-1001").unwrap(),
            Amount::from_minor(0).unwrap(),
            Currency::parse("EUR").unwrap(),
        )
    };
    for status in [1, 2, 3] {
        let more = format!(
            r#"{{"orderStatus":{status},"amount":0,"paymentAmountInfo":{{"paymentState":"REVERSED","approvedAmount":0,"depositedAmount":0}}}}"#
        );
        assert_eq!(*decide(check(), report(&more)).outcome(), Outcome::Verified, "{status}");
        let sealed = expected().with_phase(Phase::Verify);
        let more = more.replace(r#""amount":0"#, r#""amount":2000"#);
        assert_eq!(*decide(sealed, report(&more)).outcome(), Outcome::Verified, "{status}");
    }
    let declined = decide(check(), report(r#"{"orderStatus":6,"amount":0,"actionCode":116}"#));
    assert!(matches!(declined.outcome(), Outcome::Declined(Some(_))));
    let other = decide(check(), report(r#"{"orderStatus":3,"amount":1}"#));
    assert!(matches!(other.outcome(), Outcome::Mismatch(_)));
}

#[test]
fn a_status_of_seven_with_money_given_back_is_a_refund() {
    let more =
        r#"{"orderStatus":7,"paymentAmountInfo":{"approvedAmount":2000,"depositedAmount":1500,"refundedAmount":500}}"#;
    let waits = r#"{"orderStatus":7,"paymentAmountInfo":{"approvedAmount":0,"depositedAmount":0,"refundedAmount":0}}"#;
    assert_eq!(*verdict(waits).outcome(), Outcome::Pending, "nothing was given back");
    let at_the_top = r#"{"orderStatus":7,"paymentAmountInfo":"absent","depositedAmount":"1500","RefundedAmount":500}"#;
    let part = Outcome::Refunded { deposited: Some(1500), refunded: Some(500) };
    assert_eq!(*verdict(at_the_top).outcome(), part, "amounts count wherever they stand");
    let verdict = verdict(more);
    assert_eq!(*verdict.outcome(), Outcome::Refunded { deposited: Some(1500), refunded: Some(500) });
    assert_eq!(message(&verdict, EN), "A part of the payment was refunded: 5.00 EUR of 20.00 EUR.");
    assert_eq!(message(&verdict, DE), "Ein Teil der Zahlung wurde erstattet: 5.00 EUR von 20.00 EUR.");
}

#[test]
fn an_order_that_the_shop_or_the_customer_ended_was_cancelled() {
    for code in [10, -102, 2012, 2022, 4005] {
        let text = message(&verdict(&with_status(6, code)), EN);
        assert_eq!(text, "The order was cancelled. Nothing was charged.", "{code}");
    }
}

/// The whole table of `trust::next`, a row for each outcome and each thing that may be tried.
#[test]
fn every_verdict_says_what_the_store_does_now() {
    use NextAction::{AskAgain, Deposit, Fulfil, Investigate, NewOrder, OfferRetry};
    let in_part =
        r#"{"orderStatus":4,"paymentAmountInfo":{"approvedAmount":2000,"depositedAmount":1500,"refundedAmount":500}}"#;
    let (none, soon, later) = (None, Some(5_000), Some(30_000));
    for (more, action, in_ms, same_card) in [
        ("{}", Fulfil, none, None),
        (&with_status(2, 1120), Fulfil, none, None),
        (&with_status(1, 0), Deposit, none, None),
        (&with_status(3, 0), NextAction::None, none, None),
        (&with_status(4, 0), NextAction::None, none, None),
        (in_part, NextAction::None, none, None),
        (r#"{"orderStatus":2,"chargeback":true}"#, Investigate, none, None),
        (r#"{"amount":1}"#, Investigate, none, None),
        (&with_status(99, 0), Investigate, later, None),
        (&with_status(5, 0), AskAgain, soon, None),
        (&with_status(8, -9000), AskAgain, soon, None),
        (&with_status(0, 151_019), AskAgain, later, None),
        (&with_status(6, -30001), AskAgain, later, None),
        // Nobody tried; an attempt runs.
        (&with_status(0, -100), OfferRetry, later, Some(true)),
        (&with_status(0, 0), OfferRetry, later, Some(true)),
        (&with_status(0, 1004), AskAgain, soon, None),
        // By what may be tried: the same card now and later, another one, never this one, the shop, nothing.
        (&with_status(0, 71015), OfferRetry, later, Some(true)),
        (&with_status(0, 907), OfferRetry, later, Some(true)),
        (&with_status(0, 116), OfferRetry, later, Some(false)),
        (&with_status(0, 203), OfferRetry, later, Some(false)),
        (&with_status(0, 109), Investigate, later, None),
        (&with_status(0, 4005), NewOrder, later, None),
        (&with_status(0, -2013), NewOrder, later, Some(true)),
        (&with_status(0, 987_654), OfferRetry, later, Some(false)),
        (&with_status(6, 71015), NewOrder, none, Some(true)),
        (&with_status(6, 907), NewOrder, none, Some(true)),
        (&with_status(6, 116), NewOrder, none, Some(false)),
        (&with_status(6, 203), NewOrder, none, Some(false)),
        (&with_status(6, 109), Investigate, none, None),
        (&with_status(6, 4005), NextAction::None, none, None),
        (&with_status(6, -2013), NewOrder, none, Some(true)),
        (&with_status(6, 0), NewOrder, none, None),
        (&with_status(6, -2007), NewOrder, none, Some(true)),
    ] {
        let verdict = verdict(more);
        let next = verdict.next();
        let row = (next.action, next.in_ms, next.same_card);
        assert_eq!(row, (action, in_ms, same_card), "{more}: {}", verdict.outcome().as_str());
        assert!(next.action != Fulfil || *verdict.outcome() == Outcome::Paid, "{more}");
    }
    let check = expected().with_phase(Phase::Verify);
    assert_eq!(decide(check, report("{}")).next().action, NextAction::None, "a card check sells nothing");
}

/// Old gateways send an error code beside the status of a declined order.
#[test]
fn a_reply_with_a_status_is_a_report_beside_an_error_code() {
    let body = r#"{"depositAmount":0,"currency":"788","ErrorCode":"2","ErrorMessage":"Payment is declined","OrderStatus":6,"OrderNumber":"442","Amount":2300}"#;
    let sold = Expected::new(
        OrderNumber::parse("442").unwrap(),
        Amount::from_minor(2300).unwrap(),
        Currency::parse("TND").unwrap(),
    );
    let report = status::read(&reply(200, body)).unwrap();
    assert_eq!(decide(sold, report).outcome().as_str(), "declined");
    for (code, error) in [(5, "access_denied"), (6, "order_not_found"), (7, "gateway_error")] {
        let body = status_body(&format!(r#"{{"errorCode":{code}}}"#));
        assert_eq!(status::read(&reply(200, &body)).unwrap_err().code().as_str(), error, "{code}");
    }
}

/// What only describes never costs a customer who paid the verdict.
#[test]
fn a_field_that_only_describes_never_fails_a_report() {
    for field in [
        "date",
        "authDateTime",
        "depositedDate",
        "refundedDate",
        "reversedDate",
        "feeAmount",
        "totalAmount",
        "paymentWay",
        "ip",
        "terminalId",
        "authRefNum",
        "cardAuthInfo",
        "bindingInfo",
        "bankInfo",
        "payerData",
        "attributes",
        "merchantOrderParams",
        "transactionAttributes",
        "orderDescription",
    ] {
        for value in [
            r#""x""#,
            "-1",
            "1.5",
            "true",
            "[]",
            r#"[{"name":1,"value":[]}]"#,
            r#"{"a":{"b":[null]}}"#,
            r#""2022-12-31T23:59:59""#,
        ] {
            let more = format!(r#"{{"{field}":{value}}}"#);
            assert_eq!(*verdict(&more).outcome(), Outcome::Paid, "{more}");
        }
    }
    let refunded = r#"{"orderStatus":4,"refundedDate":"2022-12-31T23:59:59","paymentAmountInfo":{"refundedAmount":2000,"depositedAmount":0,"feeAmount":"?"}}"#;
    let report = report(refunded);
    assert_eq!(report.fields(), report.fields());
    let date = bpc_checkout::protocol::object::Object::of(report.fields()).unwrap().natural("refundedDate");
    assert_eq!(date, Ok(Some(1_672_531_199_000)));
    assert_eq!(decide(expected(), report).outcome().as_str(), "refunded");
}

proptest! {
    #![proptest_config(thorough())]

    /// For every status, code, phase and spelling: paid is what is paid, and nothing else is.
    #[test]
    fn nothing_else_is_ever_paid(
        status in prop_oneof![3 => -3_i64..15, 1 => -(1_i64 << 53)..(1 << 53)],
        code in prop_oneof![Just(0_i64), Just(-100), Just(-30001), Just(-2007), Just(151_019), -40_000_i64..400_000],
        number in any_field("\"A-1001\"", vec!["\"A-1002\"", "\"\"", "null", "\"A-1001 \"", "1001", "{}"]),
        amount in any_field("2000", vec!["1", "1999", "2001", "0", "null", "\"2000.00\"", "-2000", "2e6"]),
        currency in any_field("\"978\"", vec!["\"840\"", "\"\"", "null", "\"97\"", "9780", "[]"]),
        deposited in any_field("2000", vec!["0", "1", "1999"]),
        two_phase in any::<bool>(),
    ) {
        let body = format!(
            r#"{{"errorCode":"0","orderStatus":{status},"actionCode":{code},"orderNumber":{},"amount":{},"currency":{},
               "paymentAmountInfo":{{"depositedAmount":{}}}}}"#,
            number.1, amount.1, currency.1, deposited.1,
        );
        let phase = if two_phase { Phase::PreAuth } else { Phase::Purchase };
        // What cannot be read at all is an error, and so not paid either.
        let outcome = status::read(&reply(200, &body)).ok().map(|report| decide(expected().with_phase(phase), report).outcome().clone());
        let matches = number.0 && amount.0 && currency.0;
        let approved = code == 0 || LATER.contains(&code);
        let is_paid = status == 2 && approved && matches && (deposited.0 || (two_phase && deposited.1 != "0"));
        prop_assert_eq!(outcome == Some(Outcome::Paid), is_paid, "{}", body);
        let is_held = status == 1 && approved && matches;
        prop_assert_eq!(outcome == Some(Outcome::Held), is_held, "{}", body);
    }

    /// Every combination of the fields that decide, judged a second time by what each of them says alone.
    #[test]
    fn paid_needs_every_field_to_agree(
        error in any_pair(r#""error":false"#, vec![r#""error":true"#, r#""error":"x""#, r#""error":1"#, r#""errors":[0]"#]),
        code in any_pair(r#""errorCode":"0""#, vec![r#""errorCode":"2""#, r#""ErrorCode":3,"errorCode":0"#, r#""errorCode":6"#]),
        success in any_pair(r#""success":true"#, vec![r#""success":0"#, r#""success":"no""#, r#""success":false"#]),
        state in any_pair(r#""paymentState":"DEPOSITED""#, vec![r#""paymentState":"DECLINED""#, r#""paymentState":"CREATED""#]),
        other in any_pair(r#""OrderStatus":2"#, vec![r#""OrderStatus":0"#, r#""OrderStatus":6"#]),
        action in any_pair(r#""actionCode":"0""#, vec![r#""actionCode":116"#, r#""actionCode":-30001"#, r#""actionCode":-100"#]),
        charged_back in any_pair(r#""chargeback":false"#, vec![r#""chargeback":true"#, r#""chargeback":"1""#]),
        approved in any_pair(r#""approvedAmount":2000"#, vec![r#""approvedAmount":1"#, r#""approvedAmount":1999"#]),
        deposited in any_pair(r#""depositedAmount":2000"#, vec![r#""depositedAmount":0"#, r#""depositedAmount":1999"#]),
        refunded in any_pair(r#""refundedAmount":0"#, vec![r#""refundedAmount":1"#, r#""refundedAmount":2000"#]),
        refunds in any_pair(r#""refunds":[]"#, vec![r#""refunds":[{"amount":5}]"#]),
        partial in any_pair(r#""partialAuthorization":"FULL_AMOUNT""#, vec![r#""partialAuthorization":"PARTIAL_AMOUNT""#]),
        // Whose order it is, and its price. A fee that the reply names explains a larger amount.
        (number, price, currency, id) in (
            any_pair(r#""orderNumber":"A-1001""#, vec![r#""orderNumber":"A-1002""#, r#""orderNumber":null"#]),
            prop_oneof![
                any_pair(r#""amount":2000"#, vec![r#""amount":1999"#, r#""amount":2050"#, r#""amount":2000,"Amount":1"#]),
                any_pair(r#""amount":2050,"feeAmount":50"#, vec![r#""amount":1950,"feeAmount":50"#, r#""amount":2051,"feeAmount":50"#]),
                any_pair(
                    r#""amount":2030,"merchantOrderParams":[{"name":"tips.amount","value":"30"}]"#,
                    vec![r#""amount":1970,"merchantOrderParams":[{"name":"tips.amount","value":"30"}]"#, r#""amount":2030,"merchantOrderParams":[{"name":"tip","value":"30"}]"#],
                ),
            ],
            any_pair(r#""currency":"978""#, vec![r#""currency":"840""#, r#""currency":null"#]),
            any_pair(r#""attributes":[]"#, vec![r#""attributes":[{"name":"mdOrder","value":"another"}]"#]),
        ),
        describes in prop::sample::select(vec![r#""date":"x""#, r#""totalAmount":1"#, r#""bankInfo":[]"#, r#""ip":{}"#]),
        inside in any::<bool>(),
    ) {
        let amounts = [approved, deposited, refunded].map(|(_, text)| text).join(",");
        let amounts = if inside { format!(r#""paymentAmountInfo":{{{amounts}}}"#) } else { amounts };
        let flags = [error, code, success, state, other, action, charged_back, refunds, partial];
        let texts = flags.map(|(_, text)| text).join(",");
        let identity = [number, price, currency, id];
        let identified = identity.map(|(_, text)| text).join(",");
        let body = format!(r#"{{{texts},{amounts},"orderStatus":2,{identified},{describes}}}"#);
        let sold = expected().with_order_id(OrderId::new(ORDER_ID).unwrap());
        let outcome = status::read(&reply(200, &body)).ok().map(|report| decide(sold, report).outcome().clone());
        let money = [approved, deposited, refunded];
        let agrees = flags.iter().chain(&money).chain(&identity).all(|(agrees, _)| *agrees);
        prop_assert_eq!(outcome == Some(Outcome::Paid), agrees, "{}: {:?}", body, outcome);
    }
}

/// A pair that agrees with a paid order, or one that does not.
fn any_pair(agrees: &'static str, contradicts: Vec<&'static str>) -> impl Strategy<Value = (bool, &'static str)> {
    prop_oneof![12 => Just((true, agrees)), 1 => prop::sample::select(contradicts).prop_map(|text| (false, text))]
}
