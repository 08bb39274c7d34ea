//! The only room that knows how the gateway spells things: form bodies out, loose JSON in.

pub mod form;
pub mod json;
pub mod object;
pub mod reply;
pub mod value;
pub mod words;
