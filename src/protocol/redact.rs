//! Removes card numbers and e-mail addresses from the gateway's messages, which may repeat what was sent to the gateway.

use crate::codec::bytes::contains;

/// The text without card numbers and e-mail addresses, and at most 512 characters long.
#[must_use]
pub fn redacted(text: &str) -> String {
    let mut shown = String::new();
    let mut run = String::new();
    for c in text.chars().take(2_000) {
        if c.is_ascii_digit() || (!run.is_empty() && is_separator(c)) {
            run.push(c);
        } else {
            end_run(&mut run, &mut shown);
            shown.push(if c.is_control() { ' ' } else { c });
        }
    }
    end_run(&mut run, &mut shown);
    let mut anonymous = String::new();
    for word in shown.split_inclusive(' ') {
        anonymous.push_str(if contains(word.as_bytes(), b"@") || contains(word.as_bytes(), b"%40") {
            "*** "
        } else {
            word
        });
    }
    anonymous.trim_ascii_end().chars().take(512).collect()
}

/// Thirteen or more digits are taken as a card number: no code and no amount has so many.
fn end_run(run: &mut String, shown: &mut String) {
    let number = run.trim_end_matches(is_separator);
    let is_card = number.bytes().filter(u8::is_ascii_digit).count() >= 13;
    shown.push_str(if is_card { "***" } else { number });
    shown.push_str(run.strip_prefix(number).unwrap_or_default());
    run.clear();
}

/// What may stand between the groups of digits of a card number.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, '\t' | ' ' | '-'..='/' | '_' | '\u{a0}' | '\u{2000}'..='\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_and_addresses_are_hidden_in_every_grouping() {
        for (text, shown) in [
            ("card 4111111111111111 is not accepted", "card *** is not accepted"),
            ("card 4111 1111 1111 1111, sorry", "card ***, sorry"),
            ("4111-1111-1111-1111", "***"),
            ("card 4111.1111.1111.1111 is not accepted", "card *** is not accepted"),
            ("card 4111  1111  1111  1111.", "card ***."),
            ("4111\u{a0}1111\u{a0}1111\u{a0}1111", "***"),
            ("4111\u{2009}1111\u{202f}1111\u{2011}1111", "***"),
            ("card 4111/1111/1111/1111 or 4111_1111_1111_1111 or 4111\t1111\t1111\t1111", "card *** or *** or ***"),
            ("order 01491d0b-c848-7dd6-a20d-e96900a7d8c0", "order 01491d0b-c848-7dd6-a20d-e96900a7d8c0"),
            ("amount 2000 of 5000 at 12:30", "amount 2000 of 5000 at 12:30"),
            ("two\nlines", "two lines"),
            ("no account for ana@shop.example today", "no account for *** today"),
            ("email=ana%40shop.example&x", "***"),
        ] {
            assert_eq!(redacted(text), shown);
        }
        assert_eq!(redacted(&"x".repeat(5_000)).len(), 512);
    }
}
