//! The bodies of requests: `application/x-www-form-urlencoded`, or the same parameters as a JSON object.

use crate::codec::{hex, json};

/// The body of a request. In a form, names and values are encoded as the WHATWG URL standard says, and every value is text. In
/// JSON, numbers and objects have their types.
#[derive(Clone, PartialEq, Eq)]
pub struct Form {
    text: String,
    is_json: bool,
}

impl Form {
    /// An empty form.
    #[must_use]
    pub fn new() -> Self {
        Self { text: String::new(), is_json: false }
    }

    /// An empty JSON object.
    #[must_use]
    pub fn json() -> Self {
        Self { text: String::new(), is_json: true }
    }

    /// The `Content-Type` of the body.
    #[must_use]
    pub fn content_type(&self) -> &'static str {
        if self.is_json { "application/json" } else { "application/x-www-form-urlencoded" }
    }

    /// Adds a text. In a form a name may occur several times, as the gateway's `features` does.
    pub fn push(&mut self, name: &str, value: &str) {
        if self.is_json {
            self.begin_json(name);
            json::write_text(value, &mut self.text);
            return;
        }
        if !self.text.is_empty() {
            self.text.push('&');
        }
        encode(&mut self.text, name);
        self.text.push('=');
        encode(&mut self.text, value);
    }

    /// Adds a number or an object, given as its JSON text.
    pub fn push_json(&mut self, name: &str, text: &str) {
        if self.is_json {
            self.begin_json(name);
            self.text.push_str(text);
        } else {
            self.push(name, text);
        }
    }

    fn begin_json(&mut self, name: &str) {
        self.text.push(if self.text.is_empty() { '{' } else { ',' });
        json::write_text(name, &mut self.text);
        self.text.push(':');
    }

    /// Whether the body is a JSON object.
    pub(crate) fn is_json(&self) -> bool {
        self.is_json
    }

    /// The encoded body. It may hold the credentials: never print it.
    #[must_use]
    pub fn into_body(mut self) -> String {
        if self.is_json {
            self.text.push_str(if self.text.is_empty() { "{}" } else { "}" });
        }
        self.text
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

fn encode(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_plain(byte)) {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut special = special.chars();
        match special.next() {
            Some(' ') => out.push('+'),
            Some(c) => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| escape(out, byte)),
            None => {}
        }
        rest = special.as_str();
    }
    out.push_str(rest);
}

/// Whether the byte stands for itself: of most texts, all do, and they are copied in one piece.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'-' | b'.' | b'_')
}

fn escape(out: &mut String, byte: u8) {
    out.push('%');
    out.push(hex::digit(byte >> 4));
    out.push(hex::digit(byte & 15));
}

/// The bytes that a text was before a form encoded it. What is not an encoding stays as it is.
#[must_use]
pub(crate) fn decode_loosely(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        match (byte, hex::next_byte(&mut ahead)) {
            (b'%', Some(encoded)) => {
                bytes.push(encoded);
                rest = ahead;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*byte),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Form, decode_loosely};
    use proptest::prelude::*;

    proptest! {
        /// The reference encoder and decoder are the `url` project's own.
        #[test]
        fn any_text_is_encoded_as_the_reference_does(pairs in prop::collection::vec((".*", ".*"), 0..8)) {
            let mut form = Form::new();
            let mut reference = form_urlencoded::Serializer::new(String::new());
            for (name, value) in &pairs {
                form.push(name, value);
                reference.append_pair(name, value);
            }
            let body = form.into_body();
            prop_assert_eq!(&body, &reference.finish());
            let decoded: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
            prop_assert_eq!(decoded, pairs);
        }
    }

    #[test]
    fn encoded_text_is_decoded_and_other_text_stays() {
        assert_eq!(decode_loosely("password=pa%40ss%2Fword1+2&a=%zz%4"), b"password=pa@ss/word1 2&a=%zz%4");
    }
}
