//! Reads a JSON object of the gateway. Keys match in any case, and a number may come as a number or as text.
//!
//! Source: recorded replies. One gateway sends `errorCode` both as text and as number. It sends `actionCode` as a number
//! although text is documented. Its older methods capitalise `ErrorCode`, `OrderStatus` and `Amount`.

use crate::codec::decimal;
use crate::codec::value::{MAX_SAFE_INTEGER, Value};

/// A field with a wrong type or value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadField {
    /// The name of the field.
    pub name: &'static str,
    /// What was expected.
    pub expected: &'static str,
}

/// A JSON object of the gateway.
#[derive(Clone, Copy)]
pub struct Object<'a>(&'a [(String, Value)]);

impl<'a> Object<'a> {
    /// The value as an object, if it is one.
    #[must_use]
    pub fn of(value: &'a Value) -> Option<Self> {
        match value {
            Value::Object(entries) => Some(Self(entries)),
            _ => None,
        }
    }

    /// The value of a key: with exactly this spelling, else in any case. Of a repeated key the last one counts. `null` counts as
    /// absent.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a Value> {
        let mut found = None;
        // The length is compared first, because it differs for nearly every key.
        for (key, value) in self.0.iter().rev().filter(|(key, _)| key.len() == name.len()) {
            if key == name {
                found = Some(value);
                break;
            }
            if found.is_none() && key.eq_ignore_ascii_case(name) {
                found = Some(value);
            }
        }
        found.filter(|value| !matches!(value, Value::Null))
    }

    /// Whether the key is present with exactly this spelling, with any value.
    #[must_use]
    pub fn mentions(self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Every key with its value.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Every value of a key, in any case, including repeated keys. `null` counts as absent.
    pub fn all(self, name: &str) -> impl Iterator<Item = &'a Value> {
        let same = move |pair: &&(String, Value)| pair.0.eq_ignore_ascii_case(name);
        self.0.iter().filter(same).map(|(_, value)| value).filter(|value| !matches!(value, Value::Null))
    }

    /// The object under a key. Any other value counts as absent.
    #[must_use]
    pub fn object(self, name: &str) -> Option<Self> {
        self.get(name).and_then(Self::of)
    }

    /// The list under a key. A single object counts as a list of one; any other value as an empty list.
    #[must_use]
    pub fn list(self, name: &str) -> &'a [Value] {
        match self.get(name) {
            Some(Value::List(items)) => items,
            Some(value @ Value::Object(_)) => std::slice::from_ref(value),
            _ => &[],
        }
    }

    /// The text under a key. A whole number is given as its digits. Empty text counts as absent.
    #[must_use]
    pub fn text(self, name: &str) -> Option<String> {
        self.get(name).and_then(text).filter(|text| !text.is_empty())
    }

    /// The boolean under a key, or the text `true` or `false`.
    #[must_use]
    pub fn flag(self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// The whole number under a key, as a number or as digits (`"000"` is 0). Absent and empty values are `None`. The number must
    /// be one that JavaScript can hold exactly.
    ///
    /// # Errors
    /// [`BadField`] for any other value: a code that cannot be read must not count as "no error".
    pub fn int(self, name: &'static str) -> Result<Option<i64>, BadField> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Text(text)) if text.is_empty() => Ok(None),
            Some(value) => int(value).map(Some).ok_or(BadField { name, expected: "a whole number" }),
        }
    }

    /// The amount or time under a key: a whole number that is not negative.
    ///
    /// # Errors
    /// [`BadField`] for any other value that is present.
    pub fn natural(self, name: &'static str) -> Result<Option<u64>, BadField> {
        let expected = "a whole number from 0 to 2^53 - 1";
        self.int(name)?.map(u64::try_from).transpose().map_err(|_| BadField { name, expected })
    }
}

/// A whole number that JavaScript can hold exactly, as a number or as digits.
pub(crate) fn int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) if number.unsigned_abs() <= MAX_SAFE_INTEGER => Some(*number),
        Value::Text(text) => whole(text),
        _ => None,
    }
}

/// A text, or a whole number as its digits.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Int(number) => Some(decimal::signed(*number)),
        _ => None,
    }
}

/// Digits with an optional minus sign. (`i64::from_str` would also accept a plus sign.)
pub(crate) fn whole(text: &str) -> Option<i64> {
    let (digits, sign) = text.strip_prefix('-').map_or((text, 1), |digits| (digits, -1));
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let magnitude = plain.then(|| digits.parse::<u64>().ok())??;
    i64::try_from(magnitude).ok().filter(|_| magnitude <= MAX_SAFE_INTEGER).map(|magnitude| sign * magnitude)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::json;

    #[test]
    fn a_key_matches_exactly_first_then_in_any_case_and_the_last_one_counts() {
        let value =
            json::parse(r#"{"ErrorCode":"6","errorCode":"0","errorCode":"1","Amount":5,"nothing":null}"#).unwrap();
        let object = Object::of(&value).unwrap();
        assert_eq!(object.int("errorCode"), Ok(Some(1)));
        assert_eq!(object.int("ErrorCode"), Ok(Some(6)));
        assert_eq!(object.natural("amount"), Ok(Some(5)));
        assert_eq!(object.int("nothing"), Ok(None));
        assert_eq!(object.int("absent"), Ok(None));
    }

    #[test]
    fn a_number_that_javascript_would_round_is_kept_as_text_with_every_digit() {
        let value = json::parse(r#"{"orderId":9007199254740993,"amount":9007199254740993}"#).unwrap();
        let object = Object::of(&value).unwrap();
        assert_eq!(object.text("orderId").as_deref(), Some("9007199254740993"));
        assert!(object.natural("amount").is_err(), "an amount that JavaScript cannot hold is an error");
    }

    #[test]
    fn a_number_comes_as_a_number_or_as_digits() {
        let read = |json: &str| Object::of(&json::parse(&format!("{{\"n\":{json}}}")).unwrap()).unwrap().int("n");
        for (json, number) in
            [("0", 0), ("\"0\"", 0), ("\"000\"", 0), ("-30001", -30001), ("\"-2007\"", -2007), ("2.0", 2)]
        {
            assert_eq!(read(json), Ok(Some(number)), "{json}");
        }
        assert_eq!(read("\"\""), Ok(None));
        for bad in ["\"abc\"", "\"+1\"", "\"1 \"", "1.5", "true", "[]", "{}", "\"-\"", "99999999999999999999"] {
            assert_eq!(read(bad), Err(BadField { name: "n", expected: "a whole number" }), "{bad}");
        }
    }
}
