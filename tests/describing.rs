//! A report fails open: what only describes an order never fails its reply and never changes the verdict, of whatever type it is
//! and wherever it stands. What a bank adds to the price is told apart from another price.

#![cfg(test)]

mod support;

use bpc_checkout::codec::{Value, json};
use bpc_checkout::model::ids::Phase;
use bpc_checkout::protocol::object::Object;
use bpc_checkout::protocol::status::{self, OrderReport};
use bpc_checkout::trust::verdict::{Field, Mismatch, Outcome, decide};
use proptest::prelude::*;
use support::{expected, reply, status_body, thorough, value};

#[track_caller]
fn report(body: &str) -> OrderReport {
    status::read(&reply(200, body)).unwrap_or_else(|error| panic!("{error}: {body}"))
}

/// The usual reply, with these pairs.
#[track_caller]
fn outcome(more: &str) -> Outcome {
    decide(expected(), report(&status_body(more))).outcome().clone()
}

/// Fields that describe. The verdict reads none of them; `a/b` is `b` inside `a`.
const DESCRIBING: &[&str] = &[
    "errorMessage",
    "actionCodeDescription",
    "displayErrorMessage",
    "orderDescription",
    "date",
    "authDateTime",
    "depositedDate",
    "refundedDate",
    "reversedDate",
    "paymentWay",
    "ip",
    "terminalId",
    "authRefNum",
    "feeAmount",
    "totalAmount",
    "cardAuthInfo",
    "cardAuthInfo/maskedPan",
    "cardAuthInfo/expiration",
    "cardAuthInfo/secureAuthInfo",
    "bindingInfo",
    "bindingInfo/bindingId",
    "bankInfo",
    "bankInfo/bankName",
    "payerData",
    "payerData/email",
    "orderBundle",
    "merchantOrderParams",
    "transactionAttributes",
    "paymentAmountInfo/feeAmount",
    "paymentAmountInfo/totalAmount",
    "aFieldThatNobodyKnows",
    "prepaidData/deep",
];

