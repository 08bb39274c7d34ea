//! What the tests of callbacks share: keys out of a configuration, and the vectors.

use bpc_checkout::model::keys::CallbackKeys as Keys;

use super::{gateway, rows};

pub(crate) const SECRET: &str = "canary callback secret";

/// The keys of a gateway with this under `callback`.
#[track_caller]
pub(crate) fn keys(callback: &str) -> Keys {
    gateway(&format!(r#"{{"callback":{callback}}}"#)).callback_keys().cloned().expect("keys")
}

pub(crate) fn shared() -> Keys {
    keys(&format!(r#"{{"secret":"{SECRET}"}}"#))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap().to_ascii_uppercase();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

pub(crate) fn secret_rows() -> Vec<serde_json::Value> {
    rows(include_str!("../vectors/callbacks.mjs"))
}

pub(crate) fn key_rows() -> Vec<serde_json::Value> {
    rows(include_str!("../vectors/callback-keys.mjs"))
}

pub(crate) fn text<'a>(row: &'a serde_json::Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("{name} is no text"))
}

pub(crate) fn public(row: &serde_json::Value, more: &serde_json::Value) -> Keys {
    let mut callback = serde_json::json!({ "publicKey": text(row, "publicKey"), "hash": text(row, "hash") });
    callback.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    keys(&callback.to_string())
}
