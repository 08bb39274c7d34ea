//! Faults of the contents: fields are missing, unknown, of another type, or belong to another order.

use serde_json::{Map, Value, json};

use super::{Effect, Fault, FaultKind, with_effect};

/// The body with the faults in it. A body that is not an object is not changed.
pub(crate) fn tamper(faults: &[Fault], body: Value) -> Value {
    with_effect(faults, Effect::Tamper).fold(body, |body, fault| match body {
        Value::Object(fields) => change(fault.kind, fields),
        other => other,
    })
}

fn change(kind: FaultKind, mut fields: Map<String, Value>) -> Value {
    match kind {
        FaultKind::FlipTypes => return flip(Value::Object(fields)),
        FaultKind::ExtraFields => {
            fields.shift_insert(0, "unheardOf".into(), json!({ "deep": [1, { "er": null }], "orderStatus": 2 }));
            fields.insert("zzz".into(), json!([]));
        }
        FaultKind::NoErrorCode => drop(fields.shift_remove("errorCode")),
        FaultKind::NoOrderStatus => drop(fields.shift_remove("orderStatus")),
        FaultKind::NoActionCode => drop(fields.shift_remove("actionCode")),
        FaultKind::SuccessFalse => {
            fields.insert("success".into(), false.into());
            fields.insert("errorCode".into(), "0".into());
        }
        FaultKind::SuccessTrue => {
            fields.insert("success".into(), true.into());
            fields.insert("errorCode".into(), "5".into());
        }
        FaultKind::ScriptInBank => {
            let bank = json!({ "bankName": "<script>alert(1)</script>", "bankCountryName": "<UNKNOWN>" });
            put(&mut fields, "bankInfo", bank);
        }
        FaultKind::ParamWithoutValue => {
            if let Some(Value::Array(params)) = fields.get_mut("merchantOrderParams") {
                params.push(json!({ "name": "paramWithoutValue" }));
            }
        }
        FaultKind::UnknownStatus => put(&mut fields, "orderStatus", 12.into()),
        FaultKind::UnknownAction => put(&mut fields, "actionCode", 987_654.into()),
        FaultKind::NullDescription => put(&mut fields, "orderDescription", "null".into()),
        FaultKind::OtherNumber => put(&mut fields, "orderNumber", "someone-elses".into()),
        FaultKind::OtherAmount => put(&mut fields, "amount", 1.into()),
        FaultKind::OtherCurrency => put(&mut fields, "currency", "392".into()),
        FaultKind::RefundedDate => {
            let date = fields.get("date").cloned().unwrap_or_default();
            put(&mut fields, "refundedDate", date);
        }
        FaultKind::LongNumber => put(&mut fields, "feUtrnno", 900_719_925_474_099_301_u64.into()),
        _ => {}
    }
    Value::Object(fields)
}

/// Sets a field of a status. Other replies do not have these fields.
fn put(fields: &mut Map<String, Value>, name: &str, value: Value) {
    if fields.contains_key("orderStatus") {
        fields.insert(name.into(), value);
    }
}

/// Numbers become strings, and strings of digits become numbers.
fn flip(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::String(text) => match text.parse::<i64>() {
            // Only when the number reads back as the same text: "012" is a currency code.
            Ok(number) if number.to_string() == text => number.into(),
            _ => Value::String(text),
        },
        Value::Array(items) => items.into_iter().map(flip).collect(),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(name, value)| (name, flip(value))).collect()),
        other => other,
    }
}
