//! Reads and writes JSON text.
//!
//! This parser is written by hand for four reasons. `serde_json` would add 16 KB to the module of the npm package. The platform's
//! `JSON.parse` rounds integers of 16 digits, and `feUtrnno` has 18. It has no limit of depth. It throws an exception for invalid
//! text, which costs memory in WebAssembly each time. The tests compare this parser with `serde_json`.

mod read;
mod write;

pub use read::{MAX_DEPTH, NotJson, parse};
pub use write::stringify;
#[cfg(feature = "border")]
pub(crate) use write::write;
pub(crate) use write::write_text;

#[cfg(test)]
mod tests;
