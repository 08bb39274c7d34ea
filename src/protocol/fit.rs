//! An order as its bank takes it: the bank's defaults are added, and what the bank would refuse is refused before it is sent.
//!
//! Source of each rule: the bank's line in [`crate::model::gateway::banks`].

use crate::codec::{Value, decimal, json, split};
use crate::model::error::Error;
use crate::model::gateway::{Dialect, Gateway, built, language};
use crate::model::ids::{OrderNumber, Phase};
use crate::model::money::Currency;
use crate::model::order::Order;
use crate::model::text;
use crate::protocol::object::Object;

/// The longest e-mail address, in characters, where the bank's line has no other limit. Source: BPC REST reference, `register.do`.
const MAX_EMAIL: usize = 40;

const NO_BUNDLE: &str = "is mandatory at this bank, with customerDetails that has email, phone (digits only), deliveryInfo and billingInfo; customer() makes it";

pub(crate) const ONE_PHASE: &str = "has no two-phase orders; use register";

/// Completes and checks an order.
///
/// # Errors
/// `invalid_option` that names the field.
pub fn fit(order: &mut Order, number: Option<&OrderNumber>, gateway: &Gateway) -> Result<(), Error> {
    let number = number.map(OrderNumber::as_str);
    if let Some((field, why)) = refusal(order, number.unwrap_or_default(), gateway.dialect()) {
        return Err(Error::invalid(&["order.", field].concat(), &why));
    }
    if built::PARAMS
        && let Some(defaults) = gateway.dialect().value("params")
    {
        let mut params = entries(order.parameter("jsonParams"));
        for (name, value) in split::parts(defaults, ",").filter_map(|pair| split::once(pair, ":")) {
            if params.iter().all(|(known, _)| known != name) {
                params.push((name.to_owned(), Value::from(param(name, value, number, gateway)?)));
            }
        }
        for (name, value) in &params {
            refuse_long_udf(name, value, gateway.dialect())?;
        }
        let params = json::stringify(&Value::Object(params));
        // Again, with what was added.
        if let Some(why) = refused_text("jsonParams", &params, gateway.dialect()) {
            return Err(Error::invalid("order.jsonParams", &why));
        }
        order.set("jsonParams", params);
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
    (built::CUSTOMER && dialect.does("customer") && !has_customer(order)).then(|| ("orderBundle", NO_BUNDLE.to_owned()))
}

/// Texts that SATIM keeps beside an order, and the terminal's id.
fn refuse_long_udf(name: &str, value: &Value, dialect: Dialect) -> Result<(), Error> {
    let is_udf = name.starts_with("udf") || name == "force_terminal_id";
    if built::UDF
        && is_udf
        && let (Some(max), Value::Text(text)) = (dialect.number("udf"), value)
        && text.chars().count() > max
    {
        let field = ["order.jsonParams.", name].concat();
        return Err(Error::invalid(&field, &text::too_long(text.chars().count(), max)));
    }
    Ok(())
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

/// Whether the bundle says who buys.
fn has_customer(order: &Order) -> bool {
    let bundle = Value::Object(entries(order.parameter("orderBundle")));
    let details = Object::of(&bundle).and_then(|bundle| bundle.object("customerDetails"));
    details.is_some_and(|details| {
        let has = |name| details.get(name).is_some();
        let phone = details.text("phone").unwrap_or_default();
        has("email")
            && has("deliveryInfo")
            && has("billingInfo")
            && !phone.is_empty()
            && phone.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A parameter that the bank wants: `#` is the order number, `@` the terminal's id, `!` the store must give it.
fn param<'a>(name: &str, value: &'a str, number: Option<&'a str>, gateway: &'a Gateway) -> Result<&'a str, Error> {
    let (value, field, why) = match value {
        "#" => (number, "order.orderNumber", "is null, but this bank wants a number with every order"),
        "@" => (gateway.terminal_id(), "gateway.terminalId", "is missing; this bank gives you one for each terminal"),
        "!" => {
            let field = ["order.jsonParams.", name].concat();
            return Err(Error::invalid(&field, "is missing; this bank wants it with every order"));
        }
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
