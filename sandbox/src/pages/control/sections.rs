//! The sections of the control page.

use std::sync::Arc;

use maud::{Markup, html};

use crate::account::Account;
use crate::calendar::java_date;
use crate::call::Call;
use crate::callback::CallbackLine;
use crate::exchange_log::Exchange;
use crate::fault::{Fault, FaultKind};
use crate::money;
use crate::profile::Profile;
use crate::routes::{ECOM_ROOT, REST_ROOT};
use crate::view::OrderView;

/// Rows of a list. The control API returns all of them.
const MAX_ROWS: usize = 100;

/// The accounts and the time.
pub(super) fn facts(accounts: &[Arc<Account>], call: &Call<'_>) -> Markup {
    html! {
        dl.facts {
            @for account in accounts { (self::account(account, &call.origin)) }
            div { dt { "Clock" } dd { (java_date(call.now_ms)) } }
        }
    }
}

fn account(account: &Account, origin: &str) -> Markup {
    let root = if account.profile == Profile::Ecom { ECOM_ROOT } else { REST_ROOT };
    html! {
        div {
            dt { "Profile " (account.profile.as_str()) }
            dd {
                code { (origin) (root.trim_end_matches('/')) }
                br;
                code { (account.merchant.user_name) } " / " code { (account.merchant.password) }
            }
        }
    }
}

pub(super) fn clock_form() -> Markup {
    let steps = [(60, "+1 minute"), (1200, "+20 minutes"), (86_400, "+1 day")];
    html! {
        form.row method="post" action="/" {
            input type="hidden" name="action" value="advance";
            @for (seconds, label) in steps {
                button.button.plain name="seconds" value=(seconds) { (label) }
            }
        }
    }
}

pub(super) fn faults(active: &[Fault]) -> Markup {
    html! {
        form.row method="post" action="/" {
            input type="hidden" name="action" value="injectFault";
            label { "Fault " select name="kind" { @for kind in FaultKind::ALL { option { (kind.as_str()) } } } }
            label { "Times " input type="text" name="times" inputmode="numeric" size="4" placeholder="1"; }
            label { "Order " input type="text" name="order" size="16" placeholder="any"; }
            button.button.plain { "Switch on" }
        }
        @if !active.is_empty() {
            ul { @for fault in active { (self::fault(fault)) } }
            form.row method="post" action="/" {
                button.button.plain name="action" value="clearFaults" { "Switch all faults off" }
            }
        }
    }
}

fn fault(fault: &Fault) -> Markup {
    html! {
        li {
            (fault.kind.as_str())
            @if let Some(times) = fault.times { " × " (times) }
            @if let Some(order) = &fault.order { " for " (order) }
        }
    }
}

/// A row for each item, or a text when there are none.
pub(super) fn list<T>(items: impl IntoIterator<Item = T>, none: &str, row: fn(T) -> Markup) -> Markup {
    let rows: Vec<Markup> = items.into_iter().take(MAX_ROWS).map(row).collect();
    html! {
        @if rows.is_empty() { p.soft { (none) } }
        @for row in rows { (row) }
    }
}

pub(super) fn order(order: &OrderView) -> Markup {
    html! {
        details {
            summary {
                b { (order.order_number) } " " (money::display(order.amount, &order.currency)) " "
                span class={ "state s" (order.order_status) } { (order.order_status) " / " (order.action_code) }
            }
            p.soft {
                code { (order.order_id) }
                " approved " (order.approved_amount) ", deposited " (order.deposited_amount)
                ", refunded " (order.refunded_amount) "; session ends " (java_date(order.expires_ms))
            }
            ol {
                @for line in &order.history { li { time { (java_date(line.at_ms)) } " " (line.what) } }
            }
        }
    }
}

pub(super) fn exchange(exchange: &Exchange) -> Markup {
    html! {
        details {
            summary {
                time { (java_date(exchange.at_ms)) } " " (exchange.request) " "
                span.state { (exchange.status) @if exchange.reset { ", reset" } }
            }
            pre { (exchange.parameters.replace('&', "\n&")) }
            pre { (exchange.reply) }
        }
    }
}

pub(super) fn callback(line: &CallbackLine) -> Markup {
    html! {
        p {
            time { (java_date(line.at_ms)) } " " b { (line.operation) } " " code { (line.order_id) } " "
            @match line.answer { Some(status) => (status), None => "no answer" }
            ", " (line.then.as_str()) " " span.soft { (line.url) }
        }
    }
}
