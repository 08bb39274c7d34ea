//! Card payments by redirect through any bank that runs the BPC (RBS, `SmartVista`) payment gateway.
//!
//! The crate is the inside of the npm package `bpc-checkout`. It is pure: clock, randomness and network come in as parameters,
//! so all of it compiles and is tested natively; [`js`] is where a JavaScript program enters.
//!
//! A payment flows [`order`] → [`register`] → the gateway's page → [`return_state`] → [`status`] → [`verdict`];
//! [`callback`] hears of it from the bank and decides nothing. [`client`] is the conductor, [`wire`] the only room that
//! knows how the gateway spells things, and [`verdict`] the only one that can say "paid".

pub mod action_code;
pub mod address;
pub mod callback;
pub mod client;
pub mod credentials;
mod digits;
pub mod error;
pub mod gateway;
pub mod js;
pub mod lifecycle;
pub mod messages;
pub mod money;
pub mod options;
pub mod order;
pub mod register;
pub mod retry;
pub mod return_state;
pub mod status;
pub mod verdict;
pub mod wire;

pub use error::{Error, ErrorCode};
