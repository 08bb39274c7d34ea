//! Writes answers and errors as the objects that `index.d.ts` declares.

use crate::call::{Answer, MAX_REPLY_BYTES, Registered, Request};
use crate::codec::value::MAX_SAFE_INTEGER;
use crate::codec::{Value, json};
use crate::messages::{EN, Message};
use crate::model::error::Error;
use crate::model::ids::OrderNumber;
use crate::model::money::{Amount, Currency};
use crate::protocol::status::OrderReport;
use crate::trust::action_code::Retry;
use crate::trust::callback::{Event, Opened};
use crate::trust::verdict::{Compared, Decline, Next, Outcome, Verdict};

/// An object, written directly as JSON text.
pub(super) struct Record {
    text: String,
}

impl Record {
    /// The usual size of an answer in bytes. Most answers need no larger buffer.
    const USUAL_BYTES: usize = 1024;

    /// The JSON text of an object with the fields that `fill` writes.
    pub(super) fn of(fill: impl FnOnce(&mut Self)) -> String {
        let mut record = Self { text: String::with_capacity(Self::USUAL_BYTES) };
        record.braces(fill);
        record.text
    }

    fn braces(&mut self, fill: impl FnOnce(&mut Self)) {
        self.text.push('{');
        fill(self);
        self.text.push('}');
    }

    /// Writes the name of the next field. The names are constants that need no escapes.
    fn name(&mut self, name: &str) {
        self.text.push_str(if self.text.ends_with('{') { "\"" } else { ",\"" });
        self.text.push_str(name);
        self.text.push_str("\":");
    }

    /// Writes a text under a name that may need escapes.
    fn foreign(&mut self, name: &str, text: &str) {
        if !self.text.ends_with('{') {
            self.text.push(',');
        }
        json::write_text(name, &mut self.text);
        self.text.push(':');
        json::write_text(text, &mut self.text);
    }

    fn set(&mut self, name: &str, value: &Value) {
        self.name(name);
        json::write(value, &mut self.text);
    }

    /// Writes a nested object.
    fn record(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        self.name(name);
        self.braces(fill);
    }

    fn null(&mut self, name: &str) {
        self.set(name, &Value::Null);
    }

    fn flag(&mut self, name: &str, flag: bool) {
        self.set(name, &Value::Bool(flag));
    }

    fn minor(&mut self, name: &str, minor: u64) {
        self.set(name, &minor.into());
    }

    fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        json::write_text(text, &mut self.text);
    }

    /// Adds a text, if there is one.
    fn text_if_any(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    fn text_or_null(&mut self, name: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(name, text),
            None => self.null(name),
        }
    }

    /// Adds a number, if there is one.
    fn int(&mut self, name: &str, number: Option<i64>) {
        if let Some(number) = number {
            self.set(name, &Value::Int(number));
        }
    }
}

/// The last step of a call that failed.
pub(crate) fn failed(error: &Error) -> String {
    Record::of(|step| step.record("error", |record| self::error(error, record)))
}

pub(crate) fn request(request: &Request) -> String {
    Record::of(|step| {
        step.record("request", |record| {
            record.text("url", &request.url);
            record.text_if_any("authorization", request.authorization.as_deref());
            record.text("type", request.content_type);
            record.text("body", &request.body);
            record.minor("ms", request.timeout_ms.into());
            record.int("cap", i64::try_from(MAX_REPLY_BYTES).ok());
        });
    })
}

pub(crate) fn wait(ms: u64) -> String {
    Record::of(|step| step.record("request", |record| record.minor("ms", ms)))
}

/// The last step of a call that succeeded.
fn done(fill: impl FnOnce(&mut Record)) -> String {
    Record::of(|step| step.record("value", fill))
}

/// The source of the `raw` of a report in JavaScript.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Raw {
    /// The bytes of the reply, if JavaScript's JSON parser gives the same value as ours.
    Received,
    /// The JSON text that is written here.
    Written,
    /// It is added by the caller.
    #[cfg(feature = "serde")]
    Elsewhere,
}

