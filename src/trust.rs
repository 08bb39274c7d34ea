//! Checks of authenticity: signed return URLs, signed callbacks, and the comparison that decides whether an order is paid.

pub mod action_code;
pub mod callback;
pub(crate) mod comparison;
mod consistency;
pub mod next;
pub mod outcome;
pub mod return_token;
pub mod verdict;
