//! Answers and errors as values, under the names that `index.d.ts` declares.

use crate::call::{Answer, MAX_REPLY_BYTES, Registered, Request};
use crate::codec::Value;
use crate::messages;
use crate::model::error::Error;
use crate::model::ids::OrderNumber;
use crate::model::money::{Amount, Currency};
use crate::protocol::status::OrderReport;
use crate::trust::callback::{Event, Opened};
use crate::trust::verdict::{Compared, Decline, Outcome, Verdict};

/// An object under construction.
struct Record(Vec<(String, Value)>);

impl Record {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn set(&mut self, name: &str, value: Value) {
        self.0.push((name.to_owned(), value));
    }

    /// Text, or nothing at all.
    fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.set(name, text.into());
        }
    }

    /// A number, or nothing at all.
    fn int(&mut self, name: &str, number: Option<i64>) {
        if let Some(number) = number {
            self.set(name, Value::Int(number));
        }
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

fn or_null(text: Option<&str>) -> Value {
    text.map_or(Value::Null, Value::from)
}

/// An object with one pair.
fn only(name: &str, value: Value) -> Value {
    let mut record = Record::new();
    record.set(name, value);
    record.done()
}

/// The last step of a call that succeeded.
pub(crate) fn done(value: Value) -> Value {
    only("value", value)
}

/// The last step of a call that failed.
pub(crate) fn failed(error: &Error) -> Value {
    only("error", self::error(error))
}

pub(crate) fn request(request: &Request) -> Value {
    let mut record = Record::new();
    record.text("url", Some(&request.url));
    record.text("body", Some(&request.body));
    record.set("ms", u64::from(request.timeout_ms).into());
    record.int("cap", i64::try_from(MAX_REPLY_BYTES).ok());
    only("request", record.done())
}

pub(crate) fn wait(ms: u64) -> Value {
    only("request", only("ms", ms.into()))
}

pub(crate) fn answered(answer: Answer, language: Option<&str>) -> Value {
    answer_value(answer, language).map_or_else(|| Record::new().done(), done)
}

/// What a call gives; a change gives nothing.
pub(crate) fn answer_value(answer: Answer, language: Option<&str>) -> Option<Value> {
    match answer {
        Answer::Registered(order) => Some(registered(&order)),
        Answer::Report(report) => Some(self::report(report)),
        Answer::Verdict(verdict) => Some(self::verdict(verdict, language)),
        Answer::Changed => None,
    }
}

pub(crate) fn registered(registered: &Registered) -> Value {
    let mut record = Record::new();
    record.text("orderId", Some(registered.order_id().as_str()));
    record.text("formUrl", Some(registered.form_url()));
    record.set("orderNumber", or_null(registered.order_number().map(OrderNumber::as_str)));
    record.text("returnUrl", Some(registered.return_url()));
    record.done()
}

pub(crate) fn error(error: &Error) -> Value {
    let mut record = Record::new();
    record.text("code", Some(error.code().as_str()));
    record.text("message", Some(&error.message()));
    record.set("retryable", Value::Bool(error.is_retryable()));
    record.text("endpoint", error.endpoint());
    record.text("field", error.field());
    record.text("orderNumber", error.order_number());
    record.text("orderId", error.order_id());
    record.int("orderStatus", error.order_status());
    record.int("httpStatus", error.http_status().map(i64::from));
    if let Some(words) = error.gateway() {
        let mut gateway = Record::new();
        gateway.int("errorCode", Some(words.error_code));
        gateway.text("errorMessage", Some(&words.error_message));
        record.set("gateway", gateway.done());
    }
    record.done()
}

/// For `minorUnits`, and for the platform's own formatter of money.
pub(crate) fn money((amount, currency): (Amount, Currency)) -> Value {
    let mut record = Record::new();
    record.set("minor", amount.minor().into());
    record.text("decimal", Some(&amount.to_decimal(currency)));
    record.text("currency", Some(currency.alpha()));
    record.int("digits", i64::try_from(currency.exponent()).ok());
    record.done()
}

pub(crate) fn report(report: OrderReport) -> Value {
    let (fields, raw) = report.into_parts();
    let mut record = match fields {
        Value::Object(fields) => Record(fields),
        _ => Record::new(),
    };
    record.set("raw", raw);
    record.done()
}

pub(crate) fn verdict(verdict: Verdict, language: Option<&str>) -> Value {
    let expected = verdict.expected();
    let mut record = Record::new();
    record.text("outcome", Some(verdict.outcome().as_str()));
    record.set("orderId", or_null(verdict.order_id()));
    record.text("orderNumber", Some(expected.order_number().as_str()));
    record.set("amount", expected.amount().minor().into());
    record.text("currency", Some(expected.currency().alpha()));
    record.set("final", Value::Bool(verdict.is_final()));
    record.text("message", Some(&messages::message(&verdict, language)));
    details(verdict.outcome(), &mut record);
    record.set("report", report(verdict.into_report()));
    record.done()
}

fn details(outcome: &Outcome, record: &mut Record) {
    let minor = |amount: Option<u64>| amount.map_or(Value::Null, Value::from);
    match outcome {
        Outcome::Open(decline) => record.set("lastDecline", self::decline(decline.as_ref())),
        Outcome::Declined(decline) => record.set("decline", self::decline(decline.as_ref())),
        Outcome::Refunded { deposited, refunded } => {
            record.set("depositedAmount", minor(*deposited));
            record.set("refundedAmount", minor(*refunded));
        }
        Outcome::Mismatch(mismatch) => {
            record.text("field", Some(mismatch.field.as_str()));
            record.set("expected", compared(&mismatch.expected));
            record.set("actual", mismatch.actual.as_ref().map_or(Value::Null, compared));
        }
        _ => {}
    }
}

fn decline(decline: Option<&Decline>) -> Value {
    let Some(decline) = decline else { return Value::Null };
    let mut record = Record::new();
    record.int("actionCode", Some(decline.action_code));
    record.text("description", Some(&decline.description));
    record.done()
}

fn compared(compared: &Compared) -> Value {
    match compared {
        Compared::Text(text) => text.as_str().into(),
        Compared::Minor(minor) => (*minor).into(),
    }
}

/// `{ event }`; or what the platform must verify, under different names, so that it cannot be mistaken for an event.
pub(crate) fn opened(opened: &Opened<'_>) -> Value {
    let mut record = Record::new();
    match opened {
        Opened::Genuine(event) => record.set("event", self::event(event)),
        Opened::NeedsRsa { unverified, key } => {
            record.set("unverified", event(unverified));
            record.text("key", Some(&key.spki()));
            record.text("hash", Some(key.hash().as_str()));
            record.text("signature", unverified.parameters().get("checksum"));
            record.text("text", Some(&unverified.parameters().canonical()));
        }
    }
    record.done()
}

pub(crate) fn event(event: &Event) -> Value {
    let mut record = Record::new();
    record.text("operation", Some(event.operation().as_str()));
    record.set("succeeded", event.succeeded().map_or(Value::Null, Value::Bool));
    record.set("orderId", or_null(event.order_id()));
    record.set("orderNumber", or_null(event.order_number()));
    let mut parameters = Record::new();
    for (name, value) in event.parameters().signed() {
        parameters.text(name, Some(value));
    }
    record.set("parameters", parameters.done());
    record.done()
}
