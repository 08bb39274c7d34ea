//! An asynchronous client: a [`Gateway`] and a [`Transport`].
//!
//! The library does no I/O of its own. [`Client`] drives a [`Call`] over whatever the program sends HTTP requests with:
//! `worker::Fetch`, `reqwest`, or with the feature `fetch` the platform's own `fetch` (`transport::fetch::FetchTransport`).
//!
//! ```
//! use bpc_checkout::call::{Failure, Request};
//! use bpc_checkout::client::{Client, Transport};
//! use bpc_checkout::protocol::reply::Reply;
//! use bpc_checkout::{Amount, Currency, Error, Gateway, Order};
//!
//! /// Where your HTTP client is: this one answers without a network.
//! struct Example;
//!
//! impl Transport for Example {
//!     async fn send(&self, request: Request) -> Result<Reply, Failure> {
//!         assert_eq!(request.url, "https://bank.example/payment/rest/register.do");
//!         let body = r#"{"orderId":"7b1f0c52","formUrl":"https://bank.example/pay?mdOrder=7b1f0c52"}"#;
//!         Ok(Reply { status: 200, retry_after: None, body: Some(body.to_owned()) })
//!     }
//!     async fn sleep(&self, _ms: u64) -> Result<(), Failure> {
//!         Ok(())
//!     }
//!     fn now_ms(&self) -> u64 {
//!         1_795_392_000_000
//!     }
//!     fn random(&self) -> u128 {
//!         7
//!     }
//! }
//!
//! /// Where to send the customer.
//! async fn buy(client: &Client<Example>) -> Result<String, Error> {
//!     let euro = Currency::parse("EUR").map_err(|why| why.at("currency"))?;
//!     let price = Amount::from_decimal("20.00", euro).map_err(|why| why.at("price"))?;
//!     let order = Order::purchase(price, euro, "https://shop.example/return").build()?;
//!     Ok(client.register(order).await?.form_url().to_owned())
//! }
//!
//! # fn main() -> Result<(), Error> {
//! let gateway = Gateway::builder().base_url("https://bank.example/payment/rest").login("shop-api", "secret").build()?;
//! let client = Client::new(gateway, Example);
//! # let mut page = std::pin::pin!(buy(&client));
//! # let std::task::Poll::Ready(page) = page.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
//! # else { panic!("it does not wait") };
//! # assert_eq!(page?, "https://bank.example/pay?mdOrder=7b1f0c52");
//! # Ok(())
//! # }
//! ```

use crate::call::{self, Action, Answer, Call, CallStart, Event, Failure, Registered, Request, Task};
use crate::codec::Value;
use crate::model::change::Change;
use crate::model::error::{Error, ErrorCode};
use crate::model::expected::{Expected, Query};
use crate::model::gateway::Gateway;
use crate::model::ids::{OrderId, OrderNumber};
use crate::model::order::Order;
use crate::protocol::reply::Reply;
use crate::protocol::status::{OrderReport, OrderStatus};
use crate::trust::verdict::Verdict;

/// What a program brings: an HTTP client, a clock and a source of random bits.
///
/// The futures are not declared `Send`, because those of a WebAssembly program are not: they hold JavaScript objects. A
/// transport whose futures are `Send` gives a [`Client`] whose futures are, so `tokio::spawn` takes them.
pub trait Transport {
    /// Sends the request once, as a POST, and gives the reply whatever its status.
    ///
    /// - One deadline of [`Request::timeout_ms`] over connection, headers and body: [`Failure::Timeout`].
    /// - No redirect is followed: [`Failure::Redirect`], for the form holds the credentials.
    /// - At most [`call::MAX_REPLY_BYTES`] of the body are read: [`Failure::TooLarge`].
    /// - Where certainly nothing was sent: [`Failure::Refused`], [`Failure::UnknownHost`], [`Failure::Certificate`] or
    ///   [`Failure::Unconnected`]. The call may then be repeated.
    /// - Any other connection that fails or breaks is [`Failure::Network`]. The request is never repeated here: a second
    ///   registration could be a second order.
    ///
    /// `Content-Type` is [`Request::content_type`], `Authorization` is [`Request::authorization`] where there is one, `Accept` is
    /// `application/json`.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, Failure>>;

