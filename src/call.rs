//! The state machine of a call (sans-IO). It decides which requests are sent, in which order, and what a reply or a missing
//! reply means.
//!
//! It does no I/O and reads no clock and no random source. The caller passes the time, random bits and replies in.
//!
//! **The invariant:** [`Call::poll`] returns the next action, and returns the same action until [`Call::handle`] receives its
//! result. A request that `poll` returned must be sent at most once. A call that is done stays done.
//!
//! ```
//! use bpc_checkout::call::{Action, Answer, Call, CallStart, Event, Task};
//! use bpc_checkout::protocol::reply::Reply;
//! use bpc_checkout::{Amount, Currency, Gateway, Order};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let gateway = Gateway::builder().base_url("https://bank.example/payment/rest").login("shop-api", "secret").build()?;
//! let order = Order::purchase(Amount::from_minor(2000)?, Currency::parse("EUR")?, "https://shop.example/return").build()?;
//!
//! let mut now_ms = 1_795_392_000_000;
//! let mut call = Call::new(Task::Register(order), &gateway, CallStart { now_ms, random: 7 });
//! let answer = loop {
//!     let result = match call.poll() {
//!         Action::Send(request) => {
//!             assert_eq!(request.url, "https://bank.example/payment/rest/register.do");
//!             // Send it here, once. This is what the gateway might answer:
//!             let body = r#"{"orderId":"7b1f0c52","formUrl":"https://bank.example/pay?mdOrder=7b1f0c52"}"#;
//!             Ok(Reply { status: 200, retry_after: None, body: Some(body.to_owned()) })
//!         }
//!         Action::Wait(_ms) => unreachable!("a registration does not wait"),
//!         Action::Done => break call.into_result()?,
//!     };
//!     now_ms += 120;
//!     call.handle(Event { now_ms, result });
//! };
//! let Answer::Registered(registered) = answer else { panic!() };
//! assert_eq!(registered.order_id().as_str(), "7b1f0c52");
//! # Ok(())
//! # }
//! ```

mod change;
mod event;
mod failure;
mod other;
mod question;
mod registration;
mod retry;
mod returned;

use crate::codec::{Form, Value};
use crate::model::change::Change;
use crate::model::error::Error;
use crate::model::expected::{Expected, Query};
use crate::model::gateway::Gateway;
use crate::model::order::Order;
use crate::protocol::reply::Reply;
use crate::protocol::status::OrderReport;
use crate::trust::verdict::Verdict;
use change::Changing;
pub use event::{CallStart, Event, Failure};
#[cfg(feature = "client")]
pub(crate) use failure::defect;
pub use other::Other;
use question::{Purpose, Question};
pub use registration::Registered;
use registration::Registering;
pub use returned::expected_of_return;

/// The largest reply that is read, in bytes. A usual reply has 3 KB; but the gateway repeats the cart of an order in each status
/// reply. There its text has four times the length at the most, because of escapes.
pub const MAX_REPLY_BYTES: usize = 4 * MAX_ORDER_BYTES;

/// The largest sum of the texts of an order, in bytes. A larger order could not be read back, so it is refused.
pub const MAX_ORDER_BYTES: usize = 384 * 1024;

/// What a call does.
#[derive(Clone, Debug)]
pub enum Task {
    /// Registers an order. The request is sent once, because a second one could register a second order.
    Register(Order),
    /// Reads the status of an order.
    Status(Query),
    /// Reads the status of an order, and compares it with what the store expects.
    Verify(Expected),
    /// Deposits, reverses, refunds or declines. The request is sent once, because a second one could charge or refund twice. A
    /// refund without an `externalRefundId` gets a generated one.
    Change(Change),
    /// Calls any other method of the gateway. The request is sent once, because nothing is known of it.
    Other(Other),
}

/// The answer to a task.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The order is registered.
    Registered(Registered),
    /// What the gateway reports.
    Report(OrderReport),
    /// Whether the expected order is paid.
    Verdict(Verdict),
    /// The change was made, as it was sent: a refund has its `externalRefundId`, given or generated.
    Changed(Change),
    /// The reply to any other method, card numbers masked.
    Reply(Value),
}

/// A request to send. It is always a POST.
#[derive(Clone)]
pub struct Request {
    /// The absolute URL.
    pub url: String,
    /// The `Content-Type` header: a form, or JSON.
    pub content_type: &'static str,
    /// The `Authorization` header, at a bank that takes the login there. Never print it.
    pub authorization: Option<String>,
    /// The encoded parameters. They contain the credentials: never print them.
    pub body: String,
    /// The time limit for connection, headers and body together, in milliseconds.
    pub timeout_ms: u32,
}

