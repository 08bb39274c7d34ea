//! Answers and errors as values, as `write` writes them.

use crate::border::write::{self, Raw, Record, Words};
use crate::call::{Answer, Registered};
use crate::codec::{Value, json};
use crate::model::error::Error;
use crate::protocol::status::OrderReport;
use crate::trust::callback::Event;
use crate::trust::verdict::Verdict;

/// What a call gives; a change gives nothing. `numbered`: a message comes with the numbers of its sentences, for a caller with
/// languages of its own.
#[must_use]
pub fn answer(answer: &Answer, numbered: bool) -> Option<Value> {
    let words = if numbered { Words::Numbered } else { Words::Text };
    match answer {
        Answer::Registered(order) => Some(registered(order)),
        Answer::Report(report) => Some(self::report(report)),
        Answer::Verdict(verdict) => Some(worded(verdict, words)),
        Answer::Changed(change) => change.external_refund_id().map(refunded),
        Answer::Reply(reply) => Some(reply.clone()),
    }
}

/// An order that was registered: `Registration` in the TypeScript declarations.
#[must_use]
pub fn registered(registered: &Registered) -> Value {
    written(|record| write::registered(registered, record))
}

/// A refund that was made: `RefundResult`.
#[must_use]
pub fn refunded(id: &str) -> Value {
    written(|record| write::refunded(id, record))
}

/// The fields of a `CheckoutError`.
#[must_use]
pub fn error(error: &Error) -> Value {
    written(|record| write::error(error, record))
}

/// What a callback says: `CallbackEvent`.
#[must_use]
pub fn event(event: &Event) -> Value {
    written(|record| write::event(event, record))
}

/// What the gateway reports: `OrderReport`.
#[must_use]
pub fn report(report: &OrderReport) -> Value {
    // Not from its text: with `raw` inside, it may nest deeper than our reader goes.
    let mut entries = if let Value::Object(fields) = report.fields() { fields.clone() } else { Vec::new() };
    entries.push(("raw".to_owned(), report.raw().clone()));
    Value::Object(entries)
}

/// What that means, with the message for the customer in English: `Verdict`.
#[must_use]
pub fn verdict(verdict: &Verdict) -> Value {
    worded(verdict, Words::Text)
}

fn worded(verdict: &Verdict, words: Words) -> Value {
    let mut value = written(|record| write::verdict(verdict, words, Raw::Elsewhere, record));
    if let Value::Object(entries) = &mut value {
        entries.retain(|(name, _)| name != "report");
        entries.push(("report".to_owned(), report(verdict.report())));
    }
    value
}

fn written(fill: impl FnOnce(&mut Record)) -> Value {
    json::parse(&Record::of(fill)).unwrap_or(Value::Null)
}
