//! base64url without padding (RFC 4648, section 5). Each sequence of bytes has exactly one text, so that a changed character
//! always makes a token invalid.

const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Writes bytes as digits.
pub(crate) fn encode(bytes: &[u8]) -> String {
    encode_with(bytes, *b"-_")
}

/// Writes bytes in the standard alphabet, with padding (RFC 4648, section 4).
pub(crate) fn encode_padded(bytes: &[u8]) -> String {
    let mut text = encode_with(bytes, *b"+/");
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// `last` are the digits of 62 and 63.
fn encode_with(bytes: &[u8], last: [u8; 2]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 1);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) + u32::from(*byte);
        held += 8;
        while held >= 6 {
            held -= 6;
            text.push(digit(bits >> held, last));
        }
    }
    if held > 0 {
        text.push(digit(bits << (6 - held), last));
    }
    text
}

/// Reads either alphabet, with or without padding: for a key that a person copies.
pub(crate) fn decode_copied(text: &str) -> Option<Vec<u8>> {
    let mut digits = text.trim_end_matches('=').to_owned().into_bytes();
    for digit in &mut digits {
        match digit {
            b'+' => *digit = b'-',
            b'/' => *digit = b'_',
            _ => {}
        }
    }
    decode(&digits)
}

/// Reads exactly the texts that [`encode`] writes. Padding, other alphabets and extra digits are refused, and the unused bits
/// of the last digit must be zero.
pub(crate) fn decode(digits: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(digits.len());
    let (mut bits, mut held) = (0_u32, 0_u32);
    for digit in digits {
        bits = (bits << 6) + value(*digit)?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    (held < 6 && bits == 0).then_some(bytes)
}

/// The digit of the lowest six bits.
fn digit(bits: u32, last: [u8; 2]) -> char {
    let place = (bits & 63) as usize;
    char::from(DIGITS.iter().chain(&last).nth(place).copied().unwrap_or_default())
}

fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::{decode, decode_copied, encode, encode_padded};
    use base64ct::{Base64UrlUnpadded, Encoding};
    use proptest::prelude::*;

    #[test]
    fn vectors_of_rfc_4648() {
        for (bytes, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")]
        {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(encode(&[0xfb, 0xff, 0xfe]), "-__-");
    }

    #[test]
    fn one_spelling_only() {
        for bad in ["Zg==", "Zm8=", "Zh", "Zm9", "Z", "AAAAA", "Zm 8", "+/+/", "Zg\n", "Zm\u{e9}", "Zg."] {
            assert_eq!(decode(bad.as_bytes()), None, "{bad}");
        }
    }

    /// Every text of up to three characters: all leftovers of the last digit, against a strict reference.
    #[test]
    fn short_texts_are_read_as_the_reference_does() {
        let letters: Vec<char> = (0..=127_u8).map(char::from).collect();
        let mut texts = vec![String::new()];
        for length in 1..=3 {
            let shorter: Vec<String> = texts.iter().filter(|text| text.len() == length - 1).cloned().collect();
            texts.extend(shorter.iter().flat_map(|text| letters.iter().map(move |letter| format!("{text}{letter}"))));
        }
        for text in texts {
            assert_eq!(decode(text.as_bytes()), Base64UrlUnpadded::decode_vec(&text).ok(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn bytes_are_written_as_the_reference_does_and_read_back(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let text = encode(&bytes);
            prop_assert_eq!(&text, &Base64UrlUnpadded::encode_string(&bytes));
            prop_assert_eq!(encode_padded(&bytes), base64ct::Base64::encode_string(&bytes));
            prop_assert_eq!(decode_copied(&encode_padded(&bytes)), Some(bytes.clone()));
            prop_assert_eq!(decode(text.as_bytes()), Some(bytes));
        }

        #[test]
        fn any_text_is_read_as_the_reference_does(text in "[A-Za-z0-9_=+/-]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes()), Base64UrlUnpadded::decode_vec(&text).ok());
        }

        /// A text with one changed bit is refused, or gives other bytes.
        #[test]
        fn a_flipped_bit_never_means_the_same(bytes in prop::collection::vec(any::<u8>(), 1..64), place: usize, bit in 0..7_u8) {
            let mut text = encode(&bytes).into_bytes();
            let place = place % text.len();
            text[place] ^= 1 << bit;
            prop_assert_ne!(decode(&text), Some(bytes));
        }
    }
}
