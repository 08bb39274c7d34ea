//! `orderBundle`: the cart, and the customer that some banks require in it.

use serde_json::{Map, Value};

use super::fields::Context;
use crate::digits;
use crate::params::Params;
use crate::wire::message::Failure;

pub(super) fn read(params: &Params, context: &Context<'_>) -> Result<Option<Value>, Failure> {
    let account = context.account;
    let requires_customer = account.strict && account.dialect.customer_bundle;
    let code = account.dialect.bundle_error;
    let Some(text) = params.get("orderBundle") else {
        return if requires_customer { Err(Failure::missing("orderBundle").with_code(code)) } else { Ok(None) };
    };
    let Ok(Value::Object(bundle)) = serde_json::from_str(text) else { return Err(Failure::bundle(code)) };
    if requires_customer && let Err(wrong) = customer(&bundle) {
        return Err(wrong.with_code(code));
    }
    let items = bundle.get("cartItems").and_then(|cart| cart.get("items")).and_then(Value::as_array);
    if items.into_iter().flatten().all(adds_up) { Ok(Some(Value::Object(bundle))) } else { Err(Failure::bundle(code)) }
}

/// The customer of the cart: e-mail, phone in digits, and the whole address of the bill and of the delivery ("Banca Transilvania
/// iPay").
fn customer(bundle: &Map<String, Value>) -> Result<(), Failure> {
    let path = |name: &str| format!("orderBundle.customerDetails{name}");
    let Some(Value::Object(details)) = bundle.get("customerDetails") else { return Err(Failure::missing(&path(""))) };
    let given = |name: &str| text(details, name).ok_or_else(|| Failure::missing(&path(&format!(".{name}"))));
    if !given("email")?.contains('@') {
        return Err(Failure::invalid(&path(".email")));
    }
    if !digits::are(&given("phone")?) {
        return Err(Failure::invalid(&path(".phone")));
    }
    for block in ["billingInfo", "deliveryInfo"] {
        let path = path(&format!(".{block}"));
        let Some(Value::Object(block_fields)) = details.get(block) else { return Err(Failure::missing(&path)) };
        address(block_fields, &path)?;
    }
    Ok(())
}

/// Country as a numeric ISO 3166 code, city and street.
fn address(fields: &Map<String, Value>, path: &str) -> Result<(), Failure> {
    for name in ["country", "city", "postAddress"] {
        let value = text(fields, name).ok_or_else(|| Failure::missing(&format!("{path}.{name}")))?;
        if name == "country" && !(value.len() == 3 && digits::are(&value)) {
            return Err(Failure::invalid(&format!("{path}.country")));
        }
    }
    Ok(())
}

/// A text that is not empty, or a number as its digits.
fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether `itemAmount` equals `itemPrice × quantity`, when both are given. A quantity has up to three decimal places.
fn adds_up(item: &Value) -> bool {
    let Value::Object(item) = item else { return false };
    let [Some(price), Some(amount)] = ["itemPrice", "itemAmount"].map(|name| item.get(name)) else {
        return ["itemPrice", "itemAmount"]
            .into_iter()
            .filter_map(|name| item.get(name))
            .all(|one| whole(one).is_some());
    };
    let quantity = item.get("quantity").and_then(|quantity| quantity.get("value")).and_then(thousandths);
    match (whole(price), whole(amount), quantity) {
        (Some(price), Some(amount), Some(quantity)) => price.checked_mul(quantity) == amount.checked_mul(1000),
        _ => false,
    }
}

/// A whole number, as a JSON number or as its digits.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| digits::whole(value.as_str()?, 18))
}

/// A quantity in thousandths: 1.5 is 1500.
fn thousandths(value: &Value) -> Option<u64> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    // A fourth decimal place makes the padded part longer than three digits.
    let part = digits::whole(&format!("{part:0<3}"), 3)?;
    digits::whole(whole, 18)?.checked_mul(1000)?.checked_add(part)
}
