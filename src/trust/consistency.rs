//! Whether a reply that claims money contradicts itself.
//!
//! Every field about the outcome is checked, in every spelling and as often as it comes: the order of the fields,
//! and which of two equal names a parser would take, must not decide whether goods are shipped.

use crate::codec::{Value, split};
use crate::model::expected::Expected;
use crate::model::ids::Phase;
use crate::protocol::object::{Object, int, text};
use crate::protocol::status::OrderReport;
use crate::trust::action_code::{self, Class, CodeList};
use crate::trust::comparison::is_price;
use crate::trust::outcome::{Compared, Field, Mismatch, Outcome};

/// What a field must say beside money that is claimed.
#[derive(Clone, Copy)]
enum Rule {
    /// No error code.
    Zero,
    /// No error.
    Unset,
    /// Success.
    True,
    /// The order's state again, or the status of a payment by token in an object.
    Status,
    /// The code of the approval, or of a later operation.
    Approval,
    /// The store's number again.
    Number,
    /// The price again, or the price and what the bank added.
    Price,
    /// The currency again.
    Currency,
    /// No refund that was not declined.
    NoRefund,
    /// The same, in a list that holds other operations too.
    NoRefundAmong,
    /// Amounts and a state in an object of their own, or in a list of such objects.
    Inside,
    /// Not approved for a part of the price alone.
    Whole,
    /// Not less than was sold, where the money is said to be taken.
    Deposited,
    /// Not less than was sold. A gateway that does not fill the field writes 0.
    Approved,
    /// Nothing.
    Nothing,
    /// The word for money that was taken or held.
    State,
}

/// The names on the wire, in any case, with the field that a mismatch names.
const RULES: &[(&str, Field, Rule)] = &[
    ("errorCode", Field::ErrorCode, Rule::Zero),
    ("error", Field::Error, Rule::Unset),
    ("errors", Field::Errors, Rule::Unset),
    ("success", Field::Success, Rule::True),
    ("orderStatus", Field::OrderStatus, Rule::Status),
    ("actionCode", Field::ActionCode, Rule::Approval),
    ("orderNumber", Field::OrderNumber, Rule::Number),
    ("amount", Field::Amount, Rule::Price),
    ("currency", Field::Currency, Rule::Currency),
    ("refunds", Field::Refunds, Rule::NoRefund),
    ("operations", Field::Refunds, Rule::NoRefundAmong),
    ("paymentAmountInfo", Field::DepositedAmount, Rule::Inside),
    ("depositedAmount", Field::DepositedAmount, Rule::Deposited),
    ("depositAmount", Field::DepositedAmount, Rule::Deposited),
    ("approvedAmount", Field::ApprovedAmount, Rule::Approved),
    ("partialAuthorization", Field::ApprovedAmount, Rule::Whole),
    ("refundedAmount", Field::RefundedAmount, Rule::Nothing),
    ("paymentState", Field::PaymentState, Rule::State),
];

/// The money that a report claims.
struct Claim<'a> {
    expected: &'a Expected,
    report: &'a OrderReport,
    outcome: &'a Outcome,
    status: i64,
}

/// The first field that contradicts the money that the report claims.
pub(super) fn contradiction(expected: &Expected, report: &OrderReport, outcome: &Outcome) -> Option<Mismatch> {
    if !matches!(outcome, Outcome::Paid | Outcome::Held | Outcome::Verified) {
        return None;
    }
    let claim = Claim { expected, report, outcome, status: report.order_status().code() };
    claim.contradicted_by(report.raw())
}

/// Whether any field says that the cardholder's bank takes the money back.
pub(super) fn is_charged_back(report: &OrderReport) -> bool {
    Object::of(report.raw()).is_some_and(tells_chargeback)
}

fn tells_chargeback(object: Object<'_>) -> bool {
    object.all("chargeback").any(is_set) || object.all("orderStatus").filter_map(Object::of).any(tells_chargeback)
}

