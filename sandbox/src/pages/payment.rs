//! The payment page at `formUrl`: the order, the wallets and the card form, and the reason of a decline.

mod forms;

use maud::{Markup, html};

use super::layout::Page;
use super::notice;
use super::text::{self, Words};
use crate::action;
use crate::call::Call;
use crate::cards::{Card, Mistakes};
use crate::http::Response;
use crate::money;
use crate::order::Order;
use crate::payment::{self, PaymentError, Step, redirect_url};
use crate::percent::encode;
use crate::routes::ISSUER_PATH;
use crate::state::State;

/// Shows the page (GET) or makes an attempt to pay (POST).
pub(crate) fn answer(state: &mut State, call: &Call<'_>, path_language: Option<&str>) -> Response {
    let id = call.params.get("mdOrder").or_else(|| call.params.get("orderId")).unwrap_or_default();
    let words = text::words(path_language.or_else(|| call.params.get("language")).unwrap_or(call.language));
    let mistakes = if call.request.method == "POST" {
        match attempt(state, call, id) {
            Ok(step) => return redirect(state, call, id, &step),
            Err(PaymentError::Mistakes(mistakes)) => mistakes,
            Err(_) => Vec::new(),
        }
    } else {
        Vec::new()
    };
    show(state, call, id, words, &mistakes)
}

fn attempt(state: &mut State, call: &Call<'_>, id: &str) -> Result<Step, PaymentError> {
    if let Some(way) = call.params.get("wallet") {
        return payment::pay_by_wallet(state, id, way, call.now_ms);
    }
    let text = |name: &str| call.params.get(name).unwrap_or_default().to_owned();
    let card = Card {
        pan: text("pan"),
        expiry: text("expiry"),
        cvc: text("newCardCvc"),
        holder: text("cardholderName"),
        save: call.params.get("saveCard").is_some(),
    };
    payment::pay_by_card(state, id, &card, call.now_ms)
}

/// Every attempt ends with a redirect, so that a reload does not repeat it.
fn redirect(state: &mut State, call: &Call<'_>, id: &str, step: &Step) -> Response {
    let Some(order) = state.orders.by_id(id, call.now_ms) else {
        return notice::unknown_order(text::words(call.language));
    };
    match step {
        Step::Challenge(challenge) => {
            let (id, challenge) = (encode(id), encode(challenge));
            Response::redirect(&format!("{}{ISSUER_PATH}?mdOrder={id}&creq={challenge}", call.origin))
        }
        Step::Declined if order.is_open() => Response::redirect(&format!("{}{}", call.origin, own_address(call, id))),
        Step::Declined | Step::Approved => Response::redirect(&redirect_url(order)),
    }
}

/// Path and query of this page.
fn own_address(call: &Call<'_>, id: &str) -> String {
    format!("{}?mdOrder={}", call.request.path, encode(id))
}

fn show(state: &mut State, call: &Call<'_>, id: &str, words: &Words, mistakes: &Mistakes) -> Response {
    let Some(order) = state.orders.by_id(id, call.now_ms) else { return notice::unknown_order(words) };
    if !order.is_open() {
        return notice::closed(order, words);
    }
    let address = own_address(call, id);
    let saved = state.saved_cards.named(&order.account, &order.request);
    let declined = !matches!(order.action_code, action::WAITING | action::OK);
    let body = html! {
        (notice::bar(words))
        main {
            (summary(order, words))
            section.pay aria-label=(words.payment) {
                @if declined { (alert(order, words)) }
                @if order.request.binding_id.is_none() && !order.account.dialect.wallets.is_empty() {
                    (forms::wallets(order, &address, words))
                    p.or { (words.or_by_card) }
                }
                @match saved {
                    Some(card) => (forms::saved_card(order, card, &address, words, mistakes)),
                    None => (forms::card(order, call, &address, words, mistakes)),
                }
                @if !declined { (back_button(order, words)) }
            }
        }
        (forms::test_cards(order, words))
    };
    let leads_to = order.request.return_urls().collect();
    Page { status: 200, language: words.tag, title: words.payment, body, leads_to }.response()
}

fn summary(order: &Order, words: &Words) -> Markup {
    let rows = [
        (words.merchant, &order.account.merchant.name),
        (words.description, &order.request.description),
        (words.order, &order.request.number),
    ];
    html! {
        section.order {
            h1 { (words.amount) }
            p.sum { (money::display(order.request.charged(), &order.request.currency)) }
            dl {
                @for (name, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
                    div { dt { (name) } dd { (value) } }
                }
            }
        }
    }
}

/// The reason of the last decline, and a link for customers who do not try again.
fn alert(order: &Order, words: &Words) -> Markup {
    html! {
        div.alert role="alert" {
            p { strong { (action::describe(order.account.profile, order.action_code, words.tag)) } " (" (order.action_code) ")" }
            p { (words.try_again) }
            a.button.plain #return-to-shop href=(redirect_url(order)) { (words.back) }
        }
    }
}

/// The link to the shop, when the merchant gave its address.
fn back_button(order: &Order, words: &Words) -> Markup {
    let url = order.param("backToShopUrl").filter(|url| is_web_address(url));
    let name = order.param("backToShopName").unwrap_or(words.back);
    html! {
        @if let Some(url) = url {
            p.back { a.button.plain #back-to-shop href=(url) { (name) } }
        }
    }
}

fn is_web_address(url: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
