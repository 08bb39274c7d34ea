//! Which banks' ways this build has.
//!
//! A build serves every bank, unless `BPC_CHECKOUT_BANK` names one when it is compiled. Then it leaves out what that bank's line in
//! [`super::banks`] does not ask for. The build for [`REFERENCE`] serves every bank that works as the vendor's reference says.
//!
//! Every constant is computed from the lines, so a word that a line gains is in the build too.

use super::banks;

/// The bank of this build; `None` if it serves every bank.
pub(crate) const BANK: Option<&str> = option_env!("BPC_CHECKOUT_BANK");

/// The name of the build for every bank of [`banks::USUAL`].
pub(crate) const REFERENCE: &str = "reference";

/// Whether this is the build for [`REFERENCE`].
pub(super) const IS_REFERENCE: bool = match BANK {
    Some(name) => is_same(name, REFERENCE),
    None => false,
};

/// The words that this build has; `None` if it has all.
const WORDS: Option<&[u8]> = match BANK {
    Some(_) if IS_REFERENCE => Some(banks::USUAL.as_bytes()),
    Some(name) => {
        let line = line_of(banks::OTHERWISE, name);
        assert!(line.is_some(), "BPC_CHECKOUT_BANK names a bank of the list `OTHERWISE`, or is `reference`");
        line
    }
    None => None,
};

pub(crate) const JSON: bool = has("json");
pub(crate) const BASIC: bool = has("basic");
pub(crate) const ACKNOWLEDGE: bool = has("acknowledge");
pub(crate) const CUSTOMER: bool = has("customer");
pub(crate) const PARAMS: bool = has("params");
pub(crate) const ONE_PHASE: bool = has("one-phase");
pub(crate) const WHOLE_REFUND: bool = has("whole-refund");
pub(crate) const REFUND_ID_IN_PARAMS: bool = has("refund-id-in-params");
pub(crate) const POINTS: bool = has("points");
pub(crate) const RETURN_ID: bool = has("id");
pub(crate) const ONLY: bool = has("only");
pub(crate) const MINIMUM: bool = has("minimum");
pub(crate) const WITHOUT: bool = has("without");
pub(crate) const LANGUAGES: bool = has("languages");
pub(crate) const LENGTHS: bool =
    has("orderNumber") || has("description") || has("email") || has("childId") || has("pageView") || has("jsonParams");
/// Texts inside jsonParams that have a limit.
pub(crate) const UDF: bool = has("udf");
/// Whole numbers inside jsonParams that have a range.
pub(crate) const RANGES: bool = has("installments");
pub(crate) const STATUSES: bool = has("-1") || has("7") || has("8") || has("9");
/// Callbacks that are a JSON Web Token.
pub(crate) const TOKENS: bool = has("callback=jwt");
/// Callbacks that nobody signed.
pub(crate) const UNSIGNED: bool = has("callback=json") || has("callback=unsigned");
/// Callbacks with a checksum, as in the reference.
pub(crate) const CHECKSUMS: bool = BANK.is_none() || !(TOKENS || UNSIGNED);

/// Does what this build has the code for.
///
/// # Errors
/// Those of `code`; that this build has no such code.
pub(crate) fn only<T>(is_built: bool, code: impl FnOnce() -> Result<T, &'static str>) -> Result<T, &'static str> {
    if is_built { code() } else { Err("is signed otherwise than this build of the library can check") }
}

/// Whether a bank of this build has this word.
const fn has(word: &str) -> bool {
    match WORDS {
        Some(words) => has_word(words, word),
        None => true,
    }
}

const fn is_same(one: &str, other: &str) -> bool {
    matches!(after(one.as_bytes(), other), Some([]))
}

/// What follows `start`.
const fn after<'a>(mut text: &'a [u8], start: &str) -> Option<&'a [u8]> {
    let mut start = start.as_bytes();
    while let Some((wanted, left)) = start.split_first() {
        match text.split_first() {
            Some((byte, rest)) if *byte == *wanted => (text, start) = (rest, left),
            _ => return None,
        }
    }
    Some(text)
}

/// The words after the name.
const fn line_of<'a>(list: &'a str, name: &str) -> Option<&'a [u8]> {
    let mut left = list.as_bytes();
    let mut is_at_name = true;
    loop {
        if is_at_name && let Some(words @ [b' ', ..]) = after(left, name) {
            return Some(until_the_end(words));
        }
        match left.split_first() {
            Some((byte, rest)) => (is_at_name, left) = (*byte == b'\n', rest),
            None => return None,
        }
    }
}

const fn until_the_end(line: &[u8]) -> &[u8] {
    let (mut left, mut length) = (line, 0);
    while let Some((byte, rest)) = left.split_first()
        && *byte != b'\n'
    {
        (left, length) = (rest, length + 1);
    }
    match line.split_at_checked(length) {
        Some((words, _)) => words,
        None => line,
    }
}

/// Whether lines have a word; of `name=value`, whether it has this name.
const fn has_word(lines: &[u8], word: &str) -> bool {
    let mut left = lines;
    while let Some((byte, rest)) = left.split_first() {
        if *byte == b' ' && matches!(after(rest, word), Some([] | [b' ' | b'=' | b'\n', ..])) {
            return true;
        }
        left = rest;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "one live test json callback=jwt\ntwo live - minimum=5 7=refunded";

    #[test]
    fn a_build_has_what_the_line_of_its_bank_asks_for() {
        let one = line_of(LIST, "one").unwrap();
        for (word, is_there) in [("json", true), ("callback", true), ("callback=jwt", true), ("callback=json", false)] {
            assert_eq!(has_word(one, word), is_there, "{word}");
        }
        for word in ["minimum", "7", "jso", "jwt", "two", "one"] {
            assert!(!has_word(one, word), "{word}");
        }
        let two = line_of(LIST, "two").unwrap();
        assert!(has_word(two, "minimum") && has_word(two, "7") && !has_word(two, "json") && !has_word(two, "refunded"));
    }

    #[test]
    fn a_name_is_found_whole_and_at_the_beginning_of_a_line() {
        for name in ["on", "ones", "live", "three", "ne"] {
            assert!(line_of(LIST, name).is_none(), "{name}");
        }
        assert!(is_same("reference", REFERENCE) && !is_same("refer", REFERENCE) && !is_same("references", REFERENCE));
    }

    #[test]
    fn this_build_serves_every_bank() {
        assert_eq!(BANK, None);
        assert!(has("json") && CHECKSUMS && TOKENS && UNSIGNED);
    }
}
