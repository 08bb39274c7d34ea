//! The payment page at `formUrl`: the order, the wallets and the card form, and the reason of a decline.

mod cards;
mod forms;
mod wallet;

use maud::{Markup, html};

use super::layout::{Page, isolated, ltr};
use super::notice;
use super::text::{self, Words};
use crate::action;
use crate::call::Call;
use crate::cards::Card;
use crate::http::Response;
use crate::money;
use crate::order::Order;
use crate::payment::{self, PaymentError, Step, redirect_url};
use crate::payment_method::PaymentMethod;
use crate::percent::encode;
use crate::profile::Profile;
use crate::routes::ISSUER_PATH;
use crate::state::State;
use forms::Filled;

/// What a form of the page asks for.
enum Asked<'a> {
    /// A wallet's sheet.
    Sheet(PaymentMethod),
    /// A payment with a wallet.
    Wallet(&'a str),
    /// The inputs filled with a test card.
    TestCard(&'a str),
    /// The customer gives up.
    Cancel,
    /// A payment with a card.
    Card,
    Nothing,
}

impl<'a> Asked<'a> {
    fn of(call: &'a Call<'_>) -> Self {
        let wallet = call.params.get("wallet");
        if call.request.method != "POST" {
            return wallet.and_then(PaymentMethod::wallet).map_or(Self::Nothing, Self::Sheet);
        }
        match (wallet, call.params.get("useCard"), call.params.get("cancel")) {
            (Some(way), ..) => Self::Wallet(way),
            (_, Some(pan), _) => Self::TestCard(pan),
            (.., Some(_)) => Self::Cancel,
            _ => Self::Card,
        }
    }
}

/// Shows the page (GET) or makes an attempt to pay (POST).
pub(crate) fn answer(state: &mut State, call: &Call<'_>, path_language: Option<&str>) -> Response {
    let id = call.params.get("mdOrder").or_else(|| call.params.get("orderId")).unwrap_or_default();
    let words = text::words(path_language.or_else(|| call.params.get("language")).unwrap_or(call.language));
    let attempt = match Asked::of(call) {
        Asked::Nothing => return show(state, call, id, words, &Filled::default()),
        Asked::Sheet(wallet) => return wallet::sheet(state, call, id, wallet, words),
        Asked::TestCard(pan) => return show(state, call, id, words, &Filled::test_card(pan)),
        Asked::Cancel => return cancel(state, call, id, words),
        Asked::Wallet(way) => {
            let declines = call.params.get("confirm") == Some("decline");
            payment::pay_by_wallet(state, id, way, declines.then_some(action::NO_MONEY), call.now_ms)
        }
        Asked::Card => payment::pay_by_card(state, id, &typed_card(call), call.now_ms),
    };
    match attempt {
        Ok(step) => redirect(state, call, id, &step),
        Err(PaymentError::Mistakes(mistakes)) => show(state, call, id, words, &Filled::typed(call, mistakes)),
        Err(_) => show(state, call, id, words, &Filled::default()),
    }
}

fn typed_card(call: &Call<'_>) -> Card {
    let text = |name: &str| call.params.get(name).unwrap_or_default().to_owned();
    Card {
        pan: text("pan"),
        expiry: text("expiry"),
        cvc: text("newCardCvc"),
        holder: text("cardholderName"),
        save: call.params.get("saveCard").is_some(),
    }
}

/// The customer gives up and returns to the shop. At SATIM this closes the order. Elsewhere it stays open.
fn cancel(state: &mut State, call: &Call<'_>, id: &str, words: &Words) -> Response {
    let Some(order) = state.orders.by_id(id, call.now_ms) else { return notice::unknown_order(words) };
    if order.is_open() {
        order.cancel_by_customer(order.account.profile == Profile::Satim, call.now_ms);
    }
    Response::redirect(&redirect_url(order))
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

/// Path and query of this page. Some banks have the language in the query.
fn own_address(call: &Call<'_>, id: &str) -> String {
    let language = call.params.get("language").map(|tag| format!("&language={}", encode(tag)));
    format!("{}?mdOrder={}{}", call.request.path, encode(id), language.unwrap_or_default())
}

fn show(state: &mut State, call: &Call<'_>, id: &str, words: &Words, filled: &Filled) -> Response {
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
                (forms::mistakes(filled, words))
                @if !wallets(order).is_empty() {
                    (wallet::buttons(wallets(order), call, id, words))
                    p.or { (words.or_by_card) }
                }
                @match saved {
                    Some(card) => (forms::saved_card(order, card, &address, words, filled)),
                    None => (forms::card(order, &address, words, filled)),
                }
                (way_to_shop(order, &address, words))
            }
        }
        (cards::test_cards(order, &address, words))
    };
    let leads_to = order.request.return_urls().collect();
    let title = format!("{} – {}", words.payment, order.account.merchant.name);
    Page { status: 200, language: words.tag, title: &title, body, leads_to, script: None }.response()
}

/// The wallets that the page of the bank offers. An order with a saved card is paid by that card alone.
fn wallets(order: &Order) -> &'static [PaymentMethod] {
    if order.request.binding_id.is_none() { order.account.dialect.wallets } else { &[] }
}

fn summary(order: &Order, words: &Words) -> Markup {
    let rows = [(words.description, &order.request.description), (words.order, &order.request.number)];
    html! {
        section.order {
            p.shop { (isolated(&order.account.merchant.name)) }
            h1 { span.label { (words.amount) } " " span.sum { (ltr(sum(order))) } }
            dl {
                @for (name, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
                    div { dt { (name) } dd { (isolated(value)) } }
                }
            }
        }
    }
}

fn sum(order: &Order) -> String {
    money::display(order.request.charged(), &order.request.currency)
}

/// The reason of the last decline, and a link for customers who do not try again.
fn alert(order: &Order, words: &Words) -> Markup {
    html! {
        div.alert role="alert" {
            p {
                strong { (isolated(action::describe(order.account.profile, order.action_code, words.tag))) }
                " (" (ltr(order.action_code)) ")"
            }
            p { (words.try_again) }
            a.button.plain #return-to-shop href=(redirect_url(order)) { (words.back) }
        }
    }
}

/// The button that gives up, and the link to the shop, when the merchant gave its address.
fn way_to_shop(order: &Order, address: &str, words: &Words) -> Markup {
    let url = order.param("backToShopUrl").filter(|url| is_web_address(url));
    let name = order.param("backToShopName").unwrap_or(words.back);
    html! {
        div.back.stack {
            @if let Some(url) = url {
                a.button.plain #back-to-shop href=(url) { (name) }
            }
            form method="post" action=(address) {
                button.button.plain #cancel name="cancel" value="true" { (words.cancel) }
            }
        }
    }
}

fn is_web_address(url: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
