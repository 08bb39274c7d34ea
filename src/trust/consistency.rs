//! Whether a reply that claims money contradicts itself.
//!
//! Every field that speaks of the outcome is looked at, in every spelling and as often as it comes: the order of the fields,
//! and which of two equal names a parser would take, must not decide whether goods are shipped.

use crate::codec::Value;
use crate::codec::value::MAX_SAFE_INTEGER;
use crate::model::expected::Expected;
use crate::model::ids::Phase;
use crate::protocol::object::Object;
use crate::protocol::status::OrderReport;
use crate::trust::action_code::{self, Class};
use crate::trust::outcome::{Compared, Field, Mismatch, Outcome};

/// The money that a report claims.
struct Claim<'a> {
    expected: &'a Expected,
    outcome: &'a Outcome,
    status: i64,
}

/// The first field that contradicts the money that the report claims.
pub(super) fn contradiction(expected: &Expected, report: &OrderReport, outcome: &Outcome) -> Option<Mismatch> {
    if !matches!(outcome, Outcome::Paid | Outcome::Held | Outcome::Verified) {
        return None;
    }
    let claim = Claim { expected, outcome, status: report.order_status().code() };
    report.objects().find_map(|object| claim.contradicted_by(object))
}

/// Whether any field says that the cardholder's bank takes the money back.
pub(super) fn is_charged_back(report: &OrderReport) -> bool {
    report.objects().any(|object| object.all("chargeback").any(is_set))
}

impl Claim<'_> {
    fn contradicted_by(&self, object: Object<'_>) -> Option<Mismatch> {
        let number = self.expected.order_number().as_str();
        let currency = |value: &Value| text(value).is_some_and(|text| self.expected.currency().is(&text));
        flags(object)
            .or_else(|| {
                all(object, Field::OrderStatus, |value| Object::of(value).is_some() || int(value) == Some(self.status))
            })
            .or_else(|| all(object, Field::ActionCode, |value| int(value).is_some_and(is_success)))
            .or_else(|| all(object, Field::OrderNumber, |value| text(value).as_deref() == Some(number)))
            .or_else(|| all(object, Field::Amount, |value| minor(value) == Some(self.expected.amount().minor())))
            .or_else(|| all(object, Field::Currency, currency))
            .or_else(|| self.money(object))
            .or_else(|| object.all("paymentAmountInfo").filter_map(Object::of).find_map(|info| self.money(info)))
            .or_else(|| refunds(object))
    }

    /// Amounts and the state in a word, at the top or in `paymentAmountInfo`.
    fn money(&self, object: Object<'_>) -> Option<Mismatch> {
        let sold = self.expected.amount().minor();
        let least_deposited = match (self.outcome, self.expected.phase()) {
            (Outcome::Paid, Phase::Purchase) => sold,
            // A two-phase order may be taken in part: then the store did so, from a full hold.
            (Outcome::Paid, _) => sold.min(1),
            _ => 0,
        };
        let deposited = |value: &Value| match minor(value) {
            Some(deposited) if *self.outcome == Outcome::Held => deposited == 0,
            Some(deposited) => deposited >= least_deposited,
            None => false,
        };
        // A gateway that does not fill the field writes 0.
        let approved = |value: &Value| minor(value).is_some_and(|approved| approved == 0 || approved >= sold);
        all_named(object, "depositedAmount", Field::DepositedAmount, deposited)
            .or_else(|| all_named(object, "depositAmount", Field::DepositedAmount, deposited))
            .or_else(|| all_named(object, "approvedAmount", Field::ApprovedAmount, approved))
            .or_else(|| all_named(object, "refundedAmount", Field::RefundedAmount, |value| minor(value) == Some(0)))
            .or_else(|| all_named(object, "paymentState", Field::PaymentState, |value| self.agrees_with_state(value)))
            .map(|mismatch| self.with_sum(mismatch))
    }

    /// Where less money came than was sold, the expected value is the sum.
    fn with_sum(&self, mismatch: Mismatch) -> Mismatch {
        match mismatch.field {
            Field::DepositedAmount | Field::ApprovedAmount => {
                Mismatch { expected: Compared::Minor(self.expected.amount().minor()), ..mismatch }
            }
            _ => mismatch,
        }
    }

    /// Source of the words: BPC REST reference, and the callbacks' `paymentState`.
    fn agrees_with_state(&self, value: &Value) -> bool {
        let Value::Text(word) = value else { return false };
        let is = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        match self.outcome {
            _ if word.is_empty() => true,
            Outcome::Held => is(&["APPROVED", "payment_approved"]),
            Outcome::Paid if self.expected.phase() == Phase::PreAuth && is(&["partly_deposited"]) => true,
            Outcome::Paid => is(&["DEPOSITED", "payment_deposited"]),
            // A card check ends with its hold released.
            _ => !is(&["DECLINED", "payment_declined", "REFUNDED"]),
        }
    }
}

