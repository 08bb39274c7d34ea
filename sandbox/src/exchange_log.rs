//! The log of the last calls and replies. Secrets are masked.

use std::collections::VecDeque;

use serde::Serialize;

use crate::call::Call;
use crate::http::Response;
use crate::percent::encode;

/// A REST call and its reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// The gateway's id of the order that the call is about. `None` when there is no such order.
    pub order_id: Option<String>,
    /// Method and path: `POST /payment/rest/register.do`.
    pub request: String,
    /// The parameters of query and body, form-encoded. Passwords, tokens and card data are masked.
    pub parameters: String,
    /// HTTP status of the reply.
    pub status: u16,
    /// The body of the reply, at most 4,096 characters of it.
    pub reply: String,
    /// Whether the connection was reset instead of an answer.
    pub reset: bool,
}

impl Exchange {
    pub(crate) fn new(call: &Call<'_>, response: &Response, order_id: Option<String>) -> Self {
        let parameters: Vec<String> = call.params.iter().map(|(name, value)| masked(name, value)).collect();
        Self {
            at_ms: call.now_ms,
            order_id,
            request: format!("{} {}", call.request.method, call.request.path),
            parameters: cut(&parameters.join("&")),
            status: response.status,
            reply: cut(&response.text()),
            reset: response.reset,
        }
    }

    fn bytes(&self) -> usize {
        256 + self.request.len() + self.parameters.len() + self.reply.len()
    }
}

/// Parameters whose values are masked.
const SECRETS: &[&str] = &["password", "token", "pan", "cvc", "newCardCvc", "expiry", "seToken"];
/// Characters of parameters or of a reply that are kept.
const MAX_TEXT: usize = 4096;
/// Bytes of all calls that are kept.
const MAX_BYTES: usize = 64 << 20;

#[derive(Debug)]
pub(crate) struct ExchangeLog {
    lines: VecDeque<Exchange>,
    bytes: usize,
    max: usize,
}

impl ExchangeLog {
    /// A log of at most `max` calls.
    pub(crate) fn new(max: usize) -> Self {
        Self { lines: VecDeque::new(), bytes: 0, max }
    }

    pub(crate) fn record(&mut self, exchange: Exchange) {
        self.bytes += exchange.bytes();
        self.lines.push_back(exchange);
        while self.lines.len() > self.max || self.bytes > MAX_BYTES {
            let Some(oldest) = self.lines.pop_front() else { break };
            self.bytes = self.bytes.saturating_sub(oldest.bytes());
        }
    }

    /// The calls, newest first.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Exchange> {
        self.lines.iter().rev()
    }
}

fn masked(name: &str, value: &str) -> String {
    let value = if SECRETS.contains(&name) { "***".into() } else { encode(value) };
    format!("{}={value}", encode(name))
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}