impl Claim<'_> {
    fn contradicted_by(&self, value: &Value) -> Option<Mismatch> {
        if let Value::List(items) = value {
            return items.iter().find_map(|item| self.contradicted_by(item));
        }
        for (name, value) in Object::of(value)?.entries().filter(|(_, value)| !is_empty(value)) {
            for (known, field, rule) in RULES.iter().filter(|(known, ..)| known.eq_ignore_ascii_case(name)) {
                if let (Rule::Inside | Rule::Status, Value::Object(_) | Value::List(_)) = (rule, value) {
                    if let Some(mismatch) = self.contradicted_by(value) {
                        return Some(mismatch);
                    }
                } else if !self.agrees(*rule, value) {
                    return Some(self.mismatch(known, *field, *rule, value));
                }
            }
        }
        None
    }

    fn agrees(&self, rule: Rule, value: &Value) -> bool {
        let sold = self.expected.amount().minor();
        match rule {
            Rule::Zero | Rule::Nothing => int(value) == Some(0),
            Rule::Unset => !is_set(value),
            Rule::True => is_true(value),
            Rule::Status => int(value) == Some(self.status),
            Rule::Approval => int(value).is_some_and(is_success),
            Rule::Number => text(value).as_deref() == Some(self.expected.order_number().as_str()),
            Rule::Price => minor(value).is_some_and(|amount| is_price(amount, sold, self.report)),
            Rule::Currency => text(value).is_some_and(|text| self.expected.currency().is(&text)),
            Rule::NoRefund => is_bare(value) || !gave_back(value, |_| true),
            Rule::NoRefundAmong => !gave_back(value, takes_back),
            // Amounts that are not in an object are not read, so nothing says what they are.
            Rule::Inside => false,
            Rule::Deposited => minor(value).is_some_and(|deposited| self.is_enough(deposited)),
            Rule::Approved => minor(value).is_some_and(|approved| approved == 0 || approved >= self.money()),
            Rule::Whole => !is_word(value, "PARTIAL_AMOUNT"),
            Rule::State => self.agrees_with_state(value),
        }
    }

    /// The price without what was paid with points.
    fn money(&self) -> u64 {
        self.expected.amount().minor().saturating_sub(self.report.points())
    }

    fn is_enough(&self, deposited: u64) -> bool {
        let sold = self.money();
        match (self.outcome, self.expected.phase()) {
            (Outcome::Paid, Phase::Purchase) => deposited >= sold,
            // A two-phase order may be taken in part: then the store did so, from a full hold.
            (Outcome::Paid, _) => deposited >= sold.min(1),
            _ => true,
        }
    }

    /// Source of the words: BPC REST reference, and the callbacks' `paymentState`.
    fn agrees_with_state(&self, value: &Value) -> bool {
        let is = |words| is_word(value, words);
        match self.outcome {
            Outcome::Paid => {
                let in_part = self.expected.phase() == Phase::PreAuth && is("partly_deposited");
                is("DEPOSITED payment_deposited") || in_part
            }
            // A card check ends with its hold released.
            Outcome::Verified if is("REVERSED payment_void") => true,
            // The store takes nothing for a hold or a check, so only what says that there is none contradicts.
            _ => matches!(value, Value::Text(_)) && !is("DECLINED payment_declined REVERSED payment_void REFUNDED"),
        }
    }

    fn mismatch(&self, name: &str, field: Field, rule: Rule, value: &Value) -> Mismatch {
        let expected = match rule {
            Rule::Deposited | Rule::Approved | Rule::Price => Compared::Minor(self.expected.amount().minor()),
            Rule::Zero | Rule::Nothing | Rule::Approval => Compared::Minor(0),
            _ => Compared::Text(["a ", name, " that agrees with the rest of the reply"].concat()),
        };
        Mismatch { field, expected, actual: Some(shown(value)) }
    }
}

/// Whether a list of refunds, or a single one, holds one that the bank has not plainly declined. Anything that is not an object says
/// nothing of a refund; `refundedAmount` is checked too.
fn gave_back(value: &Value, counts: fn(Object<'_>) -> bool) -> bool {
    match value {
        Value::List(refunds) => refunds.iter().any(|refund| gave_back(refund, counts)),
        value => Object::of(value).is_some_and(|refund| {
            let is_declined = every(refund, "actionCode", |code| int(code).is_some_and(is_failure));
            let is_nothing = every(refund, "amount", |amount| int(amount) == Some(0));
            !is_declined && !is_nothing && counts(refund)
        }),
    }
}

/// Whether an operation of an order gives money back, by its type.
///
/// Source: logged replies of Sberbank's e-commerce gateway: `operations`, where a payment is `AUTHORIZATION`.
fn takes_back(operation: Object<'_>) -> bool {
    operation.get("type").is_some_and(|kind| is_word(kind, "REFUND REVERSAL REVERSE REVERSED REFUNDED"))
}

/// Whether a field is there, and each of its values passes.
fn every(object: Object<'_>, name: &str, passes: fn(&Value) -> bool) -> bool {
    let mut values = object.all(name).filter(|value| !is_empty(value)).peekable();
    values.peek().is_some() && values.all(passes)
}

/// An object without fields, which stands for an absent one.
fn is_bare(value: &Value) -> bool {
    matches!(value, Value::Object(fields) if fields.is_empty())
}

/// Nothing is said where there is no text.
fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Null) || matches!(value, Value::Text(text) if text.is_empty())
}

/// The value as far as it may be shown: a number or a word. Other text may repeat what the gateway was sent.
fn shown(value: &Value) -> Compared {
    let is_word = |text: &str| text.len() <= 24 && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    match value {
        Value::Text(text) if is_word(text) => Compared::Text(text.clone()),
        value => minor(value).map_or_else(|| Compared::Text(value.describe()), Compared::Minor),
    }
}

/// Codes of the approval itself, and of later operations, which say nothing about the payment. At every bank by the general list:
/// no bank's own meaning makes a code more of a success.
fn is_success(code: i64) -> bool {
    matches!(action_code::class(code, CodeList::General), Class::Approved | Class::Operation)
}

/// Codes of an operation that has certainly failed. Some codes say that the bank does not know yet.
fn is_failure(code: i64) -> bool {
    let class = action_code::class(code, CodeList::General);
    !matches!(class, Class::Approved | Class::Uncertain | Class::InProgress | Class::NoResult)
}

fn minor(value: &Value) -> Option<u64> {
    int(value).and_then(|number| u64::try_from(number).ok())
}

/// A flag that is set in whatever way. An error object with code 0 is not.
fn is_set(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) | Value::Int(0) => false,
        Value::Text(_) => !is_word(value, " 0 false no n"),
        Value::List(items) => !items.is_empty(),
        value => {
            !is_bare(value) && !Object::of(value).is_some_and(|error| every(error, "code", |code| int(code) == Some(0)))
        }
    }
}

fn is_true(value: &Value) -> bool {
    matches!(value, Value::Bool(true) | Value::Int(1)) || is_word(value, "1 true yes y")
}

/// Whether a value is one of these words, in any case. There are blanks between the words.
fn is_word(value: &Value, words: &'static str) -> bool {
    matches!(value, Value::Text(text) if split::parts(words, " ").any(|word| word.eq_ignore_ascii_case(text)))
}
