//! Amounts and currencies: exact, or refused.

#![cfg(test)]

use bpc_checkout::model::money::{Amount, Currency};
use proptest::prelude::*;

#[track_caller]
fn currency(text: &str) -> Currency {
    Currency::parse(text).unwrap()
}

#[track_caller]
fn minor(decimal: &str, code: &str) -> u64 {
    Amount::from_decimal(decimal, currency(code)).unwrap().minor()
}

#[track_caller]
fn refusal(decimal: &str, code: &str) -> String {
    Amount::from_decimal(decimal, currency(code)).unwrap_err().to_string()
}

#[test]
fn decimals_become_minor_units_by_the_currency() {
    for (decimal, code, expected) in [
        ("20.00", "EUR", 2000),
        ("20", "EUR", 2000),
        ("20.5", "EUR", 2050),
        ("0.01", "EUR", 1),
        ("0", "EUR", 0),
        ("19.99", "EUR", 1999),
        ("007.50", "EUR", 750),
        ("20", "JPY", 20),
        ("20.005", "TND", 20_005),
        ("20", "TND", 20_000),
        ("1.2345", "UYW", 12_345),
        ("9999999999.99", "EUR", 999_999_999_999),
        ("999999999999", "JPY", 999_999_999_999),
    ] {
        assert_eq!(minor(decimal, code), expected, "{decimal} {code}");
    }
}

#[test]
fn what_is_not_exact_is_refused_with_the_reason() {
    const SHAPE: &str = "expected digits with at most one decimal point, such as \"20.00\"";
    for bad in [
        "", ".", "20.", ".5", "-1", "+1", " 1", "1 ", "1,50", "1.000,50", "1e3", "0x10", "1.2.3", "٢٠", "NaN",
        "Infinity", "20€",
    ] {
        assert_eq!(refusal(bad, "EUR"), SHAPE, "{bad:?}");
    }
    assert_eq!(refusal("20.005", "EUR"), "has more than 2 fraction digits, the most that EUR has; round it first");
    assert_eq!(refusal("20.0", "JPY"), "has more than 0 fraction digits, the most that JPY has; round it first");
    assert_eq!(refusal("20.0005", "KWD"), "has more than 3 fraction digits, the most that KWD has; round it first");
    let too_large = "has more than 12 digits; the gateway accepts at most 12";
    assert_eq!(refusal("10000000000.00", "EUR"), too_large);
    assert_eq!(refusal(&"9".repeat(400), "EUR"), too_large);
    assert_eq!(Amount::from_minor(1_000_000_000_000).unwrap_err().to_string(), too_large);
}

#[test]
fn currencies_go_by_letters_and_by_number() {
    for (text, alpha, digits, exponent) in [
        ("EUR", "EUR", "978", 2),
        ("eur", "EUR", "978", 2),
        ("978", "EUR", "978", 2),
        ("DZD", "DZD", "012", 2),
        ("012", "DZD", "012", 2),
        ("12", "DZD", "012", 2),
        ("051", "AMD", "051", 2),
        ("8", "ALL", "008", 2),
        ("810", "RUR", "810", 2),
        ("TND", "TND", "788", 3),
        ("JPY", "JPY", "392", 0),
    ] {
        let found = currency(text);
        assert_eq!((found.alpha(), found.digits().as_str(), found.exponent()), (alpha, digits, exponent), "{text}");
        assert_eq!(Some(found.numeric()), digits.parse().ok(), "{text}");
    }
    for bad in ["", "EURO", "EU", "0978", "999", "-78", "9 8", "€", "xxx", "000"] {
        let why = Currency::parse(bad).unwrap_err().to_string();
        assert_eq!(why, "expected an ISO 4217 currency code such as \"EUR\" or \"978\"", "{bad:?}");
    }
}

#[test]
fn two_currencies_are_the_same_by_their_number_only() {
    assert_eq!(currency("EUR"), currency("978"));
    assert_ne!(currency("RUB"), currency("RUR"));
    assert_eq!(format!("{:?}", currency("978")), "EUR");
}

fn any_currency() -> impl Strategy<Value = Currency> {
    (0_u16..1000).prop_filter_map("listed", Currency::from_numeric)
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(minor in 0..=Amount::MAX, currency in any_currency()) {
        let amount = Amount::from_minor(minor).unwrap();
        prop_assert_eq!(Amount::from_decimal(&amount.to_decimal(currency), currency), Ok(amount));
    }

    #[test]
    fn every_currency_is_found_by_its_own_names(currency in any_currency()) {
        prop_assert_eq!(Currency::parse(currency.alpha()), Ok(currency));
        prop_assert_eq!(Currency::parse(&currency.digits()), Ok(currency));
    }

    /// Every accepted text gives the number that an independent calculation gives. Every other text is refused.
    #[test]
    fn accepted_text_is_exact(text in "[0-9]{0,8}(\\.[0-9]{0,4})?", currency in any_currency()) {
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
        let exponent = currency.exponent();
        let fits = !whole.is_empty() && !fraction.is_empty() && (fraction.len() <= exponent || !text.contains('.'));
        let exact = || format!("{whole}{:0<exponent$}", if text.contains('.') { fraction } else { "" }).parse::<u64>().unwrap();
        let read = Amount::from_decimal(&text, currency).ok().map(Amount::minor);
        prop_assert_eq!(read, fits.then(exact));
    }

    #[test]
    fn no_text_makes_it_panic(text in ".*", currency in any_currency()) {
        let _ = (Amount::from_decimal(&text, currency), Currency::parse(&text));
    }
}
