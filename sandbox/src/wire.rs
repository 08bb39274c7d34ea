//! The replies of the gateway as JSON.

pub(crate) mod legacy;
pub(crate) mod message;
pub(crate) mod reply;
pub(crate) mod status;
