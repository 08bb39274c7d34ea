//! What happened, a line for each event, for the terminal of a server. The lines are taken once.

use std::collections::VecDeque;

use serde::Serialize;

use crate::call::Call;
use crate::callback::CallbackLine;
use crate::exchange_log::Exchange;
use crate::http::Response;
use crate::money;
use crate::orders::Orders;
use crate::view;

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    /// Epoch milliseconds.
    pub(crate) at_ms: u64,
    /// The line, without the time.
    pub(crate) text: String,
}

/// Lines that are kept until they are taken. Beyond this the oldest is dropped.
const MAX_EVENTS: usize = 1000;

/// The events that nobody has taken yet.
#[derive(Debug, Default)]
pub(crate) struct Events(VecDeque<Event>);

impl Events {
    pub(crate) fn push(&mut self, at_ms: u64, text: impl Into<String>) {
        if self.0.len() >= MAX_EVENTS {
            self.0.pop_front();
        }
        self.0.push_back(Event { at_ms, text: text.into() });
    }

    /// The events since the last call, by their time. It adds what happened to the orders.
    pub(crate) fn take(&mut self, orders: &mut Orders, now_ms: u64) -> Vec<Event> {
        let mut events: Vec<Event> = self.0.drain(..).collect();
        for order in orders.settle_all(now_ms) {
            if !order.has_fresh() {
                continue;
            }
            let number = order.request.number.clone();
            let lines = order.take_fresh().iter();
            events.extend(lines.map(|entry| Event { at_ms: entry.at_ms, text: line_of_order(&number, &entry.what) }));
        }
        events.sort_by_key(|event| event.at_ms);
        events
    }
}

/// `payment A-1 declined 5: VISA 400000**1126`, or `order A-1 refunded 5.00 EUR`.
fn line_of_order(number: &str, what: &str) -> String {
    match what.strip_prefix("payment ") {
        Some(payment) => format!("payment {number} {payment}"),
        None => format!("order {number} {what}"),
    }
}

/// `register.do 200 A-1 20.00 EUR → pay http://…`, `refund.do 200 A-1 refunded`, `register.do 200 error 5: Access denied`.
pub(crate) fn line_of_call(call: &Call<'_>, exchange: &Exchange, response: &Response, orders: &mut Orders) -> String {
    let name = exchange.request.rsplit('/').next().unwrap_or_default();
    if exchange.reset {
        return format!("{name} the connection was reset");
    }
    let reply: serde_json::Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let text = |field: &str| match reply.get(field) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let order = exchange.order_id.as_deref().and_then(|id| orders.by_id(id, call.now_ms));
    let number = order.as_ref().map(|order| order.request.number.as_str()).or(call.params.get("orderNumber"));
    let (code, form_url) = (text("errorCode"), text("formUrl"));
    let result = if !code.is_empty() && code != "0" {
        Some(format!("error {code}: {}", text("errorMessage")))
    } else if let (Some(order), false) = (&order, form_url.is_empty()) {
        Some(format!("{} → pay {form_url}", money::display(order.request.amount, &order.request.currency)))
    } else {
        order.as_ref().map(|order| view::in_words(order))
    };
    let status = exchange.status.to_string();
    let parts = [Some(name), Some(status.as_str()), number, result.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// `callback deposited A-1 → 403, again in 30 s`
pub(crate) fn line_of_callback(line: &CallbackLine, retry_secs: u64) -> String {
    use crate::callback::CallbackResult::{Done, GivenUp, TriedAgain};
    let answer = match (line.answer, &line.problem) {
        (Some(status), _) => status.to_string(),
        (None, Some(problem)) => format!("no answer: {problem}"),
        (None, None) => "no answer".into(),
    };
    let then = match line.then {
        Done => String::new(),
        TriedAgain => format!(", again in {retry_secs} s"),
        GivenUp => ", given up".into(),
    };
    let number = if line.order_number.is_empty() { &line.order_id } else { &line.order_number };
    format!("callback {} {number} → {answer}{then}", line.operation)
}
