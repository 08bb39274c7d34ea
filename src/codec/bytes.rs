//! Search in bytes.

/// Whether `part`, which is not empty, occurs in `text`. Compares byte by byte: the search tables of the standard library
/// pay off in long texts only, and make the module larger.
pub(crate) fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len().max(1)).any(|window| window == part)
}
