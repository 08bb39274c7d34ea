//! getBindings.do, unBindCard.do, bindCard.do and paymentOrderBinding.do: the saved cards of a customer.
//!
//! Source: BPC REST reference, stored credentials. Code 2 means that there is no such card, or that it is in that state already.

use serde_json::{Map, Value, json};

use super::reply;
use crate::call::{Call, Token};
use crate::cards::PaymentSystem;
use crate::http::Response;
use crate::payment::{self, Step};
use crate::percent::encode;
use crate::routes::ISSUER_PATH;
use crate::saved_cards::SavedCard;
use crate::state::State;
use crate::wire::message::Failure;

pub(super) fn get_bindings(state: &mut State, call: &Call<'_>) -> Response {
    match list(state, call) {
        Ok(cards) => reply::json(call, 200, json!({ "errorCode": "0", "errorMessage": "Success", "bindings": cards })),
        Err(failure) => reply::error(call, &failure),
    }
}

fn list(state: &State, call: &Call<'_>) -> Result<Vec<Value>, Failure> {
    call.authenticate(Token::Refused)?;
    let client = call.params.get("clientId").ok_or_else(Failure::client_expected)?;
    let wanted = call.params.get("bindingId");
    let cards: Vec<Value> = state
        .saved_cards
        .of_client(&call.account, client)
        .filter(|(id, _)| wanted.is_none_or(|wanted| wanted == *id))
        .map(|(id, card)| view(id, card))
        .collect();
    if cards.is_empty() { Err(Failure::no_saved_card()) } else { Ok(cards) }
}

fn view(id: &str, card: &SavedCard) -> Value {
    let digits = card.masked_pan.get(card.masked_pan.len().saturating_sub(4)..).unwrap_or_default();
    json!({
        "bindingId": id,
        "maskedPan": card.masked_pan,
        "expiryDate": card.expiry.to_string(),
        "paymentWay": "CARD",
        "paymentSystem": PaymentSystem::of(&card.masked_pan).as_str(),
        "bindingCategory": "COMMON",
        "clientId": card.client_id,
        "displayLabel": format!("XXXXXXXXXXXX{digits}"),
    })
}

pub(super) fn unbind_card(state: &mut State, call: &Call<'_>) -> Response {
    switch(state, call, false)
}

pub(super) fn bind_card(state: &mut State, call: &Call<'_>) -> Response {
    switch(state, call, true)
}

fn switch(state: &mut State, call: &Call<'_>, to: bool) -> Response {
    let switched = call.authenticate(Token::Refused).and_then(|()| {
        let id = call.params.get("bindingId").ok_or_else(|| Failure::missing("bindingId"))?;
        let card = state.saved_cards.of_account(&call.account, id).filter(|card| card.is_active != to);
        card.ok_or_else(Failure::no_saved_card).map(|card| card.is_active = to)
    });
    match switched {
        Ok(()) => reply::json(call, 200, json!({ "errorCode": "0", "errorMessage": "Success" })),
        Err(failure) => reply::error(call, &failure),
    }
}

/// Pays a registered order with a saved card, without the payment page.
pub(super) fn payment_order_binding(state: &mut State, call: &Call<'_>) -> Response {
    match pay(state, call) {
        Ok(body) => reply::json(call, 200, Value::Object(body)),
        Err(failure) => reply::error(call, &failure),
    }
}

fn pay(state: &mut State, call: &Call<'_>) -> Result<Map<String, Value>, Failure> {
    call.authenticate(Token::Refused)?;
    let need = |name: &str| call.params.get(name).ok_or_else(|| Failure::missing(name));
    let (id, binding, initiator) = (need("mdOrder")?, need("bindingId")?, need("tii")?);
    if !matches!(initiator, "F" | "U") {
        return Err(Failure::invalid("tii"));
    }
    let order = state.orders.of_account(&call.account, id, call.now_ms).ok_or_else(Failure::unknown_order)?;
    if !order.is_open() {
        return Err(Failure::wrong_state());
    }
    let client = order.request.client_id.clone().ok_or_else(|| Failure::invalid("clientId"))?;
    let card = state
        .saved_cards
        .of_account(&call.account, binding)
        .filter(|card| card.is_active && card.client_id == client)
        .cloned()
        .ok_or_else(Failure::no_saved_card)?;
    let cvc = call.params.get("cvc");
    let step = payment::pay_by_saved_card(state, id, binding, card, cvc, initiator == "U", call.now_ms)
        .map_err(|_| Failure::invalid("cvc"))?;
    Ok(answer(state, call, id, &step))
}

/// The reply of an attempt. A decline has `errorCode` 0 too.
fn answer(state: &mut State, call: &Call<'_>, id: &str, step: &Step) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("errorCode".into(), 0.into());
    if let Step::Challenge(challenge) = step {
        body.insert("info".into(), "Your order is proceeding, redirecting...".into());
        body.insert("acsUrl".into(), format!("{}{ISSUER_PATH}?mdOrder={}", call.origin, encode(id)).into());
        body.insert("packedCReq".into(), challenge.clone().into());
        return body;
    }
    let redirect = state.orders.by_id(id, call.now_ms).as_deref().map(payment::redirect_url);
    body.insert("redirect".into(), redirect.unwrap_or_default().into());
    if *step == Step::Declined {
        let text = "The payment was declined";
        body.insert("error".into(), text.into());
        body.insert("errorTypeName".into(), "PROCESSING_ERROR".into());
        body.insert("displayErrorMessage".into(), text.into());
    } else {
        body.insert("info".into(), "Your payment is processed".into());
    }
    body
}
