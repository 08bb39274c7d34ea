//! Transports for [`crate::client::Client`]: what sends the requests.

pub mod fetch;
