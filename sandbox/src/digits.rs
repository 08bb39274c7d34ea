//! Whole numbers as the gateway accepts them: digits and nothing else. `str::parse` accepts a sign before them.

/// Whether a text has at least one character, and all of them are digits.
pub(crate) fn are(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of at most `max` digits.
pub(crate) fn whole(text: &str, max: usize) -> Option<u64> {
    if are(text) && text.len() <= max { text.parse().ok() } else { None }
}

/// Whether a text is a numeric ISO 4217 code: three digits.
pub(crate) fn is_currency(text: &str) -> bool {
    text.len() == 3 && are(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_digits_alone() {
        for (text, number) in [("0", 0), ("600", 600), ("007", 7), ("999999999999", 999_999_999_999)] {
            assert_eq!(whole(text, 12), Some(number), "{text}");
        }
        for bad in ["", "+600", "-1", "1.5", "1e3", " 1", "1 ", "1_000", "0x10", "٤٢", "1000000000000"] {
            assert_eq!(whole(bad, 12), None, "{bad:?}");
        }
        assert_eq!(whole("99999999999999999999999", 30), None, "more than a u64 holds");
        assert!(is_currency("012") && !is_currency("12") && !is_currency("+12") && !is_currency("EUR"));
    }
}
