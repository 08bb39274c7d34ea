//! Every optional parameter of `register.do` and `registerPreAuth.do`, a row each, and what it may hold.
//!
//! Source: BPC REST reference, `register.do` and `registerPreAuth.do`; rows that only some banks know say so.

use crate::codec::{Value, decimal, json};
use crate::model::address::Address;
use crate::model::error::Invalid;
use crate::model::text;

/// The longest address that the gateway takes, in characters.
pub const MAX_URL: usize = 512;

/// Parameters that [`crate::Order`] holds as types of their own.
pub(crate) const TYPED: &[&str] = &["amount", "currency", "returnUrl", "failUrl", "orderNumber"];

/// A parameter of an order.
pub(crate) struct Parameter {
    /// The name on the wire.
    pub(crate) name: &'static str,
    /// What it may hold.
    pub(crate) shape: Shape,
}

const fn row(name: &'static str, shape: Shape) -> Parameter {
    Parameter { name, shape }
}

/// What a parameter may hold.
pub(crate) enum Shape {
    /// Text of at most so many characters.
    Text(usize),
    /// A language of two letters.
    Language,
    /// A whole number in a range.
    Whole(u32, u32),
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

const PARAMETERS: &[Parameter] = &[
    row("description", Text(598)),
    row("language", Language),
    row("clientId", Text(255)),
    row("bindingId", Text(255)),
    row("jsonParams", Json),
    row("orderBundle", Json),
    row("features", Repeated(64)),
    row("sessionTimeoutSecs", Whole(1, 999_999_999)),
    row("expirationDate", DateTime),
    row("dynamicCallbackUrl", Url),
    row("email", Text(40)),
    row("phone", Text(32)),
    row("ip", Text(39)),
    row("pageView", Text(64)), // Sberbank, Alfa-Bank, DSK, ArCa, Banca Transilvania
    row("postAddress", Text(255)),
    row("cardholderName", Text(150)),
    row("merchantLogin", Text(255)),
    row("childId", Text(255)), // Banca Transilvania
    row("feeInput", Minor),
    row("taxSystem", Whole(0, 5)), // Russian banks
    row("mcc", Digits(4)),
    row("mvv", Text(10)),
    row("paymentFacilitator", Json),
    row("billingPayerData", Json),
    row("shippingPayerData", Json),
    row("preOrderPayerData", Json),
    row("orderPayerData", Json),
    row("billingAndShippingAddressMatchIndicator", OneOf(&["Y", "N"])),
    row("prepaymentMdOrder", Text(64)), // Sberbank
];

/// What only `registerPreAuth.do` takes.
const PRE_AUTH: &[Parameter] = &[row("autocompletionDate", DateTime), row("autoReverseDate", DateTime)];

/// The parameter with this name.
pub(crate) fn find(name: &str) -> Option<&'static Parameter> {
    PARAMETERS.iter().chain(PRE_AUTH).find(|parameter| parameter.name == name)
}

/// Every name that an order may hold.
#[must_use]
pub fn names() -> Vec<&'static str> {
    TYPED.iter().copied().chain(PARAMETERS.iter().chain(PRE_AUTH).map(|parameter| parameter.name)).collect()
}

pub(super) fn is_pre_auth_only(name: &str) -> bool {
    PRE_AUTH.iter().any(|parameter| parameter.name == name)
}

impl Shape {
    /// The text as it is sent, if it is what the parameter may hold.
    pub(crate) fn check(&self, text: &str) -> Result<String, Invalid> {
        match self {
            Text(max) | Repeated(max) => text::checked(text, *max),
            Language => text::language(text),
            Whole(min, max) => match text.parse::<u64>() {
                Ok(number) if (u64::from(*min)..=u64::from(*max)).contains(&number) => Ok(decimal::padded(number, 1)),
                _ => Err(expected_whole(i64::from(*min), i64::from(*max)).into()),
            },
            Minor if is_digits(text, 1..=12) => Ok(text.to_owned()),
            Minor => Err("expected minor units in at most 12 digits".into()),
            Digits(count) if is_digits(text, *count..=*count) => Ok(text.to_owned()),
            Digits(count) => Err(["expected ", &decimal::count(*count), " digits"].concat().into()),
            Url => Ok(address(text)?.as_str().to_owned()),
            DateTime => date_time(text),
            OneOf(words) if words.contains(&text) => Ok(text.to_owned()),
            OneOf(words) => Err(expected_one_of(words).into()),
            Json => match json::parse(text) {
                Ok(Value::Object(_)) => Ok(text.to_owned()),
                _ => Err("expected the JSON text of an object".into()),
            },
        }
    }
}

fn is_digits(text: &str, count: std::ops::RangeInclusive<usize>) -> bool {
    count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a whole number in a range is called in an error.
pub(crate) fn expected_whole(min: i64, max: i64) -> String {
    ["expected a whole number from ", &decimal::signed(min), " to ", &decimal::signed(max)].concat()
}

fn expected_one_of(words: &[&str]) -> String {
    ["expected one of: ", &words.join(", ")].concat()
}

/// Why an address of more than [`MAX_URL`] characters is refused.
pub(crate) fn too_long(length: usize, with: &str) -> String {
    ["has ", &decimal::count(length), " characters", with, ", the gateway takes ", &decimal::count(MAX_URL)].concat()
}

/// An absolute address of at most [`MAX_URL`] characters.
pub(crate) fn address(text: &str) -> Result<Address, Invalid> {
    let length = text.chars().count();
    if length > MAX_URL {
        return Err(too_long(length, "").into());
    }
    Address::parse(text)
}

/// `yyyy-MM-ddTHH:mm:ss`. The shape is checked here; whether the day exists is checked by the gateway.
fn date_time(text: &str) -> Result<String, Invalid> {
    const SHAPE: &str = "0000-00-00T00:00:00";
    let matches = |(byte, shape): (u8, u8)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    if text.len() == SHAPE.len() && text.bytes().zip(SHAPE.bytes()).all(matches) {
        return Ok(text.to_owned());
    }
    Err("expected a time such as \"2026-12-31T23:59:59\", without a zone".into())
}
