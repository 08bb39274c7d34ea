//! The known fields of a status reply, one row each: our name, its type, and the places where a gateway sends it.
//!
//! Source: BPC REST reference, `getOrderStatusExtended.do`, versions 0 to 46. Old gateways capitalise keys (every
//! look-up ignores case). They have no `paymentAmountInfo`, and name the amount `depositAmount`. Sberbank's newer gateway sends
//! `paymentState` at the top level.

use crate::codec::Value;
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
    ("approvedAmount", Natural, "paymentAmountInfo/approvedAmount"),
    ("depositedAmount", Natural, "paymentAmountInfo/depositedAmount depositAmount"),
    ("refundedAmount", Natural, "paymentAmountInfo/refundedAmount"),
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
    ("date", Text, ""),
];

/// Reads every known field, and gives one object.
pub(super) fn read(status: Object<'_>) -> Result<Value, BadField> {
    let attributes = list(status, "attributes", PAIR)?;
    let mut fields = Vec::new();
    let id = md_order(&attributes).or_else(|| status.text("orderId")).or_else(|| status.text("mdOrder"));
    if let Some(id) = id {
        fields.push(("orderId".to_owned(), Value::Text(id)));
    }
    read_rows(status, TOP, &mut fields)?;
    for (name, rows) in GROUPS {
        let mut group = Vec::new();
        read_rows(status, rows, &mut group)?;
        if !group.is_empty() {
            fields.push(((*name).to_owned(), Value::Object(group)));
        }
    }
    for name in ["merchantOrderParams", "transactionAttributes"] {
        fields.push((name.to_owned(), list(status, name, PAIR)?));
    }
    fields.push(("attributes".to_owned(), attributes));
    fields.push(("refunds".to_owned(), list(status, "refunds", REFUND)?));
    Ok(Value::Object(fields))
}

/// The id of the order. A status reply has it only among the attributes.
fn md_order(attributes: &Value) -> Option<String> {
    let Value::List(pairs) = attributes else { return None };
    let pair = pairs.iter().filter_map(Object::of).find(|pair| pair.text("name").as_deref() == Some("mdOrder"))?;
    pair.text("value")
}

fn list(status: Object<'_>, name: &str, rows: &[Row]) -> Result<Value, BadField> {
    let mut items = Vec::new();
    for object in status.list(name).iter().filter_map(Object::of) {
        let mut item = Vec::new();
        read_rows(object, rows, &mut item)?;
        items.push(Value::Object(item));
    }
    Ok(Value::List(items))
}

fn read_rows(status: Object<'_>, rows: &[Row], into: &mut Vec<(String, Value)>) -> Result<(), BadField> {
    for (name, kind, places) in rows {
        for place in places.split(' ') {
            let (holder, key) = match place.split_once('/') {
                Some((holder, key)) => (status.object(holder), key),
                None => (Some(status), if place.is_empty() { *name } else { place }),
            };
            if let Some(value) = holder.map_or(Ok(None), |holder| read_one(holder, key, *kind))? {
                into.push(((*name).to_owned(), value));
                break;
            }
        }
    }
    Ok(())
}

fn read_one(holder: Object<'_>, key: &'static str, kind: Kind) -> Result<Option<Value>, BadField> {
    // Some old gateways send seconds. As milliseconds such a number would be a time before 1974.
    let in_ms = |time: u64| if time < 100_000_000_000 { time * 1000 } else { time };
    Ok(match kind {
        Text => holder.text(key).map(Value::Text),
        Int => holder.int(key)?.map(Value::Int),
        Natural => holder.natural(key)?.map(Value::from),
        Date => holder.natural(key)?.map(in_ms).map(Value::from),
        Flag => holder.flag(key).map(Value::Bool),
    })
}
