//! Values as plain JavaScript objects.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::codec::{Value, json};

/// A plain object, as `JSON.parse` would make it.
pub(super) fn object(value: &Value) -> JsValue {
    // serde-wasm-bindgen assigns properties, and an assigned `__proto__` is a prototype. `JSON.parse` defines them.
    let written =
        if has_prototype(value) { Err(()) } else { value.serialize(&Serializer::json_compatible()).map_err(drop) };
    written.or_else(|()| js_sys::JSON::parse(&json::stringify(value))).unwrap_or(JsValue::NULL)
}

/// Whether a key anywhere is called `__proto__`: the gateway's reply may hold any.
fn has_prototype(value: &Value) -> bool {
    match value {
        Value::Object(entries) => entries.iter().any(|(key, value)| key == "__proto__" || has_prototype(value)),
        Value::List(items) => items.iter().any(has_prototype),
        _ => false,
    }
}
