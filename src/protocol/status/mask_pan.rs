//! Masks card numbers in a reply before any other code reads it: some test gateways send whole numbers.

use crate::codec::{Value, decimal};

/// Masks every card number in the value.
pub(super) fn mask_cards(value: &mut Value) {
    mask_in(value, false);
}

/// `secret`: the value belongs to a key that has a card number, directly or at any depth.
fn mask_in(value: &mut Value, secret: bool) {
    match value {
        Value::List(items) => items.iter_mut().for_each(|item| mask_in(item, secret)),
        Value::Object(entries) => {
            // An attribute is an object with `name` and `value`.
            let is_name = |(key, value): &(String, Value)| {
                key == "name" && matches!(value, Value::Text(name) if holds_card_number(name))
            };
            let named = entries.iter().any(is_name);
            for (key, value) in entries {
                mask_in(value, secret || holds_card_number(key) || (named && key == "value"));
            }
        }
        Value::Text(text) if secret => *text = mask(text),
        Value::Int(number) if secret => *value = Value::Text(mask(&decimal::signed(*number))),
        Value::Number(literal) if secret => *value = Value::Text(mask(literal)),
        _ => {}
    }
}

/// `pan`, `maskedPan`, `panMasked`, `dpan`, `detokenizedPanRepresentation`, `cardNumber`, in any case.
fn holds_card_number(key: &str) -> bool {
    let starts = |part: &str| key.get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part));
    let ends = |part: &str| {
        let at = key.len().checked_sub(part.len());
        at.and_then(|at| key.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(part))
    };
    starts("pan") || ends("pan") || ends("panrepresentation") || ends("cardnumber")
}

/// Keeps the first six and the last four digits, and replaces the others with stars. A text with fewer than 12 digits is already
/// masked, or is not a card number: it is not changed.
fn mask(text: &str) -> String {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits < 12 {
        return text.to_owned();
    }
    let mut seen = 0;
    let mut masked = String::with_capacity(text.len());
    for c in text.chars() {
        seen += usize::from(c.is_ascii_digit());
        let hide = c.is_ascii_digit() && seen > 6 && seen <= digits - 4;
        masked.push(if hide { '*' } else { c });
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::{mask, mask_cards};
    use crate::codec::json::{parse, stringify};

    #[test]
    fn card_numbers_are_found_at_any_depth() {
        for (json, masked) in [
            (r#"{"pan":"4111111111111111"}"#, r#"{"pan":"411111******1111"}"#),
            (r#"{"a":[{"CardNumber":4111111111111111}]}"#, r#"{"a":[{"CardNumber":"411111******1111"}]}"#),
            (r#"{"pan":["4111111111111111"]}"#, r#"{"pan":["411111******1111"]}"#),
            (r#"{"name":"pan","value":"4111111111111111"}"#, r#"{"name":"pan","value":"411111******1111"}"#),
            (r#"{"name":"udf1","value":"123456789012345"}"#, r#"{"name":"udf1","value":"123456789012345"}"#),
        ] {
            let mut value = parse(json).unwrap();
            mask_cards(&mut value);
            assert_eq!(stringify(&value), masked);
        }
    }

    #[test]
    fn whole_card_numbers_are_masked_and_masked_ones_kept() {
        for (pan, masked) in [
            ("4111111111111111", "411111******1111"),
            ("4111 1111 1111 1111", "4111 11** **** 1111"),
            ("411111**1111", "411111**1111"),
            ("427650XXXXXX2890", "427650XXXXXX2890"),
            ("411111111111", "411111**1111"),
            ("", ""),
        ] {
            assert_eq!(mask(pan), masked);
        }
    }
}