    /// Waits for so many milliseconds before a question is asked again.
    ///
    /// # Errors
    /// [`Failure::Aborted`] where the program ended the wait: the call then ends with the code `aborted`.
    fn sleep(&self, ms: u64) -> impl Future<Output = Result<(), Failure>>;

    /// Milliseconds since 1970. A monotonic clock is better, if it began at the right time.
    fn now_ms(&self) -> u64;

    /// 128 random bits for the number of an order that has none, and to spread repetitions. Nothing secret depends on them,
    /// but two programs must not get the same.
    fn random(&self) -> u128;
}

/// The gateway's methods over a [`Transport`].
///
/// A future that is dropped sends nothing more. What it had sent may still have been carried out: after a dropped
/// registration or change ask for the status.
#[derive(Clone, Debug)]
pub struct Client<T> {
    gateway: Gateway,
    transport: T,
}

impl<T: Transport> Client<T> {
    /// A client of this gateway.
    #[must_use]
    pub fn new(gateway: Gateway, transport: T) -> Self {
        Self { gateway, transport }
    }

    /// The gateway's configuration.
    #[must_use]
    pub fn gateway(&self) -> &Gateway {
        &self.gateway
    }

    /// Registers an order (`register.do`, or `registerPreAuth.do` for an order of two phases): send the customer to
    /// [`Registered::form_url`]. It is sent once.
    ///
    /// # Errors
    /// `outcome_unknown` where no reply came: register the same order number again, which looks the order up.
    /// `already_registered` or `conflict` where the number is in use. Else as the gateway says.
    pub async fn register(&self, order: Order) -> Result<Registered, Error> {
        match self.run(Task::Register(order)).await? {
            Answer::Registered(registered) => Ok(registered),
            _ => Err(call::defect()),
        }
    }

    /// What the gateway reports of an order. It does not say whether this order is paid: [`Self::verify`] does.
    ///
    /// Asked again inside the deadline where a failure may pass.
    ///
    /// # Errors
    /// `order_not_found`; else as the gateway says, or as the last attempt failed.
    pub async fn status(&self, query: Query) -> Result<OrderReport, Error> {
        match self.run(Task::Status(query)).await? {
            Answer::Report(report) => Ok(report),
            _ => Err(call::defect()),
        }
    }

    /// Asks about an order and compares the answer with what the store sold: the one way to "paid".
    ///
    /// # Errors
    /// As [`Self::status`].
    pub async fn verify(&self, expected: Expected) -> Result<Verdict, Error> {
        match self.run(Task::Verify(expected)).await? {
            Answer::Verdict(verdict) => Ok(verdict),
            _ => Err(call::defect()),
        }
    }

    /// Opens the signed state in the address to which a customer came back, and verifies that order. No database needed.
    ///
    /// # Errors
    /// `return_missing`, `return_invalid` or `return_expired` before anything is asked; `invalid_option` where the gateway
    /// has no return key. Else as [`Self::status`].
    pub async fn verify_return(&self, url: &str) -> Result<Verdict, Error> {
        self.verify(call::expected_of_return(url, &self.gateway, self.transport.now_ms())?).await
    }

    /// Deposits, reverses, refunds or declines: [`Change::deposit`] and its sisters say which. It is sent once. Then the gateway is
    /// asked what is left, within the same deadline. A change that was made is not an error: if the question fails,
    /// [`Changed::report`] is `None`.
    ///
    /// A change names the order by the gateway's id. [`Self::order_id`] finds it by the store's number.
    ///
    /// # Errors
    /// `outcome_unknown` where no reply came: repeat a refund with [`Error::external_refund_id`], and ask for the status before
    /// any other change. `invalid_state` where the order's state or its
    /// amounts do not allow it. Else as the gateway says.
    pub async fn change(&self, change: Change) -> Result<Changed, Error> {
        let start = self.start();
        match self.run_from(start, Task::Change(change)).await? {
            Answer::Changed(change) => {
                let report = self.report_after(start, change.order_id()).await;
                Ok(Changed { change, report })
            }
            _ => Err(call::defect()),
        }
    }

