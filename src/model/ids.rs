//! Order numbers, order ids and phases.

use std::fmt;

use crate::model::error::Invalid;
use crate::model::text;

/// One-phase (the payment charges the card), two-phase (the payment holds the amount, and the store deposits it later), or a card
/// check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// `register.do`.
    Purchase,
    /// `registerPreAuth.do`.
    PreAuth,
    /// `register.do` with the feature `VERIFY`: the card is checked, and no money is taken.
    Verify,
}

impl Phase {
    /// The name in the JavaScript API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::PreAuth => "preauth",
            Self::Verify => "verify",
        }
    }
}

/// The store's order number. It must be unique at its merchant, for all time.
///
/// ```
/// use bpc_checkout::OrderNumber;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let number = OrderNumber::parse("A-1001")?;
/// assert_eq!(number.as_str(), "A-1001");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OrderNumber(String);

impl OrderNumber {
    /// The longest number that any documented gateway accepts, in characters.
    pub const MAX_LENGTH: usize = 36;

    /// Checks a number of at most [`Self::MAX_LENGTH`] characters. A gateway may allow fewer: a registration checks that.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::new(text, Self::MAX_LENGTH)
    }

    /// Checks a number of 1 to `max` characters.
    ///
    /// # Errors
    /// Refuses other lengths, control characters and HTML. Refuses white space at the ends: the gateway may remove it, and then
    /// the number would not match. Refuses invisible characters, those that change the direction of the text, and the
    /// replacement character: with them two different numbers look alike, or become one.
    pub fn new(text: &str, max: usize) -> Result<Self, Invalid> {
        let text = text::checked(text, max)?;
        if text::is_padded(&text) {
            return Err("starts or ends with white space".into());
        }
        if text.chars().any(is_invisible) {
            return Err("contains an invisible character, or half of one".into());
        }
        Ok(Self(text))
    }

    /// Generates a number from the time and random bits. It has upper-case letters and digits: `max` characters, but at most
    /// 26. `now_ms` is in milliseconds since 1970.
    ///
    /// With 26 characters (130 bits: 48 of milliseconds, 80 random) a repeat is practically impossible. A bank that accepts 10
    /// characters leaves seconds and 20 random bits: of a thousand orders in one second, two collide once in two thousand
    /// such seconds. The gateway then refuses the second order.
    #[must_use]
    pub fn generate(now_ms: u64, random: u128, max: usize) -> Self {
        if max >= 26 {
            return Self(base32(u128::from(now_ms), 10) + &base32(random, 16));
        }
        let random_length = max.saturating_sub(6).max(4).min(max);
        Self(base32(u128::from(now_ms / 1000), max - random_length) + &base32(random, random_length))
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrderNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Characters of no width, marks of direction, and what half of a character becomes.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}')
}

/// The last `length` digits of a number in Crockford's base 32. Its alphabet has no letters that look alike.
fn base32(mut number: u128, length: usize) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut digits = Vec::with_capacity(length);
    for _ in 0..length {
        let digit = DIGITS.get((number & 31) as usize).copied().unwrap_or(b'0');
        digits.push(char::from(digit));
        number >>= 5;
    }
    digits.iter().rev().collect()
}

/// The gateway's id of an order (`mdOrder`). Opaque: UUID-like at most banks, 20 mixed characters at SATIM.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OrderId(String);

impl OrderId {
    /// Checks an id of 1 to 64 characters without control characters. Documented ids have at most 36.
    ///
    /// # Errors
    /// Refuses anything else.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        text::plain(text, 64).map(Self)
    }

    /// Reads an id from a URL: 1 to 64 letters, digits, `-` and `_`. Any other text is not an id.
    #[must_use]
    pub fn from_query(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        (plain && (1..=64).contains(&text.len())).then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn generated_numbers_fit_the_bank_and_sort_by_time() {
        for max in [10, 20, 26, 30, 36] {
            let number = OrderNumber::generate(1_763_870_000_000, u128::MAX / 3, max);
            assert_eq!(number.as_str().len(), max.min(26));
            assert_eq!(OrderNumber::new(number.as_str(), max), Ok(number));
        }
        let earlier = OrderNumber::generate(1_763_870_000_000, u128::MAX, 36);
        let later = OrderNumber::generate(1_763_870_000_001, 0, 36);
        assert!(earlier.as_str() < later.as_str());
    }

    #[test]
    fn different_random_bits_give_different_numbers() {
        let numbers: HashSet<_> =
            (0..1000_u128).map(|random| OrderNumber::generate(1_763_870_000_000, random, 10)).collect();
        assert_eq!(numbers.len(), 1000);
    }

    #[test]
    fn an_order_number_is_accepted_unchanged_or_refused() {
        assert!(OrderNumber::new("Заказ №1", 36).is_ok());
        for (bad, why) in [
            ("", "is empty; omit it instead"),
            (" 1", "starts or ends with white space"),
            ("1\n2", "contains a control character such as a line break"),
            ("1234567890A", "has 11 characters, at most 10 are allowed"),
            ("A\u{202e}1", "contains an invisible character, or half of one"),
            ("A\u{200b}1", "contains an invisible character, or half of one"),
            ("A\u{2066}1", "contains an invisible character, or half of one"),
            ("A\u{2028}1", "contains an invisible character, or half of one"),
            ("A\u{feff}1", "contains an invisible character, or half of one"),
            ("A\u{fffd}1", "contains an invisible character, or half of one"),
        ] {
            assert_eq!(OrderNumber::new(bad, 10).unwrap_err().to_string(), why);
        }
    }

    #[test]
    fn an_id_from_a_url_is_read_strictly() {
        assert!(OrderId::from_query("01491d0b-c848-7dd6-a20d-e96900a7d8c0").is_some());
        for bad in ["", "a b", "a%20b", "a;b", "<id>", "ё"] {
            assert_eq!(OrderId::from_query(bad), None, "{bad}");
        }
        assert_eq!(OrderId::from_query(&"a".repeat(65)), None);
    }
}
