//! What the gateway's answers look like on the wire; the only place that knows the shapes.

pub(crate) mod legacy;
pub(crate) mod message;
pub(crate) mod profile;
pub(crate) mod reply;
pub(crate) mod status;
