//! The error for an unknown name, with the known name that was probably meant.

use crate::model::error::Error;

/// The error for the unknown key `key` of the object `parent`.
pub(crate) fn unknown(parent: &str, key: &str, known: &[&str]) -> Error {
    // A key comes from the caller's own code, but it may be long or unprintable.
    let shown: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
    let meant = known.iter().find(|name| name.eq_ignore_ascii_case(key) || is_a_typing_error(name, key));
    let why = meant.map_or_else(
        || "is not a known option".to_owned(),
        |name| ["is not a known option; did you mean `", name, "`?"].concat(),
    );
    Error::invalid(&[parent, ".", &shown].concat(), &why)
}

/// One character added, dropped or changed, or two neighbours swapped.
fn is_a_typing_error(known: &str, typed: &str) -> bool {
    let head = known.bytes().zip(typed.bytes()).take_while(|(x, y)| x == y).count();
    let tail = known.bytes().rev().zip(typed.bytes().rev()).take_while(|(x, y)| x == y).count();
    let differing = known.len().max(typed.len()).saturating_sub(head + tail);
    differing <= 1 || (differing == 2 && known.len() == typed.len())
}