/// Flags and codes that say that something failed.
fn flags(object: Object<'_>) -> Option<Mismatch> {
    all(object, Field::ErrorCode, |value| int(value) == Some(0))
        .or_else(|| all(object, Field::Error, |value| !is_set(value)))
        .or_else(|| all(object, Field::Errors, |value| !is_set(value)))
        .or_else(|| all(object, Field::Success, is_true))
}

/// A refund that was not declined.
fn refunds(object: Object<'_>) -> Option<Mismatch> {
    let gave_back = |value: &Value| {
        let refund = Object::of(value);
        let declined = |refund: Object<'_>| refund.all("actionCode").any(|code| int(code) != Some(0));
        refund.is_none_or(|refund| !declined(refund) && !refund.all("amount").all(|amount| minor(amount) == Some(0)))
    };
    all(object, Field::Refunds, |value| match value {
        Value::List(refunds) => !refunds.iter().any(gave_back),
        refund => !gave_back(refund),
    })
}

/// The mismatch of a field, unless each of its values agrees.
fn all(object: Object<'_>, field: Field, agrees: impl Fn(&Value) -> bool) -> Option<Mismatch> {
    all_named(object, field.as_str(), field, agrees)
}

fn all_named(object: Object<'_>, name: &str, field: Field, agrees: impl Fn(&Value) -> bool) -> Option<Mismatch> {
    let empty = |value: &&Value| matches!(value, Value::Text(text) if text.is_empty());
    let value = object.all(name).filter(|value| !empty(value)).find(|value| !agrees(value))?;
    Some(Mismatch { field, expected: Compared::Text(expected_of(field).to_owned()), actual: Some(shown(value)) })
}

/// What a reply about money that was taken says in this field.
fn expected_of(field: Field) -> &'static str {
    match field {
        Field::Success => "true",
        Field::Error | Field::Errors | Field::Refunds => "nothing",
        Field::PaymentState => "a state of taken or held money",
        Field::RefundedAmount | Field::ErrorCode | Field::ActionCode => "0",
        _ => "one value",
    }
}

/// The value as far as it may be shown: a number or a word. Other text may repeat what the gateway was sent.
fn shown(value: &Value) -> Compared {
    let is_word = |text: &str| text.len() <= 24 && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    match value {
        Value::Text(text) if is_word(text) => Compared::Text(text.clone()),
        value => match minor(value) {
            Some(minor) => Compared::Minor(minor),
            None => Compared::Text(value.describe()),
        },
    }
}

/// Codes of the approval itself, and of later operations, which say nothing about the payment.
fn is_success(code: i64) -> bool {
    matches!(action_code::class(code), Class::Approved | Class::Operation)
}

fn int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) if number.unsigned_abs() <= MAX_SAFE_INTEGER => Some(*number),
        Value::Text(text) => crate::protocol::object::whole(text),
        _ => None,
    }
}

fn minor(value: &Value) -> Option<u64> {
    int(value).and_then(|number| u64::try_from(number).ok())
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Int(number) => Some(crate::codec::decimal::signed(*number)),
        _ => None,
    }
}

/// A flag that is set in whatever way. An error object with code 0 is not.
fn is_set(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) | Value::Int(0) => false,
        Value::Text(text) => !["", "0", "false", "no"].iter().any(|word| word.eq_ignore_ascii_case(text)),
        Value::List(items) => !items.is_empty(),
        Value::Object(fields) if fields.is_empty() => false,
        value => !Object::of(value).is_some_and(|object| {
            let mut codes = object.all("code").peekable();
            codes.peek().is_some() && codes.all(|code| int(code) == Some(0))
        }),
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Text(text) => text.eq_ignore_ascii_case("true") || text == "1",
        value => int(value) == Some(1),
    }
}
