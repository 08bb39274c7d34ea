//! The issuer's 3-D Secure page: two buttons, Success and Fail.

use super::html::{Page, escape};
use super::notice;
use super::text::{self, Words};
use crate::endpoints::Call;
use crate::http::Response;
use crate::money;
use crate::order::Order;
use crate::payment::way_back;
use crate::routes::ISSUER_PATH;
use crate::sandbox::Sandbox;

/// Shows the question (GET) or takes the answer (POST).
pub(crate) fn answer(sandbox: &mut Sandbox, call: &Call<'_>) -> Response {
    let id = call.params.get("mdOrder").unwrap_or_default();
    let question = call.params.get("creq").unwrap_or_default();
    if let ("POST", Some(given)) = (call.request.method.as_str(), call.params.get("answer")) {
        sandbox.answer_challenge(id, question, given == "success", call.now_ms);
    }
    let Some(order) = sandbox.store.by_id(id, call.now_ms) else {
        return notice::unknown_order(text::words(call.language));
    };
    let words = text::words(&order.terms.language);
    if order.challenge.as_deref() == Some(question) {
        return page(order, question, words);
    }
    // Answered, or overtaken by another attempt: the browser goes where the order is by now.
    if call.request.method == "POST" || order.is_open() {
        return Response::redirect(&way_back(order));
    }
    notice::closed(order, words)
}

fn page(order: &Order, question: &str, words: &Words) -> Response {
    let card = order.attempt.as_ref().map_or("", |attempt| attempt.masked_pan.as_str());
    let body = format!(
        "{bar}<main class=\"narrow\"><section class=\"pay\"><h1>{title}</h1><p>{ask}</p>\
         <p class=\"sum\">{sum}</p>\
         <dl><div><dt>{shop}</dt><dd>{merchant}</dd></div><div><dt>{card_number}</dt><dd>{card}</dd></div></dl>\
         <form class=\"back stack\" method=\"post\" action=\"{ISSUER_PATH}\">\
         <input type=\"hidden\" name=\"mdOrder\" value=\"{id}\"><input type=\"hidden\" name=\"creq\" value=\"{question}\">\
         <button class=\"button good\" name=\"answer\" value=\"success\">{success}</button>\
         <button class=\"button fail\" name=\"answer\" value=\"fail\">{fail}</button></form></section></main>\n",
        bar = notice::bar(words),
        title = words.issuer_title,
        ask = words.issuer_ask,
        sum = escape(&money::display(order.terms.amount, &order.terms.currency)),
        shop = words.shop,
        merchant = escape(&order.shop.merchant.name),
        card_number = words.card_number,
        card = escape(card),
        id = escape(&order.id),
        question = escape(question),
        success = words.success,
        fail = words.fail,
    );
    let leads_to = [Some(&order.terms.return_url), order.terms.fail_url.as_ref()];
    let leads_to = leads_to.into_iter().flatten().map(String::as_str).collect();
    Page { status: 200, language: words.tag, title: words.issuer_title, body, leads_to }.response()
}
