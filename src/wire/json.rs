//! Text to [`Value`] and back. The one seam where the platform differs: the JavaScript engine's own parser in wasm,
//! `serde_json` natively. Both read into the same [`Value`], and every recorded reply is read through both in the tests.

use crate::wire::value::{MAX_DEPTH, Value};

/// From so many digits on, a JavaScript number may no longer hold an integer exactly.
const LONG_INTEGER_DIGITS: usize = 16;

/// The text is not JSON, or nests deeper than [`MAX_DEPTH`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson;

/// Reads JSON text. A byte order mark is passed over; integers of 16 digits and more come as text, with every digit
/// (the gateway's `feUtrnno` has 18).
///
/// # Errors
/// [`NotJson`], which says nothing of the text: it may hold personal data.
pub fn parse(text: &str) -> Result<Value, NotJson> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    platform::parse(&Guard::default().pass(text)?).ok_or(NotJson)
}

/// Writes JSON text. `None` only where the platform refuses, which it does for no value of ours.
#[must_use]
pub fn stringify(value: &Value) -> Option<String> {
    platform::stringify(value)
}

/// Passes JSON text through to the platform's parser, quoting long integers and counting the depth on the way.
#[derive(Default)]
struct Guard {
    out: String,
    number: String,
    depth: u8,
    in_string: bool,
    escaped: bool,
}

impl Guard {
    fn pass(mut self, text: &str) -> Result<String, NotJson> {
        self.out.reserve(text.len());
        for character in text.chars() {
            if self.in_string {
                self.in_string(character);
            } else if character.is_ascii_digit() || character == '-' || self.continues_number(character) {
                self.number.push(character);
            } else {
                self.end_number();
                self.structure(character)?;
                self.out.push(character);
            }
        }
        self.end_number();
        Ok(self.out)
    }

    fn continues_number(&self, character: char) -> bool {
        !self.number.is_empty() && matches!(character, '+' | '.' | 'e' | 'E')
    }

    fn in_string(&mut self, character: char) {
        self.out.push(character);
        match character {
            _ if self.escaped => self.escaped = false,
            '\\' => self.escaped = true,
            '"' => self.in_string = false,
            _ => {}
        }
    }

    fn structure(&mut self, character: char) -> Result<(), NotJson> {
        match character {
            '"' => self.in_string = true,
            '{' | '[' if self.depth == MAX_DEPTH => return Err(NotJson),
            '{' | '[' => self.depth += 1,
            '}' | ']' => self.depth = self.depth.checked_sub(1).ok_or(NotJson)?,
            _ => {}
        }
        Ok(())
    }

    fn end_number(&mut self) {
        let digits = self.number.strip_prefix('-').unwrap_or(&self.number);
        let long = digits.len() >= LONG_INTEGER_DIGITS
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        let quote = if long { "\"" } else { "" };
        self.out.push_str(quote);
        self.out.push_str(&self.number);
        self.out.push_str(quote);
        self.number.clear();
    }
}

#[cfg(target_arch = "wasm32")]
pub(crate) mod platform {
    use super::{MAX_DEPTH, Value};
    use js_sys::{Array, Object};
    use serde::Serialize;
    use wasm_bindgen::{JsCast, JsValue};

    pub(super) fn parse(text: &str) -> Option<Value> {
        from_js(&js_sys::JSON::parse(text).ok()?)
    }

    pub(super) fn stringify(value: &Value) -> Option<String> {
        js_sys::JSON::stringify(&to_js(value)).ok()?.as_string()
    }

    /// Plain data out of JavaScript. Nothing else comes here: `api.js` copies what the caller gave.
    ///
    /// By hand, where `serde_wasm_bindgen::from_value` would do the same: its messages about wrong types, which plain data
    /// never needs, print floats, and that is an eighth of the module.
    pub(crate) fn from_js(value: &JsValue) -> Option<Value> {
        read(value, MAX_DEPTH)
    }

    fn read(value: &JsValue, depth: u8) -> Option<Value> {
        if value.is_null_or_undefined() {
            return Some(Value::Null);
        }
        let scalar = value.as_bool().map(Value::Bool);
        let scalar = scalar.or_else(|| value.as_f64().map(Value::number));
        let scalar = scalar.or_else(|| value.as_string().map(Value::Text));
        if scalar.is_some() {
            return scalar;
        }
        if value.is_bigint() {
            return i64::try_from(value.clone()).ok().map(Value::Int);
        }
        let depth = depth.checked_sub(1)?;
        if let Some(list) = value.dyn_ref::<Array>() {
            return read_list(list, depth);
        }
        if value.is_object() { read_object(value.unchecked_ref(), depth) } else { None }
    }

    fn read_list(list: &Array, depth: u8) -> Option<Value> {
        let mut items = Vec::new();
        for index in 0..list.length() {
            items.push(read(&list.get(index), depth)?);
        }
        Some(Value::List(items))
    }

    fn read_object(object: &Object, depth: u8) -> Option<Value> {
        let pairs = Object::entries(object);
        let mut entries = Vec::new();
        for index in 0..pairs.length() {
            let pair: Array = pairs.get(index).unchecked_into();
            entries.push((pair.get(0).as_string()?, read(&pair.get(1), depth)?));
        }
        Some(Value::Object(entries))
    }

    /// Plain data into JavaScript: objects, not `Map`s; integers as numbers.
    pub(crate) fn to_js(value: &Value) -> JsValue {
        value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::NULL)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use super::Value;

    pub(super) fn parse(text: &str) -> Option<Value> {
        serde_json::from_str(text).ok()
    }

    pub(super) fn stringify(value: &Value) -> Option<String> {
        serde_json::to_string(value).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(value: &str) -> Value {
        Value::Text(value.into())
    }

    fn object<const N: usize>(pairs: [(&str, Value); N]) -> Value {
        Value::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    #[test]
    fn integers_keep_every_digit() {
        let read =
            parse(r#"{"feUtrnno":123456789012345678,"small":123456789012345,"neg":-9007199254740993,"f":1.5e3}"#);
        let expected = [
            ("feUtrnno", text("123456789012345678")),
            ("small", Value::Int(123_456_789_012_345)),
            ("neg", text("-9007199254740993")),
            ("f", Value::Int(1500)),
        ];
        assert_eq!(read, Ok(object(expected)));
    }

    #[test]
    fn text_that_looks_like_numbers_or_structure_is_left_alone() {
        let inside = r#"{"a":"12345678901234567890","b":"}]\"{[[","c":true}"#;
        let expected = object([("a", text("12345678901234567890")), ("b", text("}]\"{[[")), ("c", Value::Bool(true))]);
        assert_eq!(parse(inside), Ok(expected));
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        assert_eq!(parse("\u{feff}[1]"), Ok(Value::List(vec![Value::Int(1)])));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for bad in [
            "",
            "<html>",
            "{",
            "]",
            "{\"a\":1",
            "{'a':1}",
            "01",
            "01234567890123456789",
            "nul",
            "1 2",
            "\u{feff}\u{feff}1",
        ] {
            assert_eq!(parse(bad), Err(NotJson), "{bad}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&nested(32)).is_ok());
        assert_eq!(parse(&nested(33)), Err(NotJson));
        assert_eq!(parse(&nested(100_000)), Err(NotJson));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in any_value()) {
            let text = stringify(&value).unwrap();
            prop_assert_eq!(parse(&text), Ok(value));
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            (-999_999_999_999_999_i64..=999_999_999_999_999).prop_map(Value::Int),
            ".*".prop_map(Value::Text),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
                prop::collection::vec((".*", inner), 0..6).prop_map(Value::Object),
            ]
        })
    }
}
