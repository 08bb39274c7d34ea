//! The known fields of a status reply, one row each: our name, its type, and the places where a gateway sends it.
//!
//! Source: BPC REST reference, `getOrderStatusExtended.do`, versions 0 to 46. Old gateways capitalise keys (every
//! look-up ignores case). They have no `paymentAmountInfo`, and name the amount `depositAmount`. Sberbank's newer gateway sends
//! `paymentState` at the top level.

use crate::codec::time::iso_ms;
use crate::codec::{Value, split};
use crate::model::ids::OrderId;
use crate::protocol::object::{BadField, Object};

/// The type of a field.
#[derive(Clone, Copy)]
enum Kind {
    /// Text. A number is read as its digits.
    Text,
    /// A whole number, which may be negative.
    Int,
    /// An amount, minor units.
    Natural,
    /// Milliseconds since 1970. The seconds of old gateways are converted.
    Date,
    /// A boolean.
    Flag,
}

use Kind::{Date, Flag, Int, Natural, Text};

/// Our name, the type, and the places in which the field is looked for, in this order. `a/b` is `b` inside `a`. No place means
/// our own name at the top level.
type Row = (&'static str, Kind, &'static str);

const TOP: &[Row] = &[
    ("orderNumber", Text, ""),
    ("orderStatus", Int, ""),
    ("actionCode", Int, ""),
    ("actionCodeDescription", Text, ""),
    ("displayErrorMessage", Text, ""),
    ("amount", Natural, ""),
    ("currency", Text, ""),
    ("approvedAmount", Natural, "paymentAmountInfo/approvedAmount approvedAmount"),
    ("depositedAmount", Natural, "paymentAmountInfo/depositedAmount depositAmount depositedAmount"),
    ("refundedAmount", Natural, "paymentAmountInfo/refundedAmount refundedAmount"),
    ("totalAmount", Natural, "paymentAmountInfo/totalAmount totalAmount"),
    ("feeAmount", Natural, "paymentAmountInfo/feeAmount feeAmount"),
    ("paymentState", Text, "paymentAmountInfo/paymentState paymentState"),
    ("date", Date, ""),
    ("authDateTime", Date, ""),
    ("depositedDate", Date, ""),
    ("refundedDate", Date, ""),
    ("reversedDate", Date, ""),
    ("paymentWay", Text, ""),
    ("orderDescription", Text, ""),
    ("ip", Text, ""),
    ("terminalId", Text, ""),
    ("authRefNum", Text, ""),
    ("chargeback", Flag, ""),
    // SATIM's reply to an acknowledgement.
    ("respCode", Text, "params/respCode respCode"),
    ("respCodeDescription", Text, "params/respCode_desc respCode_desc"),
];

const CARD: &[Row] = &[
    ("maskedPan", Text, "cardAuthInfo/maskedPan cardAuthInfo/pan pan"),
    ("expiration", Text, "cardAuthInfo/expiration expiration"),
    ("cardholderName", Text, "cardAuthInfo/cardholderName cardholderName"),
    ("approvalCode", Text, "cardAuthInfo/approvalCode approvalCode"),
    ("paymentSystem", Text, "cardAuthInfo/paymentSystem"),
];

const BINDING: &[Row] =
    &[("clientId", Text, "bindingInfo/clientId clientId"), ("bindingId", Text, "bindingInfo/bindingId bindingId")];

const BANK: &[Row] = &[
    ("name", Text, "bankInfo/bankName"),
    ("countryCode", Text, "bankInfo/bankCountryCode"),
    ("countryName", Text, "bankInfo/bankCountryName"),
];

const PAYER: &[Row] = &[
    ("email", Text, "payerData/email"),
    ("phone", Text, "payerData/phone"),
    ("postAddress", Text, "payerData/postAddress"),
];

const GROUPS: &[(&str, &[Row])] = &[("card", CARD), ("binding", BINDING), ("bank", BANK), ("payer", PAYER)];

const PAIR: &[Row] = &[("name", Text, ""), ("value", Text, "")];

const REFUND: &[Row] = &[
    ("amount", Natural, ""),
    ("referenceNumber", Text, ""),
    ("externalRefundId", Text, ""),
    ("actionCode", Int, ""),
    ("date", Date, ""),
];

