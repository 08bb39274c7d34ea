//! Card numbers in a reply, masked before anything else sees them: test gateways are known to send whole ones.

use crate::wire::value::{Value, contains};

/// Masks every card number in the value.
pub(super) fn mask_cards(value: &mut Value) {
    match value {
        Value::List(items) => items.iter_mut().for_each(mask_cards),
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::Text(text) if holds_card_number(key) => *text = mask(text),
                    Value::Int(number) if holds_card_number(key) => *value = Value::Text(mask(&number.to_string())),
                    _ => mask_cards(value),
                }
            }
        }
        _ => {}
    }
}

/// `pan`, `maskedPan`, `panMasked`, `dpan`, `detokenizedPanRepresentation`, in any case.
fn holds_card_number(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.ends_with("pan") || key.starts_with("pan") || contains(&key, "panrepresentation")
}

/// Six digits, stars, four digits; what is too short to be a whole number, or masked already, stays as it is.
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
    use super::mask;

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
