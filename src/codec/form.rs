//! `application/x-www-form-urlencoded` bodies.

use crate::codec::hex;

/// A form body under construction. Names and values are encoded as the WHATWG URL standard does it.
#[derive(Clone, PartialEq, Eq)]
pub struct Form(String);

impl Form {
    /// An empty form.
    #[must_use]
    pub fn new() -> Self {
        Self(String::new())
    }

    /// Adds a pair; a name may come more than once (the gateway's `features` does).
    pub fn push(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        encode(&mut self.0, name);
        self.0.push('=');
        encode(&mut self.0, value);
    }

    /// The encoded body. It holds the credentials: never print it.
    #[must_use]
    pub fn into_body(self) -> String {
        self.0
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
