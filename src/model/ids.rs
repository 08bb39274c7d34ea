//! Order numbers, order ids and phases.

use std::fmt;

use crate::model::error::Invalid;
use crate::model::text;

/// One-phase (taken at once), two-phase (held now, deposited later), or a card check.
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

/// The store's number of an order: unique for ever at its merchant.
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
    /// The longest number that any documented gateway takes, in characters.
    pub const MAX_LENGTH: usize = 36;

    /// Takes a number of at most [`Self::MAX_LENGTH`] characters. A gateway may allow fewer: a registration checks that.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::new(text, Self::MAX_LENGTH)
    }

    /// Takes a number of `1..=max` characters.
    ///
    /// # Errors
    /// Refuses other lengths, control characters, HTML, and white space at the ends (the gateway might trim it, and the
    /// number would no longer match).
    pub fn new(text: &str, max: usize) -> Result<Self, Invalid> {
        let text = text::checked(text, max)?;
        if text.trim().len() != text.len() {
            return Err("starts or ends with white space".into());
        }
        Ok(Self(text))
    }

    /// A number that no other order has: the time, then random bits. Upper-case letters and digits, `max` characters or
    /// 26, whichever is less. `now_ms` is in milliseconds since 1970.
    ///
    /// With 26 characters (130 bits: 48 of milliseconds, 80 random) a repeat is practically impossible. A bank that takes 10
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

/// The last `length` digits of a number in Crockford's base 32, which has no letters that look alike.
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
    /// Takes an id of 1 to 64 characters without control characters. Documented are at most 36.
    ///
    /// # Errors
    /// Refuses anything else.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        text::plain(text, 64).map(Self)
    }

    /// An id as it may stand in an address: 1 to 64 letters, digits, `-` and `_`. Anything else is not an id.
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
    fn an_order_number_is_taken_as_it_is_or_refused() {
        assert!(OrderNumber::new("Заказ №1", 36).is_ok());
        for (bad, why) in [
            ("", "is empty; leave it out instead"),
            (" 1", "starts or ends with white space"),
            ("1\n2", "contains a control character such as a line break"),
            ("1234567890A", "has 11 characters, at most 10 are allowed"),
        ] {
            assert_eq!(OrderNumber::new(bad, 10).unwrap_err().to_string(), why);
        }
    }

    #[test]
    fn an_id_from_an_address_is_strict() {
        assert!(OrderId::from_query("01491d0b-c848-7dd6-a20d-e96900a7d8c0").is_some());
        for bad in ["", "a b", "a%20b", "a;b", "<id>", "ё"] {
            assert_eq!(OrderId::from_query(bad), None, "{bad}");
        }
        assert_eq!(OrderId::from_query(&"a".repeat(65)), None);
    }
}
