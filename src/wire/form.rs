//! `application/x-www-form-urlencoded` bodies, encoded in one place.

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
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                out.push(hex_digit(byte >> 4));
                out.push(hex_digit(byte & 15));
            }
        }
    }
}

/// The next two hexadecimal digits, of either case, as a byte.
pub(crate) fn hex_byte(digits: &mut std::slice::Iter<'_, u8>) -> Option<u8> {
    let mut digit = || digits.next().and_then(|digit| char::from(*digit).to_digit(16));
    u8::try_from(digit()? * 16 + digit()?).ok()
}

/// Bytes as upper-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [hex_digit(byte >> 4), hex_digit(byte & 15)]).collect()
}

fn hex_digit(nibble: u8) -> char {
    char::from(if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 })
}

#[cfg(test)]
mod tests {
    use super::Form;
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
}
