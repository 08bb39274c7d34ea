//! The gateway's methods: the form of each request, and the reading of each reply.

pub mod change;
pub mod fit;
pub mod object;
pub mod redact;
pub mod register;
pub mod reply;
pub mod status;
