//! Card payments by redirect through any bank that runs the BPC payment gateway (also called RBS or `SmartVista`).
//!
//! A store registers an order and sends the customer to the bank's payment page. After the payment, the customer returns to the
//! store, and the store asks the gateway whether the order is paid. This crate builds the requests, reads the replies, and
//! compares each reply with what the store sold. It works on servers, on edge workers and in other WebAssembly programs.
//!
//! # Features
//!
//! | feature | who needs it | what it adds | dependencies |
//! |---|---|---|---|
//! | none | programs with their own event loop | the types, the state machine [`call::Call`], callbacks, messages | `hmac`, `sha2` |
//! | `client` | asynchronous programs, such as servers with `axum` | `client::Client` over a `Transport` of the program | none |
//! | `fetch` | WebAssembly programs, such as Cloudflare Workers | a `Transport` over the platform's `fetch`; WebAssembly only | `gloo-net`, `js-sys`, `web-sys`, `wasm-bindgen`, `wasm-bindgen-futures` |
//! | `serde` | programs that store or send orders and verdicts | `Serialize` and `Deserialize` | `serde` |
//! | `border` | the JavaScript packages of this project | reads and writes the objects of the JavaScript API | none |
//! | `js` (default) | JavaScript programs that run `wasm-pack build` | `register`, `status`, `verify` and more as exports; WebAssembly only | all of the above and `serde-wasm-bindgen` |
//!
//! A Rust program does not need the exports of `js`:
//! `bpc-checkout = { version = "0.1", default-features = false, features = ["client"] }`.
//!
//! # A payment with the asynchronous client
//!
//! The program implements `Transport` over its HTTP client. The documentation of `client` and `examples/workers-rs` in the
//! repository show one.
//!
//! ```
//! # #[cfg(feature = "client")]
//! # mod example {
//! use bpc_checkout::client::{Client, Transport};
//! use bpc_checkout::{Amount, Currency, Order, Outcome, messages};
//!
//! type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
//!
//! /// `POST /buy`: registers the order, and gives the URL of the payment page.
//! async fn buy<T: Transport>(client: &Client<T>) -> Result<String> {
//!     let euro = Currency::parse("EUR")?;
//!     let price = Amount::from_decimal("20.00", euro)?;
//!     let order = Order::purchase(price, euro, "https://shop.example/return").number("A-1001").build()?;
//!     let registered = client.register(order).await?;
//!     # assert!(registered.return_url().starts_with("https://shop.example/return?bpc_return=v1."));
//!     # RETURN_URL.set(registered.return_url().to_owned()).unwrap();
//!     Ok(registered.form_url().to_owned())
//! }
//!
//! /// `GET /return`: the customer came back. `url` is the whole URL of this request.
//! async fn returned<T: Transport>(client: &Client<T>, url: &str) -> Result<String> {
//!     let verdict = client.verify_return(url).await?;
//!     if *verdict.outcome() == Outcome::Paid {
//!         // Deliver the order verdict.expected().order_number(), once.
//!     }
//!     # assert_eq!(*verdict.outcome(), Outcome::Paid);
//!     Ok(messages::message(&verdict, messages::EN))
//! }
//! # use bpc_checkout::{Gateway, call::{Failure, Request}, protocol::reply::Reply};
//! # static RETURN_URL: std::sync::OnceLock<String> = std::sync::OnceLock::new();
//! # struct Example;
//! # impl Transport for Example {
//! #     async fn send(&self, request: Request) -> std::result::Result<Reply, Failure> {
//! #         let body = if request.url.ends_with("/register.do") {
//! #             r#"{"orderId":"7b1f0c52","formUrl":"https://bank.example/pay?mdOrder=7b1f0c52"}"#
//! #         } else {
//! #             r#"{"errorCode":"0","orderNumber":"A-1001","orderStatus":2,"actionCode":0,"amount":2000,"currency":"978"}"#
//! #         };
//! #         Ok(Reply { status: 200, retry_after: None, body: Some(body.to_owned()) })
//! #     }
//! #     async fn sleep(&self, _ms: u64) -> std::result::Result<(), Failure> { Ok(()) }
//! #     fn now_ms(&self) -> u64 { 1_795_392_000_000 }
//! #     fn random(&self) -> u128 { 7 }
//! # }
//! # fn ready<T>(future: impl Future<Output = T>) -> T {
//! #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! #     let std::task::Poll::Ready(value) = std::pin::pin!(future).poll(&mut context) else { panic!("it waits") };
//! #     value
//! # }
//! # pub fn main() -> Result<()> {
//! #     let gateway = Gateway::builder().base_url("https://bank.example/payment/rest").login("shop-api", "secret");
//! #     let client = Client::new(gateway.return_keys(["a return key of a test store"]).build()?, Example);
//! #     assert_eq!(ready(buy(&client))?, "https://bank.example/pay?mdOrder=7b1f0c52");
//! #     assert_eq!(ready(returned(&client, RETURN_URL.get().unwrap()))?, "The payment is complete. Thank you.");
//! #     Ok(())
//! # }
//! # }
//! # #[cfg(feature = "client")]
//! # example::main().unwrap();
//! ```
//!
//! # A payment without a client (sans-IO)
//!
//! [`call::Call`] is a state machine. It does no I/O and reads no clock: the program sends the requests and waits. This loop is
//! all that a blocking program needs.
//!
//! ```
//! use bpc_checkout::call::{Action, Answer, Call, CallStart, Event, Failure, Request, Task};
//! use bpc_checkout::protocol::reply::Reply;
//! use bpc_checkout::{Amount, Currency, Error, Expected, Gateway, Order, OrderNumber, Outcome};
//! use std::time::{Duration, SystemTime, UNIX_EPOCH};
//!
//! /// Runs a task. `post` sends one form POST and follows no redirect.
//! fn run(task: Task, gateway: &Gateway, post: fn(Request) -> Result<Reply, Failure>) -> Result<Answer, Error> {
//!     let start = CallStart { now_ms: now_ms(), random: random_bits() };
//!     let mut call = Call::new(task, gateway, start);
//!     loop {
//!         let result = match call.poll() {
//!             Action::Send(request) => post(request),
//!             Action::Wait(ms) => {
//!                 std::thread::sleep(Duration::from_millis(ms));
//!                 Err(Failure::Timeout)
//!             }
//!             Action::Done => return call.into_result(),
//!         };
//!         call.handle(Event { now_ms: now_ms(), result });
//!     }
//! }
//!
//! fn now_ms() -> u64 {
//!     SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis().try_into().unwrap_or(u64::MAX))
//! }
//! # fn random_bits() -> u128 { 7 }
//! # fn post(request: Request) -> Result<Reply, Failure> {
//! #     let body = if request.url.ends_with("/register.do") {
//! #         r#"{"orderId":"7b1f0c52","formUrl":"https://bank.example/pay?mdOrder=7b1f0c52"}"#
//! #     } else {
//! #         r#"{"errorCode":"0","orderNumber":"A-1001","orderStatus":2,"actionCode":0,"amount":2000,"currency":"978"}"#
//! #     };
//! #     Ok(Reply { status: 200, retry_after: None, body: Some(body.to_owned()) })
//! # }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let gateway = Gateway::builder().base_url("https://bank.example/payment/rest").login("shop-api", "secret").build()?;
//! let euro = Currency::parse("EUR")?;
//! let price = Amount::from_decimal("20.00", euro)?;
//!
//! let order = Order::purchase(price, euro, "https://shop.example/return").number("A-1001").build()?;
//! let Answer::Registered(registered) = run(Task::Register(order), &gateway, post)? else { unreachable!() };
//! assert_eq!(registered.form_url(), "https://bank.example/pay?mdOrder=7b1f0c52");
//!
//! // After the customer returned:
//! let expected = Expected::new(OrderNumber::parse("A-1001")?, price, euro);
//! let Answer::Verdict(verdict) = run(Task::Verify(expected), &gateway, post)? else { unreachable!() };
//! assert_eq!(*verdict.outcome(), Outcome::Paid);
//! # Ok(())
//! # }
//! ```
//!
//! # What is guaranteed
//!
//! - **Paid means paid.** Only this crate can make a [`Verdict`], only from a reply of the gateway, and only after it compared
//!   order number, amount and currency with the store's [`Expected`].
//! - **Sent once.** A registration, deposit, reversal, refund or decline is never sent twice. If its reply is lost, the error is
//!   `outcome_unknown` and says how to continue.
//! - **Valid values.** [`Order`], [`Change`], [`Gateway`] and the ids can be made only by functions that check them.
//! - **No secrets in text.** No error and no `Debug` output contains a password, key, token or card number.
//! - **No panics.** Input of any kind gives a value or an [`Error`]. The crate has no `unsafe` code.
//!
//! The store has two duties: to take the price from its own data, and to deliver each order number once.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "border")]
pub mod border;
pub mod call;
#[cfg(feature = "client")]
pub mod client;
pub mod codec;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub mod js;
pub mod messages;
pub mod model;
pub mod protocol;
#[cfg(feature = "serde")]
pub mod serialize;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
pub mod transport;
pub mod trust;

pub use call::Registered;
pub use model::address::Address;
pub use model::change::{Change, ChangeBuilder};
pub use model::error::{Error, ErrorCode, Invalid};
pub use model::expected::{Expected, Query};
pub use model::gateway::{Gateway, GatewayBuilder};
pub use model::ids::{OrderId, OrderNumber, Phase};
pub use model::money::{Amount, Currency};
pub use model::order::{Order, OrderBuilder};
pub use protocol::status::{OrderReport, OrderStatus};
pub use trust::verdict::{Outcome, Verdict};

/// The examples of the file that crates.io shows.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../README-rust.md")]
struct Readme;
