//! What may be believed: signed return addresses, signed callbacks, and the one decision that an order is paid.

pub mod action_code;
pub mod callback;
mod comparison;
mod consistency;
pub mod outcome;
pub mod return_token;
pub mod verdict;
