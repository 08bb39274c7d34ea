//! Masks card numbers in a reply: some test gateways send whole numbers.

use crate::codec::{Value, decimal};
use crate::protocol::redact::is_separator;

/// Ids and numbers that may look like a card number and must not be masked. The verdict compares some of them.
const IDS: &[&str] = &[
    "orderId",
    "mdOrder",
    "orderNumber",
    "authRefNum",
    "referenceNumber",
    "externalRefundId",
    "terminalId",
    "bindingId",
    "clientId",
    "feUtrnno",
];

/// A text with fewer digits is already masked, or is not a card number.
const FEWEST_DIGITS: usize = 12;

/// The smallest number with that many digits.
const SMALLEST: u64 = 100_000_000_000;

/// The kind of value that a key has.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// A key that has a card number, or a value inside it.
    CardNumber,
    /// A key that has an id.
    Id,
    /// Any other key. A run of digits that can be a card number is masked.
    Other,
}

/// Masks every card number in the value: by its key, and by its digits. Returns whether there was one.
pub(crate) fn mask_cards(value: &mut Value) -> bool {
    let mut is_masked = false;
    mask_in(value, Place::Other, false, &mut is_masked);
    is_masked
}

/// Masks every card number in the texts of fields that are read already. Their numbers are codes, amounts and times.
pub(super) fn mask_texts(fields: &mut Value) {
    mask_in(fields, Place::Other, true, &mut false);
}

fn mask_in(value: &mut Value, place: Place, only_texts: bool, is_masked: &mut bool) {
    match value {
        Value::List(items) => items.iter_mut().for_each(|item| mask_in(item, place, only_texts, is_masked)),
        Value::Object(entries) if entries.iter().any(|(_, value)| has_room(value)) => {
            // An attribute is an object with `name` and `value`.
            let name = entries.iter().find_map(|(key, value)| match value {
                Value::Text(name) if key.eq_ignore_ascii_case("name") => Some(place_of(name, place)),
                _ => None,
            });
            for (key, value) in entries.iter_mut().filter(|(_, value)| has_room(value)) {
                let place = match name {
                    Some(named) if key.eq_ignore_ascii_case("value") => named,
                    _ => place_of(key, place),
                };
                mask_in(value, place, only_texts, is_masked);
            }
        }
        Value::Text(text) if place == Place::CardNumber || (place == Place::Other && has_enough_digits(text)) => {
            let masked = if place == Place::CardNumber { mask(text) } else { mask_runs(text) };
            *is_masked |= masked != *text;
            *text = masked;
        }
        Value::Int(number) if place != Place::Id && !only_texts => {
            let digits = decimal::signed(*number);
            if place == Place::CardNumber || is_card_number(&digits) {
                *is_masked = true;
                *value = Value::Text(mask(&digits));
            }
        }
        Value::Number(literal) if place == Place::CardNumber || (place == Place::Other && is_card_number(literal)) => {
            *is_masked = true;
            *value = Value::Text(mask(literal));
        }
        _ => {}
    }
}

/// The kind of the value of a key. A value inside a card number is a card number too.
fn place_of(key: &str, above: Place) -> Place {
    if above == Place::CardNumber || holds_card_number(key) {
        Place::CardNumber
    } else if IDS.iter().any(|id| id.eq_ignore_ascii_case(key)) {
        Place::Id
    } else {
        Place::Other
    }
}

/// Whether a card number can stand in a value: nearly no value of a reply is that long, so nearly no key is looked at.
fn has_room(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.len() >= FEWEST_DIGITS,
        Value::Int(number) => number.unsigned_abs() >= SMALLEST,
        Value::Null | Value::Bool(_) => false,
        Value::Number(_) | Value::List(_) | Value::Object(_) => true,
    }
}

fn has_enough_digits(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= 13
}

/// Masks each card number in the text, whether its groups are separated or not. Other digits may stand beside it.
fn mask_runs(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find(is_digit).and_then(|start| rest.split_at_checked(start)) {
        masked.push_str(before);
        let card = card_end(from);
        let end = card.or_else(|| from.find(|c| !is_digit(c))).unwrap_or(from.len());
        let (digits, after) = from.split_at_checked(end).unwrap_or((from, ""));
        match card {
            Some(_) => masked.push_str(&mask(digits)),
            None => masked.push_str(digits),
        }
        rest = after;
    }
    masked.push_str(rest);
    masked
}

/// Where the longest card number ends that begins with the text. It ends where a group of digits ends.
fn card_end(text: &str) -> Option<usize> {
    let mut digits = String::new();
    let mut end = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next()
        && (is_digit(c) || is_separator(c))
        && digits.len() <= 19
    {
        if is_digit(c) {
            digits.push(c);
            if !chars.peek().is_some_and(|(_, next)| is_digit(*next)) && is_card_number(&digits) {
                end = Some(at + 1);
            }
        }
    }
    end
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// 13 to 19 digits with a valid check digit (Luhn). No card number begins with 0 or 1; times in milliseconds do, until 2033.
fn is_card_number(digits: &str) -> bool {
    let is_run = (13..=19).contains(&digits.len()) && digits.chars().all(is_digit);
    let sum = digits.bytes().rev().enumerate().fold(0_u32, |sum, (index, byte)| {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        let doubled = if index % 2 == 1 { digit * 2 } else { digit };
        sum + if doubled > 9 { doubled - 9 } else { doubled }
    });
    is_run && !digits.starts_with(['0', '1']) && sum % 10 == 0
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
    if digits < FEWEST_DIGITS {
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
            (r#"{"Name":"pan","Value":"4111111111111111"}"#, r#"{"Name":"pan","Value":"411111******1111"}"#),
            (r#"{"cardNo":"4111111111111111"}"#, r#"{"cardNo":"411111******1111"}"#),
            (r#"{"card":{"number":4111111111111111}}"#, r#"{"card":{"number":"411111******1111"}}"#),
            (r#"{"d":"card 4111 1111 1111 1111 refused"}"#, r#"{"d":"card 4111 11** **** 1111 refused"}"#),
            (
                r#"{"d":"4111.1111.1111.1111, 5555-5555-5555-5590"}"#,
                r#"{"d":"4111.11**.****.1111, 5555-5555-5555-5590"}"#,
            ),
            (r#"{"d":"4111/1111_1111\u20091111"}"#, "{\"d\":\"4111/11**_****\u{2009}1111\"}"),
            (r#"{"d":"116 4111111111111111 declined"}"#, r#"{"d":"116 411111******1111 declined"}"#),
            (r#"{"d":"4111111111111111 123"}"#, r#"{"d":"411111******1111 123"}"#),
            (r#"{"d":"4111 1111 1111 1111 05.12.2026"}"#, r#"{"d":"4111 11** **** 1111 05.12.2026"}"#),
            (r#"{"d":"14111111111111111"}"#, r#"{"d":"14111111111111111"}"#),
            (r#"{"track2":"4111111111111111=26121010000000"}"#, r#"{"track2":"411111******1111=26121010000000"}"#),
            (r#"{"date":1795392000000,"x":4111111111111112}"#, r#"{"date":1795392000000,"x":4111111111111112}"#),
            (r#"{"orderNumber":"4111111111111111"}"#, r#"{"orderNumber":"4111111111111111"}"#),
            (r#"{"name":"mdOrder","value":"4111111111111111"}"#, r#"{"name":"mdOrder","value":"4111111111111111"}"#),
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
