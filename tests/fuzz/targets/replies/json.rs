//! JSON as `serde_json` reads it, with every repeated key kept, and the gateway's habits told anew.

use std::fmt;

use bpc_checkout::codec::value::Value;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// The largest integer that JavaScript holds exactly.
const SAFE: u64 = (1 << 53) - 1;

#[derive(Debug)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Real(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// The last one that is spelt so, else the last one in any case; `null` is nothing.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(pairs) = self else { return None };
        let exact = pairs.iter().rev().find(|(key, _)| key == name);
        let loose = || pairs.iter().rev().find(|(key, _)| key.eq_ignore_ascii_case(name));
        exact.or_else(loose).map(|(_, value)| value).filter(|value| !matches!(value, Self::Null))
    }

    /// A whole number as number or digits, within what JavaScript holds.
    pub(crate) fn whole(&self) -> Option<i64> {
        let whole = match self {
            Self::Unsigned(number) => i64::try_from(*number).ok()?,
            Self::Signed(number) => *number,
            #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is bounded below")]
            Self::Real(number) if number.fract() == 0.0 && number.abs() < 1e15 => *number as i64,
            Self::Text(text) if !text.starts_with('+') => text.parse().ok()?,
            _ => return None,
        };
        (whole.unsigned_abs() <= SAFE).then_some(whole)
    }

    /// Text that is not empty; a whole number is its digits.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            _ => self.whole().map(|whole| whole.to_string()),
        }
    }

    /// Whether a text is this value: its own letters, or every digit of its whole number, where this parser kept them.
    pub(crate) fn reads(&self, text: &str) -> bool {
        match self {
            Self::Unsigned(number) => number.to_string() == text,
            Self::Signed(number) => number.to_string() == text,
            Self::Real(number) => number.fract() == 0.0 && text.parse() == Ok(*number),
            _ => self.text().as_deref() == Some(text),
        }
    }

    /// The pairs of an object, each as often as it comes.
    pub(crate) fn pairs(&self) -> &[(String, Json)] {
        if let Self::Object(pairs) = self { pairs } else { &[] }
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            Self::Text(text) => text.to_ascii_lowercase().parse().ok(),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Unsigned(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Signed(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Real(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            object.push(pair);
        }
        Ok(Json::Object(object))
    }
}

/// Both parsers say the same, to the last digit that each keeps.
#[expect(clippy::float_cmp, clippy::cast_precision_loss, reason = "both round the same text to the nearest double")]
pub(crate) fn same(ours: &Value, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(ours), Json::Bool(theirs)) => ours == theirs,
        (Value::Int(ours), Json::Unsigned(theirs)) => i64::try_from(*theirs).is_ok_and(|theirs| theirs == *ours),
        (Value::Int(ours), Json::Signed(theirs)) => ours == theirs,
        // 20.00, and -0.
        (Value::Int(ours), Json::Real(theirs)) => *ours as f64 == *theirs,
        (Value::Number(ours), Json::Unsigned(theirs)) => ours.parse() == Ok(*theirs),
        (Value::Number(ours), Json::Real(theirs)) => ours.parse() == Ok(*theirs),
        (Value::Text(ours), Json::Text(theirs)) => ours == theirs,
        (Value::List(ours), Json::List(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(ours), Json::Object(theirs)) => {
            let pair =
                |(ours, theirs): (&(String, Value), &(String, Json))| ours.0 == theirs.0 && same(&ours.1, &theirs.1);
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(pair)
        }
        _ => false,
    }
}

/// What the general parser refuses although RFC 8259 allows it: halves of surrogate pairs, numbers beyond doubles, and
/// nesting deeper than it likes.
pub(crate) fn is_their_limit(error: &serde_json::Error) -> bool {
    let text = error.to_string();
    ["lone leading surrogate", "unexpected end of hex escape", "number out of range"]
        .iter()
        .any(|limit| text.contains(limit))
}

/// How deep brackets nest outside of strings.
pub(crate) fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// An integer that is written as text, so that JavaScript does not round it.
pub(crate) fn has_unsafe_integer(value: &Value) -> bool {
    match value {
        Value::Int(number) => number.unsigned_abs() > SAFE,
        Value::List(items) => items.iter().any(has_unsafe_integer),
        Value::Object(pairs) => pairs.iter().any(|(_, value)| has_unsafe_integer(value)),
        _ => false,
    }
}
