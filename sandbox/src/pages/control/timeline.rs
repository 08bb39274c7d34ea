//! The page of one order: its state, what can be done with it, and one timeline of its calls, payments and callbacks.

use maud::{Markup, html};
use serde_json::Value;

use super::{alert, orders, page};
use crate::calendar::java_date;
use crate::call::Call;
use crate::callback::{self, CallbackLine};
use crate::exchange_log::Exchange;
use crate::http::Response;
use crate::money;
use crate::order::{HistoryEntry, Order, State as OrderState};
use crate::state::State;
use crate::wire;

/// Calls about no order that the first page shows.
const OTHER_CALLS: usize = 20;
/// Entries of a timeline that are shown.
const MAX_ENTRIES: usize = 500;

/// Something that happened to an order. Of two at the same time, the earlier kind comes first.
enum Entry<'a> {
    Call(&'a Exchange),
    Note(&'a HistoryEntry),
    Callback(&'a CallbackLine),
}

impl Entry<'_> {
    fn key(&self) -> (u64, u8) {
        match self {
            Self::Call(call) => (call.at_ms, 0),
            Self::Note(note) => (note.at_ms, 1),
            Self::Callback(line) => (line.at_ms, 2),
        }
    }
}

/// The page of the order with this id or number.
pub(super) fn page_of(state: &mut State, call: &Call<'_>, name: &str, problem: Option<&str>) -> Response {
    let State { orders, exchanges, callbacks, .. } = state;
    let Some(order) = orders.find(name, call.now_ms) else { return unknown(name) };
    let calls = exchanges.lines().filter(|line| line.order_id.as_deref() == Some(&order.id)).take(MAX_ENTRIES);
    let lines: Vec<&CallbackLine> = callbacks.lines().rev().filter(|line| line.order_id == order.id).collect();
    let notes = order.history.iter().rev();
    let mut entries: Vec<Entry<'_>> = calls.map(Entry::Call).chain(notes.map(Entry::Note)).collect();
    entries.extend(lines.iter().take(MAX_ENTRIES).map(|line| Entry::Callback(line)));
    // The sort is stable: of entries at the same time, what was newer stays first.
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.key()));
    let title = format!("Order {}", order.request.number);
    let body = html! {
        main.wide {
            section.pay {
                p { a href="/" { "All orders" } }
                h1 { (title) }
                (alert(problem))
                div #order data-live { (facts(order, call)) (actions(order, !lines.is_empty())) }
            }
            section.pay {
                h2 { "Timeline" }
                ol.timeline #timeline data-live {
                    @for (at, entry) in entries.iter().enumerate() { (self::entry(entry, entries.len() - at, at == 0)) }
                }
            }
        }
    };
    page(200, &title, &body)
}

fn unknown(name: &str) -> Response {
    let body = html! {
        main.wide {
            section.pay {
                p { a href="/" { "All orders" } }
                h1 { "Order not found" }
                p { "No order has the id or number “" (name) "”, or the sandbox was restarted since." }
            }
        }
    };
    page(404, "Order not found", &body)
}

fn facts(order: &Order, call: &Call<'_>) -> Markup {
    let sum = |amount: u64| money::display(amount, &order.request.currency);
    let amounts = order.amounts;
    html! {
        p { (orders::pill(order)) " " b { (sum(order.request.amount)) } " " span.soft { (order.request.description) } }
        dl.facts {
            div { dt { "orderId" } dd { code { (order.id) } } }
            div { dt { "orderStatus / actionCode" } dd { (wire::status::order_status(order)) " / " (order.action_code) } }
            div { dt { "Held, taken, given back" } dd { (sum(amounts.approved)) ", " (sum(amounts.deposited)) ", " (sum(amounts.refunded)) } }
            div { dt { "Session ends" } dd { (java_date(order.request.expires_ms)) } }
            @if let Some(attempt) = &order.attempt { div { dt { "Card" } dd { (attempt.label()) } } }
            @if order.is_open() {
                div {
                    dt { "Payment page" }
                    dd { a href=(wire::reply::form_url(&call.origin, order, order.account.profile)) { "Open the payment page" } }
                }
            }
        }
    }
}

/// A button: the command, and its label.
type Button = (&'static str, &'static str);

