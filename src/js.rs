//! The boundary to JavaScript: JSON text in, JSON text out. No logic lives here.
//!
//! Text, because handing an object over property by property took four fifths of a call's time. `api.js` reads the caller's
//! objects, `exchange.js` does what a step asks for, and the errors become `CheckoutError`s there.

mod call;
mod convert;
mod input;
#[cfg(feature = "test-panic")]
mod panic;

use crate::wire::json;
use crate::wire::value::Value;

/// A third of the size of the standard library's allocator, and made for WebAssembly.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// What a call needs next: the one export of the module.
///
/// `call` is `{ task, argument, gateway, inPage, events }`, where `task` is the name of a public function and the events are
/// what has happened since it was called, the call itself first. The result is `{ value }`, `{ error }` with the fields of a
/// `CheckoutError`, or `{ request: { url, body, ms, cap } }`; a request without an address is a wait.
///
/// Nothing is kept between two steps: the module holds no state that a trap could spoil, or that two calls could share.
///
/// ```
/// let sum = r#"{"task":"minorUnits","argument":{"decimal":"20.00","currency":"EUR"}}"#;
/// assert_eq!(bpc_checkout::js::step(sum), r#"{"value":{"minor":2000,"decimal":"20.00","currency":"EUR","digits":2}}"#);
/// ```
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
#[must_use]
pub fn step(call: &str) -> String {
    let call = json::parse(call).unwrap_or(Value::Null);
    json::stringify(&call::next(&call).unwrap_or_else(|error| convert::failed(&error)))
}
