//! The checks of single fields (BPC REST reference, register.do).

use serde_json::Value;

use crate::account::Account;
use crate::digits;
use crate::language;
use crate::order::Feature;
use crate::params::Params;
use crate::profile::Profile;
use crate::wire::message::Failure;

/// What the checks depend on besides the parameters.
pub(crate) struct Context<'a> {
    pub(crate) account: &'a Account,
    /// Scheme and host of the sandbox. A return URL without a scheme is resolved against it.
    pub(crate) origin: &'a str,
    pub(crate) now_ms: u64,
    pub(crate) hold_only: bool,
}

/// The most characters of a value. A longer one is refused with code 5.
const LENGTHS: &[(&str, usize)] = &[
    ("dynamicCallbackUrl", 512),
    ("description", 598),
    ("ip", 39),
    ("clientId", 255),
    ("merchantLogin", 255),
    ("cardholderName", 150),
    ("bindingId", 255),
    ("postAddress", 255),
    ("email", 40),
];

/// The least amount at SATIM: 50 dinars ("SATIM integration guide").
const SATIM_MINIMUM: u64 = 5000;

pub(super) fn has_markup(value: &str) -> bool {
    let opens_tag = |pair: &[u8]| matches!(pair, [b'<', next] if next.is_ascii_alphabetic() || b"/!?".contains(next));
    value.as_bytes().windows(2).any(opens_tag) || value.to_ascii_lowercase().contains("javascript:")
}

pub(super) fn features(params: &Params) -> Result<Vec<Feature>, Failure> {
    let mut features = Vec::new();
    for value in params.all("features").flat_map(|list| list.split(',')).filter(|value| !value.is_empty()) {
        let feature = Feature::parse(value).ok_or_else(|| Failure::invalid("features"))?;
        if !features.contains(&feature) {
            features.push(feature);
        }
    }
    // A card is saved for a known customer only, and a saved card is not saved again.
    let stores = features.contains(&Feature::ForceCreateBinding);
    if stores && (params.get("clientId").is_none() || params.get("bindingId").is_some()) {
        return Err(Failure::invalid("features"));
    }
    Ok(features)
}

pub(super) fn amount(params: &Params, features: &[Feature], context: &Context<'_>) -> Result<u64, Failure> {
    let text = params.get("amount").ok_or_else(|| Failure::missing("amount"))?;
    let amount = digits::whole(text, 12).ok_or_else(|| Failure::invalid("amount"))?;
    // An amount of 0 only verifies the card.
    let too_small = (amount == 0 && !features.contains(&Feature::Verify))
        || (context.account.profile == Profile::Satim && amount < SATIM_MINIMUM);
    if too_small { Err(Failure::invalid("amount")) } else { Ok(amount) }
}

/// An address to which the customer is sent. Without a scheme it is resolved against the gateway.
pub(super) fn address(params: &Params, name: &str, context: &Context<'_>) -> Result<Option<String>, Failure> {
    let Some(text) = params.get(name) else { return Ok(None) };
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let dangerous = matches!(scheme.as_deref(), Some("javascript" | "data" | "vbscript" | "file"));
    let relative = text.starts_with('.') || text.starts_with('/');
    if dangerous || relative || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Failure::bad_return_url());
    }
    if text.chars().count() > 512 {
        return Err(Failure::invalid(name));
    }
    let plain = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    };
    match scheme {
        Some(scheme) if plain(&scheme) => Ok(Some(text.to_owned())),
        _ => Ok(Some(format!("{}/payment/{text}", context.origin))),
    }
}

pub(super) fn currency(params: &Params, context: &Context<'_>) -> Result<String, Failure> {
    let enabled = &context.account.currencies;
    let Some(text) = params.get("currency") else {
        return Ok(enabled.first().cloned().unwrap_or_default());
    };
    if !digits::is_currency(text) {
        return Err(Failure::invalid("currency"));
    }
    if enabled.iter().any(|code| code == text) {
        Ok(text.to_owned())
    } else {
        Err(Failure::unknown_currency(text, &enabled.join(", ")))
    }
}

pub(super) fn language(params: &Params, context: &Context<'_>) -> Result<String, Failure> {
    match params.get("language") {
        None => Ok(context.account.dialect.language.to_owned()),
        Some(text) => language::known(text).map(str::to_owned).ok_or_else(|| Failure::invalid("language")),
    }
}

pub(super) fn lengths(params: &Params) -> Result<(), Failure> {
    match LENGTHS.iter().find(|(name, max)| params.get(name).is_some_and(|value| value.chars().count() > *max)) {
        Some((name, _)) => Err(Failure::invalid(name)),
        None => Ok(()),
    }
}

/// `jsonParams`, a flat JSON object.
pub(super) fn json_params(params: &Params) -> Result<Vec<(String, Option<String>)>, Failure> {
    params
        .get("jsonParams")
        .map_or(Ok(Vec::new()), |text| flat_object(text).ok_or_else(|| Failure::invalid("jsonParams")))
}

/// The fields of a flat JSON object. Scalars become strings, `null` becomes a name without a value.
pub(crate) fn flat_object(text: &str) -> Option<Vec<(String, Option<String>)>> {
    let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(text) else { return None };
    fields
        .into_iter()
        .map(|(name, value)| match value {
            Value::Null => Some((name, None)),
            Value::String(text) => Some((name, Some(text))),
            Value::Bool(_) | Value::Number(_) => Some((name, Some(value.to_string()))),
            Value::Array(_) | Value::Object(_) => None,
        })
        .collect()
}

/// SATIM requires the terminal and the first user field ("SATIM integration guide").
pub(super) fn satim_params(params: &[(String, Option<String>)]) -> Result<(), Failure> {
    let present =
        |name: &str| params.iter().any(|(key, value)| key == name && value.as_deref().is_some_and(|v| !v.is_empty()));
    match ["force_terminal_id", "udf1"].into_iter().find(|name| !present(name)) {
        Some(name) => Err(Failure::invalid(name)),
        None => Ok(()),
    }
}

pub(super) fn bundle(params: &Params, context: &Context<'_>) -> Result<Option<Value>, Failure> {
    let Some(text) = params.get("orderBundle") else { return Ok(None) };
    let bad = || Failure::bundle(context.account.dialect.bundle_error);
    let Ok(Value::Object(bundle)) = serde_json::from_str(text) else { return Err(bad()) };
    let items = bundle.get("cartItems").and_then(|cart| cart.get("items")).and_then(Value::as_array);
    if items.into_iter().flatten().all(adds_up) { Ok(Some(Value::Object(bundle))) } else { Err(bad()) }
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

/// The prefix of the page's file name: none, `mobile`, or one of the merchant's own.
pub(super) fn page_view(params: &Params) -> Result<Option<String>, Failure> {
    match params.get("pageView") {
        None | Some("DESKTOP") => Ok(None),
        Some("MOBILE") => Ok(Some("mobile".into())),
        Some(own) if own.len() <= 20 && own.bytes().all(|b| b.is_ascii_alphanumeric()) => Ok(Some(own.into())),
        Some(_) => Err(Failure::invalid("pageView")),
    }
}
