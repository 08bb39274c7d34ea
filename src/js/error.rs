//! Errors as JavaScript gets them.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::write;
use crate::codec::Value;
use crate::model::error::Error;

#[wasm_bindgen(module = "/src/js/errors.js")]
extern "C" {
    fn adopt(instance: CheckoutError);

    // `catch`, although they do not throw: what is imported without it stands in the glue once for each import under the same
    // key, and bundlers warn of that.
    #[wasm_bindgen(catch, js_name = makeError)]
    fn make_error(details: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = isOwnError)]
    fn is_own(error: &JsValue) -> Result<bool, JsValue>;
}

#[wasm_bindgen(module = "/npm/error.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = isCheckoutError)]
    fn has_shape(error: &JsValue) -> Result<bool, JsValue>;
}

/// The class of every error that JavaScript gets. `errors.js` makes it extend `Error`; Rust exports it.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct CheckoutError(());

thread_local! {
    /// Done once, before the first error.
    static ADOPTED: () = adopt(CheckoutError(()));
}

/// Makes the class of Rust the class of the errors that the files of `npm/` make.
pub(super) fn adopt_class() {
    ADOPTED.with(|()| ());
}

fn checkout_error(details: &Value, options: &JsValue) -> JsValue {
    ADOPTED.with(|()| make_error(&write::object(details), options)).unwrap_or_else(|thrown| thrown)
}

/// Whether a caught value is an error of this library; works across copies of the package.
#[wasm_bindgen(js_name = isCheckoutError, skip_typescript)]
#[must_use]
pub fn is_checkout_error(error: &JsValue) -> bool {
    has_shape(error).unwrap_or(false)
}

const DEFECT: &str = "a defect in bpc-checkout; please report it with the steps that lead here";
const MAY_BE_SENT: &str = "What was sent may have been carried out: ask for the status before you repeat it";

/// The error of this library.
pub(super) fn thrown(error: &Error) -> JsValue {
    checkout_error(&crate::border::values::error(error), &JsValue::UNDEFINED)
}

/// The same, with what the platform said of the last request.
pub(super) fn thrown_with(error: &Error, cause: Option<&JsValue>) -> JsValue {
    let options = cause.map_or(JsValue::UNDEFINED, options_with);
    checkout_error(&crate::border::values::error(error), &options)
}

fn options_with(cause: &JsValue) -> JsValue {
    let options = js_sys::Object::new();
    // A property of a fresh object.
    let _ = js_sys::Reflect::set(&options, &JsValue::from_str("cause"), cause);
    options.into()
}

/// The error of a trap, or of anything else that must not happen. `is_sent`: a request may have gone out.
pub(super) fn defect(cause: &JsValue, is_sent: bool) -> JsValue {
    if is_own(cause).unwrap_or(false) {
        return cause.clone();
    }
    let message = if is_sent { [DEFECT, ". ", MAY_BE_SENT].concat() } else { DEFECT.to_owned() };
    let details = Value::Object(vec![
        ("code".to_owned(), "internal".into()),
        ("message".to_owned(), Value::Text(message)),
        ("retryable".to_owned(), Value::Bool(false)),
    ]);
    checkout_error(&details, &options_with(cause))
}
