//! What `wasm-pack build` gives: the functions of `npm/index.d.ts` as exports, with hand-written types.
//!
//! The caller's objects are read at once, as values; a [`crate::client::Client`] over a
//! [`crate::transport::fetch::FetchTransport`] does the call; answers go out through serde-wasm-bindgen. The npm package is
//! built differently, over [`crate::border::step`]: it is smaller and faster. The same conformance suite runs on both.

mod after_payment;
mod callback;
mod error;
mod guard;
mod languages;
mod money;
mod observed;
mod perform;
mod read;
mod write;

pub use after_payment::{
    decline, deposit, give_back, orders, pay_with_saved_card, refund, remove_card, reverse, saved_cards,
    wait_for_outcome,
};
pub use callback::{sign_callback, verify_callback};
pub use error::{CheckoutError, is_checkout_error};
pub use guard::promise;
pub use money::{format_amount, minor_units};

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::border;
use crate::codec::Value;
use perform::perform;
use read::{address, plain};

/// The declarations that people read. The generated ones are left out, for they would say `any`.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../npm/index.d.ts");

/// Registers an order: `register.do`.
#[wasm_bindgen(skip_typescript)]
pub fn register(order: JsValue, gateway: JsValue, options: JsValue) -> Promise {
    perform("register", move || plain(&order, "order"), gateway, options)
}

/// Registers an order of two phases: `registerPreAuth.do`.
#[wasm_bindgen(js_name = registerPreAuth, skip_typescript)]
pub fn register_pre_auth(order: JsValue, gateway: JsValue, options: JsValue) -> Promise {
    perform("registerPreAuth", move || plain(&order, "order"), gateway, options)
}

/// What the gateway reports of an order: `getOrderStatusExtended.do`.
#[wasm_bindgen(skip_typescript)]
pub fn status(query: JsValue, gateway: JsValue, options: JsValue) -> Promise {
    perform("status", move || plain(&query, "query"), gateway, options)
}

/// Compares what the gateway reports with what the store expects.
#[wasm_bindgen(skip_typescript)]
pub fn verify(expected: JsValue, gateway: JsValue, options: JsValue) -> Promise {
    perform("verify", move || plain(&expected, "expected"), gateway, options)
}

/// The same for the address to which a customer came back.
#[wasm_bindgen(js_name = verifyReturn, skip_typescript)]
pub fn verify_return(url: JsValue, gateway: JsValue, options: JsValue) -> Promise {
    perform("verifyReturn", move || address(&url), gateway, options)
}

/// Makes an `orderBundle` of who buys.
///
/// # Errors
/// A `CheckoutError` that names the field.
#[wasm_bindgen(skip_typescript)]
pub fn customer(details: JsValue) -> Result<JsValue, JsValue> {
    guard::attempted(move || {
        let details = plain(&details, "customer").map_err(|error| error::thrown(&error))?;
        border::read::customer(&details).map(|bundle| write::object(&bundle)).map_err(|error| error::thrown(&error))
    })
}

/// Calls any other method of the gateway.
#[wasm_bindgen(skip_typescript)]
pub fn call(method: JsValue, parameters: JsValue, gateway: JsValue, options: JsValue) -> Promise {
    let argument = move || {
        let parameters =
            if parameters.is_undefined() { Value::Object(Vec::new()) } else { plain(&parameters, "parameters")? };
        Ok(Value::Object(vec![("method".to_owned(), plain(&method, "method")?), ("parameters".to_owned(), parameters)]))
    };
    perform("call", argument, gateway, options)
}
