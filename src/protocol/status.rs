//! `getOrderStatusExtended.do`: what the gateway reports of an order. Nothing here decides.

mod fields;
mod mask_pan;
mod order_status;

pub(crate) use mask_pan::mask_cards;
pub use order_status::OrderStatus;

use crate::codec::{Form, Value, decimal};
use crate::model::error::Error;
use crate::model::expected::Query;
use crate::model::gateway::{Dialect, Gateway, built};
use crate::protocol::object::Object;
use crate::protocol::reply::Reply;

/// What the gateway reports of an order. Only [`read`] makes one, out of a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderReport {
    status: OrderStatus,
    fields: Value,
    raw: Value,
    is_masked: bool,
    dialect: Dialect,
    is_acknowledged: bool,
}

impl OrderReport {
    /// The gateway's id (`attributes[mdOrder]`), where the reply carries it.
    #[must_use]
    pub fn order_id(&self) -> Option<&str> {
        self.text("orderId")
    }

    /// The store's number.
    #[must_use]
    pub fn order_number(&self) -> Option<&str> {
        self.text("orderNumber")
    }

    /// The order's state.
    #[must_use]
    pub fn order_status(&self) -> OrderStatus {
        self.status
    }

    /// Response code of the last attempt.
    #[must_use]
    pub fn action_code(&self) -> Option<i64> {
        self.int("actionCode")
    }

    /// The code in words, for operators.
    #[must_use]
    pub fn action_code_description(&self) -> Option<&str> {
        self.text("actionCodeDescription")
    }

    /// Registered amount, minor units.
    #[must_use]
    pub fn amount(&self) -> Option<u64> {
        self.minor("amount")
    }

    /// ISO 4217, as on the wire.
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        self.text("currency")
    }

    /// Held or approved, minor units.
    #[must_use]
    pub fn approved_amount(&self) -> Option<u64> {
        self.minor("approvedAmount")
    }

    /// Taken, less what was refunded, minor units.
    #[must_use]
    pub fn deposited_amount(&self) -> Option<u64> {
        self.minor("depositedAmount")
    }

    /// Given back, minor units.
    #[must_use]
    pub fn refunded_amount(&self) -> Option<u64> {
        self.minor("refundedAmount")
    }

    /// Every known field that the reply carried, under its name in the TypeScript `OrderReport`, with its type.
    #[must_use]
    pub fn fields(&self) -> &Value {
        &self.fields
    }

    /// The whole reply, card numbers masked.
    #[must_use]
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    /// Whether `raw` differs from the reply, because card numbers in it are masked.
    #[must_use]
    pub fn is_masked(&self) -> bool {
        self.is_masked
    }

    /// Whether the reply may not be the last one of its call, because an acknowledgement follows it.
    #[cfg(feature = "border")]
    pub(crate) fn may_be_followed(&self) -> bool {
        built::ACKNOWLEDGE && self.dialect.does("acknowledge")
    }

    /// The same report, read as that bank means it.
    #[must_use]
    pub fn of_bank(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// What the bank means with this orderStatus, where it is another meaning than the reference's.
    pub(crate) fn meaning(&self) -> Option<&'static str> {
        if built::STATUSES { self.dialect.value(&decimal::signed(self.status.code())) } else { None }
    }

    /// What was paid with the bank's points instead of money, minor units.
    pub(crate) fn points(&self) -> u64 {
        if built::POINTS { self.points_paid().unwrap_or(0) } else { 0 }
    }

    /// Two entries of one name could be read in two ways: then none counts.
    fn points_paid(&self) -> Option<u64> {
        let name = self.dialect.value("points")?;
        let params = Object::of(&self.fields)?.list("merchantOrderParams").iter().filter_map(Object::of);
        let mut points = params.filter(|pair| pair.text("name").as_deref() == Some(name));
        let paid = points.next()?.natural("value").ok()?;
        paid.filter(|_| points.next().is_none())
    }

    /// Whether the bank gives the money back unless the payment is acknowledged.
    pub(crate) fn awaits_acknowledgement(&self) -> bool {
        built::ACKNOWLEDGE && self.dialect.does("acknowledge") && !self.is_acknowledged
    }

    /// The payment was acknowledged: adds what only the reply to that tells.
    pub(crate) fn add_acknowledgement(&mut self, reply: &Self) {
        self.is_acknowledged = true;
        if let Value::Object(fields) = &mut self.fields {
            for name in ["respCode", "respCodeDescription"] {
                fields.extend(reply.text(name).map(|text| (name.to_owned(), text.into())));
            }
        }
    }

    pub(crate) fn field(&self, name: &str) -> Option<&Value> {
        let Value::Object(fields) = &self.fields else { return None };
        fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn text(&self, name: &str) -> Option<&str> {
        if let Some(Value::Text(text)) = self.field(name) { Some(text) } else { None }
    }

    fn int(&self, name: &str) -> Option<i64> {
        if let Some(Value::Int(number)) = self.field(name) { Some(*number) } else { None }
    }

    fn minor(&self, name: &str) -> Option<u64> {
        self.int(name).and_then(|minor| u64::try_from(minor).ok())
    }
}

/// The form that asks for an order. `id` is the parameter for the gateway's id.
#[must_use]
pub fn form(query: &Query, id: &str, gateway: &Gateway) -> Form {
    let mut form = gateway.form();
    match query {
        Query::OrderId(order_id) => form.push(id, order_id.as_str()),
        Query::OrderNumber(number) => form.push("orderNumber", number.as_str()),
    }
    if let Some(language) = gateway.language() {
        form.push("language", language);
    }
    form
}

/// Reads the reply to a status question.
///
/// A reply with an orderStatus is a report, even beside an error code: old gateways send both for a declined order. Codes 5, 6
/// and 7 say that there is no report. What contradicts a report of money is the verdict's matter.
///
/// # Errors
/// The gateway's refusal (`order_not_found` for an unknown order), or `malformed_reply`.
pub fn read(reply: &Reply) -> Result<OrderReport, Error> {
    let mut raw = reply.json()?;
    let code = code(reply, &raw)?;
    // A code or an amount may look like a card number: every field is read before anything is masked.
    let mut fields = fields::read(status_of(reply.object(&raw)?)).map_err(|field| reply.bad_field(&field))?;
    mask_pan::mask_texts(&mut fields);
    let is_masked = mask_cards(&mut raw);
    let status = OrderStatus::from_code(code);
    Ok(OrderReport { status, fields, raw, is_masked, dialect: Dialect::default(), is_acknowledged: false })
}

/// The orderStatus of a report.
fn code(reply: &Reply, raw: &Value) -> Result<i64, Error> {
    let object = reply.object(raw)?;
    let status = status_of(object);
    let code = status.int("orderStatus").map_err(|field| reply.bad_field(&field))?;
    if let Some(code) = code.filter(|_| reply.is_success() && !says_no_report(object) && !says_no_report(status)) {
        return Ok(code);
    }
    reply.check(object)?;
    reply.check(status)?;
    Err(reply.malformed("no error and no orderStatus"))
}

/// The wallet and token payments wrap the very same status into an object called `orderStatus`.
fn status_of(object: Object<'_>) -> Object<'_> {
    object.object("orderStatus").unwrap_or(object)
}

/// Whether the error code says that there is no report, or cannot be read.
fn says_no_report(object: Object<'_>) -> bool {
    !matches!(object.int("errorCode"), Ok(code) if !matches!(code, Some(5..=7)))
}
