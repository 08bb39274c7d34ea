//! A loose value, as JSON or a JavaScript object carries it. It comes in through serde from either side.

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// How deep values may nest. A reply of 256 KiB could nest 200,000 deep and overflow the stack, which wasm cannot survive.
pub const MAX_DEPTH: u8 = 32;

/// The largest integer that a JavaScript number holds exactly, 2⁵³ − 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// A JSON value that keeps integers exact and object keys in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null` or `undefined`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without a fraction.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object. Of a repeated key the last value stands, as in JavaScript: readers look from the end.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// A number of JavaScript, where 1.0 and 1 are the same: whole ones in the safe range are integers.
    #[must_use]
    pub fn number(number: f64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is a double")]
        const SAFE: f64 = MAX_SAFE_INTEGER as f64;
        if number.fract() != 0.0 || number.abs() > SAFE {
            return Self::Float(number);
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked: an integer inside the safe range")]
        Self::Int(number as i64)
    }

    /// What kind of value it is, for an error message. Never the text itself: it may be secret or personal.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".into(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Int(number) if number.unsigned_abs() < 1_000_000_000_000 => number.to_string(),
            Self::Float(number) if number.abs() < 1e12 => thousandths(*number),
            Self::Float(number) if number.is_nan() => "NaN".into(),
            Self::Int(_) | Self::Float(_) => "a number of more than 12 digits".into(),
            Self::Text(text) if text.is_empty() => "empty text".into(),
            Self::Text(_) => "text".into(),
            Self::List(_) => "a list".into(),
            Self::Object(_) => "an object".into(),
        }
    }
}

/// A fraction to three places, `…` behind it where it has more. The standard printer of floats would be a tenth of the
/// module's size, for this one message.
fn thousandths(number: f64) -> String {
    let scaled = number.abs() * 1000.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 1e15 and not negative")]
    let whole = scaled as u64;
    let (sign, more) = (if number < 0.0 { "-" } else { "" }, if scaled.fract() == 0.0 { "" } else { "…" });
    let places = format!("{:03}", whole % 1000);
    format!("{sign}{}.{}{more}", whole / 1000, places.trim_end_matches('0'))
}

/// Whether `part`, which is not empty, stands in `text`: byte by byte, without the standard library's search tables, which
/// pay off in long texts only.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len().max(1)).any(|window| window == part.as_bytes())
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Value {
    /// Exact for every amount and time stamp of the gateway; beyond `i64` it becomes decimal text.
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or_else(|_| Self::Text(number.to_string()), Self::Int)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Nested(MAX_DEPTH).deserialize(deserializer)
    }
}

/// Reads a value that may nest so many levels deeper.
#[derive(Clone, Copy)]
struct Nested(u8);

impl Nested {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        self.0.checked_sub(1).map(Self).ok_or_else(|| E::custom("nested too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Nested {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut object: Vec<(String, Value)> = Vec::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(inner)?;
            object.push((key, value));
        }
        Ok(Value::Object(object))
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            // JavaScript would round it, or refuse.
            Self::Int(number) if number.unsigned_abs() > MAX_SAFE_INTEGER => serializer.collect_str(number),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Float(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
