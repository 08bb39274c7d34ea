//! Amounts in whole minor units, and ISO 4217 currencies. No floating-point number is used.

mod currencies;

use std::fmt;

use crate::codec::{decimal, split};
use crate::model::error::Invalid;
use currencies::{CURRENCIES, Entry};

/// An ISO 4217 currency with its number of decimal places.
#[derive(Clone, Copy)]
pub struct Currency(&'static Entry);

impl Currency {
    pub(crate) const EXPECTED: &str = "expected an ISO 4217 currency code such as \"EUR\" or \"978\"";

    /// Reads the letters (`EUR`, in any case) or the number (`978`, `012`, also without leading zeros: `12`).
    ///
    /// # Errors
    /// Refuses a code that ISO 4217 does not list. One former code is accepted: the Russian rouble 810, which old gateways still
    /// send.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let found = if !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse::<u64>().ok().and_then(|number| u16::try_from(number).ok()).and_then(Self::from_numeric)
        } else {
            CURRENCIES.iter().find(|entry| entry.alpha.eq_ignore_ascii_case(text.as_bytes())).map(Self)
        };
        found.ok_or_else(|| Self::EXPECTED.into())
    }

    /// The currency with this ISO 4217 number.
    #[must_use]
    pub fn from_numeric(numeric: u16) -> Option<Self> {
        CURRENCIES.iter().find(|entry| entry.numeric == numeric).map(Self)
    }

    /// Whether a text is the letters or the number of this currency. The Russian rouble has two numbers: old gateways still
    /// write 810, which was 643's until 1998.
    #[must_use]
    pub fn is(self, text: &str) -> bool {
        let today = |currency: Self| if currency.numeric() == 810 { 643 } else { currency.numeric() };
        Self::parse(text).is_ok_and(|named| today(named) == today(self))
    }

    /// The three letters, e.g. `EUR`.
    #[must_use]
    pub fn alpha(self) -> &'static str {
        std::str::from_utf8(&self.0.alpha).unwrap_or_default()
    }

    /// The ISO 4217 number, e.g. 978.
    #[must_use]
    pub fn numeric(self) -> u16 {
        self.0.numeric
    }

    /// The number as it is sent to the gateway: three digits with leading zeros, e.g. `012`.
    #[must_use]
    pub fn digits(self) -> String {
        decimal::padded(self.0.numeric.into(), 3)
    }

    /// The number of decimal places: 2 for the euro, 0 for the yen, 3 for the Kuwaiti dinar.
    #[must_use]
    pub fn exponent(self) -> usize {
        usize::from(self.0.exponent)
    }
}

impl PartialEq for Currency {
    fn eq(&self, other: &Self) -> bool {
        self.0.numeric == other.0.numeric
    }
}

impl Eq for Currency {}

impl fmt::Debug for Currency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.alpha())
    }
}

/// An amount in minor units, at most 12 digits.
///
/// Source of the limit: BPC REST reference, `register.do`, parameter `amount`, `[0..12]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

impl Amount {
    /// The largest amount that fits the gateway's 12 digits.
    pub const MAX: u64 = 999_999_999_999;

    /// An amount of `minor` minor units.
    ///
    /// # Errors
    /// Refuses more than 12 digits.
    pub fn from_minor(minor: u64) -> Result<Self, Invalid> {
        if minor > Self::MAX {
            return Err("has more than 12 digits; the gateway accepts at most 12".into());
        }
        Ok(Self(minor))
    }

    /// Reads decimal text such as `20.00` exactly.
    ///
    /// ```
    /// use bpc_checkout::{Amount, Currency};
    /// let euro = Currency::parse("EUR").unwrap();
    /// assert_eq!(Amount::from_decimal("20.5", euro).unwrap().minor(), 2050);
    /// assert!(Amount::from_decimal("20.005", euro).is_err());
    /// ```
    ///
    /// # Errors
    /// Refuses signs, separators, spaces, exponents, missing digits, more decimal places than the currency has, and more than
    /// 12 digits in all. Zero is accepted: a card check is registered with it.
    pub fn from_decimal(text: &str, currency: Currency) -> Result<Self, Invalid> {
        const SHAPE: &str = "expected digits with at most one decimal point, such as \"20.00\"";
        let (whole, fraction) = match split::once(text, ".") {
            Some((_, "")) => return Err(SHAPE.into()),
            Some(parts) => parts,
            None => (text, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(SHAPE.into());
        }
        let exponent = currency.exponent();
        if fraction.len() > exponent {
            return Err([
                "has more than ",
                &decimal::count(exponent),
                " fraction digits, the most that ",
                currency.alpha(),
                " has; round it first",
            ]
            .concat()
            .into());
        }
        let padding = std::iter::repeat_n(b'0', exponent - fraction.len());
        let mut minor: u64 = 0;
        for digit in whole.bytes().chain(fraction.bytes()).chain(padding) {
            minor = minor.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
        }
        Self::from_minor(minor)
    }

    /// The number of minor units.
    #[must_use]
    pub fn minor(self) -> u64 {
        self.0
    }

    /// The minor units as they are sent to the gateway: `2000`.
    #[must_use]
    pub fn digits(self) -> String {
        decimal::padded(self.0, 1)
    }

    /// The decimal text that [`Amount::from_decimal`] reads back: `20.00`.
    #[must_use]
    pub fn to_decimal(self, currency: Currency) -> String {
        let exponent = currency.exponent();
        if exponent == 0 {
            return self.digits();
        }
        let unit = 10_u64.pow(u32::from(currency.0.exponent));
        [&decimal::padded(self.0 / unit, 1), ".", &decimal::padded(self.0 % unit, exponent)].concat()
    }
}
