//! Amounts and currencies: the text is read exactly as big integers say, or refused; what is printed is read back.

#![no_main]

use std::sync::LazyLock;

use bpc_checkout::model::money::{Amount, Currency};
use libfuzzer_sys::fuzz_target;
use num_bigint::BigUint;

static CURRENCIES: LazyLock<Vec<Currency>> = LazyLock::new(|| (0..1000).filter_map(Currency::from_numeric).collect());

/// One for each number of fraction digits.
static SPOKEN: LazyLock<[Currency; 4]> =
    LazyLock::new(|| ["JPY", "EUR", "TND", "UYW"].map(|code| Currency::parse(code).expect("ISO 4217 lists it")));

/// Digits, or digits, a point and digits: the fraction has at most `exponent` of them, the whole at most twelve.
fn exact(text: &str, exponent: usize) -> Option<u64> {
    let mut fraction = None::<usize>;
    let mut digits = Vec::new();
    for byte in text.bytes() {
        match (byte, &mut fraction) {
            (b'0'..=b'9', None) => digits.push(byte),
            (b'0'..=b'9', Some(count)) => {
                *count += 1;
                digits.push(byte);
            }
            (b'.', None) if !digits.is_empty() => fraction = Some(0),
            _ => return None,
        }
    }
    if digits.is_empty() || fraction == Some(0) || fraction.unwrap_or(0) > exponent {
        return None;
    }
    let scale = u32::try_from(exponent - fraction.unwrap_or(0)).ok()?;
    let minor = BigUint::parse_bytes(&digits, 10)? * BigUint::from(10_u8).pow(scale);
    u64::try_from(minor).ok().filter(|minor| *minor < 1_000_000_000_000)
}

fn texts(text: &str) {
    for currency in *SPOKEN {
        let read = Amount::from_decimal(text, currency).ok().map(Amount::minor);
        assert_eq!(read, exact(text, currency.exponent()), "{text:?} {currency:?}");
    }
    let number = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u16>().ok()).flatten();
    let named = CURRENCIES.iter().find(|currency| {
        currency.alpha().eq_ignore_ascii_case(text) || (text.len() <= 3 && number == Some(currency.numeric()))
    });
    assert_eq!(Currency::parse(text).ok(), named.copied(), "{text:?}");
}

fn numbers(minor: u64) {
    let amount = Amount::from_minor(minor);
    assert_eq!(amount.is_ok(), minor < 1_000_000_000_000, "{minor}");
    let Ok(amount) = amount else { return };
    for currency in CURRENCIES.iter() {
        let text = amount.to_decimal(*currency);
        assert_eq!(Amount::from_decimal(&text, *currency), Ok(amount), "{text:?} {currency:?}");
        assert_eq!(exact(&text, currency.exponent()), Some(minor), "{text:?} {currency:?}");
    }
}

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        texts(text);
    }
    if let Some(bytes) = data.first_chunk() {
        let number = u64::from_le_bytes(*bytes);
        numbers(number);
        numbers(number % 1_000_000_000_000);
    }
});
