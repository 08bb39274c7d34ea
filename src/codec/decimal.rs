//! Whole numbers as decimal text. The standard library's `to_string` brings its whole formatter along, 1 KB of the module.

/// Appends a number, with zeros in front up to `width` digits.
pub(crate) fn push(out: &mut String, number: u64, width: usize) {
    if number > 9 || width > 1 {
        push(out, number / 10, width.saturating_sub(1));
    }
    out.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or(0)));
}

/// Appends a number that may be negative.
pub(crate) fn push_signed(out: &mut String, number: i64) {
    if number < 0 {
        out.push('-');
    }
    push(out, number.unsigned_abs(), 1);
}

/// A number, with zeros in front up to `width` digits.
#[must_use]
pub(crate) fn padded(number: u64, width: usize) -> String {
    let mut digits = String::new();
    push(&mut digits, number, width);
    digits
}

/// A number that may be negative.
#[must_use]
pub(crate) fn signed(number: i64) -> String {
    let mut digits = String::new();
    push_signed(&mut digits, number);
    digits
}

/// A number of characters, digits, or whatever is counted.
#[must_use]
pub(crate) fn count(number: usize) -> String {
    padded(number as u64, 1)
}

#[cfg(test)]
mod tests {
    use super::{padded, signed};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_are_what_the_standard_library_writes(unsigned in any::<u64>(), number in any::<i64>(), width in 0_usize..25) {
            prop_assert_eq!(padded(unsigned, width), format!("{unsigned:0width$}"));
            prop_assert_eq!(signed(number), number.to_string());
        }
    }

    #[test]
    fn the_ends_of_the_range_are_whole() {
        assert_eq!(signed(i64::MIN), i64::MIN.to_string());
        assert_eq!(padded(u64::MAX, 1), u64::MAX.to_string());
        assert_eq!(padded(0, 0), "0");
    }
}
