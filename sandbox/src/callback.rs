//! Callback notifications as data: what is to be sent where and when. Sending is done outside, and reported back.
//! Source: "BPC REST reference, callback notifications"; the JWT of profile `bt`: "Banca Transilvania iPay".

mod compose;
mod sign;

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

pub(crate) use compose::compose;

/// How callbacks are sent, as the bank would configure it for the merchant.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Callbacks {
    /// The static address; without it only orders with `dynamicCallbackUrl` are notified.
    pub url: Option<String>,
    /// `GET` with a query or `POST` with a form; `GET`. Profile `bt` always posts a JWT.
    pub method: Method,
    /// How the notification is signed; with HMAC-SHA256.
    pub signature: Signature,
    /// Key of the HMAC; `test_callback_secret`. Profile `bt` decodes it from base64 where it is that.
    pub secret: String,
    /// The operations the merchant is told of; `approved`, `deposited`, `reversed`, `refunded`, `declinedByTimeout`.
    /// `bindingCreated` can be added.
    pub operations: Vec<String>,
    /// Optional parameters to send besides, such as `amount`, `actionCode` or `callbackCreationDate`; none.
    pub extra: Vec<String>,
    /// Seconds between a failure and the next try; 30.
    pub retry_secs: u64,
    /// Failures after which a notification is given up; 3.
    pub max_failures: u32,
    /// Milliseconds between an event and its notification; 0. A long delay lets the customer's browser arrive first.
    pub delay_ms: u64,
}

impl Default for Callbacks {
    fn default() -> Self {
        Self {
            url: None,
            method: Method::Get,
            signature: Signature::Hmac,
            secret: "test_callback_secret".into(),
            operations: ["approved", "deposited", "reversed", "refunded", "declinedByTimeout"]
                .map(String::from)
                .to_vec(),
            extra: Vec::new(),
            retry_secs: 30,
            max_failures: 3,
            delay_ms: 0,
        }
    }
}

/// The HTTP method of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Parameters in the query.
    Get,
    /// Parameters in a form.
    Post,
}

/// What the checksum of a callback is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signature {
    /// No checksum at all.
    None,
    /// HMAC-SHA256 with the shared secret, upper-case hex.
    Hmac,
    /// RSA with SHA-512. The sandbox holds no private key: whoever sends signs [`Callback::to_sign`].
    Rsa,
}

/// Something that happened to an order and may be told to the shop.
#[derive(Clone, Debug)]
pub(crate) struct News {
    pub(crate) operation: &'static str,
    pub(crate) success: bool,
    pub(crate) at_ms: u64,
    /// The amount of a refund.
    pub(crate) refunded: Option<u64>,
}

/// One notification that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Callback {
    /// For [`Sandbox::report_callback`](crate::Sandbox::report_callback).
    pub id: u64,
    /// The order it is about.
    pub order_id: String,
    /// `deposited`, `refunded`, …
    pub operation: String,
    /// The HTTP method.
    pub method: Method,
    /// The whole address, with the query for a GET.
    pub url: String,
    /// The body of a POST.
    pub body: Option<String>,
    /// The body's content type.
    pub content_type: Option<String>,
    /// With RSA, the text to sign; the signature goes to the query or form as upper-case hex in `checksum`, beside
    /// `sign_alias`.
    pub to_sign: Option<String>,
    /// Failures so far.
    pub failures: u32,
    /// When it was due, epoch milliseconds.
    pub due_ms: u64,
}

/// How a notification went, as far as it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallbackLine {
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// The order it is about.
    pub order_id: String,
    /// `deposited`, `refunded`, …
    pub operation: String,
    /// The address without its query.
    pub url: String,
    /// The HTTP status of the answer; none when nothing was answered.
    pub answer: Option<u16>,
    /// What happens next.
    pub then: &'static str,
}

/// Notifications waiting or on their way, and lines of the log.
const MAX_WAITING: usize = 1000;
const MAX_LINES: usize = 200;

/// What waits, what is on its way, and how the earlier ones went.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    waiting: VecDeque<Callback>,
    on_their_way: BTreeMap<u64, Callback>,
    pub(crate) lines: VecDeque<CallbackLine>,
    next_id: u64,
}

impl Queue {
    pub(crate) fn push(&mut self, mut callback: Callback) {
        self.next_id += 1;
        callback.id = self.next_id;
        if self.waiting.len() >= MAX_WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back(callback);
    }

    /// Hands out what is due, in the order it became due.
    pub(crate) fn take(&mut self, now_ms: u64) -> Vec<Callback> {
        let (mut due, waiting): (Vec<_>, Vec<_>) =
            self.waiting.drain(..).partition(|callback| callback.due_ms <= now_ms);
        self.waiting = waiting.into();
        due.sort_by_key(|callback| (callback.due_ms, callback.id));
        for callback in &due {
            if self.on_their_way.len() >= MAX_WAITING {
                self.on_their_way.pop_first();
            }
            self.on_their_way.insert(callback.id, callback.clone());
        }
        due
    }

    /// Only 200 ends the tries; everything else is a failure.
    pub(crate) fn report(&mut self, id: u64, answer: Option<u16>, options: &Callbacks, now_ms: u64) {
        let Some(mut callback) = self.on_their_way.remove(&id) else { return };
        let url = callback.url.split('?').next().unwrap_or_default().to_owned();
        let (order_id, operation) = (callback.order_id.clone(), callback.operation.clone());
        callback.failures += 1;
        let then = match answer {
            Some(200) => "done",
            _ if callback.failures >= options.max_failures => "given up",
            _ => {
                callback.due_ms = now_ms.saturating_add(options.retry_secs.saturating_mul(1000));
                self.waiting.push_back(callback);
                "tried again"
            }
        };
        if self.lines.len() >= MAX_LINES {
            self.lines.pop_front();
        }
        self.lines.push_back(CallbackLine { at_ms: now_ms, order_id, operation, url, answer, then });
    }
}
