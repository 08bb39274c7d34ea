//! Short pages about an order that cannot be paid.

use maud::{Markup, html};

use super::layout::{Page, ltr};
use super::text::Words;
use crate::http::Response;
use crate::order::{Order, State};
use crate::payment::redirect_url;

/// The top of a page: the name of the bank, and that it is a sandbox.
pub(super) fn bar(words: &Words) -> Markup {
    html! {
        header.bar {
            span.name {
                svg viewBox="0 0 16 16" aria-hidden="true" {
                    path d="M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z" {}
                }
                (words.test_bank)
            }
            span.tag { (words.sandbox) }
        }
    }
}

pub(super) fn unknown_order(words: &Words) -> Response {
    let body = html! {
        (bar(words))
        main.narrow {
            section.pay { h1 { (words.unknown) } p { (words.unknown_note) } }
        }
    };
    Page { status: 404, language: words.tag, title: words.unknown, body, leads_to: Vec::new(), script: None }.response()
}

/// The order is paid, closed or expired.
pub(super) fn closed(order: &Order, words: &Words) -> Response {
    let title = match order.state {
        State::Declined if matches!(order.action_code, -2014 | -2009 | -2007) => words.expired,
        State::Approved | State::Deposited => words.paid,
        _ => words.closed,
    };
    let body = html! {
        (bar(words))
        main.narrow {
            section.pay {
                h1 { (title) }
                p.soft { (words.order) " " (ltr(&order.request.number)) }
                p { a.button href=(redirect_url(order)) { (words.back) } }
            }
        }
    };
    Page { status: 200, language: words.tag, title, body, leads_to: Vec::new(), script: None }.response()
}
