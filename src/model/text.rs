//! Rules for text that goes to the gateway.

use crate::codec::decimal;
use crate::model::error::Invalid;

/// Text of `1..=max` characters without control characters and without HTML, which the gateway rejects.
///
/// Source of the content rule: BPC REST reference, general requirements.
pub(crate) fn checked(text: &str, max: usize) -> Result<String, Invalid> {
    without_html(plain(text, max)?)
}

/// A text without HTML. The gateway rejects it in every parameter, and in JSON too.
pub(crate) fn without_html(text: String) -> Result<String, Invalid> {
    if looks_like_html(&text) { Err("contains HTML, which the gateway rejects".into()) } else { Ok(text) }
}

/// Text of `1..=max` characters without control characters.
pub(crate) fn plain(text: &str, max: usize) -> Result<String, Invalid> {
    let length = text.chars().count();
    if length == 0 {
        return Err("is empty; omit it instead".into());
    }
    if length > max {
        return Err(too_long(length, max).into());
    }
    if text.chars().any(char::is_control) {
        return Err("contains a control character such as a line break".into());
    }
    Ok(text.to_owned())
}

/// The message for a text of `length` characters where `max` are allowed.
pub(crate) fn too_long(length: usize, max: usize) -> String {
    ["has ", &decimal::count(length), " characters, at most ", &decimal::count(max), " are allowed"].concat()
}

/// Whether a text begins or ends with white space.
pub(crate) fn is_padded(text: &str) -> bool {
    let mut chars = text.chars();
    let ends = [chars.next(), chars.next_back()];
    ends.into_iter().flatten().any(char::is_whitespace)
}

pub(crate) const EXPECTED_LANGUAGE: &str = "expected a language of two letters such as \"en\"";

/// A language of two letters, in lower case.
pub(crate) fn language(text: &str) -> Result<String, Invalid> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Ok(text.to_ascii_lowercase());
    }
    Err(EXPECTED_LANGUAGE.into())
}

fn looks_like_html(text: &str) -> bool {
    let opens = |pair: &[u8]| matches!(pair, [b'<', next] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!'));
    text.as_bytes().windows(2).any(opens)
}
