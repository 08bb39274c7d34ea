//! The gateway's methods: what is sent, and how a reply is read.

pub mod change;
pub mod object;
pub mod redact;
pub mod register;
pub mod reply;
pub mod status;
