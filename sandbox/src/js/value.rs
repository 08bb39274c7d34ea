//! Converts the arguments and results of commands.

use std::collections::BTreeMap;
use std::fmt::{self, Formatter};

use js_sys::Number as Js;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

/// Reads the arguments of a command. They are flat: a nested value is refused, so that a circle is not followed. `null` and
/// `undefined` count as absent.
///
/// # Errors
/// When a value is nested or has another type.
pub(super) fn arguments(given: JsValue) -> Result<Value, String> {
    let fields: BTreeMap<String, Argument> = serde_wasm_bindgen::from_value(given).map_err(text)?;
    let given = fields.into_iter().filter(|(_, value)| !value.0.is_null());
    Ok(Value::Object(given.map(|(name, value)| (name, value.0)).collect()))
}

/// The message of an error, without the name of its JavaScript class.
fn text(error: serde_wasm_bindgen::Error) -> String {
    String::from(JsValue::from(error).unchecked_into::<js_sys::Error>().message()).replace('`', "\"")
}

/// A value that is not nested.
struct Argument(Value);

impl<'de> Deserialize<'de> for Argument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ArgumentVisitor).map(Self)
    }
}

struct ArgumentVisitor;

impl Visitor<'_> for ArgumentVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string, a finite number or a boolean")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(flag.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        let refused = || E::invalid_value(Unexpected::Float(number), &self);
        whole(number).or_else(|| Number::from_f64(number)).map(Value::Number).ok_or_else(refused)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }
}

/// A whole number, also beyond 2^53.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole(number: f64) -> Option<Number> {
    /// 2^64, the first number that is too large.
    const END: f64 = 18_446_744_073_709_551_616.0;
    ((0.0..END).contains(&number) && number.fract() == 0.0).then(|| (number as u64).into())
}

/// Converts the result of a command.
///
/// # Errors
/// When the platform refuses a value.
pub(super) fn result(value: Value) -> Result<JsValue, JsValue> {
    plain(&rounded(value))
}

/// Converts to a plain object, as `JSON.parse` makes it.
pub(super) fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}

/// Replaces integers that JavaScript cannot hold by the nearest number that it can. A clock that was moved far ahead makes
/// such integers.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_f64().is_some_and(|near| near > Js::MAX_SAFE_INTEGER) => {
            number.as_f64().into()
        }
        Value::Array(items) => items.into_iter().map(rounded).collect(),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, rounded(value))).collect())
        }
        other => other,
    }
}
