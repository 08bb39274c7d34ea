//! The gateway's own words, made fit to be shown: it may echo what it was sent.

use crate::wire::form::hex_byte;
use crate::wire::value::contains;

/// The words without what may be a card number or an e-mail address, cut at 512 characters.
#[must_use]
pub fn presentable(words: &str) -> String {
    let mut shown = String::new();
    let mut run = String::new();
    for c in words.chars().take(2_000) {
        // A card number may come in groups.
        let goes_on =
            c.is_ascii_digit() || (matches!(c, ' ' | '-') && run.ends_with(|last: char| last.is_ascii_digit()));
        if goes_on {
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
    anonymous.trim_end().chars().take(512).collect()
}

/// Thirteen digits or more are no code and no amount.
fn end_run(run: &mut String, shown: &mut String) {
    let number = run.trim_end_matches([' ', '-']);
    let is_card = number.bytes().filter(u8::is_ascii_digit).count() >= 13;
    shown.push_str(if is_card { "***" } else { number });
    shown.push_str(run.strip_prefix(number).unwrap_or_default());
    run.clear();
}

/// The bytes that the words were before a form encoded them; what is no encoding stays.
#[must_use]
pub fn decoded(words: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(words.len());
    let mut rest = words.as_bytes().iter();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        match (byte, hex_byte(&mut ahead)) {
            (b'%', Some(encoded)) => {
                bytes.push(encoded);
                rest = ahead;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*byte),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_and_addresses_are_hidden_in_every_grouping() {
        for (words, shown) in [
            ("card 4111111111111111 is not accepted", "card *** is not accepted"),
            ("card 4111 1111 1111 1111, sorry", "card ***, sorry"),
            ("4111-1111-1111-1111", "***"),
            ("order 01491d0b-c848-7dd6-a20d-e96900a7d8c0", "order 01491d0b-c848-7dd6-a20d-e96900a7d8c0"),
            ("amount 2000 of 5000 at 12:30", "amount 2000 of 5000 at 12:30"),
            ("two\nlines", "two lines"),
            ("no account for ana@shop.example today", "no account for *** today"),
            ("email=ana%40shop.example&x", "***"),
        ] {
            assert_eq!(presentable(words), shown);
        }
        assert_eq!(presentable(&"x".repeat(5_000)).len(), 512);
    }

    #[test]
    fn encoded_words_are_decoded() {
        assert_eq!(decoded("password=pa%40ss%2Fword1+2&a=%zz%4"), b"password=pa@ss/word1 2&a=%zz%4");
    }
}
