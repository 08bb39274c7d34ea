//! An order as its bank takes it: the bank's defaults are added, and what the bank would refuse is refused before it is sent.
//!
//! Source of each rule: the bank's line in [`crate::model::gateway::banks`].

use crate::codec::{Value, decimal, json, split};
use crate::model::error::{Error, Invalid};
use crate::model::gateway::{Dialect, Gateway, built, language};
use crate::model::ids::{OrderNumber, Phase};
use crate::model::money::Currency;
use crate::model::order::Order;
use crate::model::order::parameters::expected_whole;
use crate::model::text;
use crate::protocol::object::{self, Object};

/// The longest e-mail address, in characters, where the bank's line has no other limit. Source: BPC REST reference, `register.do`.
const MAX_EMAIL: usize = 40;

const NO_BUNDLE: &str = "is mandatory at this bank, with customerDetails that has email, phone (digits only), deliveryInfo and billingInfo; customer() makes it";

const NO_ADDRESS: &str = "needs country (three digits), city and postAddress; customer() makes it";

pub(crate) const ONE_PHASE: &str = "has no two-phase orders; use register";

/// Completes and checks an order.
///
/// # Errors
/// `invalid_option` that names the field.
pub fn fit(order: &mut Order, number: Option<&OrderNumber>, gateway: &Gateway) -> Result<(), Error> {
    let number = number.map(OrderNumber::as_str);
    let dialect = gateway.dialect();
    if built::PARAMS
        && let Some(wanted) = dialect.value("params")
    {
        let mut params = entries(order.parameter("jsonParams"));
        for (name, value) in split::parts(wanted, ",").filter_map(|pair| split::once(pair, ":")) {
            if params.iter().all(|(known, _)| known != name) {
                params.push((name.to_owned(), Value::from(param(name, value, number, gateway)?)));
            }
        }
        for (name, given) in &params {
            check(name, given, dialect).map_err(|why| in_params(name, why.as_str()))?;
        }
        order.set("jsonParams", json::stringify(&Value::Object(params)));
    }
    match refusal(order, number.unwrap_or_default(), dialect) {
        Some((field, why)) => Err(Error::invalid(&["order.", field].concat(), &why)),
        None => Ok(()),
    }
}

fn in_params(name: &str, why: &str) -> Error {
    Error::invalid(&["order.jsonParams.", name].concat(), why)
}

/// Checks an entry of jsonParams: a whole number of a range, or one of the texts that SATIM keeps beside an order.
fn check(name: &str, given: &Value, dialect: Dialect) -> Result<(), Invalid> {
    let whole = |digits| object::whole(digits).unwrap_or_default();
    if built::RANGES
        && let Some((min, max)) = dialect.value(name).and_then(|range| split::once(range, "-"))
    {
        let (min, max) = (whole(min), whole(max));
        let is_in_range = object::int(given).is_some_and(|number| (min..=max).contains(&number));
        return if is_in_range { Ok(()) } else { Err(expected_whole(min, max).into()) };
    }
    if built::UDF
        && (name.starts_with("udf") || name == "force_terminal_id")
        && let Some(max) = dialect.number("udf")
    {
        text::plain(&object::text(given).unwrap_or_default(), max)?;
    }
    Ok(())
}

/// The field that this bank would refuse, and why.
fn refusal(order: &Order, number: &str, dialect: Dialect) -> Option<(&'static str, String)> {
    if built::ONE_PHASE && dialect.does("one-phase") && order.phase() == Phase::PreAuth {
        return Some(("phase", ["gateway.bank ", ONE_PHASE].concat()));
    }
    if built::ONLY
        && let Some(only) = dialect.value("only").filter(|only| !order.currency().is(only))
    {
        return Some((
            "currency",
            ["is not taken by this bank; its currency is ", Currency::parse(only).map_or(only, Currency::alpha)]
                .concat(),
        ));
    }
    let minimum = if built::MINIMUM { dialect.number("minimum").unwrap_or(0) } else { 0 };
    if built::MINIMUM && (1..minimum as u64).contains(&order.amount().minor()) {
        return Some((
            "amount",
            ["is less than ", &decimal::count(minimum), " minor units, the smallest amount that this bank takes"]
                .concat(),
        ));
    }
    if let Some(why) = refused_character(number, dialect) {
        return Some(("orderNumber", why));
    }
    for (name, value) in order.parameters() {
        if let Some(why) = refused_text(name, value, dialect) {
            return Some((name, why));
        }
    }
    if built::CUSTOMER && dialect.does("customer") {
        no_customer(order).map(|(field, why)| (field, why.to_owned()))
    } else {
        None
    }
}

fn refused_text(name: &str, value: &str, dialect: Dialect) -> Option<String> {
    let known = if built::LENGTHS { dialect.number(name) } else { None };
    let max = known.or((name == "email").then_some(MAX_EMAIL)).unwrap_or(usize::MAX);
    let length = value.chars().count();
    match name {
        _ if length > max => Some(text::too_long(length, max)),
        "language" => language(value, dialect).err().map(|invalid| invalid.as_str().to_owned()),
        "description" => refused_character(value, dialect),
        _ => None,
    }
}

fn refused_character(text: &str, dialect: Dialect) -> Option<String> {
    if !built::WITHOUT {
        return None;
    }
    let refused = dialect.value("without")?;
    let mut found = [0; 4];
    let found = text.chars().find(|c| refused.chars().any(|known| known == *c))?.encode_utf8(&mut found);
    Some(["contains `", found, "`, which this bank refuses"].concat())
}

/// What is missing, if the bundle does not say who buys.
fn no_customer(order: &Order) -> Option<(&'static str, &'static str)> {
    let bundle = Value::Object(entries(order.parameter("orderBundle")));
    let details = Object::of(&bundle).and_then(|bundle| bundle.object("customerDetails"));
    let details = details.filter(|details| details.text("email").is_some() && has_digits(*details, "phone"));
    for (name, field) in [
        ("deliveryInfo", "orderBundle.customerDetails.deliveryInfo"),
        ("billingInfo", "orderBundle.customerDetails.billingInfo"),
    ] {
        let Some(address) = details.and_then(|details| details.object(name)) else {
            return Some(("orderBundle", NO_BUNDLE));
        };
        let has = |part| address.text(part).is_some();
        let is_number = address.text("country").is_some_and(|country| country.len() == 3);
        if !is_number || !has_digits(address, "country") || !has("city") || !has("postAddress") {
            return Some((field, NO_ADDRESS));
        }
    }
    None
}

/// Whether there is a text of digits, or a number.
fn has_digits(object: Object<'_>, name: &'static str) -> bool {
    matches!(object.natural(name), Ok(Some(_)))
}

/// A parameter that the bank wants: `#` is the order number, `@` the terminal's id, `!` the store must give it.
fn param<'a>(name: &str, value: &'a str, number: Option<&'a str>, gateway: &'a Gateway) -> Result<&'a str, Error> {
    let (value, field, why) = match value {
        "#" => (number, "order.orderNumber", "is null, but this bank wants a number with every order"),
        "@" => (gateway.terminal_id(), "gateway.terminalId", "is missing; this bank gives you one for each terminal"),
        "!" => return Err(in_params(name, "is missing; this bank wants it with every order")),
        value => (Some(value), "", ""),
    };
    value.ok_or_else(|| Error::invalid(field, why))
}

/// The entries of the JSON text of an object.
pub(crate) fn entries(text: Option<&str>) -> Vec<(String, Value)> {
    match text.and_then(|text| json::parse(text).ok()) {
        Some(Value::Object(entries)) => entries,
        _ => Vec::new(),
    }
}
