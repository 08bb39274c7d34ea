//! Callback notifications as data: what is to be sent, where and when. The caller sends them and reports the answers.
//! Sources: "BPC REST reference, callback notifications"; for the JWT of profile `bt`, "Banca Transilvania iPay".

mod compose;
mod sign;

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

pub(crate) use compose::compose;
pub(crate) use sign::signed_text;

use crate::options::Method;
use crate::profile::Retry;

/// A notification that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Callback {
    /// The id for [`Sandbox::report_callback`](crate::Sandbox::report_callback).
    pub id: u64,
    /// The gateway's id of the order.
    pub order_id: String,
    /// The merchant's number of the order.
    pub order_number: String,
    /// `deposited`, `refunded` and so on.
    pub operation: String,
    /// The HTTP method.
    pub method: Method,
    /// The whole address. A GET has its query.
    pub url: String,
    /// The body of a POST.
    pub body: Option<String>,
    /// The content type of the body.
    pub content_type: Option<String>,
    /// With RSA, the text to sign. The signature is added to the query or form as upper-case hex in `checksum`, beside
    /// `sign_alias`.
    pub to_sign: Option<String>,
    /// Failures until now.
    pub failures: u32,
    /// When it was due, epoch milliseconds.
    pub due_ms: u64,
    /// When it is sent again after a failure.
    #[serde(skip)]
    pub(crate) retry: Retry,
}

/// The result of one attempt to send a notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallbackLine {
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// The gateway's id of the order.
    pub order_id: String,
    /// The merchant's number of the order.
    pub order_number: String,
    /// `deposited`, `refunded` and so on.
    pub operation: String,
    /// The address without its query.
    pub url: String,
    /// The query of a GET or the body of a POST, as it was sent, without the signature of RSA.
    pub parameters: String,
    /// The HTTP status of the answer. `None` when there was no answer.
    pub answer: Option<u16>,
    /// Why there was no answer, when the sender said so.
    pub problem: Option<String>,
    /// What happens next.
    pub then: CallbackResult,
}

/// What happens after an attempt to send a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CallbackResult {
    /// The answer was HTTP 200.
    #[serde(rename = "done")]
    Done,
    /// The attempt failed. There will be another one.
    #[serde(rename = "tried again")]
    TriedAgain,
    /// The last attempt failed.
    #[serde(rename = "given up")]
    GivenUp,
}

impl CallbackResult {
    /// The name in JavaScript and on the control page.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::TriedAgain => "tried again",
            Self::GivenUp => "given up",
        }
    }
}

/// Notifications that wait or that are being sent. Beyond this the oldest is dropped.
const MAX_WAITING: usize = 1000;
/// Results that are kept, and callbacks that can be sent again.
const MAX_LINES: usize = 20_000;
/// Callbacks that can be sent again.
const MAX_SENT: usize = 2000;

/// The answer to a callback, as its sender reports it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// HTTP status. `None` when there was no answer.
    pub(crate) status: Option<u16>,
    /// Why there was no answer.
    pub(crate) problem: Option<String>,
    /// Whether another attempt is of no use.
    pub(crate) refused: bool,
}

/// The notifications that wait, those that are being sent, and the results of the last ones.
#[derive(Debug, Default)]
pub(crate) struct CallbackQueue {
    waiting: VecDeque<Callback>,
    in_flight: BTreeMap<u64, Callback>,
    lines: VecDeque<CallbackLine>,
    /// The last callbacks that were sent.
    sent: VecDeque<Callback>,
    next_id: u64,
}

impl CallbackQueue {
    pub(crate) fn push(&mut self, mut callback: Callback) {
        self.next_id += 1;
        callback.id = self.next_id;
        if self.waiting.len() >= MAX_WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back(callback);
    }

    /// Hands out the notifications that are due, in the order in which they became due.
    pub(crate) fn take(&mut self, now_ms: u64) -> Vec<Callback> {
        let (mut due, waiting): (Vec<_>, Vec<_>) =
            self.waiting.drain(..).partition(|callback| callback.due_ms <= now_ms);
        self.waiting = waiting.into();
        due.sort_by_key(|callback| (callback.due_ms, callback.id));
        for callback in &due {
            if self.in_flight.len() >= MAX_WAITING {
                self.in_flight.pop_first();
            }
            self.in_flight.insert(callback.id, callback.clone());
        }
        due
    }

    /// Records the answer to a notification. Only HTTP 200 is a success.
    /// Returns the result, and the milliseconds until the next attempt.
    pub(crate) fn report(&mut self, id: u64, answer: Answer, now_ms: u64) -> Option<(&CallbackLine, u64)> {
        let mut callback = self.in_flight.remove(&id)?;
        let (url, query) = callback.url.split_once('?').unwrap_or((&callback.url, ""));
        let (url, parameters) = (url.to_owned(), callback.body.clone().unwrap_or_else(|| query.to_owned()));
        let (order_id, order_number) = (callback.order_id.clone(), callback.order_number.clone());
        let operation = callback.operation.clone();
        self.keep_for_resend(&callback);
        callback.failures += 1;
        let pause_ms = callback.retry.pause_ms(callback.failures);
        let then = match answer.status {
            Some(200) => CallbackResult::Done,
            _ if answer.refused || callback.failures >= callback.retry.max_failures => CallbackResult::GivenUp,
            _ => {
                callback.due_ms = now_ms.saturating_add(pause_ms);
                self.waiting.push_back(callback);
                CallbackResult::TriedAgain
            }
        };
        if self.lines.len() >= MAX_LINES {
            self.lines.pop_front();
        }
        let Answer { status: answer, problem, .. } = answer;
        let line =
            CallbackLine { at_ms: now_ms, order_id, order_number, operation, url, parameters, answer, problem, then };
        self.lines.push_back(line);
        self.lines.back().map(|line| (line, pause_ms))
    }

    fn keep_for_resend(&mut self, callback: &Callback) {
        let same = |sent: &Callback| sent.order_id == callback.order_id && sent.operation == callback.operation;
        // Only the last callback of an operation can be sent again.
        self.sent.retain(|sent| !same(sent));
        if self.sent.len() >= MAX_SENT {
            self.sent.pop_front();
        }
        self.sent.push_back(Callback { failures: 0, ..callback.clone() });
    }

    /// Sends the last callback of an order again, now, instead of the next attempt that it waits for. With `operation`, the last
    /// one of this operation. Returns its operation, or `None` when no callback of the order was sent.
    pub(crate) fn resend(&mut self, order_id: &str, operation: Option<&str>, now_ms: u64) -> Option<String> {
        let is_meant = |sent: &&Callback| {
            sent.order_id == order_id && operation.is_none_or(|operation| sent.operation == operation)
        };
        let mut again = self.sent.iter().rev().find(is_meant)?.clone();
        self.waiting.retain(|waiting| waiting.id != again.id);
        // An attempt that is on its way is the last one of its notification.
        if let Some(underway) = self.in_flight.get_mut(&again.id) {
            underway.failures = underway.retry.max_failures;
        }
        again.due_ms = now_ms;
        let name = again.operation.clone();
        self.push(again);
        Some(name)
    }

    /// Makes every callback that waits due now. Returns how many there are.
    pub(crate) fn hurry(&mut self, now_ms: u64) -> usize {
        for callback in &mut self.waiting {
            callback.due_ms = callback.due_ms.min(now_ms);
        }
        self.waiting.len()
    }

    /// The results, oldest first.
    pub(crate) fn lines(&self) -> impl DoubleEndedIterator<Item = &CallbackLine> {
        self.lines.iter()
    }
}
