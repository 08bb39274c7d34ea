//! Reads the caller's `order` object.

use crate::border::options::{self, Options};
use crate::codec::{Value, decimal, json};
use crate::model::error::{Error, Invalid};
use crate::model::ids::Phase;
use crate::model::order::parameters::{self, Shape, TYPED};
use crate::model::order::{Customer, Numbering, Order};

/// Reads an order.
///
/// # Errors
/// `invalid_option` that names the field and says what is expected.
pub fn order(value: &Value, phase: Phase) -> Result<Order, Error> {
    let order = Options::of("order", value)?;
    // The parameters come first: a misspelt key is then reported as unknown, and not as a missing one.
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
    for (name, text) in super::extra(order.get("extra"), "order.extra")? {
        builder.add_extra(name, text);
    }
    builder.fail_url = order.read("failUrl", options::address)?.map(str::to_owned);
    // `null` means that the bank gives the number. An absent key means that the library generates it.
    match order.read("orderNumber", options::number_text)? {
        Some(number) => builder.set_number(number),
        None if order.mentions("orderNumber") => builder.numbering = Numbering::ByBank,
        None => {}
    }
    builder.build()
}

/// The optional parameters as the texts that are sent, in the caller's order.
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

/// The texts to send: one, or one for each item of a repeated parameter.
fn texts(shape: &Shape, value: &Value) -> Result<Vec<String>, Invalid> {
    let one = match shape {
        Shape::Json => options::json_object(value)?,
        Shape::Whole(..) if matches!(value, Value::Text(_)) => shape.check(options::text(value)?)?,
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

/// Reads `{ email, phone, name, country, city, address }`, and makes an `orderBundle` of it.
///
/// # Errors
/// `invalid_option` that names the field.
pub fn customer(value: &Value) -> Result<Value, Error> {
    let customer = Options::of("customer", value)?;
    customer.allow_only(&["email", "phone", "name", "country", "city", "address"])?;
    let bundle = Customer {
        email: customer.require("email", options::text)?,
        phone: customer.require("phone", options::text)?,
        name: customer.read("name", options::text)?,
        country: customer.require("country", options::text)?,
        city: customer.require("city", options::text)?,
        address: customer.require("address", options::text)?,
    }
    .bundle()?;
    Ok(json::parse(&bundle).unwrap_or(Value::Null))
}
