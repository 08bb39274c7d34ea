//! The sandbox from outside: bytes on the wire, the life of orders, pages, limits. One program, one compilation.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on says where")]

mod bank;
mod banks;
mod callbacks;
mod control;
mod errors;
mod faults;
mod instrument;
mod limits;
mod merchants;
mod pages;
mod profiles;
mod random;
mod saved_cards;
mod scenarios;
mod wire;