/// What is written of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// The English text.
    Text,
    /// The numbers of its sentences too: the caller has languages.
    Numbered,
}

pub(crate) fn answered(answer: Answer, words: Words, raw: Raw) -> String {
    match answer {
        Answer::Registered(order) => done(|record| registered(&order, record)),
        Answer::Report(report) => done(|record| self::report(&report, raw, record)),
        Answer::Verdict(verdict) => done(|record| self::verdict(&verdict, words, raw, record)),
        Answer::Changed(change) => match change.external_refund_id() {
            Some(id) => done(|record| refunded(id, record)),
            None => Record::of(|_| ()),
        },
        // In an object of its own: the gateway's names must not be taken for ours.
        Answer::Reply(reply) => done(|record| record.set("reply", &reply)),
    }
}

pub(super) fn registered(registered: &Registered, record: &mut Record) {
    record.text("orderId", registered.order_id().as_str());
    record.text("formUrl", registered.form_url());
    record.text_or_null("orderNumber", registered.order_number().map(OrderNumber::as_str));
    record.text("returnUrl", registered.return_url());
}

pub(super) fn refunded(id: &str, record: &mut Record) {
    record.text("externalRefundId", id);
}

pub(super) fn error(error: &Error, record: &mut Record) {
    record.text("code", error.code().as_str());
    record.text("message", &error.message());
    record.flag("retryable", error.is_retryable());
    record.text_if_any("endpoint", error.endpoint());
    record.text_if_any("field", error.field());
    record.text_if_any("orderNumber", error.order_number());
    record.text_if_any("orderId", error.order_id());
    record.int("orderStatus", error.order_status());
    record.text_if_any("externalRefundId", error.external_refund_id());
    record.text_if_any("formUrl", error.form_url());
    record.int("httpStatus", error.http_status().map(i64::from));
    if let Some(message) = error.gateway() {
        record.record("gateway", |gateway| {
            gateway.int("errorCode", Some(message.error_code));
            gateway.text("errorMessage", &message.error_message);
        });
    }
}

/// The result of `minorUnits` and `formatAmount`.
pub(crate) fn money((amount, currency): (Amount, Currency)) -> String {
    done(|record| {
        record.minor("minor", amount.minor());
        record.text("decimal", &amount.to_decimal(currency));
        record.text("currency", currency.alpha());
        record.int("digits", i64::try_from(currency.exponent()).ok());
    })
}

fn report(report: &OrderReport, from: Raw, record: &mut Record) {
    if let Value::Object(fields) = report.fields() {
        for (name, value) in fields {
            record.set(name, value);
        }
    }
    #[cfg(feature = "serde")]
    if from == Raw::Elsewhere {
        return;
    }
    // JavaScript has the last reply only.
    let is_at_hand = from == Raw::Received && !report.may_be_followed();
    if is_at_hand && !report.is_masked() && is_alike_in_javascript(report.raw()) {
        record.null("raw");
    } else {
        record.set("raw", report.raw());
    }
}

