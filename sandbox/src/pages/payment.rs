//! The payment page at `formUrl`: what is paid and to whom, wallets, the card form, and after a decline what went wrong.

mod form;

use super::html::{Page, escape};
use super::notice;
use super::text::{self, Words};
use crate::action;
use crate::cards::{Card, Mistakes};
use crate::endpoints::Call;
use crate::form as encoding;
use crate::http::Response;
use crate::money;
use crate::order::{Means, Order};
use crate::payment::{PaymentError, Step, way_back};
use crate::routes::ISSUER_PATH;
use crate::sandbox::Sandbox;

/// Shows the page (GET) or makes an attempt (POST).
pub(crate) fn answer(sandbox: &mut Sandbox, call: &Call<'_>, path_language: Option<&str>) -> Response {
    let id = call.params.get("mdOrder").or_else(|| call.params.get("orderId")).unwrap_or_default();
    let words = text::words(path_language.or_else(|| call.params.get("language")).unwrap_or(call.language));
    let mistakes = if call.request.method == "POST" {
        match attempt(sandbox, call, id) {
            Ok(step) => return next(sandbox, call, id, &step),
            Err(PaymentError::Mistakes(mistakes)) => mistakes,
            Err(_) => Vec::new(),
        }
    } else {
        Vec::new()
    };
    show(sandbox, call, id, words, &mistakes)
}

fn attempt(sandbox: &mut Sandbox, call: &Call<'_>, id: &str) -> Result<Step, PaymentError> {
    let text = |name: &str| call.params.get(name).unwrap_or_default().to_owned();
    if let Some(way) = call.params.get("wallet") {
        let means = Means::wallet(way).ok_or_else(|| PaymentError::UnknownWallet(way.to_owned()))?;
        return sandbox.pay_by_wallet(id, means, call.now_ms);
    }
    let save = call.params.get("saveCard").is_some();
    let (pan, expiry, cvc) = (text("pan"), text("expiry"), text("newCardCvc"));
    let card = Card { pan, expiry, cvc, holder: text("cardholderName"), save };
    sandbox.pay_by_card(id, &card, call.now_ms)
}

/// After an attempt the browser is always sent on, so that a reload repeats nothing.
fn next(sandbox: &mut Sandbox, call: &Call<'_>, id: &str, step: &Step) -> Response {
    let Some(order) = sandbox.store.by_id(id, call.now_ms) else {
        return notice::unknown_order(text::words(call.language));
    };
    match step {
        Step::Challenge(question) => {
            let (id, question) = (encoding::encode(id), encoding::encode(question));
            Response::redirect(&format!("{}{ISSUER_PATH}?mdOrder={id}&creq={question}", call.origin))
        }
        Step::Declined if order.is_open() => Response::redirect(&format!("{}{}", call.origin, own_address(call, id))),
        Step::Declined | Step::Approved => Response::redirect(&way_back(order)),
    }
}

/// The page's own path and query, for its forms and for coming back to it.
fn own_address(call: &Call<'_>, id: &str) -> String {
    format!("{}?mdOrder={}", call.request.path, encoding::encode(id))
}

fn show(sandbox: &mut Sandbox, call: &Call<'_>, id: &str, words: &Words, mistakes: &Mistakes) -> Response {
    let Some(order) = sandbox.store.by_id(id, call.now_ms) else { return notice::unknown_order(words) };
    if !order.is_open() {
        return notice::closed(order, words);
    }
    let saved = sandbox.bindings.named(&order.shop, &order.terms);
    let declined = !matches!(order.action_code, action::WAITING | action::OK);
    let way_back = declined.then(|| way_back(order));
    let back = way_back.as_deref().or_else(|| shop_param(order, "backToShopUrl").filter(|url| is_web_address(url)));
    let body = format!(
        "{bar}<main>{summary}<section class=\"pay\" aria-label=\"{payment}\">{alert}{wallets}\
         <p class=\"or\">{or}</p>{form}{back}</section></main>\n{cards}",
        bar = notice::bar(words),
        summary = summary(order, words),
        payment = words.payment,
        alert = alert(order, words, way_back.as_deref()),
        wallets = form::wallets(&own_address(call, id), words),
        or = words.or_by_card,
        form = match saved {
            Some(binding) => form::saved(order, binding, &own_address(call, id), words, mistakes),
            None => form::card(order, call, &own_address(call, id), words, mistakes),
        },
        back = back.filter(|_| !declined).map_or(String::new(), |url| back_button(order, url, words)),
        cards = form::test_cards(words),
    );
    let leads_to = [Some(&order.terms.return_url), order.terms.fail_url.as_ref()];
    let leads_to = leads_to.into_iter().flatten().map(String::as_str).collect();
    Page { status: 200, language: words.tag, title: words.payment, body, leads_to }.response()
}

fn summary(order: &Order, words: &Words) -> String {
    let row = |name: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("<div><dt>{name}</dt><dd>{}</dd></div>", escape(value)) }
    };
    format!(
        "<section class=\"order\"><h1>{}</h1><p class=\"sum\">{}</p><dl>{}{}{}</dl></section>",
        words.amount,
        escape(&money::display(order.terms.amount, &order.terms.currency)),
        row(words.shop, &order.shop.merchant.name),
        row(words.description, &order.terms.description),
        row(words.order, &order.terms.number),
    )
}

/// What the last attempt came to, with the way back for whoever gives up.
fn alert(order: &Order, words: &Words, way_back: Option<&str>) -> String {
    let Some(way_back) = way_back else { return String::new() };
    format!(
        "<div class=\"alert\" role=\"alert\"><p><strong>{}</strong> ({})</p><p>{}</p>\
         <a class=\"button plain\" id=\"return-to-shop\" href=\"{}\">{}</a></div>",
        escape(action::describe(order.action_code, words.tag)),
        order.action_code,
        words.try_again,
        escape(way_back),
        words.back
    )
}

fn back_button(order: &Order, url: &str, words: &Words) -> String {
    let name = shop_param(order, "backToShopName").unwrap_or(words.back);
    format!(
        "<p class=\"back\"><a class=\"button plain\" id=\"back-to-shop\" href=\"{}\">{}</a></p>",
        escape(url),
        escape(name)
    )
}

fn shop_param<'a>(order: &'a Order, name: &str) -> Option<&'a str> {
    order.params.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.as_deref()).filter(|v| !v.is_empty())
}

fn is_web_address(url: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
