//! Conversion between the objects of the JavaScript API and the types of this crate. It contains no payment logic. Rust programs
//! do not need it.
//!
//! Both JavaScript packages use it. The module of the npm package calls [`step`] with JSON text. The exports of the feature `js`
//! call the readers and writers with values.

pub mod options;
pub mod read;
pub(crate) mod step;
#[cfg(feature = "serde")]
pub mod values;
pub(crate) mod write;

pub use step::step;
