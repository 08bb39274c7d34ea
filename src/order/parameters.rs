//! Every optional parameter of `register.do` and `registerPreAuth.do`, a row each, and how it becomes text.
//!
//! Source: BPC REST reference, `register.do` and `registerPreAuth.do`; rows that only some banks know say so.

use crate::address::Address;
use crate::digits;
use crate::error::{Error, Refusal};
use crate::options::{self, Options};
use crate::order::Phase;
use crate::wire::value::Value;

/// The longest address that the gateway takes, in characters.
pub const MAX_URL: usize = 512;

/// Parameters that [`crate::order::Order`] holds as types of their own.
const TYPED: &[&str] = &["amount", "currency", "returnUrl", "failUrl", "orderNumber"];

/// How a parameter looks.
enum Shape {
    /// Text of at most so many characters.
    Text(usize),
    /// A language of two letters.
    Language,
    /// A whole number in a range.
    Whole(i64, i64),
    /// An amount in minor units.
    Minor,
    /// So many digits, as number or text.
    Digits(usize),
    /// An absolute address.
    Url,
    /// `yyyy-MM-ddTHH:mm:ss`.
    DateTime,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A JSON object, sent as its text.
    Json,
    /// Text, sent once for each item.
    Repeated(usize),
}

use Shape::{DateTime, Digits, Json, Language, Minor, OneOf, Repeated, Text, Url, Whole};

const PARAMETERS: &[(&str, Shape)] = &[
    ("description", Text(598)),
    ("language", Language),
    ("clientId", Text(255)),
    ("bindingId", Text(255)),
    ("jsonParams", Json),
    ("orderBundle", Json),
    ("features", Repeated(64)),
    ("sessionTimeoutSecs", Whole(1, 999_999_999)),
    ("expirationDate", DateTime),
    ("dynamicCallbackUrl", Url),
    ("email", Text(40)),
    ("phone", Text(32)),
    ("ip", Text(39)),
    ("pageView", Text(64)), // Sberbank, Alfa-Bank, DSK, ArCa, Banca Transilvania
    ("postAddress", Text(255)),
    ("cardholderName", Text(150)),
    ("merchantLogin", Text(255)),
    ("childId", Text(255)), // Banca Transilvania
    ("feeInput", Minor),
    ("taxSystem", Whole(0, 5)), // Russian banks
    ("mcc", Digits(4)),
    ("mvv", Text(10)),
    ("paymentFacilitator", Json),
    ("billingPayerData", Json),
    ("shippingPayerData", Json),
    ("preOrderPayerData", Json),
    ("orderPayerData", Json),
    ("billingAndShippingAddressMatchIndicator", OneOf(&["Y", "N"])),
    ("prepaymentMdOrder", Text(64)), // Sberbank
];

/// What `registerPreAuth.do` takes beside.
const PRE_AUTH: &[(&str, Shape)] = &[("autocompletionDate", DateTime), ("autoReverseDate", DateTime)];

/// Reads every optional parameter of an order into what the wire wants, in the order in which the caller wrote them.
///
/// # Errors
/// `invalid_option` for an unknown key, a bad value, or two that exclude each other.
pub fn read(order: &Options<'_>, phase: Phase) -> Result<Vec<(&'static str, String)>, Error> {
    let mut pairs = Vec::new();
    for (key, value) in order.entries().filter(|(key, _)| !TYPED.contains(key)) {
        let (name, shape) = find(key).ok_or_else(|| order.unknown(key, &known()))?;
        if phase == Phase::Purchase && PRE_AUTH.iter().any(|(pre_auth, _)| *pre_auth == *name) {
            return Err(Error::invalid(&order.path(key), "is for registerPreAuth only"));
        }
        for text in shape.read(value).map_err(|refusal| refusal.at(&order.path(key)))? {
            pairs.push((*name, text));
        }
    }
    let has = |name: &str| pairs.iter().any(|(known, _)| *known == name);
    if has("autocompletionDate") && has("autoReverseDate") {
        return Err(Error::invalid("order.autoReverseDate", "and autocompletionDate exclude each other; give one"));
    }
    Ok(pairs)
}

fn find(key: &str) -> Option<&'static (&'static str, Shape)> {
    PARAMETERS.iter().chain(PRE_AUTH).find(|(name, _)| *name == key)
}

fn known() -> Vec<&'static str> {
    TYPED.iter().copied().chain(PARAMETERS.iter().chain(PRE_AUTH).map(|(name, _)| *name)).collect()
}

impl Shape {
    /// The texts to send: one, or for a repeated parameter one for each item.
    fn read(&self, value: &Value) -> Result<Vec<String>, Refusal> {
        let text = match self {
            Text(max) => options::text(value, *max)?,
            Language => options::language(value)?,
            Whole(min, max) => digits::signed(options::whole(value, *min, *max)?),
            Minor => options::amount(value)?.digits(),
            Digits(count) => so_many_digits(value, *count)?,
            Url => address(value)?.as_str().to_owned(),
            DateTime => date_time(value)?,
            OneOf(words) => one_of(value, words)?,
            Json => options::json_object(value)?,
            Repeated(max) => return options::texts(value, *max),
        };
        Ok(vec![text])
    }
}

/// Why an address of more than [`MAX_URL`] characters is refused.
pub(crate) fn too_long(length: usize, with: &str) -> String {
    ["has ", &digits::count(length), " characters", with, ", the gateway takes ", &digits::count(MAX_URL)].concat()
}

/// An absolute address of at most [`MAX_URL`] characters.
pub(super) fn address(value: &Value) -> Result<Address, Refusal> {
    let Value::Text(text) = value else {
        return Err(options::got("expected an absolute address", value));
    };
    let length = text.chars().count();
    if length > MAX_URL {
        return Err(too_long(length, "").into());
    }
    Address::parse(text)
}

fn so_many_digits(value: &Value, count: usize) -> Result<String, Refusal> {
    let text = match value {
        Value::Int(number) => digits::signed(*number),
        Value::Text(text) => text.clone(),
        _ => String::new(),
    };
    if text.len() == count && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(text);
    }
    Err(["expected ", &digits::count(count), " digits"].concat().into())
}

/// `yyyy-MM-ddTHH:mm:ss`. That the day exists is the gateway's business; that the shape is right is ours.
fn date_time(value: &Value) -> Result<String, Refusal> {
    const SHAPE: &str = "0000-00-00T00:00:00";
    match value {
        Value::Text(text) if text.len() == SHAPE.len() && text.bytes().zip(SHAPE.bytes()).all(matches_shape) => {
            Ok(text.clone())
        }
        _ => Err("expected a time such as \"2026-12-31T23:59:59\", without a zone".into()),
    }
}

fn matches_shape((byte, shape): (u8, u8)) -> bool {
    if shape == b'0' { byte.is_ascii_digit() } else { byte == shape }
}

fn one_of(value: &Value, words: &[&str]) -> Result<String, Refusal> {
    match value {
        Value::Text(text) if words.contains(&text.as_str()) => Ok(text.clone()),
        _ => {
            let mut why = String::from("expected one of");
            for (index, word) in words.iter().enumerate() {
                why.push_str(if index == 0 { ": " } else { ", " });
                why.push_str(word);
            }
            Err(why.into())
        }
    }
}
