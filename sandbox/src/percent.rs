//! Percent-encoding of RFC 3986.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes a name or a value of a query or a form. A space becomes `%20`.
pub(crate) fn encode(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

/// Encodes only the bytes beyond ASCII, so that an HTTP header can hold the address.
pub(crate) fn to_ascii(address: &str) -> String {
    utf8_percent_encode(address, &AsciiSet::EMPTY).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_unreserved_characters_is_encoded() {
        assert_eq!(encode("aZ09-._~"), "aZ09-._~");
        assert_eq!(encode("a b+c&d=é*"), "a%20b%2Bc%26d%3D%C3%A9%2A");
    }

    #[test]
    fn an_address_keeps_its_ascii_characters() {
        assert_eq!(to_ascii("https://shop.test/Ж?q=a b%20&x=№"), "https://shop.test/%D0%96?q=a b%20&x=%E2%84%96");
    }
}