/// Replies in every state, each with its outcome.
const STATES: &[(&str, &str)] = &[
    ("{}", "paid"),
    (r#"{"orderStatus":0,"actionCode":-100}"#, "open"),
    (r#"{"orderStatus":1,"paymentAmountInfo":{"approvedAmount":2000,"depositedAmount":0}}"#, "held"),
    (r#"{"orderStatus":3}"#, "reversed"),
    (r#"{"orderStatus":4,"paymentAmountInfo":{"depositedAmount":0,"refundedAmount":2000}}"#, "refunded"),
    (r#"{"orderStatus":5}"#, "pending"),
    (r#"{"orderStatus":6,"actionCode":116}"#, "declined"),
    (r#"{"orderStatus":6,"actionCode":-2007}"#, "expired"),
    (r#"{"orderStatus":9}"#, "unknown"),
    (r#"{"amount":1}"#, "mismatch"),
    (r#"{"chargeback":true}"#, "chargeback"),
];

/// Any value that holds no other, some of the kinds that gateways send.
fn any_scalar() -> impl Strategy<Value = Value> {
    let texts = prop_oneof![
        any::<String>(),
        prop::sample::select(vec![
            "",
            "x",
            "000",
            "2022-12-31T23:59:59.5+03:00",
            "31.12.2022",
            "4111111111111111",
            "-1",
            "\u{fffd}"
        ])
        .prop_map(str::to_owned),
    ];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        prop::sample::select(vec!["1e400", "-0.5", "12345678901234567890", "1.7e12"])
            .prop_map(|text| Value::Number(text.into())),
        texts.prop_map(Value::Text),
    ]
}

/// Any value that JSON can have.
fn any_value() -> impl Strategy<Value = Value> {
    any_scalar().prop_recursive(6, 40, 5, |inner| {
        let names = prop::sample::select(vec!["name", "value", "amount", "date", "a", "", "__proto__", "actionCode"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
            prop::collection::vec((names.prop_map(str::to_owned), inner), 0..5).prop_map(Value::Object),
        ]
    })
}

/// How many pairs an object has.
fn pairs(object: &Value) -> usize {
    if let Value::Object(pairs) = object { pairs.len() } else { 0 }
}

/// The body with a value at a path.
fn with(body: &str, path: &str, new: &Value) -> String {
    let Value::Object(mut entries) = value(body) else { panic!("no object") };
    match path.split_once('/') {
        None => {
            entries.retain(|(name, _)| name != path);
            entries.push((path.to_owned(), new.clone()));
        }
        Some((holder, name)) => {
            let at = entries.iter().position(|(known, value)| known == holder && matches!(value, Value::Object(_)));
            let at = at.unwrap_or_else(|| {
                entries.push((holder.to_owned(), Value::Object(Vec::new())));
                entries.len() - 1
            });
            let Some((_, Value::Object(inner))) = entries.get_mut(at) else { panic!("no object") };
            inner.push((name.to_owned(), new.clone()));
        }
    }
    json::stringify(&Value::Object(entries))
}

proptest! {
    // Values of any depth take their time.
    #![proptest_config(ProptestConfig { cases: thorough().cases / 8, ..thorough() })]

    #[test]
    fn what_describes_never_fails_a_reply_and_never_changes_the_verdict(
        state in prop::sample::select(STATES),
        changes in prop::collection::vec((prop::sample::select(DESCRIBING), any_value()), 1..4),
    ) {
        let (more, outcome) = state;
        let body = changes.iter().fold(status_body(more), |body, (path, value)| with(&body, path, value));
        let report = status::read(&reply(200, &body));
        prop_assert!(report.is_ok(), "{:?}: {}", report.err(), body);
        let report = report.unwrap();
        let raw = pairs(report.raw());
        let sent = pairs(&value(&body));
        prop_assert_eq!(raw, sent, "everything is kept in `raw`");
        prop_assert_eq!(decide(expected(), report).outcome().as_str(), outcome, "{}", body);
    }

    /// Refunds in a list: a value that is no object says nothing, and the order stays paid.
    #[test]
    fn a_refund_that_cannot_be_read_says_nothing(value in any_scalar()) {
        for more in [&value, &Value::List(vec![value.clone()])] {
            let body = with(&status_body("{}"), "refunds", more);
            let verdict = decide(expected(), report(&body));
            prop_assert_eq!(verdict.outcome(), &Outcome::Paid, "{}", body);
        }
    }

    /// A date in any form is the same time, or is left out.
    #[test]
    fn a_date_is_milliseconds_in_every_form(ms in 100_000_000_000_u64..2_000_000_000_000) {
        let seconds = ms / 1000 * 1000;
        let field = |text: &str| {
            let report = report(&with(&status_body("{}"), "depositedDate", &value(text)));
            Object::of(report.fields()).unwrap().natural("depositedDate")
        };
        prop_assert_eq!(field(&ms.to_string()), Ok(Some(ms)));
        prop_assert_eq!(field(&format!("\"{ms}\"")), Ok(Some(ms)));
        let (day, clock) = (seconds / 86_400_000, seconds % 86_400_000 / 1000);
        // Howard Hinnant's `civil_from_days`, another way to the same date.
        let z = i64::try_from(day).unwrap() + 719_468;
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + z.div_euclid(146_097) * 400 + i64::from(month <= 2);
        let text = format!(
            "{year:04}-{month:02}-{:02}T{:02}:{:02}:{:02}",
            doy - (153 * mp + 2) / 5 + 1, clock / 3600, clock / 60 % 60, clock % 60
        );
        for (zone, offset) in [("", 0), ("Z", 0), ("+00:00", 0), ("+03:00", 10_800_000), ("+0530", 19_800_000)] {
            prop_assert_eq!(field(&format!("\"{text}{zone}\"")), Ok(Some(seconds - offset)), "{}{}", text, zone);
            let fraction = format!("\"{text}.{:03}{zone}\"", ms % 1000);
            prop_assert_eq!(field(&fraction), Ok(Some(ms - offset)), "{}", fraction);
        }
    }
}

/// Only these may fail a reply.
#[test]
fn a_deciding_field_that_cannot_be_read_fails_the_reply() {
    for more in [
        r#"{"orderStatus":"paid"}"#,
        r#"{"orderStatus":[]}"#,
        r#"{"errorCode":"x"}"#,
        r#"{"amount":"20.00"}"#,
        r#"{"amount":-1}"#,
        r#"{"paymentAmountInfo":{"approvedAmount":"x"}}"#,
        r#"{"paymentAmountInfo":{"depositedAmount":1.5}}"#,
    ] {
        let error = status::read(&reply(200, &status_body(more))).unwrap_err();
        assert_eq!(error.code().as_str(), "malformed_reply", "{more}");
    }
    for more in [r#"{"orderNumber":{}}"#, r#"{"currency":[]}"#, r#"{"orderNumber":true}"#] {
        assert!(matches!(outcome(more), Outcome::Mismatch(_)), "{more}");
    }
}

// ------------------------------------------------------------------------------------------------ what a bank adds

/// A fee, a tax or a tip that the reply names explains an amount above the price. Nothing explains one below it.
#[test]
fn what_the_bank_adds_is_paid_and_less_than_the_price_never_is() {
    for paid in [
        // On top of the amount: the amount is the price.
        r#"{"paymentAmountInfo":{"approvedAmount":2050,"depositedAmount":2050,"feeAmount":50,"totalAmount":2050}}"#,
        r#"{"paymentAmountInfo":{"approvedAmount":2000,"depositedAmount":2000,"feeAmount":50,"totalAmount":2050}}"#,
        r#"{"feeAmount":50,"totalAmount":2050}"#,
        r#"{"totalAmount":2050}"#,
        // Inside the amount.
        r#"{"amount":2050,"feeAmount":50,"paymentAmountInfo":{"approvedAmount":2050,"depositedAmount":2050}}"#,
        r#"{"amount":2050,"paymentAmountInfo":{"approvedAmount":2050,"depositedAmount":2050,"feeAmount":"50"}}"#,
        r#"{"amount":2050,"Amount":2000,"feeAmount":50}"#,
        r#"{"amount":"2330","merchantOrderParams":[{"name":"airTax.amount","value":"300"},{"name":"tips.amount","value":"30"}]}"#,
        r#"{"amount":2300,"merchantOrderParams":[{"name":"airTax.amount","value":"300"},{"name":"tips.amount","value":"30"}]}"#,
        r#"{"amount":2030,"attributes":[{"name":"tips.amount","value":30}]}"#,
        r#"{"amount":2030,"merchantOrderParams":[{"name":"tips","value":"30"},{"name":"airTax","value":"7"}]}"#,
        r#"{"amount":2075,"surcharge":75}"#,
        r#"{"amount":2125,"surchargeAmount":"75","feeAmount":50}"#,
    ] {
        assert_eq!(outcome(paid), Outcome::Paid, "{paid}");
    }
    for (more, field) in [
        // Less than the price, whatever is named.
        (r#"{"amount":1950,"feeAmount":50}"#, Field::Amount),
        (r#"{"amount":1950,"totalAmount":2000,"feeAmount":50}"#, Field::Amount),
        (r#"{"amount":1700,"merchantOrderParams":[{"name":"airTax.amount","value":"300"}]}"#, Field::Amount),
        (
            r#"{"feeAmount":50,"paymentAmountInfo":{"approvedAmount":2050,"depositedAmount":1950}}"#,
            Field::DepositedAmount,
        ),
        (r#"{"feeAmount":50,"paymentAmountInfo":{"approvedAmount":1950}}"#, Field::ApprovedAmount),
        (r#"{"amount":2050,"Amount":1950,"feeAmount":50}"#, Field::Amount),
        (
            r#"{"amount":2050,"feeAmount":50,"paymentAmountInfo":{"approvedAmount":2050,"depositedAmount":1999}}"#,
            Field::DepositedAmount,
        ),
        // More than the price, and not explained by what is named.
        (r#"{"amount":2050}"#, Field::Amount),
        (r#"{"amount":2050,"totalAmount":2050}"#, Field::Amount),
        (r#"{"amount":2051,"feeAmount":50}"#, Field::Amount),
        (r#"{"amount":2049,"feeAmount":50}"#, Field::Amount),
        (r#"{"amount":2050,"feeAmount":"fifty"}"#, Field::Amount),
        (r#"{"amount":2100,"feeAmount":50}"#, Field::Amount),
        (r#"{"amount":2050,"feeAmount":-50}"#, Field::Amount),
        (r#"{"amount":2050,"merchantOrderParams":[{"name":"anything","value":"50"}]}"#, Field::Amount),
        (r#"{"amount":200000,"feeAmount":0}"#, Field::Amount),
    ] {
        assert!(
            matches!(outcome(more), Outcome::Mismatch(Mismatch { field: found, .. }) if found == field),
            "{more}: {:?}",
            outcome(more)
        );
    }
    let held = r#"{"orderStatus":1,"amount":2050,"feeAmount":50,"paymentAmountInfo":{"approvedAmount":2050,"depositedAmount":0}}"#;
    let report = report(&status_body(held));
    assert_eq!(decide(expected().with_phase(Phase::PreAuth), report).outcome(), &Outcome::Held);
}

/// A whole number that can be a card number is a code or an amount where one is expected: it is read as it came. Only `raw` masks it.
#[test]
fn a_number_that_looks_like_a_card_is_read_before_it_is_masked() {
    const NUMBER: i64 = 4_111_111_111_111_111;
    for number in ["4111111111111111", "\"4111111111111111\""] {
        let of = |more: &str| report(&status_body(&more.replace("CARD", number)));
        let status = of(r#"{"orderStatus":CARD}"#);
        assert_eq!(status.order_status().code(), NUMBER);
        assert_eq!(*decide(expected(), status.clone()).outcome(), Outcome::Unknown);
        let code = of(r#"{"orderStatus":6,"actionCode":CARD}"#);
        assert_eq!(code.action_code(), Some(NUMBER));
        let taken = r#"{"amount":CARD,"paymentAmountInfo":{"approvedAmount":CARD,"depositedAmount":CARD}}"#;
        let amounts = of(taken);
        assert_eq!(
            [amounts.amount(), amounts.approved_amount(), amounts.deposited_amount()],
            [Some(4_111_111_111_111_111); 3]
        );
        assert!(matches!(decide(expected(), amounts.clone()).outcome(), Outcome::Mismatch(_)));
        for report in [status, code, amounts] {
            assert!(report.is_masked());
            let raw = json::stringify(report.raw());
            assert!(!raw.contains("4111111111111111") && raw.contains("411111******1111"), "{raw}");
        }
    }
}

/// Card numbers in the texts of a report are masked, under whichever name and of whichever type they came.
#[test]
fn the_texts_of_a_report_show_no_card_number() {
    let report = report(&status_body(
        r#"{"cardAuthInfo":{"pan":4111111111111111},"orderDescription":"card 4111111111111111","ip":4111111111111111,
            "merchantOrderParams":[{"name":"pan","value":4111111111111111},{"name":"x","value":"4111111111111111"}],
            "refunds":[{"amount":1,"referenceNumber":"4111111111111111"}]}"#,
    ));
    let mut fields = json::stringify(report.fields());
    assert_eq!(fields.matches("411111******1111").count(), 5, "{fields}");
    // A reference number may look like a card number.
    fields = fields.replace(r#""referenceNumber":"4111111111111111""#, "");
    assert!(!fields.contains("4111111111111111"), "{fields}");
}
