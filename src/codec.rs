//! Encodings: JSON, forms, base64url, hexadecimal, decimal numbers, times and DER. This module contains no payment logic.

pub mod base64url;
pub(crate) mod bytes;
pub(crate) mod decimal;
pub(crate) mod der;
pub mod form;
pub(crate) mod hex;
pub mod json;
pub(crate) mod split;
pub mod time;
pub mod value;

pub use form::Form;
pub use value::Value;
