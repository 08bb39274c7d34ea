//! Reads the caller's objects as types of this crate.

mod gateway;
mod order;

#[cfg(feature = "js")]
pub use gateway::timeout_ms;
pub use gateway::{GATEWAY_OPTIONS, callback_check, gateway};
pub use order::{customer, order};

use crate::border::options::{self, Options};
use crate::call::Other;
use crate::codec::Value;
use crate::model::change::{Change, ChangeBuilder, Operation};
use crate::model::error::{Error, Invalid};
use crate::model::expected::{Expected, Query};
use crate::model::gateway::Gateway;
use crate::model::ids::Phase;
use crate::model::money::{Amount, Currency};
use crate::protocol::object::Object;

/// Reads which order to ask about.
///
/// # Errors
/// `invalid_option` that names the field.
pub fn query(value: &Value) -> Result<Query, Error> {
    let query = Options::of("query", value)?;
    query.allow_only(&["orderId", "orderNumber"])?;
    match (query.has("orderId"), query.has("orderNumber")) {
        (true, false) => query.require("orderId", options::order_id).map(Query::OrderId),
        (false, true) => query.require("orderNumber", options::order_number).map(Query::OrderNumber),
        (true, true) => Err(Error::invalid("query.orderNumber", "cannot be combined with orderId; use one of them")),
        (false, false) => Err(Error::invalid("query.orderId", "is missing; give orderId or orderNumber")),
    }
}

/// Reads what the store expects of an order.
///
/// # Errors
/// `invalid_option` that names the field.
pub fn expected(value: &Value) -> Result<Expected, Error> {
    let expected = Options::of("expected", value)?;
    expected.allow_only(&["orderId", "orderNumber", "amount", "currency", "phase"])?;
    let amount = expected.require("amount", options::amount)?;
    let currency = expected.require("currency", options::currency)?;
    let phase = expected.read("phase", phase)?.unwrap_or(Phase::Purchase);
    let order_id = expected.read("orderId", options::order_id)?;
    let order_number = expected.require("orderNumber", options::order_number)?;
    let expected = Expected::new(order_number, amount, currency).with_phase(phase);
    Ok(match order_id {
        Some(order_id) => expected.with_order_id(order_id),
        None => expected,
    })
}

/// Reads a change.
///
/// # Errors
/// `invalid_option` that names the field.
pub fn change(value: &Value, operation: Operation) -> Result<Change, Error> {
    let change = Options::of("change", value)?;
    change.allow_only(operation.options())?;
    if operation == Operation::Decline && !change.has("orderNumber") {
        return Err(Error::invalid("change.orderNumber", "is missing; decline needs orderId and orderNumber"));
    }
    let mut builder = ChangeBuilder::new(operation, change.require("orderId", options::order_id)?);
    if let Some(amount) = change.read("amount", options::amount)? {
        builder.set_amount(amount);
    }
    if let Some(id) = change.read("externalRefundId", options::text)? {
        builder.set_external_refund_id(id);
    }
    let parts = builder.parts();
    parts.currency = change.read("currency", options::currency)?;
    parts.expected_deposited = change.read("expectedDepositedAmount", options::amount)?;
    parts.order_number = change.read("orderNumber", options::order_number)?;
    for name in ["depositItems", "refundItems", "orderBundle", "jsonParams"] {
        if let Some(text) = change.read(name, options::json_object)? {
            parts.json.push((name, text));
        }
    }
    for (name, text) in extra(change.get("extra"), "change.extra")? {
        builder.add_extra(name, text);
    }
    builder.build()
}

/// Reads `{ method, parameters }`.
///
/// # Errors
/// `invalid_option` that names the field.
pub fn other(value: &Value, gateway: &Gateway) -> Result<Other, Error> {
    let part = |name| Object::of(value).and_then(|call| call.get(name)).unwrap_or(&Value::Null);
    let parameters = Options::of("parameters", part("parameters"))?;
    Other::new(text_or_empty(part("method")), parameters.entries(), gateway)
}

/// `{ name: text }`.
fn extra<'a>(value: Option<&'a Value>, name: &'static str) -> Result<Vec<(&'a str, &'a str)>, Error> {
    let mut pairs = Vec::new();
    if let Some(value) = value {
        let extra = Options::of(name, value)?;
        for (key, value) in extra.entries() {
            pairs.push((key, options::text(value).map_err(|invalid| invalid.at(&extra.path(key)))?));
        }
    }
    Ok(pairs)
}

pub(crate) fn url(value: &Value) -> Result<String, Error> {
    match value {
        Value::Text(url) => Ok(url.clone()),
        _ => Err(Error::invalid("url", "expected the return address as text or URL")),
    }
}

/// `{ decimal, currency }`.
pub(crate) fn decimal(value: &Value) -> Result<(Amount, Currency), Error> {
    money(value, "decimal", |decimal, currency| match decimal {
        Value::Text(decimal) => Amount::from_decimal(decimal, currency),
        _ => Err("expected decimal text such as \"20.00\"; a number may have been rounded already".into()),
    })
}

/// `{ amount, currency }`.
pub(crate) fn minor(value: &Value) -> Result<(Amount, Currency), Error> {
    money(value, "amount", |minor, _| options::amount(minor))
}

fn money(
    value: &Value,
    name: &str,
    read: impl FnOnce(&Value, Currency) -> Result<Amount, Invalid>,
) -> Result<(Amount, Currency), Error> {
    let sum = Options::of("sum", value)?;
    let part = |name| sum.get(name).unwrap_or(&Value::Null);
    let currency = options::currency(part("currency")).map_err(|why| why.at("currency"))?;
    let amount = read(part(name), currency).map_err(|why| why.at(name))?;
    Ok((amount, currency))
}

/// The text of a value, or an empty text.
pub(crate) fn text_or_empty(value: &Value) -> &str {
    if let Value::Text(text) = value { text } else { "" }
}

/// One or two phases.
pub(crate) fn phase(value: &Value) -> Result<Phase, Invalid> {
    match value {
        Value::Text(text) if text == "purchase" => Ok(Phase::Purchase),
        Value::Text(text) if text == "preauth" => Ok(Phase::PreAuth),
        Value::Text(text) if text == "verify" => Ok(Phase::Verify),
        _ => Err("expected \"purchase\", \"preauth\" or \"verify\"".into()),
    }
}
