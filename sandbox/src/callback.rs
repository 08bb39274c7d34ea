//! Callback notifications as data: what is to be sent, where and when. The caller sends them and reports the answers.
//! Sources: "BPC REST reference, callback notifications"; for the JWT of profile `bt`, "Banca Transilvania iPay".

mod compose;
mod sign;

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

pub(crate) use compose::compose;

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
    /// `deposited`, `refunded` and so on.
    pub operation: String,
    /// The address without its query.
    pub url: String,
    /// The HTTP status of the answer. `None` when there was no answer.
    pub answer: Option<u16>,
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
/// Results that are kept.
const MAX_LINES: usize = 200;

/// The notifications that wait, those that are being sent, and the results of the last ones.
#[derive(Debug, Default)]
pub(crate) struct CallbackQueue {
    waiting: VecDeque<Callback>,
    in_flight: BTreeMap<u64, Callback>,
    lines: VecDeque<CallbackLine>,
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
    pub(crate) fn report(&mut self, id: u64, answer: Option<u16>, now_ms: u64) {
        let Some(mut callback) = self.in_flight.remove(&id) else { return };
        let url = callback.url.split('?').next().unwrap_or_default().to_owned();
        let (order_id, operation) = (callback.order_id.clone(), callback.operation.clone());
        callback.failures += 1;
        let then = match answer {
            Some(200) => CallbackResult::Done,
            _ if callback.failures >= callback.retry.max_failures => CallbackResult::GivenUp,
            _ => {
                callback.due_ms = now_ms.saturating_add(callback.retry.pause_ms(callback.failures));
                self.waiting.push_back(callback);
                CallbackResult::TriedAgain
            }
        };
        if self.lines.len() >= MAX_LINES {
            self.lines.pop_front();
        }
        self.lines.push_back(CallbackLine { at_ms: now_ms, order_id, operation, url, answer, then });
    }

    /// The results, oldest first.
    pub(crate) fn lines(&self) -> impl DoubleEndedIterator<Item = &CallbackLine> {
        self.lines.iter()
    }
}
