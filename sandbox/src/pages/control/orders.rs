//! The list of the orders: a page of them, and a search by number.

use maud::{Markup, html};

use crate::calendar::java_date;
use crate::call::Call;
use crate::money;
use crate::order::{Order, State as OrderState};
use crate::percent::encode;
use crate::state::State;
use crate::view;

/// Rows of one page.
const ROWS: usize = 25;

pub(super) fn section(state: &mut State, call: &Call<'_>) -> Markup {
    let search = call.params.get("search").unwrap_or_default();
    let first = call.params.get("first").and_then(|text| text.parse().ok()).unwrap_or(0);
    let (count, orders) = state.orders.page(search, first, ROWS, call.now_ms);
    html! {
        section.pay {
            h2 { "Orders" }
            form.row method="get" action="/" role="search" {
                label { "Order number or id " input type="text" name="search" value=(search); }
                button.button.plain { "Search" }
            }
            div #orders data-live {
                p.soft { (range(count, first, orders.len(), search)) }
                @if !orders.is_empty() { (table(&orders)) }
                (pager(count, first, search))
            }
        }
    }
}

/// The numbers of the newest orders, to pick from.
pub(super) fn numbers(state: &mut State, call: &Call<'_>) -> Markup {
    let (_, newest) = state.orders.page("", 0, ROWS, call.now_ms);
    html! {
        datalist #numbers { @for order in newest { option value=(order.request.number) {} } }
    }
}

fn range(count: usize, first: usize, shown: usize, search: &str) -> String {
    let of = if search.is_empty() { String::new() } else { format!(" with \"{search}\"") };
    match (count, shown) {
        (0, _) if search.is_empty() => "No orders yet.".into(),
        (0, _) => format!("No order{of}."),
        (_, 0) => format!("{count} orders{of}."),
        _ => format!("{} to {} of {count} orders{of}, newest first.", first + 1, first + shown),
    }
}

fn table(orders: &[&Order]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Orders" {
            table.orders {
                thead { tr { th { "Number" } th { "State" } th { "Amount" } th { "Registered" } } }
                tbody {
                    @for order in orders {
                        tr {
                            th scope="row" { a href={ "/?order=" (encode(&order.id)) } { (order.request.number) } }
                            td { (pill(order)) }
                            td.sum-cell { (money::display(order.request.amount, &order.request.currency)) }
                            td.soft { time { (java_date(order.created_ms)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The state in words, coloured by its kind.
pub(super) fn pill(order: &Order) -> Markup {
    let kind = match order.state {
        OrderState::Deposited => "good",
        OrderState::Approved | OrderState::AtIssuer => "wait",
        OrderState::Declined => "bad",
        _ => "plain",
    };
    html! { span class={ "state " (kind) } { (view::in_words(order)) } }
}

fn pager(count: usize, first: usize, search: &str) -> Markup {
    let link = |first: usize, label: &str| {
        html! { a.button.plain href={ "/?search=" (encode(search)) "&first=" (first) } { (label) } }
    };
    html! {
        @if count > ROWS || first > 0 {
            nav.row aria-label="Pages of orders" {
                @if first > 0 { (link(first.saturating_sub(ROWS), "Newer")) }
                @if first + ROWS < count { (link(first + ROWS, "Older")) }
            }
        }
    }
}
