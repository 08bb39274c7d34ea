//! The conductor: which requests a task takes, in what order, and what an answer or its absence means.
//!
//! It knows no network, no clock and no chance: told what came and what time it is, it says what to do next. [`run`] is the
//! one loop that does it, over a [`Transport`].

mod change;
mod failure;
mod question;
mod registration;
mod returned;

use crate::error::Error;
use crate::gateway::{Endpoint, Gateway};
use crate::lifecycle::Change;
use crate::order::Order;
use crate::status::{OrderReport, Query};
use crate::verdict::{Expected, Verdict};
use crate::wire::form::Form;
use crate::wire::reply::Reply;
use question::{Purpose, Question};
pub use registration::Registered;
use registration::Registering;
pub use returned::expected_of_return;

/// The largest reply that is read, in bytes. The gateway's largest known one has 3 KB.
pub const MAX_REPLY_BYTES: usize = 256 * 1024;

/// A request that is ready to go: always a form POST.
pub struct Request {
    /// Absolute address.
    pub url: String,
    /// Encoded form. It holds the credentials.
    pub body: String,
    /// How long headers and body together may take, in milliseconds.
    pub timeout_ms: u32,
}

impl Request {
    fn new(gateway: &Gateway, endpoint: Endpoint, form: Form, timeout_ms: u32) -> Self {
        Self { url: gateway.url(endpoint), body: form.into_body(), timeout_ms }
    }
}

/// Why no reply came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The connection failed, or broke before the body was complete.
    Network,
    /// The deadline passed.
    Timeout,
    /// The caller's signal ended the call.
    Aborted,
    /// The caller's signal had ended the call before anything was sent.
    NotSent,
    /// The platform allows no requests where this one was made, so nothing was sent.
    Unable,
    /// The gateway answered with a redirect.
    Redirect,
    /// The body is larger than [`MAX_REPLY_BYTES`].
    TooLarge,
}

impl Failure {
    /// The same request may get through later.
    fn is_passing(self) -> bool {
        matches!(self, Self::Network | Self::Timeout)
    }
}

/// The world outside: network, clock and chance.
pub trait Transport {
    /// Sends one request and reads the whole reply, all inside `timeout_ms`. Follows no redirect.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, Failure>>;
    /// Waits so many milliseconds, or until the caller's signal ends the call.
    fn sleep(&self, ms: u64) -> impl Future<Output = Result<(), Failure>>;
    /// Milliseconds since 1970.
    fn now_ms(&self) -> u64;
    /// 128 random bits.
    fn random(&self) -> u128;
}

/// What a store wants done.
pub enum Task {
    /// Register an order, once: a second registration could be a second order.
    Register(Order),
    /// Ask about an order.
    Status(Query),
    /// Ask about an order, and decide.
    Verify(Expected),
    /// Deposit, reverse, refund or decline, once: a repeat could take or return money twice.
    Change(Change),
}

/// What came of it.
pub enum Answer {
    /// The order is registered.
    Registered(Registered),
    /// What the gateway says.
    Report(OrderReport),
    /// What that means for the expected order.
    Verdict(Verdict),
    /// The change was carried out.
    Changed,
}

/// What a task needs next.
pub enum Step<'a> {
    /// Send this, and tell the call what came.
    Send(Request, Call<'a>),
    /// Wait so many milliseconds, and tell the pause that it is over.
    Wait(u64, Pause<'a>),
    /// Nothing more.
    Done(Result<Answer, Error>),
}

/// A task that waits for its gateway.
pub struct Call<'a> {
    gateway: &'a Gateway,
    waiting: Waiting,
}

/// What for.
enum Waiting {
    Registration(Registering),
    Report(Question),
    Change(Change),
}

/// A task that waits before it asks again.
pub struct Pause<'a> {
    gateway: &'a Gateway,
    question: Question,
}

/// Does all that a task takes.
///
/// # Errors
/// `outcome_unknown` when the reply to a registration or a change did not come; `already_registered` or `conflict` when an
/// order number is taken; else as the gateway says, or as the last try failed. What is about an order carries its number.
pub async fn run<T: Transport>(task: Task, gateway: &Gateway, transport: &T) -> Result<Answer, Error> {
    let mut step = Call::begin(task, gateway, transport.now_ms(), || transport.random());
    loop {
        step = match step {
            Step::Send(request, call) => {
                let reply = transport.send(request).await;
                call.replied(reply, transport.now_ms(), || transport.random())
            }
            Step::Wait(ms, pause) => {
                let waited = transport.sleep(ms).await;
                pause.over(waited, transport.now_ms())
            }
            Step::Done(result) => return result,
        };
    }
}

impl<'a> Call<'a> {
    /// The first step of a task. `random` gives 128 random bits for an order number where the store gives none.
    #[must_use]
    pub fn begin(task: Task, gateway: &'a Gateway, now_ms: u64, random: impl FnOnce() -> u128) -> Step<'a> {
        let begun = match task {
            Task::Register(order) => Registering::begin(order, gateway, now_ms, random),
            Task::Status(query) => Ok(Question::new(query, Purpose::Report, now_ms).ask(gateway, now_ms)),
            Task::Verify(expected) => {
                Ok(Question::new(expected.query(), Purpose::Verdict(expected), now_ms).ask(gateway, now_ms))
            }
            Task::Change(change) => change::begin(change, gateway),
        };
        begun.unwrap_or_else(|error| Step::Done(Err(error)))
    }

    /// The step after a request: what came, when, and chance, which spreads the next tries of many callers.
    #[must_use]
    pub fn replied(self, reply: Result<Reply, Failure>, now_ms: u64, random: impl FnOnce() -> u128) -> Step<'a> {
        match self.waiting {
            Waiting::Registration(registering) => registering.replied(reply, self.gateway, now_ms),
            Waiting::Report(question) => question.replied(reply, self.gateway, now_ms, random),
            Waiting::Change(change) => Step::Done(change::replied(&change, reply, self.gateway)),
        }
    }
}

impl<'a> Pause<'a> {
    /// The step after a wait, or after the caller's signal has ended it.
    #[must_use]
    pub fn over(self, waited: Result<(), Failure>, now_ms: u64) -> Step<'a> {
        match waited {
            Ok(()) => self.question.ask(self.gateway, now_ms),
            Err(failure) => self.question.given_up(failure),
        }
    }
}
