//! `getOrderStatusExtended.do`: what the gateway says of an order, typed. It decides nothing.

mod fields;
mod masking;

use crate::error::Error;
use crate::gateway::Gateway;
use crate::order::{OrderId, OrderNumber};
use crate::wire::form::Form;
use crate::wire::object::{BadField, Object};
use crate::wire::reply::Reply;
use crate::wire::value::Value;

/// Which order to ask about. Exactly one id goes to the gateway: of two, it would silently take its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// By the gateway's id.
    OrderId(OrderId),
    /// By the store's number. Not possible with the public token.
    OrderNumber(OrderNumber),
}

/// What the gateway says of an order. What decides is typed here; what only describes is in [`OrderReport::fields`].
#[derive(Clone, Debug, PartialEq)]
pub struct OrderReport {
    /// The gateway's id (`attributes[mdOrder]`), where the reply carries it.
    pub order_id: Option<String>,
    /// The store's number.
    pub order_number: Option<String>,
    /// The order's state; 0 to 6 are common to all banks.
    pub order_status: i64,
    /// Response code of the last attempt.
    pub action_code: Option<i64>,
    /// The code's words, for operators.
    pub action_code_description: Option<String>,
    /// Registered, minor units.
    pub amount: Option<u64>,
    /// ISO 4217, as on the wire.
    pub currency: Option<String>,
    /// Held or approved, minor units.
    pub approved_amount: Option<u64>,
    /// Taken, less what was refunded, minor units.
    pub deposited_amount: Option<u64>,
    /// Given back, minor units.
    pub refunded_amount: Option<u64>,
    /// Every known field that the reply carried, under its name in the TypeScript `OrderReport`, with its type.
    pub fields: Value,
    /// The whole reply, card numbers masked.
    pub raw: Value,
}

/// The form that asks.
#[must_use]
pub fn form(query: &Query, gateway: &Gateway) -> Form {
    let mut form = Form::new();
    gateway.credentials.push_to(&mut form);
    match query {
        Query::OrderId(id) => form.push("orderId", id.as_str()),
        Query::OrderNumber(number) => form.push("orderNumber", number.as_str()),
    }
    if let Some(language) = &gateway.language {
        form.push("language", language);
    }
    form
}

/// Reads the reply to a status question.
///
/// # Errors
/// The gateway's refusal (`order_not_found` for an unknown order), or `malformed_reply`.
pub fn read(reply: &Reply) -> Result<OrderReport, Error> {
    let mut raw = reply.json()?;
    masking::mask_cards(&mut raw);
    let object = reply.object(&raw)?;
    reply.check(object)?;
    // The wallet and token payments wrap the very same status into an object called `orderStatus`.
    let status = object.object("orderStatus").unwrap_or(object);
    reply.check(status)?;
    let fields = fields::read(status).map_err(|field| reply.bad_field(&field))?;
    report(&fields).map_err(|field| reply.bad_field(&field))?.map_or_else(
        || Err(reply.malformed("neither an error nor an orderStatus")),
        |report| Ok(OrderReport { fields, raw, ..report }),
    )
}

/// What decides, out of the known fields.
fn report(fields: &Value) -> Result<Option<OrderReport>, BadField> {
    let Some(known) = Object::of(fields) else { return Ok(None) };
    let Some(order_status) = known.int("orderStatus")? else { return Ok(None) };
    // Numbers first: what can fail leaves no text behind to clean up, and so the code is a third of the size.
    Ok(Some(OrderReport {
        order_status,
        action_code: known.int("actionCode")?,
        amount: known.natural("amount")?,
        approved_amount: known.natural("approvedAmount")?,
        deposited_amount: known.natural("depositedAmount")?,
        refunded_amount: known.natural("refundedAmount")?,
        order_id: known.text("orderId"),
        order_number: known.text("orderNumber"),
        action_code_description: known.text("actionCodeDescription"),
        currency: known.text("currency"),
        fields: Value::Null,
        raw: Value::Null,
    }))
}