impl Request {
    fn new(gateway: &Gateway, method: &str, form: Form, timeout_ms: u32) -> Self {
        Self {
            url: gateway.url_of(method),
            content_type: form.content_type(),
            authorization: gateway.authorization(),
            body: form.into_body(),
            timeout_ms,
        }
    }
}

/// The next action of a call.
pub enum Action {
    /// Send this request once, follow no redirect, and pass the reply to [`Call::handle`].
    Send(Request),
    /// Wait this many milliseconds, then pass [`Failure::Timeout`] to [`Call::handle`]. If the wait is aborted, pass
    /// [`Failure::Aborted`].
    Wait(u64),
    /// The call is done: [`Call::into_result`] has the answer.
    Done,
}

/// A call in progress.
pub struct Call<'g> {
    context: Context<'g>,
    state: State,
}

impl<'g> Call<'g> {
    /// Begins a call.
    #[must_use]
    pub fn new(task: Task, gateway: &'g Gateway, start: CallStart) -> Self {
        let context = Context { gateway, start, now_ms: start.now_ms };
        let state = match task {
            Task::Register(order) => Registering::begin(order, &context),
            Task::Status(query) => Question::new(query, Purpose::Report).ask(&context),
            Task::Verify(expected) => {
                Question::new(expected.query(), Purpose::Verdict(expected, gateway.code_list())).ask(&context)
            }
            Task::Change(change) => Changing::begin(change, &context),
            Task::Other(other) => State::Sending(Sending::Other(other)),
        };
        Self { context, state }
    }

    /// The next action. It stays the same until [`Self::handle`] is called.
    #[must_use]
    pub fn poll(&self) -> Action {
        match &self.state {
            State::Sending(sending) => Action::Send(sending.request(&self.context)),
            State::Waiting(ms, _) => Action::Wait(*ms),
            State::Done(_) => Action::Done,
        }
    }

    /// Takes the result of the action that [`Self::poll`] returned. A call that is done ignores it.
    pub fn handle(&mut self, event: Event) {
        self.context.now_ms = event.now_ms;
        let done = State::Done(Err(failure::defect()));
        self.state = match std::mem::replace(&mut self.state, done) {
            State::Sending(sending) => sending.replied(event.result, &self.context),
            State::Waiting(_, question) => question.waited(&event.result, &self.context),
            State::Done(result) => State::Done(result),
        };
    }

    /// The answer.
    ///
    /// A call that is not done is aborted here. If its request could change something, the error is `outcome_unknown`.
    ///
    /// # Errors
    /// `outcome_unknown` if a registration or a change got no usable reply. `already_registered` or `conflict` if the order
    /// number is in use. Otherwise the gateway's error, or the failure of the last attempt. An error about an order has its
    /// number.
    pub fn into_result(mut self) -> Result<Answer, Error> {
        if !matches!(self.state, State::Done(_)) {
            let now_ms = self.context.now_ms;
            self.handle(Event { now_ms, result: Err(Failure::Aborted) });
        }
        match self.state {
            State::Done(result) => result,
            State::Sending(_) | State::Waiting(..) => Err(failure::defect()),
        }
    }
}

/// What every step of a call may read.
struct Context<'g> {
    gateway: &'g Gateway,
    start: CallStart,
    /// Milliseconds since 1970.
    now_ms: u64,
}

impl Context<'_> {
    /// The rest of the deadline, in milliseconds.
    fn left_ms(&self) -> u64 {
        u64::from(self.gateway.timeout_ms()).saturating_sub(self.now_ms.saturating_sub(self.start.now_ms))
    }

    /// A different number for each attempt, even if only 32 bits are random.
    fn jitter(&self, attempts: u32) -> u64 {
        u64::try_from(self.start.random & u128::from(u64::MAX)).unwrap_or(0).rotate_left(13 * attempts)
    }
}

/// The state of a call.
enum State {
    Sending(Sending),
    Waiting(u64, Question),
    Done(Result<Answer, Error>),
}

/// A request that waits for its reply.
enum Sending {
    Registration(Registering),
    Question(Question),
    Change(Changing),
    Other(Other),
}

impl Sending {
    fn request(&self, context: &Context<'_>) -> Request {
        match self {
            Self::Registration(registering) => registering.request(context),
            Self::Question(question) => question.request(context),
            Self::Change(changing) => changing.request(context.gateway),
            Self::Other(other) => other.request(context.gateway),
        }
    }

    fn replied(self, reply: Result<Reply, Failure>, context: &Context<'_>) -> State {
        match self {
            Self::Registration(registering) => registering.replied(reply, context),
            Self::Question(question) => question.replied(reply, context),
            Self::Change(changing) => State::Done(changing.replied(reply, context.gateway)),
            Self::Other(other) => State::Done(other.replied(reply, context.gateway)),
        }
    }
}
