//! A BPC payment gateway to develop and test against.
//!
//! The crate is a pure core: it reads no clock, draws no random numbers, opens no socket and touches no file. A request and
//! the time go in, a response comes out:
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
//! It shares no code with the library it is used to test, so that a misreading of the protocol cannot hide on both sides.
//! What it knows of the protocol comes from the banks' public documents: "BPC REST reference", "SATIM integration guide",
//! "Banca Transilvania iPay".

mod action;
mod binding;
mod calendar;
mod callback;
mod cards;
mod checks;
mod control;
mod encoding;
mod endpoints;
mod exchange;
mod fault;
mod form;
mod http;
mod money;
mod options;
mod order;
mod pages;
mod payment;
mod rng;
mod routes;
mod sandbox;
mod shop;
mod store;
mod view;
mod wire;

pub use callback::{Callback, CallbackLine, Callbacks, Method, Signature};
pub use cards::Card;
pub use exchange::Exchange;
pub use fault::{Fault, FaultKind};
pub use http::{Request, Response};
pub use options::{Merchant, Options};
pub use payment::{Paid, Payment, PaymentError};
pub use sandbox::Sandbox;
pub use view::{HistoryLine, OrderView};
pub use wire::profile::Profile;

#[cfg(target_arch = "wasm32")]
mod js;
