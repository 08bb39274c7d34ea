//! The optional parameters of `register.do` and `registerPreAuth.do`: one row each, with the values that are allowed.
//!
//! Source: BPC REST reference, `register.do` and `registerPreAuth.do`; a comment names the bank where only some banks have the parameter.

use crate::codec::time::utc_ms;
use crate::codec::{Value, decimal, json};
use crate::model::address::Address;
use crate::model::error::Invalid;
use crate::model::text;

/// The longest URL that the gateway accepts, in characters.
pub const MAX_URL: usize = 512;

/// Parameters that are fields of [`crate::Order`].
pub(crate) const TYPED: &[&str] = &["amount", "currency", "returnUrl", "failUrl", "orderNumber", "extra"];

/// The longest text of a parameter that is not listed, in characters.
const MAX_EXTRA: usize = 4096;

/// A parameter of an order.
pub(crate) struct Parameter {
    /// The gateway's name.
    pub(crate) name: &'static str,
    /// The allowed values.
    pub(crate) shape: Shape,
}

const fn row(name: &'static str, shape: Shape) -> Parameter {
    Parameter { name, shape }
}

/// The allowed values of a parameter.
pub(crate) enum Shape {
    /// Text of at most this many characters.
    Text(usize),
    /// A language of two letters.
    Language,
    /// A whole number from the first to the second.
    Whole(u32, u32),
    /// Exactly this many digits.
    Digits(usize),
    /// An absolute URL.
    Url,
    /// `yyyy-MM-ddTHH:mm:ss`.
    DateTime,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A JSON object, sent as JSON text.
    Json,
    /// A list of texts of at most this many characters. The parameter is sent once for each.
    Repeated(usize),
}

use Shape::{DateTime, Digits, Json, Language, OneOf, Repeated, Text, Url, Whole};

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
    row("email", Text(254)), // 40 in the reference; a bank's own limit is in its line of `gateway::banks`
    row("phone", Text(32)),
    row("ip", Text(39)),
    row("pageView", Text(64)), // Sberbank, Alfa-Bank, DSK, ArCa, Banca Transilvania
    row("postAddress", Text(255)),
    row("cardholderName", Text(150)),
    row("merchantLogin", Text(255)),
    row("childId", Text(255)),        // Banca Transilvania, as the next four
    row("installment", Whole(1, 99)), // months
    row("recurrenceType", Text(32)),
    row("recurrenceStartDate", Digits(8)), // YYYYMMDD
    row("recurrenceEndDate", Digits(8)),
    row("feeInput", Whole(0, 99_999_999)), // minor units
    row("taxSystem", Whole(0, 5)),         // Russian banks
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

/// Parameters of `registerPreAuth.do` only.
const PRE_AUTH: &[Parameter] = &[row("autocompletionDate", DateTime), row("autoReverseDate", DateTime)];

/// Parameters of one bank alone. They may stand in `extra` too, where a store writes them by the bank's manual.
const OF_ONE_BANK: &[&str] = &["childId", "installment", "recurrenceType", "recurrenceStartDate", "recurrenceEndDate"];

/// The parameter with this name.
pub(crate) fn find(name: &str) -> Option<&'static Parameter> {
    PARAMETERS.iter().chain(PRE_AUTH).find(|parameter| parameter.name == name)
}

/// The name of every field and parameter of an order.
#[must_use]
pub fn names() -> Vec<&'static str> {
    TYPED.iter().copied().chain(PARAMETERS.iter().chain(PRE_AUTH).map(|parameter| parameter.name)).collect()
}

pub(super) fn is_pre_auth_only(name: &str) -> bool {
    PRE_AUTH.iter().any(|parameter| parameter.name == name)
}

impl Shape {
    /// Checks a text and gives it as it is sent.
    pub(crate) fn check(&self, text: &str) -> Result<String, Invalid> {
        match self {
            Text(max) | Repeated(max) => text::checked(text, *max),
            Language => text::language(text),
            Whole(min, max) => match text.parse::<u64>() {
                Ok(number) if is_digits(text, 1..=20) && (u64::from(*min)..=u64::from(*max)).contains(&number) => {
                    Ok(decimal::padded(number, 1))
                }
                _ => Err(expected_whole(i64::from(*min), i64::from(*max)).into()),
            },
            Digits(count) if is_digits(text, *count..=*count) => Ok(text.to_owned()),
            Digits(count) => Err(["expected ", &decimal::count(*count), " digits"].concat().into()),
            Url => Ok(address(text)?.as_str().to_owned()),
            DateTime => date_time(text),
            OneOf(words) if words.contains(&text) => Ok(text.to_owned()),
            OneOf(words) => Err(expected_one_of(words).into()),
            Json => match json::parse(text) {
                Ok(Value::Object(_)) => text::without_html(text.to_owned()),
                _ => Err("expected the JSON text of an object".into()),
            },
        }
    }
}

/// Checks a parameter that is not listed, so that it cannot replace one that is, and gives its text.
pub(crate) fn unlisted(name: &str, text: &str, is_listed: bool) -> Result<String, Invalid> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if !(1..=64).contains(&name.len()) || !name.bytes().all(is_name) {
        return Err("is not a parameter's name: expected at most 64 letters, digits and `_`, `-`, `.`".into());
    }
    if is_listed || is_one_of(name, &["userName", "password", "token"]) {
        return Err("is an option of its own; give it outside of extra".into());
    }
    text::checked(text, MAX_EXTRA)
}

/// Whether a name is in a list, in any case.
pub(crate) fn is_one_of(name: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether an order has a field or a parameter with this name, in any case, that must not stand in `extra`.
pub(super) fn is_listed(name: &str) -> bool {
    !OF_ONE_BANK.contains(&name) && is_known(name)
}

fn is_known(name: &str) -> bool {
    is_one_of(name, TYPED)
        || PARAMETERS.iter().chain(PRE_AUTH).any(|parameter| parameter.name.eq_ignore_ascii_case(name))
}

fn is_digits(text: &str, count: std::ops::RangeInclusive<usize>) -> bool {
    count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The message for a value that is not a whole number in this range.
pub(crate) fn expected_whole(min: i64, max: i64) -> String {
    ["expected a whole number from ", &decimal::signed(min), " to ", &decimal::signed(max)].concat()
}

fn expected_one_of(words: &[&str]) -> String {
    ["expected one of: ", &words.join(", ")].concat()
}

/// The message for a URL of more than [`MAX_URL`] characters. `with` says which part of it the library added.
pub(crate) fn too_long(length: usize, with: &str) -> String {
    ["has ", &decimal::count(length), " characters", with, "; the gateway accepts at most ", &decimal::count(MAX_URL)]
        .concat()
}

/// Checks an absolute URL of at most [`MAX_URL`] characters.
pub(crate) fn address(text: &str) -> Result<Address, Invalid> {
    let length = text.chars().count();
    if length > MAX_URL {
        return Err(too_long(length, "").into());
    }
    Address::parse(text)
}

/// Checks the form `yyyy-MM-ddTHH:mm:ss`. The gateway checks whether the month has that day.
fn date_time(text: &str) -> Result<String, Invalid> {
    const SHAPE: &str = "0000-00-00T00:00:00";
    let matches = |(byte, shape): (u8, u8)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    if text.len() == SHAPE.len() && text.bytes().zip(SHAPE.bytes()).all(matches) && utc_ms(text).is_some() {
        return Ok(text.to_owned());
    }
    Err("expected a date and time such as \"2026-12-31T23:59:59\", without a zone".into())
}
