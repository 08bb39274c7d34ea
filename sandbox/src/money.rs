//! Currencies as the payment page shows them. The wire itself only knows minor units and numeric codes.

/// Numeric code, letters, digits after the point (ISO 4217). Only currencies of banks that run this gateway, and neighbours.
const CURRENCIES: &[(&str, &str, usize)] = &[
    ("008", "ALL", 2),
    ("012", "DZD", 2),
    ("036", "AUD", 2),
    ("048", "BHD", 3),
    ("051", "AMD", 2),
    ("124", "CAD", 2),
    ("156", "CNY", 2),
    ("203", "CZK", 2),
    ("208", "DKK", 2),
    ("344", "HKD", 2),
    ("348", "HUF", 2),
    ("356", "INR", 2),
    ("376", "ILS", 2),
    ("392", "JPY", 0),
    ("398", "KZT", 2),
    ("400", "JOD", 3),
    ("410", "KRW", 0),
    ("414", "KWD", 3),
    ("498", "MDL", 2),
    ("554", "NZD", 2),
    ("578", "NOK", 2),
    ("643", "RUB", 2),
    ("752", "SEK", 2),
    ("756", "CHF", 2),
    ("784", "AED", 2),
    ("788", "TND", 3),
    ("810", "RUR", 2),
    ("826", "GBP", 2),
    ("840", "USD", 2),
    ("933", "BYN", 2),
    ("941", "RSD", 2),
    ("946", "RON", 2),
    ("949", "TRY", 2),
    ("975", "BGN", 2),
    ("978", "EUR", 2),
    ("980", "UAH", 2),
    ("981", "GEL", 2),
    ("985", "PLN", 2),
];

/// `2000`, `"978"` → `20.00 EUR`. A currency this table does not know keeps its number and two digits.
pub(crate) fn display(amount: u64, currency: &str) -> String {
    let (letters, digits) = CURRENCIES.iter().find(|row| row.0 == currency).map_or((currency, 2), |row| (row.1, row.2));
    let text = format!("{amount:0>width$}", width = digits + 1);
    let (major, minor) = text.split_at_checked(text.len() - digits).unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (at, digit) in major.chars().enumerate() {
        if at > 0 && (major.len() - at) % 3 == 0 {
            grouped.push('\u{202F}');
        }
        grouped.push(digit);
    }
    let point = if minor.is_empty() { "" } else { "." };
    format!("{grouped}{point}{minor}\u{A0}{letters}")
}

#[cfg(test)]
mod tests {
    use super::display;

    #[test]
    fn shows_minor_units_by_the_currency() {
        for (amount, currency, text) in [
            (2000, "978", "20.00\u{A0}EUR"),
            (5, "978", "0.05\u{A0}EUR"),
            (0, "978", "0.00\u{A0}EUR"),
            (1500, "392", "1\u{202F}500\u{A0}JPY"),
            (1_234_567, "414", "1\u{202F}234.567\u{A0}KWD"),
            (999_999_999_999, "012", "9\u{202F}999\u{202F}999\u{202F}999.99\u{A0}DZD"),
            (100, "999", "1.00\u{A0}999"),
        ] {
            assert_eq!(display(amount, currency), text);
        }
    }
}
