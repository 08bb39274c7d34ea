//! The last requests and replies as they went over the wire, with secrets masked.

use std::collections::VecDeque;

use serde::Serialize;

use crate::endpoints::Call;
use crate::form;
use crate::http::Response;

/// One REST call and its reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// Epoch milliseconds.
    pub at_ms: u64,
    /// `POST /payment/rest/register.do`
    pub request: String,
    /// The parameters of query and body, form-encoded; passwords, tokens and card data are masked.
    pub parameters: String,
    /// HTTP status of the reply.
    pub status: u16,
    /// The reply's body, its first 4,096 characters.
    pub reply: String,
    /// Whether the connection was reset instead of answering.
    pub reset: bool,
}

/// Parameters nobody should find in a log.
const SECRETS: &[&str] = &["password", "token", "pan", "cvc", "newCardCvc", "expiry", "seToken"];
/// Characters of parameters or reply that are kept.
const MAX_TEXT: usize = 4096;

#[derive(Debug)]
pub(crate) struct Log {
    lines: VecDeque<Exchange>,
    max: usize,
}

impl Log {
    pub(crate) fn new(max: usize) -> Self {
        Self { lines: VecDeque::new(), max }
    }

    pub(crate) fn record(&mut self, call: &Call<'_>, response: &Response) {
        if self.max == 0 {
            return;
        }
        while self.lines.len() >= self.max {
            self.lines.pop_front();
        }
        let parameters: Vec<String> = call
            .params
            .iter()
            .map(|(name, value)| {
                let value = if SECRETS.contains(&name) { "***".into() } else { form::encode(value) };
                format!("{}={value}", form::encode(name))
            })
            .collect();
        self.lines.push_back(Exchange {
            at_ms: call.now_ms,
            request: format!("{} {}", call.request.method, call.request.path),
            parameters: cut(&parameters.join("&")),
            status: response.status,
            reply: cut(&response.text()),
            reset: response.reset,
        });
    }

    /// Newest first.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Exchange> {
        self.lines.iter().rev()
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}
