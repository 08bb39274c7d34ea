//! The conductor: which requests a task takes, in what order, and what an answer or its absence means.
//!
//! It knows no network, no clock and no chance: [`next`] is told what has happened and says what to do. It keeps nothing in
//! between; who drives it keeps the events.

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
    /// A failure under its name in `npm/exchange.js`; any other is a broken connection.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "timeout" => Self::Timeout,
            "aborted" => Self::Aborted,
            "not sent" => Self::NotSent,
            "unable" => Self::Unable,
            "redirect" => Self::Redirect,
            "too large" => Self::TooLarge,
            _ => Self::Network,
        }
    }

    /// The same request may get through later.
    fn is_passing(self) -> bool {
        matches!(self, Self::Network | Self::Timeout)
    }
}

/// When a task began, and its share of chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Milliseconds since 1970. The deadline counts from here.
    pub now_ms: u64,
    /// 128 random bits, for an order number where the store gives none; 32 will do to spread the next tries of many callers.
    pub random: u128,
}

/// What came of a [`Next`].
#[derive(Clone)]
pub struct Event {
    /// When, in milliseconds since 1970.
    pub now_ms: u64,
    /// The reply to what was sent, or why there is none. A wait that was not cut short ends with [`Failure::Timeout`].
    pub came: Result<Reply, Failure>,
}

/// What a store wants done.
#[derive(Clone)]
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
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum Next {
    /// Send this once, and follow no redirect.
    Request(Request),
    /// Wait so many milliseconds, or until the caller ends the call.
    Wait(u64),
    /// Nothing more: this is what came of it.
    Done(Answer),
}

/// What a task needs next that began at `begun` and to which these events have happened, in their order.
///
/// The same events lead to the same place, so a task may be carried on by a program that has never seen it.
///
/// # Errors
/// `outcome_unknown` when the reply to a registration or a change did not come;
/// `already_registered` or `conflict` when an order number is taken; else as the gateway says, or as the last try failed. What
/// is about an order carries its number.
pub fn next(
    task: Task,
    gateway: &Gateway,
    begun: Begun,
    events: impl IntoIterator<Item = Event>,
) -> Result<Next, Error> {
    let mut now = Moment { gateway, begun, now_ms: begun.now_ms };
    let mut step = begin(task, &now);
    for Event { now_ms, came } in events {
        now.now_ms = now_ms;
        step = match step {
            Step::Send(waiting) => waiting.replied(came, &now),
            Step::Wait(_, question) => question.waited(&came, &now),
            Step::Done(result) => return result.map(Next::Done),
        };
    }
    match step {
        Step::Send(waiting) => waiting.request(&now).map(Next::Request),
        Step::Wait(ms, _) => Ok(Next::Wait(ms)),
        Step::Done(result) => result.map(Next::Done),
    }
}

/// What a step is taken in.
struct Moment<'a> {
    gateway: &'a Gateway,
    begun: Begun,
    /// Milliseconds since 1970.
    now_ms: u64,
}

impl Moment<'_> {
    /// What is left of the deadline, in milliseconds.
    fn left_ms(&self) -> u64 {
        u64::from(self.gateway.timeout_ms).saturating_sub(self.now_ms.saturating_sub(self.begun.now_ms))
    }

    /// Another number for each try, even of 32 bits of chance.
    fn jitter(&self, tries: u32) -> u64 {
        u64::try_from(self.begun.random & u128::from(u64::MAX)).unwrap_or(0).rotate_left(13 * tries)
    }
}

/// What is next, and who waits for it. What is sent is written at the very end only: on the way there, it has been sent.
enum Step {
    Send(Waiting),
    Wait(u64, Question),
    Done(Result<Answer, Error>),
}

/// Who waits for a reply.
enum Waiting {
    Registration(Registering),
    Report(Question),
    Change(Change),
}

fn begin(task: Task, now: &Moment<'_>) -> Step {
    match task {
        Task::Register(order) => Registering::begin(order, now),
        Task::Status(query) => Question::new(query, Purpose::Report).ask(now),
        Task::Verify(expected) => Question::new(expected.query(), Purpose::Verdict(expected)).ask(now),
        Task::Change(change) => change::begin(change, now.gateway),
    }
}

impl Waiting {
    fn request(&self, now: &Moment<'_>) -> Result<Request, Error> {
        match self {
            Self::Registration(registering) => registering.request(now),
            Self::Report(question) => Ok(question.request(now)),
            Self::Change(change) => Ok(change::request(change, now.gateway)),
        }
    }

    fn replied(self, came: Result<Reply, Failure>, now: &Moment<'_>) -> Step {
        match self {
            Self::Registration(registering) => registering.replied(came, now),
            Self::Report(question) => question.replied(came, now),
            Self::Change(change) => Step::Done(change::replied(&change, came, now.gateway)),
        }
    }
}