/// The buttons that an open order has.
const OPEN: &[Button] = &[
    ("pay", "Pay"),
    ("payDeclined", "Pay with a declined card"),
    ("leave", "Leave at 3-D Secure"),
    ("decline", "Decline"),
    ("expire", "Expire"),
];

/// What the state allows: buttons, and a button with an amount.
fn allowed(order: &Order) -> (&'static [Button], Option<Button>) {
    match order.state {
        OrderState::Created | OrderState::AtIssuer => (OPEN, None),
        OrderState::Approved => (&[("reverse", "Reverse")], Some(("deposit", "Deposit"))),
        OrderState::Deposited | OrderState::Refunded if order.amounts.deposited > 0 => {
            (&[], Some(("refund", "Refund")))
        }
        _ => (&[], None),
    }
}

fn actions(order: &Order, has_callbacks: bool) -> Markup {
    let (buttons, with_amount) = allowed(order);
    html! {
        form.row method="post" action="/" {
            input type="hidden" name="order" value=(order.id);
            input type="hidden" name="shown" value=(order.id);
            @for (action, label) in buttons { button.button.plain name="action" value=(action) { (label) } }
            @if let Some((action, label)) = with_amount {
                label {
                    "Amount in minor units "
                    input type="text" name="amount" inputmode="numeric" size="12" placeholder="all";
                }
                button.button.plain name="action" value=(action) { (label) }
            }
            @if has_callbacks {
                button.button.plain name="action" value="resend" { "Resend the last callback" }
            }
        }
    }
}

fn entry(entry: &Entry<'_>, number: usize, is_newest: bool) -> Markup {
    html! {
        li {
            @match entry {
                Entry::Note(note) => p.note { time { (java_date(note.at_ms)) } " " b { (note.what) } },
                Entry::Call(call) => (exchange(call, &format!("e{number}"), is_newest)),
                Entry::Callback(line) => (callback_line(line, &format!("e{number}"), is_newest)),
            }
        }
    }
}

fn exchange(exchange: &Exchange, id: &str, open: bool) -> Markup {
    let name = exchange.request.rsplit('/').next().unwrap_or_default();
    html! {
        details id=(id) open[open] {
            summary {
                time { (java_date(exchange.at_ms)) } " " (name) " "
                span.state { (exchange.status) @if exchange.reset { ", reset" } }
            }
            p.soft { (exchange.request) }
            pre { (decoded(&exchange.parameters)) }
            pre { (pretty(&exchange.reply)) }
        }
    }
}

fn callback_line(line: &CallbackLine, id: &str, open: bool) -> Markup {
    let signed = callback::signed_text(&line.parameters);
    html! {
        details id=(id) open[open] {
            summary {
                time { (java_date(line.at_ms)) } " callback " (line.operation) " "
                span.state {
                    @match line.answer { Some(status) => (status), None => "no answer" }
                    ", " (line.then.as_str())
                }
            }
            @if let Some(problem) = &line.problem { p { (problem) } }
            p.soft { (line.url) }
            pre { (decoded(&line.parameters)) }
            @if let Some(signed) = signed { p.soft { "What is signed:" } pre { (signed) } }
        }
    }
}

/// A form, a parameter on each line, decoded. Anything else stays as it is.
fn decoded(form: &str) -> String {
    if !form.contains('=') {
        return form.to_owned();
    }
    let pairs = form_urlencoded::parse(form.as_bytes());
    pairs.map(|(name, value)| format!("{name} = {}", pretty(&value))).collect::<Vec<_>>().join("\n")
}

/// JSON with line breaks. Anything else stays as it is.
fn pretty(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(value) if value.is_object() || value.is_array() => {
            serde_json::to_string_pretty(&value).unwrap_or_else(|_| text.to_owned())
        }
        _ => text.to_owned(),
    }
}

/// The last calls that are about no order, such as refused logins.
pub(super) fn other_calls(state: &State) -> Markup {
    let calls: Vec<&Exchange> =
        state.exchanges.lines().filter(|line| line.order_id.is_none()).take(OTHER_CALLS).collect();
    html! {
        section.pay {
            h2 { "Calls about no order" }
            div #others data-live {
                @if calls.is_empty() { p.soft { "None. A refused login or a wrong parameter would be shown here." } }
                @for (at, call) in calls.iter().enumerate() { (exchange(call, &format!("o{}", calls.len() - at), false)) }
            }
        }
    }
}
