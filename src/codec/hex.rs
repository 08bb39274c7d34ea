//! Hexadecimal digits.

/// The next two digits, in either case, as a byte.
pub(crate) fn next_byte(digits: &mut std::slice::Iter<'_, u8>) -> Option<u8> {
    let mut digit = || digits.next().and_then(|digit| char::from(*digit).to_digit(16));
    u8::try_from(digit()? * 16 + digit()?).ok()
}

/// Bytes as upper-case digits.
pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Digits, in either case, as bytes. `None` for an odd number of them, and for any other character.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut digits = text.as_bytes().iter();
    let mut bytes = Vec::with_capacity(text.len() / 2);
    while !digits.as_slice().is_empty() {
        bytes.push(next_byte(&mut digits)?);
    }
    Some(bytes)
}

/// One upper-case digit.
pub(crate) fn digit(nibble: u8) -> char {
    char::from(if nibble < 10 { b'0' + nibble } else { b'A' + nibble - 10 })
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_survive_both_ways(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes.clone()));
            prop_assert_eq!(decode(&encode(&bytes).to_lowercase()), Some(bytes));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in ["a", "abc", "0g", "+1", " 1", "0x", "é"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
        assert_eq!(decode(""), Some(Vec::new()));
    }
}
