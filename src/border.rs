//! The border to JavaScript: reads a caller's objects, and writes answers as values. It has no logic of its own.
//!
//! Both JavaScript packages use it. The lean module of the npm package calls [`step`] with JSON text; the exports of the
//! feature `js` call the readers and writers with values.

pub mod options;
pub mod read;
pub(crate) mod step;
#[cfg(feature = "serde")]
pub mod values;
pub(crate) mod write;

pub use step::step;
