//! Reads the caller's `order` object.

use crate::border::options::{self, Options};
use crate::codec::{Value, decimal};
use crate::model::error::{Error, Invalid};
use crate::model::ids::Phase;
use crate::model::order::parameters::{self, Shape, TYPED};
use crate::model::order::{Numbering, Order};

/// An order to register.
///
/// # Errors
/// `invalid_option` that names the field and says what would be right.
pub fn order(value: &Value, phase: Phase) -> Result<Order, Error> {
    let order = Options::of("order", value)?;
    // First, so that a misspelt key is named as such and not as the one that is missing.
    let parameters = read_parameters(&order)?;
    let amount = order.require("amount", options::amount)?;
    let currency = order.require("currency", options::currency)?;
    let return_url = order.require("returnUrl", options::address)?;
    let begin = match phase {
        Phase::Purchase | Phase::Verify => Order::purchase,
        Phase::PreAuth => Order::pre_auth,
    };
    let mut builder = begin(amount, currency, return_url);
    for (parameter, text) in parameters {
        builder.push(parameter, text);
    }
    builder.fail_url = order.read("failUrl", options::address)?.map(str::to_owned);
    // `null` means that the bank numbers the order, an absent key that the library does.
    match order.read("orderNumber", options::number_text)? {
        Some(number) => builder.set_number(number),
        None if order.mentions("orderNumber") => builder.numbering = Numbering::ByBank,
        None => {}
    }
    builder.build()
}

/// Every optional parameter as the text that is sent, in the order in which the caller wrote them.
fn read_parameters(order: &Options<'_>) -> Result<Vec<(&'static parameters::Parameter, String)>, Error> {
    let mut pairs = Vec::new();
    for (key, value) in order.entries().filter(|(key, _)| !TYPED.contains(key)) {
        let parameter = parameters::find(key).ok_or_else(|| order.unknown(key, &parameters::names()))?;
        for text in texts(&parameter.shape, value).map_err(|invalid| invalid.at(&order.path(key)))? {
            pairs.push((parameter, text));
        }
    }
    Ok(pairs)
}

/// The texts to send: one, or for a repeated parameter one for each item.
fn texts(shape: &Shape, value: &Value) -> Result<Vec<String>, Invalid> {
    let one = match shape {
        Shape::Json => options::json_object(value)?,
        Shape::Minor => options::amount(value)?.digits(),
        Shape::Whole(min, max) => decimal::signed(options::whole(value, i64::from(*min), i64::from(*max))?),
        Shape::Repeated(_) => return repeated(shape, value),
        Shape::Text(_) => shape.check(options::text(value)?)?,
        Shape::Url => shape.check(options::address(value)?)?,
        Shape::Digits(_) if matches!(value, Value::Int(_)) => shape.check(&value.describe())?,
        Shape::Digits(_) | Shape::Language | Shape::DateTime | Shape::OneOf(_) => {
            shape.check(options::text(value).unwrap_or_default())?
        }
    };
    Ok(vec![one])
}

fn repeated(shape: &Shape, value: &Value) -> Result<Vec<String>, Invalid> {
    let texts = options::texts(value)?;
    for text in &texts {
        shape.check(text)?;
    }
    Ok(texts)
}