/// Whether JavaScript's parser certainly gives the same value. It rounds integers of 16 digits. It keeps half of a surrogate pair,
/// which our parser replaces with a character that begins with the byte EF.
fn is_alike_in_javascript(value: &Value) -> bool {
    let is_whole = |text: &str| !text.as_bytes().contains(&0xEF);
    match value {
        Value::Int(number) => number.unsigned_abs() <= MAX_SAFE_INTEGER,
        Value::Text(text) => is_whole(text),
        Value::List(items) => items.iter().all(is_alike_in_javascript),
        Value::Object(entries) => entries.iter().all(|(key, value)| is_whole(key) && is_alike_in_javascript(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

pub(super) fn verdict(verdict: &Verdict, words: Words, raw: Raw, record: &mut Record) {
    let expected = verdict.expected();
    record.text("outcome", verdict.outcome().as_str());
    record.text_or_null("orderId", verdict.order_id());
    record.text("orderNumber", expected.order_number().as_str());
    record.minor("amount", expected.amount().minor());
    record.text("currency", expected.currency().alpha());
    record.flag("final", verdict.is_final());
    message(&Message::of(verdict), words, record);
    next(verdict.next(), record);
    details(verdict, record);
    record.record("report", |record| report(verdict.report(), raw, record));
}

/// The message in English. Where languages are imported the caller also gets the numbers of the sentences.
fn message(message: &Message, words: Words, record: &mut Record) {
    record.text("message", &message.in_language(EN));
    record.text("messageLanguage", EN.tag());
    record.text("messageDirection", EN.direction().as_str());
    if words == Words::Numbered {
        record.int("first", Some(message.first().into()));
        record.int("then", message.then().map(i64::from));
        record.text_if_any("refunded", message.refunded().as_deref());
        record.text_if_any("paid", message.paid().as_deref());
    }
}

fn next(next: Next, record: &mut Record) {
    record.record("next", |record| {
        record.text("action", next.action.as_str());
        record.int("inMs", next.in_ms.map(i64::from));
        if let Some(same_card) = next.same_card {
            record.flag("sameCard", same_card);
        }
    });
}

fn details(verdict: &Verdict, record: &mut Record) {
    match verdict.outcome() {
        Outcome::Paid | Outcome::Held => self::decline("warning", verdict.warning().as_ref(), record),
        Outcome::Verified => record.set("binding", verdict.report().field("binding").unwrap_or(&Value::Null)),
        Outcome::Open(decline) => self::decline("lastDecline", decline.as_ref(), record),
        Outcome::Declined(decline) => self::decline("decline", decline.as_ref(), record),
        Outcome::Refunded { deposited, refunded } => {
            for (name, amount) in [("depositedAmount", deposited), ("refundedAmount", refunded)] {
                record.set(name, &amount.map_or(Value::Null, Value::from));
            }
        }
        Outcome::Mismatch(mismatch) => {
            record.text("field", mismatch.field.as_str());
            compared("expected", Some(&mismatch.expected), record);
            compared("actual", mismatch.actual.as_ref(), record);
        }
        _ => {}
    }
}

fn decline(name: &str, decline: Option<&Decline>, record: &mut Record) {
    match decline {
        Some(decline) => record.record(name, |record| {
            record.int("code", Some(decline.code));
            record.text("class", decline.class().as_str());
            record.text_or_null("retry", decline.retry().map(Retry::as_str));
            record.text("description", &decline.description);
        }),
        None => record.null(name),
    }
}

fn compared(name: &str, compared: Option<&Compared>, record: &mut Record) {
    match compared {
        Some(Compared::Text(text)) => record.text(name, text),
        Some(Compared::Minor(minor)) => record.minor(name, *minor),
        None => record.null(name),
    }
}

/// `{ event }`, or the parts of an RSA signature that the platform must verify. They have other names, so that an unverified
/// callback cannot be mistaken for an event.
pub(crate) fn opened(opened: &Opened<'_>) -> String {
    done(|record| match opened {
        Opened::Genuine(event) | Opened::Unproven(event) => record.record("event", |record| self::event(event, record)),
        Opened::NeedsRsa { unverified, key } => {
            record.record("unverified", |record| event(unverified, record));
            record.text("key", &key.spki());
            record.text("hash", key.hash().as_str());
            record.text_if_any("signature", unverified.parameters().get("checksum"));
            record.text("text", &unverified.parameters().canonical());
        }
    })
}

pub(super) fn event(event: &Event, record: &mut Record) {
    record.text("operation", event.operation().as_str());
    record.set("succeeded", &event.succeeded().map_or(Value::Null, Value::Bool));
    record.text_or_null("orderId", event.order_id());
    record.text_or_null("orderNumber", event.order_number());
    if !event.is_proven() {
        record.flag("proven", false);
    }
    record.record("parameters", |record| {
        event.parameters().signed().for_each(|(name, value)| record.foreign(name, value));
    });
}
