//! `minorUnits` and `formatAmount`.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::thrown;
use super::guard::attempted;
use super::{read, write};
use crate::border;
use crate::codec::Value;
use crate::model::error::Error;
use crate::model::money::{Amount, Currency};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;

    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(locale: &JsValue, options: &JsValue) -> Result<NumberFormat, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn format(this: &NumberFormat, decimal: &str) -> Result<JsValue, JsValue>;
}

type Read = fn(&Value) -> Result<(Amount, Currency), Error>;

/// An amount called `name`, in a currency.
fn sum(name: &str, amount: &JsValue, currency: &JsValue, read: Read) -> Result<(Amount, Currency), Error> {
    let amount = read::plain(amount, name)?;
    let currency = read::plain(currency, "currency")?;
    read(&Value::Object(vec![(name.to_owned(), amount), ("currency".to_owned(), currency)]))
}

/// Exact minor units of a decimal text, without floats.
///
/// # Errors
/// A `CheckoutError` of code `invalid_option`.
#[wasm_bindgen(js_name = minorUnits, skip_typescript)]
pub fn minor_units(decimal: JsValue, currency: JsValue) -> Result<f64, JsValue> {
    #[expect(clippy::cast_precision_loss, reason = "an amount has at most 12 digits")]
    attempted(move || {
        let sum = sum("decimal", &decimal, &currency, border::read::decimal);
        sum.map(|(amount, _)| amount.minor() as f64).map_err(|error| thrown(&error))
    })
}

/// The decimal text of minor units; with a locale, as people there write money.
///
/// # Errors
/// A `CheckoutError` of code `invalid_option`.
#[wasm_bindgen(js_name = formatAmount, skip_typescript)]
pub fn format_amount(amount: JsValue, currency: JsValue, locale: JsValue) -> Result<JsValue, JsValue> {
    attempted(move || {
        let sum = sum("amount", &amount, &currency, border::read::minor);
        let (amount, currency) = sum.map_err(|error| thrown(&error))?;
        let decimal = amount.to_decimal(currency);
        if locale.is_undefined() {
            return Ok(JsValue::from_str(&decimal));
        }
        // The decimal goes in as text: exact, where a number would be rounded.
        let format = NumberFormat::new(&locale, &style(currency));
        let unknown = || thrown(&Error::invalid("locale", "is not a language tag such as \"de-DE\""));
        format.and_then(|format| format.format(&decimal)).map_err(|_| unknown())
    })
}

fn style(currency: Currency) -> JsValue {
    let digits = Value::Int(i64::try_from(currency.exponent()).unwrap_or_default());
    write::object(&Value::Object(vec![
        ("style".to_owned(), "currency".into()),
        ("currency".to_owned(), currency.alpha().into()),
        ("minimumFractionDigits".to_owned(), digits.clone()),
        ("maximumFractionDigits".to_owned(), digits),
    ]))
}