/// Reads every known field, and gives one object.
pub(super) fn read(status: Object<'_>) -> Result<Value, BadField> {
    let attributes = list(status, "attributes", PAIR);
    let mut fields = Vec::new();
    let id = md_order(&attributes).or_else(|| status.text("orderId")).or_else(|| status.text("mdOrder"));
    // Only what can be an id: a gateway may repeat there what it was sent.
    if let Some(id) = id.filter(|id| OrderId::from_query(id).is_some()) {
        fields.push(("orderId".to_owned(), Value::Text(id)));
    }
    read_top(status, &mut fields)?;
    for (name, rows) in GROUPS {
        let mut group = Vec::new();
        read_rows(status, rows, &mut group);
        if !group.is_empty() {
            fields.push(((*name).to_owned(), Value::Object(group)));
        }
    }
    for name in ["merchantOrderParams", "transactionAttributes"] {
        fields.push((name.to_owned(), list(status, name, PAIR)));
    }
    fields.push(("attributes".to_owned(), attributes));
    fields.push(("refunds".to_owned(), list(status, "refunds", REFUND)));
    Ok(Value::Object(fields))
}

/// The id of the order. A status reply has it only among the attributes.
fn md_order(attributes: &Value) -> Option<String> {
    let Value::List(pairs) = attributes else { return None };
    let pair = pairs.iter().filter_map(Object::of).find(|pair| pair.text("name").as_deref() == Some("mdOrder"))?;
    pair.text("value")
}

fn list(status: Object<'_>, name: &str, rows: &[Row]) -> Value {
    let mut items = Vec::new();
    for object in status.list(name).iter().filter_map(Object::of) {
        let mut item = Vec::new();
        read_rows(object, rows, &mut item);
        items.push(Value::Object(item));
    }
    Value::List(items)
}

/// The fields that decide. A reply in which one of them cannot be read is malformed; any other unreadable field is left out.
const DECIDING: &[&str] = &["orderStatus", "amount", "approvedAmount", "depositedAmount"];

fn read_top(status: Object<'_>, into: &mut Vec<(String, Value)>) -> Result<(), BadField> {
    for row in TOP {
        match read_row(status, row) {
            Ok(value) => into.extend(value.map(|value| (row.0.to_owned(), value))),
            Err(field) if DECIDING.contains(&row.0) => return Err(field),
            Err(_) => {}
        }
    }
    Ok(())
}

fn read_rows(status: Object<'_>, rows: &[Row], into: &mut Vec<(String, Value)>) {
    for row in rows {
        if let Ok(Some(value)) = read_row(status, row) {
            into.push((row.0.to_owned(), value));
        }
    }
}

/// The field of a row, from the first place that has it.
fn read_row(status: Object<'_>, (name, kind, places): &Row) -> Result<Option<Value>, BadField> {
    for place in split::parts(places, " ") {
        let (holder, key) = match split::once(place, "/") {
            Some((holder, key)) => (status.object(holder), key),
            None => (Some(status), if place.is_empty() { *name } else { place }),
        };
        if let Some(holder) = holder
            && let Some(value) = read_one(holder, key, *kind)?
        {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

fn read_one(holder: Object<'_>, key: &'static str, kind: Kind) -> Result<Option<Value>, BadField> {
    Ok(match kind {
        Text => holder.text(key).map(Value::Text),
        Int => holder.int(key)?.map(Value::Int),
        Natural => holder.natural(key)?.map(Value::from),
        Date => date(holder, key)?.map(Value::from),
        Flag => holder.flag(key).map(Value::Bool),
    })
}

/// Milliseconds since 1970, from a number, from digits, or from text such as `2026-12-31T23:59:59`.
fn date(holder: Object<'_>, key: &'static str) -> Result<Option<u64>, BadField> {
    if let Some(Value::Text(text)) = holder.get(key)
        && let Some(ms) = iso_ms(text)
    {
        return Ok(Some(ms));
    }
    // Some old gateways send seconds. As milliseconds such a number would be a time before 1974. A longer number is not a time: it may
    // be a date that is written in digits.
    let in_ms = |time: u64| if time < 100_000_000_000 { time * 1000 } else { time };
    Ok(holder.natural(key)?.map(in_ms).filter(|ms| *ms < 10_000_000_000_000))
}
