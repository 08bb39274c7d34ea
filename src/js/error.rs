//! Errors as JavaScript gets them.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::write;
use crate::codec::Value;
use crate::model::error::Error;

#[wasm_bindgen(module = "/src/js/error.js")]
extern "C" {
    #[wasm_bindgen(reexport)]
    type CheckoutError;

    #[wasm_bindgen(constructor)]
    fn new(details: &JsValue, options: &JsValue) -> CheckoutError;

    #[wasm_bindgen(reexport = "isCheckoutError", js_name = isCheckoutError)]
    fn is_checkout_error(error: &JsValue) -> bool;
}

const DEFECT: &str = "a defect in bpc-checkout; please report it with the steps that lead here";
const MAY_BE_SENT: &str = "What was sent may have been carried out: ask for the status before you repeat it";

/// The error of this library.
pub(super) fn thrown(error: &Error) -> JsValue {
    let details = write::object(&crate::border::write::error(error));
    CheckoutError::new(&details, &JsValue::UNDEFINED).into()
}

/// The error of a trap, or of anything else that must not happen. `is_sent`: a request may have gone out.
pub(super) fn defect(cause: &JsValue, is_sent: bool) -> JsValue {
    if is_checkout_error(cause) {
        return cause.clone();
    }
    let message = if is_sent { [DEFECT, ". ", MAY_BE_SENT].concat() } else { DEFECT.to_owned() };
    let details = Value::Object(vec![
        ("code".to_owned(), "internal".into()),
        ("message".to_owned(), Value::Text(message)),
        ("retryable".to_owned(), Value::Bool(false)),
    ]);
    let options = js_sys::Object::new();
    // A property of a fresh object.
    let _ = js_sys::Reflect::set(&options, &JsValue::from_str("cause"), cause);
    CheckoutError::new(&write::object(&details), &options).into()
}
