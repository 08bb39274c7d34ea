//! `jsonParams`: the merchant's own parameters, and those that a bank reads.

use serde_json::Value;

use super::fields::Context;
use crate::digits;
use crate::params::Params;
use crate::profile::{Check, Dialect};
use crate::wire::message::Failure;

/// Names and values. A value may be missing.
type Pairs = [(String, Option<String>)];

/// `jsonParams`, a flat JSON object with the keys that the bank requires.
pub(super) fn read(params: &Params, context: &Context<'_>) -> Result<Vec<(String, Option<String>)>, Failure> {
    let pairs = match params.get("jsonParams") {
        None => Vec::new(),
        Some(text) => flat_object(text).ok_or_else(|| Failure::invalid("jsonParams"))?,
    };
    if !context.account.strict {
        return Ok(pairs);
    }
    let dialect = context.account.dialect;
    let missing_or_wrong =
        |(name, check): &&(&str, Check)| !value(&pairs, name).is_some_and(|text| check.accepts(text));
    // An empty value counts as absent.
    let given = |name: &str| value(&pairs, name).filter(|text| !text.is_empty());
    let wrong = |(name, check): &&(&str, Check)| given(name).is_some_and(|text| !check.accepts(text));
    let required = dialect.required_params.iter().find(missing_or_wrong);
    match required.or_else(|| dialect.optional_params.iter().find(wrong)) {
        Some((name, _)) => Err(Failure::invalid(name)),
        None => Ok(pairs),
    }
}

fn value<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name)?.1.as_deref()
}

/// What the customer pays besides `amount`, and what of it is paid in points. Minor units.
#[derive(Debug)]
pub(super) struct Charge {
    pub(super) surcharge: u64,
    pub(super) points: u64,
}

pub(super) fn charge(pairs: &Pairs, amount: u64, dialect: &Dialect) -> Result<Charge, Failure> {
    let number = |name: &str| match value(pairs, name) {
        None => Ok(0),
        Some(text) => digits::whole(text, 12).ok_or_else(|| Failure::invalid(name)),
    };
    let mut surcharge = 0;
    for name in dialect.surcharges {
        surcharge += number(name)?;
    }
    let points = match dialect.points {
        None => 0,
        Some(name) => Some(number(name)?).filter(|points| *points <= amount).ok_or_else(|| Failure::invalid(name))?,
    };
    Ok(Charge { surcharge, points })
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