    /// The report after a change, in the rest of its deadline. `None` where it cannot be had, and where it is about another order.
    async fn report_after(&self, start: CallStart, order_id: &OrderId) -> Option<OrderReport> {
        match self.run_from(start, Task::Status(Query::OrderId(order_id.clone()))).await {
            Ok(Answer::Report(report)) => Some(report).filter(|report| is_about(report, order_id)),
            _ => None,
        }
    }

    /// The gateway's id of the order with this number: what a [`Change`] needs.
    ///
    /// # Errors
    /// `order_not_found`; `malformed_reply` where the reply has no id, or is about another order. Else as [`Self::status`].
    pub async fn order_id(&self, number: OrderNumber) -> Result<OrderId, Error> {
        let report = self.status(Query::OrderNumber(number.clone())).await?;
        let unusable = |why: &str| Error::new(ErrorCode::MalformedReply, ["the reply to the question ", why].concat());
        if report.order_number() != Some(number.as_str()) {
            return Err(unusable("is about another order"));
        }
        let id = report.order_id().and_then(|id| OrderId::new(id).ok());
        id.ok_or_else(|| unusable("has no orderId; give the orderId of the registration"))
    }

    /// Calls any other method of the gateway, and gives its reply.
    ///
    /// # Errors
    /// `outcome_unknown` if no usable reply came: it may have been carried out. Else as the gateway says.
    pub async fn call(&self, other: call::Other) -> Result<Value, Error> {
        match self.run(Task::Other(other)).await? {
            Answer::Reply(reply) => Ok(reply),
            _ => Err(call::defect()),
        }
    }

    /// Any task, as the methods above do it.
    ///
    /// # Errors
    /// As the method of this task.
    pub async fn run(&self, task: Task) -> Result<Answer, Error> {
        self.run_from(self.start(), task).await
    }

    fn start(&self) -> CallStart {
        CallStart { now_ms: self.transport.now_ms(), random: self.transport.random() }
    }

    /// A task whose deadline began at `start`.
    async fn run_from(&self, start: CallStart, task: Task) -> Result<Answer, Error> {
        let mut call = Call::new(task, &self.gateway, start);
        loop {
            let result = match call.poll() {
                Action::Send(request) => self.transport.send(request).await,
                Action::Wait(ms) => Err(self.transport.sleep(ms).await.err().unwrap_or(Failure::Timeout)),
                Action::Done => return call.into_result(),
            };
            call.handle(Event { now_ms: self.transport.now_ms(), result });
        }
    }
}

/// Not every reply has the order's id.
fn is_about(report: &OrderReport, order_id: &OrderId) -> bool {
    report.order_id().is_none_or(|id| id == order_id.as_str())
}

/// A change that was made, and what it left.
#[derive(Clone, Debug)]
pub struct Changed {
    change: Change,
    report: Option<OrderReport>,
}

impl Changed {
    /// The change as it was sent: a refund has its `externalRefundId`, given or generated.
    #[must_use]
    pub fn change(&self) -> &Change {
        &self.change
    }

    /// The gateway's answer to the question after the change. `None`: the question failed. The change was still made: do
    /// not repeat it.
    #[must_use]
    pub fn report(&self) -> Option<&OrderReport> {
        self.report.as_ref()
    }

    /// What can still be given back, minor units: what is held, or what is taken and not refunded. `None`: nothing says it.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        use OrderStatus as Status;
        let report = self.report()?;
        match report.order_status() {
            Status::Held => report.approved_amount().or_else(|| report.amount()),
            Status::Deposited | Status::Refunded | Status::Waiting | Status::Intermediate => report.deposited_amount(),
            Status::Registered | Status::Reversed | Status::AuthenticationStarted | Status::Declined => Some(0),
            Status::Other(_) => None,
        }
    }
}
