//! The issuer's 3-D Secure page, with two buttons: Success and Fail.

use maud::html;

use super::layout::{Page, isolated, ltr};
use super::notice;
use super::text::{self, Words};
use crate::call::Call;
use crate::http::Response;
use crate::money;
use crate::order::Order;
use crate::payment::{self, Challenge, redirect_url};
use crate::routes::ISSUER_PATH;
use crate::state::State;

/// Shows the challenge (GET) or takes the customer's answer (POST).
pub(crate) fn answer(state: &mut State, call: &Call<'_>) -> Response {
    let id = call.params.get("mdOrder").unwrap_or_default();
    let challenge = call.params.get("creq").unwrap_or_default();
    if let ("POST", Some(given)) = (call.request.method.as_str(), call.params.get("answer")) {
        let given = Challenge::parse(given).unwrap_or(Challenge::Fail);
        payment::answer_challenge(state, id, challenge, given, call.now_ms);
    }
    let Some(order) = state.orders.by_id(id, call.now_ms) else {
        return notice::unknown_order(text::words(call.language));
    };
    let words = text::words(&order.request.language);
    if order.challenge.as_deref() == Some(challenge) {
        return page(order, challenge, words);
    }
    // The challenge was answered, or another attempt replaced it.
    if call.request.method == "POST" || order.is_open() {
        return Response::redirect(&redirect_url(order));
    }
    notice::closed(order, words)
}

fn page(order: &Order, challenge: &str, words: &Words) -> Response {
    let card = order.attempt.as_ref().map_or("", |attempt| attempt.masked_pan.as_str());
    let body = html! {
        (notice::bar(words))
        main.narrow {
            section.pay {
                h1 { (words.issuer_title) }
                p { (words.issuer_ask) }
                p.sum { (ltr(money::display(order.request.amount, &order.request.currency))) }
                dl {
                    div { dt { (words.merchant) } dd { (isolated(&order.account.merchant.name)) } }
                    div { dt { (words.card_number) } dd { (ltr(card)) } }
                }
                form.back.stack method="post" action=(ISSUER_PATH) {
                    input type="hidden" name="mdOrder" value=(order.id);
                    input type="hidden" name="creq" value=(challenge);
                    button.button.good name="answer" value="success" { (words.success) }
                    button.button.fail name="answer" value="fail" { (words.fail) }
                    button.button.plain name="answer" value="cancel" { (words.cancel) }
                }
            }
        }
    };
    let leads_to = order.request.return_urls().collect();
    Page { status: 200, language: words.tag, title: words.issuer_title, body, leads_to, script: None }.response()
}
