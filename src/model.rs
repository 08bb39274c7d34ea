//! What a call is about: valid by construction. Nothing here knows JSON, and nothing here decides.

pub mod address;
pub mod change;
pub mod credentials;
pub mod error;
pub mod expected;
pub mod gateway;
pub mod ids;
pub mod keys;
pub mod money;
pub mod order;
pub mod public_key;
pub(crate) mod text;
pub(crate) mod unknown;
