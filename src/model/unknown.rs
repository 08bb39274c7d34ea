//! The error for an unknown option, with a known option that has a similar name.

use crate::model::error::Error;

/// The error for the unknown option `key` of the object `parent`.
pub(crate) fn unknown(parent: &str, key: &str, known: &[&str]) -> Error {
    // The key is shown at most 40 characters long and without control characters.
    let shown: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
    let meant = known.iter().find(|name| name.eq_ignore_ascii_case(key) || is_a_typing_error(name, key));
    let why = meant.map_or_else(
        || "is not a known option".to_owned(),
        |name| ["is not a known option; did you mean `", name, "`?"].concat(),
    );
    Error::invalid(&[parent, ".", &shown].concat(), &why)
}

/// Whether the names differ by one character added, removed or changed, or by two neighbours swapped.
pub(crate) fn is_a_typing_error(known: &str, typed: &str) -> bool {
    let head = known.bytes().zip(typed.bytes()).take_while(|(x, y)| x == y).count();
    let tail = known.bytes().rev().zip(typed.bytes().rev()).take_while(|(x, y)| x == y).count();
    let differing = known.len().max(typed.len()).saturating_sub(head + tail);
    differing <= 1 || (differing == 2 && known.len() == typed.len())
}
