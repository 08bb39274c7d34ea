//! Amounts as the payment page shows them. The wire has minor units and numeric currency codes only.

use iso_currency::Currency;

/// Letters and decimal places of currencies that ISO 4217 has withdrawn and gateways still use.
const WITHDRAWN: &[(&str, &str, u16)] = &[("810", "RUR", 2)];

/// `2000` and `"978"` become `20.00 EUR`. An unknown currency keeps its number and gets two decimal places.
pub(crate) fn display(amount: u64, currency: &str) -> String {
    let (letters, places) = letters_and_places(currency);
    let places = usize::from(places);
    let text = format!("{amount:0>width$}", width = places + 1);
    let (major, minor) = text.split_at_checked(text.len() - places).unwrap_or((&text, ""));
    let point = if minor.is_empty() { "" } else { "." };
    format!("{}{point}{minor}\u{A0}{letters}", grouped(major))
}

fn letters_and_places(numeric: &str) -> (&str, u16) {
    let known = numeric.parse().ok().and_then(Currency::from_numeric);
    let current = known.and_then(|currency| Some((currency.code(), currency.exponent()?)));
    let withdrawn =
        || WITHDRAWN.iter().find(|(code, ..)| *code == numeric).map(|(_, letters, places)| (*letters, *places));
    current.or_else(withdrawn).unwrap_or((numeric, 2))
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202F}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{display, letters_and_places};

    #[test]
    fn shows_minor_units_by_the_currency() {
        for (amount, currency, text) in [
            (2000, "978", "20.00\u{A0}EUR"),
            (5, "978", "0.05\u{A0}EUR"),
            (0, "978", "0.00\u{A0}EUR"),
            (1500, "392", "1\u{202F}500\u{A0}JPY"),
            (1_234_567, "414", "1\u{202F}234.567\u{A0}KWD"),
            (999_999_999_999, "012", "9\u{202F}999\u{202F}999\u{202F}999.99\u{A0}DZD"),
            (100, "810", "1.00\u{A0}RUR"),
            (100, "532", "1.00\u{A0}XCG"),
            (100, "999", "1.00\u{A0}999"),
            (100, "", "1.00\u{A0}"),
        ] {
            assert_eq!(display(amount, currency), text);
        }
    }

    /// Numeric code, letters and decimal places of the currencies of the banks that run this gateway, and of their neighbours.
    const BANKS: &str = "008 ALL 2, 012 DZD 2, 036 AUD 2, 048 BHD 3, 051 AMD 2, 124 CAD 2, 156 CNY 2, 203 CZK 2, \
        208 DKK 2, 344 HKD 2, 348 HUF 2, 356 INR 2, 376 ILS 2, 392 JPY 0, 398 KZT 2, 400 JOD 3, \
        410 KRW 0, 414 KWD 3, 498 MDL 2, 554 NZD 2, 578 NOK 2, 643 RUB 2, 752 SEK 2, 756 CHF 2, \
        784 AED 2, 788 TND 3, 810 RUR 2, 826 GBP 2, 840 USD 2, 933 BYN 2, 941 RSD 2, 946 RON 2, \
        949 TRY 2, 975 BGN 2, 978 EUR 2, 980 UAH 2, 981 GEL 2, 985 PLN 2";

    #[test]
    fn knows_the_currencies_of_the_banks() {
        for row in BANKS.split(", ") {
            let [numeric, letters, places] = row.split(' ').collect::<Vec<_>>()[..] else { panic!("{row}") };
            assert_eq!(letters_and_places(numeric), (letters, places.parse().unwrap()), "{row}");
        }
    }
}
