//! The types of a store's request: order, change, gateway, expected order, money, ids. Their constructors check everything, so
//! a value of these types is valid. This module reads no JSON and decides nothing.

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
