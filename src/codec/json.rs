//! JSON text to [`Value`] and back.
//!
//! Ours, because the wire is what this library is for: a general parser weighs ten times as much, the platform's own throws
//! (which costs memory in WebAssembly each time), rounds integers of 16 digits (`feUtrnno` has 18) and recurses as deep as
//! a stranger likes. It is held against a general parser in the tests.

mod read;
mod write;

pub use read::{MAX_DEPTH, NotJson, parse};
pub use write::stringify;
pub(crate) use write::{write, write_text};

#[cfg(test)]
mod tests;
