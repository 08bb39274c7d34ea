//! The caller's questions as types.

use crate::error::{Error, Refusal};
use crate::money::{Amount, Currency};
use crate::options::{self, Options};
use crate::order::{OrderNumber, Phase};
use crate::status::Query;
use crate::verdict::Expected;
use crate::wire::value::Value;

pub(super) fn query(value: &Value) -> Result<Query, Error> {
    let query = Options::of("query", value)?;
    query.allow_only(&["orderId", "orderNumber"])?;
    match (query.has("orderId"), query.has("orderNumber")) {
        (true, false) => query.require("orderId", options::order_id).map(Query::OrderId),
        (false, true) => query.require("orderNumber", order_number).map(Query::OrderNumber),
        (true, true) => Err(Error::invalid("query.orderNumber", "and orderId exclude each other; give one")),
        (false, false) => Err(Error::invalid("query.orderId", "is missing; give orderId or orderNumber")),
    }
}

pub(super) fn expected(value: &Value) -> Result<Expected, Error> {
    let expected = Options::of("expected", value)?;
    expected.allow_only(&["orderId", "orderNumber", "amount", "currency", "phase"])?;
    Ok(Expected {
        amount: expected.require("amount", options::amount)?,
        currency: expected.require("currency", options::currency)?,
        phase: expected.read("phase", phase)?.unwrap_or(Phase::Purchase),
        order_id: expected.read("orderId", options::order_id)?,
        order_number: expected.require("orderNumber", order_number)?,
    })
}

pub(super) fn url(value: &Value) -> Result<String, Error> {
    match value {
        Value::Text(url) => Ok(url.clone()),
        _ => Err(Error::invalid("url", "expected the return address")),
    }
}

/// `{ decimal, currency }`.
pub(super) fn decimal(value: &Value) -> Result<(Amount, Currency), Error> {
    money(value, "decimal", |decimal, currency| match decimal {
        Value::Text(decimal) => Amount::from_decimal(decimal, currency),
        _ => Err("expected decimal text such as \"20.00\"; a number would already have been rounded".into()),
    })
}

/// `{ amount, currency }`.
pub(super) fn minor(value: &Value) -> Result<(Amount, Currency), Error> {
    money(value, "amount", |minor, _| options::amount(minor))
}

fn money(
    value: &Value,
    name: &str,
    read: impl FnOnce(&Value, Currency) -> Result<Amount, Refusal>,
) -> Result<(Amount, Currency), Error> {
    let sum = Options::of("sum", value)?;
    let part = |name| sum.get(name).unwrap_or(&Value::Null);
    let currency = options::currency(part("currency")).map_err(|why| why.at("currency"))?;
    let amount = read(part(name), currency).map_err(|why| why.at(name))?;
    Ok((amount, currency))
}

/// Text, or nothing.
pub(super) fn text(value: &Value) -> &str {
    if let Value::Text(text) = value { text } else { "" }
}

fn order_number(value: &Value) -> Result<OrderNumber, Refusal> {
    options::order_number(value, OrderNumber::MAX_LENGTH)
}

fn phase(value: &Value) -> Result<Phase, Refusal> {
    match value {
        Value::Text(text) if text == "purchase" => Ok(Phase::Purchase),
        Value::Text(text) if text == "preauth" => Ok(Phase::PreAuth),
        _ => Err("expected \"purchase\" or \"preauth\"".into()),
    }
}
