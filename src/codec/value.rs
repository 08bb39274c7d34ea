//! A JSON value.

use crate::codec::decimal;

/// The largest integer that a JavaScript number holds exactly, 2⁵³ − 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// A JSON value that keeps integers exact and object keys in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without a fraction.
    Int(i64),
    /// Any other number, kept as its text.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object. Of a repeated key the last value counts, as in JavaScript, so readers search from the end.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The type of the value, for an error message. It never contains a text, which may be secret or personal; a short number is
    /// shown.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".into(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Int(number) if number.unsigned_abs() < 1_000_000_000_000 => decimal::signed(*number),
            Self::Number(number) if number.len() <= 12 => number.clone(),
            Self::Number(number) if number.as_bytes().contains(&b'.') => "a number with a fraction".into(),
            Self::Int(_) | Self::Number(_) => "a number of more than 12 digits".into(),
            Self::Text(text) if text.is_empty() => "empty text".into(),
            Self::Text(_) => "text".into(),
            Self::List(_) => "a list".into(),
            Self::Object(_) => "an object".into(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Value {
    /// Exact for every amount and time of the gateway. A number that does not fit `i64` becomes decimal text.
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or_else(|_| Self::Text(decimal::padded(number, 1)), Self::Int)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
