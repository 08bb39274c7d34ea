//! The checks of single fields (BPC REST reference, register.do).

use crate::account::Account;
use crate::digits;
use crate::language;
use crate::order::Feature;
use crate::params::Params;
use crate::profile::{Body, Check};
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
    ("mvv", 10),
];

/// Values of the vendor's own parameters, where they are given. A wrong one is refused with code 5.
const VALUES: &[(&str, Check)] = &[
    ("mcc", Check::Number(0, 9_999)),
    ("feeInput", Check::Number(0, 99_999_999)),
    ("taxSystem", Check::Number(0, 5)),
    ("billingAndShippingAddressMatchIndicator", Check::OneOf(&["Y", "N"])),
];

pub(super) fn has_markup(value: &str) -> bool {
    let opens_tag = |pair: &[u8]| matches!(pair, [b'<', next] if next.is_ascii_alphabetic() || b"/!?".contains(next));
    value.as_bytes().windows(2).any(opens_tag) || value.to_ascii_lowercase().contains("javascript:")
}

/// Parameters that this installation requires besides those of every installation.
pub(super) fn required(params: &Params, context: &Context<'_>) -> Result<(), Failure> {
    let names = if context.account.strict { context.account.dialect.required } else { &[] };
    match names.iter().find(|name| params.get(name).is_none()) {
        Some(name) => Err(Failure::missing(name)),
        None => Ok(()),
    }
}

/// Values of the vendor's and the bank's own parameters, where they are given.
pub(super) fn values(params: &Params, context: &Context<'_>) -> Result<(), Failure> {
    let own = if context.account.strict { context.account.dialect.parameters } else { &[] };
    match VALUES.iter().chain(own).find(|(name, check)| params.get(name).is_some_and(|value| !check.accepts(value))) {
        Some((name, _)) => Err(Failure::invalid(name)),
        None => Ok(()),
    }
}

/// Several features are a repeated parameter or one text with commas, in JSON one text with semicolons.
pub(super) fn features(params: &Params, context: &Context<'_>) -> Result<Vec<Feature>, Failure> {
    let invalid = || Failure::invalid("features").with_code(context.account.dialect.features_error);
    let mut features = Vec::new();
    let separator = if context.account.dialect.body == Body::Json { ';' } else { ',' };
    for value in params.all("features").flat_map(|list| list.split(separator)).filter(|value| !value.is_empty()) {
        let feature = Feature::parse(value).ok_or_else(invalid)?;
        if !features.contains(&feature) {
            features.push(feature);
        }
    }
    // A card is saved for a known customer only, and a saved card is not saved again.
    let stores = features.contains(&Feature::ForceCreateBinding);
    if stores && (params.get("clientId").is_none() || params.get("bindingId").is_some()) {
        return Err(invalid());
    }
    Ok(features)
}

pub(super) fn amount(params: &Params, features: &[Feature], context: &Context<'_>) -> Result<u64, Failure> {
    let text = params.get("amount").ok_or_else(|| Failure::missing("amount"))?;
    let amount = digits::whole(text, 12).ok_or_else(|| Failure::invalid("amount"))?;
    let least = context.account.dialect.least_amount;
    // An amount of 0 only verifies the card. A bank with a least amount has no exception for it.
    let verifies = least <= 1 && features.contains(&Feature::Verify);
    if amount < least && !verifies { Err(Failure::invalid("amount")) } else { Ok(amount) }
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
    let Some(text) = params.get("language") else { return Ok(context.account.dialect.language.to_owned()) };
    let own = if context.account.strict { context.account.dialect.languages } else { &[] };
    let is_taken = |known: &&str| own.is_empty() || own.contains(known);
    language::known(text).filter(is_taken).map(str::to_owned).ok_or_else(|| Failure::invalid("language"))
}

/// The lengths of the profile come before those of the vendor.
pub(super) fn lengths(params: &Params, context: &Context<'_>) -> Result<(), Failure> {
    let own = context.account.dialect.lengths;
    let vendors = LENGTHS.iter().filter(|(name, _)| !own.iter().any(|(known, _)| known == name));
    let too_long = |(name, max): &&(&str, usize)| params.get(name).is_some_and(|value| value.chars().count() > *max);
    match own.iter().chain(vendors).find(too_long) {
        Some((name, _)) => Err(Failure::invalid(name)),
        None => Ok(()),
    }
}

/// Characters that break the bank's own processing.
pub(super) fn characters(params: &Params, context: &Context<'_>) -> Result<(), Failure> {
    let forbidden = if context.account.strict { context.account.dialect.forbidden_characters } else { "" };
    let has_one = |name: &&&str| params.get(name).is_some_and(|value| value.contains(|c| forbidden.contains(c)));
    match ["orderNumber", "description"].iter().find(has_one) {
        Some(name) => Err(Failure::invalid(name)),
        None => Ok(()),
    }
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
