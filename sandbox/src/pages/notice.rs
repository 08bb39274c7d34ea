//! Short pages: an order that cannot be paid here, with the way back to the shop.

use super::html::{Page, escape};
use super::text::Words;
use crate::http::Response;
use crate::order::{Order, State};
use crate::payment::way_back;

/// The name of the place and the reminder that it is a sandbox.
pub(super) fn bar(words: &Words) -> String {
    format!(
        "<header class=\"bar\"><span class=\"name\"><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">\
         <path d=\"M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z\"/></svg>{}</span>\
         <span class=\"tag\">Sandbox</span></header>\n",
        words.test_bank
    )
}

pub(super) fn unknown_order(words: &Words) -> Response {
    let body = format!(
        "{}<main class=\"narrow\"><section class=\"pay\"><h1>{}</h1><p>{}</p></section></main>\n",
        bar(words),
        words.unknown,
        words.unknown_note
    );
    Page { status: 404, language: words.tag, title: words.unknown, body, leads_to: Vec::new() }.response()
}

/// The order is not open: paid, closed or expired.
pub(super) fn closed(order: &Order, words: &Words) -> Response {
    let title = match order.state {
        State::Declined if matches!(order.action_code, -2014 | -2009 | -2007) => words.expired,
        State::Approved | State::Deposited => words.paid,
        _ => words.closed,
    };
    let body = format!(
        "{}<main class=\"narrow\"><section class=\"pay\"><h1>{title}</h1><p class=\"soft\">{} {}</p>\
         <p><a class=\"button\" href=\"{}\">{}</a></p></section></main>\n",
        bar(words),
        words.order,
        escape(&order.terms.number),
        escape(&way_back(order)),
        words.back
    );
    Page { status: 200, language: words.tag, title, body, leads_to: Vec::new() }.response()
}
