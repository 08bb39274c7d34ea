//! A payment gateway of the BPC kind to develop and test against.
//!
//! The crate does no I/O. It reads no clock and no random source, opens no socket and no file. The caller passes a request
//! and the time, and gets a response:
//!
//! ```
//! use bpc_sandbox::{Options, Request, Sandbox};
//!
//! let mut bank = Sandbox::new(Options::default());
//! let form = "userName=test_user&password=test_user_password&orderNumber=A-1&amount=2000&returnUrl=https://shop.example/";
//! let reply = bank.handle(&Request::post("/payment/rest/register.do", form), 1_750_000_000_000);
//! assert_eq!(reply.status, 200);
//! assert!(reply.text().starts_with(r#"{"orderId":""#));
//! ```
//!
//! It shares no code with the library that is tested with it, so that both cannot have the same mistake. The protocol is
//! written from the public documents of the banks: "BPC REST reference", "SATIM integration guide", "Banca Transilvania
//! iPay", "Credibanco Manual REST", the specification of the Sber e-commerce gateway. `profile/rows.rs` names the source of
//! each profile.
//!
//! [`Sandbox`] routes a request. Endpoints, pages and commands work on the state that they borrow, and on the call that the
//! router read from the request. They do not know the router.

mod account;
mod action;
mod calendar;
mod call;
mod callback;
mod cards;
pub mod certificate;
mod checks;
mod clock;
mod control;
mod digits;
mod encoding;
mod endpoints;
mod events;
mod exchange_log;
mod fault;
mod http;
mod json_body;
mod language;
mod money;
mod operation;
mod options;
mod order;
mod orders;
mod pages;
mod params;
mod payment;
mod payment_method;
mod percent;
mod profile;
mod random;
mod routes;
mod sandbox;
mod saved_cards;
mod state;
mod view;
mod wire;

pub use callback::{Callback, CallbackLine, CallbackResult};
pub use cards::Card;
pub use exchange_log::Exchange;
pub use fault::{Fault, FaultKind};
pub use http::{Request, Response};
pub use options::{Callbacks, Merchant, Method, Options, Signature};
pub use payment::{Challenge, Paid, Payment, PaymentError};
pub use profile::{Facts, Profile};
pub use sandbox::Sandbox;
pub use view::{HistoryLine, OrderView};

#[cfg(test)]
mod declarations;
#[cfg(target_arch = "wasm32")]
mod js;
