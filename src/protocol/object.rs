//! Reads a JSON object of the gateway: keys in any case, numbers as numbers or text.
//!
//! Source: recorded replies of one gateway carry `errorCode` as text and as number, `actionCode` as number although it is
//! documented as text, and `ErrorCode`, `OrderStatus`, `Amount` capitalised in the older calls.

use crate::codec::decimal;
use crate::codec::value::{MAX_SAFE_INTEGER, Value};

/// A field has a wrong type or value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadField {
    /// The field's name as we asked for it.
    pub name: &'static str,
    /// What it should have been.
    pub expected: &'static str,
}

/// A JSON object of the gateway.
#[derive(Clone, Copy)]
pub struct Object<'a>(&'a [(String, Value)]);

impl<'a> Object<'a> {
    /// The object in a value, if it is one.
    #[must_use]
    pub fn of(value: &'a Value) -> Option<Self> {
        match value {
            Value::Object(entries) => Some(Self(entries)),
            _ => None,
        }
    }

    /// The value under a name: as spelt, else in any case. `null` counts as absent.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a Value> {
        let mut found = None;
        // The length first: it rules out nearly every key.
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

    /// Whether the name is there, as spelt, with whatever value.
    #[must_use]
    pub fn mentions(self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Every pair.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Every value under a name, in any case, however often it comes. `null` counts as absent.
    pub fn all(self, name: &str) -> impl Iterator<Item = &'a Value> {
        let same = move |pair: &&(String, Value)| pair.0.eq_ignore_ascii_case(name);
        self.0.iter().filter(same).map(|(_, value)| value).filter(|value| !matches!(value, Value::Null))
    }

    /// The object under a name; anything else counts as absent.
    #[must_use]
    pub fn object(self, name: &str) -> Option<Self> {
        self.get(name).and_then(Self::of)
    }

    /// The list under a name; a single object counts as a list of one, anything else as empty.
    #[must_use]
    pub fn list(self, name: &str) -> &'a [Value] {
        match self.get(name) {
            Some(Value::List(items)) => items,
            Some(value @ Value::Object(_)) => std::slice::from_ref(value),
            _ => &[],
        }
    }

    /// Text under a name; a number is as good as its digits. Empty text counts as absent.
    #[must_use]
    pub fn text(self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::Text(text) if !text.is_empty() => Some(text.clone()),
            Value::Int(number) => Some(decimal::signed(*number)),
            _ => None,
        }
    }

    /// A flag under a name: a boolean, or its text.
    #[must_use]
    pub fn flag(self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// A whole number that JavaScript can hold, under a name, as number or digits (`"000"` is 0). Absent or empty: `None`.
    ///
    /// # Errors
    /// [`BadField`] for anything else: a code that cannot be read must not count as "no error".
    pub fn int(self, name: &'static str) -> Result<Option<i64>, BadField> {
        const WHOLE: &str = "a whole number";
        match self.get(name) {
            None => Ok(None),
            Some(Value::Int(number)) if number.unsigned_abs() <= MAX_SAFE_INTEGER => Ok(Some(*number)),
            Some(Value::Text(text)) if text.is_empty() => Ok(None),
            Some(Value::Text(text)) => whole(text).map(Some).ok_or(BadField { name, expected: WHOLE }),
            Some(_) => Err(BadField { name, expected: WHOLE }),
        }
    }

    /// An amount or a time under a name: a whole number, not negative.
    ///
    /// # Errors
    /// [`BadField`] for anything else that is there.
    pub fn natural(self, name: &'static str) -> Result<Option<u64>, BadField> {
        let expected = "a whole number from 0 to 2^53 - 1";
        self.int(name)?.map(u64::try_from).transpose().map_err(|_| BadField { name, expected })
    }
}

/// Digits with an optional minus. Rust's own parser would also take a plus.
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
    fn names_are_found_as_spelt_first_then_in_any_case_and_the_last_one_stands() {
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
    fn a_number_that_javascript_would_round_is_kept_to_its_last_digit_as_text() {
        let value = json::parse(r#"{"orderId":9007199254740993,"amount":9007199254740993}"#).unwrap();
        let object = Object::of(&value).unwrap();
        assert_eq!(object.text("orderId").as_deref(), Some("9007199254740993"));
        assert!(object.natural("amount").is_err(), "an amount that cannot be told is none");
    }

    #[test]
    fn numbers_come_as_numbers_or_text_and_nothing_else() {
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
