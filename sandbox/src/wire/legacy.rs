//! The older status replies, whose names begin with a capital letter: getOrderStatus.do and SATIM's acknowledgeTransaction.do.
//! Sources: "Merchant manual of the older installations, getOrderStatus", "SATIM integration guide".

use serde_json::{Map, Value, json};

use super::message::{self, Failure};
use crate::action;
use crate::order::{Order, State};
use crate::profile::{CodeStyle, Dialect};

/// Action codes and the codes of the processing centre ("SATIM integration guide").
const PROCESSING_CODES: &[(i64, &str)] =
    &[(0, "00"), (119, "37"), (126, "41"), (127, "43"), (116, "51"), (140, "AB"), (100_882, "AD"), (100_254, "AE")];

/// The codes of both calls are strings, except in the profile whose codes are all numbers.
fn style(dialect: &Dialect) -> CodeStyle {
    if dialect.status == CodeStyle::Number { CodeStyle::Number } else { CodeStyle::Text }
}

/// `{"ErrorCode":…,"ErrorMessage":…}`
pub(crate) fn failed(dialect: &Dialect, failure: &Failure, language: &str) -> Value {
    json!({ "ErrorCode": message::code(style(dialect), failure.code), "ErrorMessage": failure.text(language) })
}

fn put_attempt(body: &mut Map<String, Value>, order: &Order) {
    let Some(attempt) = &order.attempt else { return };
    body.insert("expiration".into(), attempt.expiration.as_str().into());
    body.insert("cardholderName".into(), attempt.holder.as_str().into());
    if let Some(code) = &attempt.approval_code {
        body.insert("approvalCode".into(), code.as_str().into());
    }
}

/// The fields at the end of both replies.
fn put_order(body: &mut Map<String, Value>, order: &Order, code: u8, dialect: &Dialect, language: &str) {
    if let Some(code) = message::code(style(dialect), code) {
        body.insert("ErrorCode".into(), code);
    }
    let text = if code == 0 {
        message::success(language)
    } else {
        action::describe(dialect.profile, order.action_code, language)
    };
    body.insert("ErrorMessage".into(), text.into());
    body.insert("OrderStatus".into(), order.state.code().into());
    body.insert("OrderNumber".into(), order.request.number.as_str().into());
    let pan = order.attempt.as_ref().map_or("", |attempt| attempt.masked_pan.as_str());
    body.insert("Pan".into(), pan.into());
    body.insert("Amount".into(), order.reported_amount().into());
    if let Some(attempt) = &order.attempt {
        body.insert("Ip".into(), attempt.ip.as_str().into());
    }
}

/// The reply of getOrderStatus.do. It has `depositAmount` and not `depositedAmount`, no action code, and `authCode` 2.
pub(crate) fn status(order: &Order, dialect: &Dialect, language: &str) -> Value {
    let mut body = Map::new();
    put_attempt(&mut body, order);
    body.insert("depositAmount".into(), order.amounts.deposited.into());
    body.insert("currency".into(), order.request.currency.as_str().into());
    if order.attempt.is_some() {
        body.insert("authCode".into(), 2.into());
    }
    put_binding(&mut body, order);
    let code = if order.state == State::Declined { dialect.legacy_declined } else { 0 };
    put_order(&mut body, order, code, dialect, language);
    Value::Object(body)
}

fn put_binding(body: &mut Map<String, Value>, order: &Order) {
    if let (Some(binding), Some(client)) = (&order.binding_id, &order.request.client_id) {
        body.insert("clientId".into(), client.as_str().into());
        body.insert("bindingId".into(), binding.as_str().into());
    }
}

/// The reply of acknowledgeTransaction.do. A declined payment has `ErrorCode` 2. The code of the processing centre is in
/// `params`.
pub(crate) fn acknowledged(order: &Order, dialect: &Dialect, language: &str) -> Value {
    let declined = order.state == State::Declined;
    let mut body = Map::new();
    put_attempt(&mut body, order);
    body.insert("depositAmount".into(), order.amounts.deposited.into());
    body.insert("currency".into(), order.request.currency.as_str().into());
    if order.attempt.is_some() {
        body.insert("authCode".into(), 2.into());
        let processing = PROCESSING_CODES.iter().find(|(code, _)| *code == order.action_code).map(|(_, code)| *code);
        body.insert("params".into(), processing_params(order, processing, dialect, language));
        if let Some(code) = processing {
            body.insert("SvfeResponse".into(), code.into());
        }
    }
    body.insert("actionCode".into(), order.action_code.into());
    body.insert("actionCodeDescription".into(), result_text(order, dialect, language).into());
    put_order(&mut body, order, if declined { 2 } else { 0 }, dialect, language);
    body.insert("Description".into(), order.request.description.as_str().into());
    Value::Object(body)
}

/// The sentence that the shop shows on its result page.
fn result_text(order: &Order, dialect: &Dialect, language: &str) -> &'static str {
    match (order.action_code, language) {
        (action::OK, "fr") => "Votre paiement a été accepté",
        (action::OK, "ar") => "تم قبول عملية الدفع",
        (action::OK, _) => "Your payment was accepted",
        (code, _) => action::describe(dialect.profile, code, language),
    }
}

fn processing_params(order: &Order, processing: Option<&str>, dialect: &Dialect, language: &str) -> Value {
    let mut params = Map::new();
    if let Some(code) = processing {
        params.insert("respCode".into(), code.into());
    }
    params.insert("respCode_desc".into(), result_text(order, dialect, language).into());
    for (name, value) in order.params.iter().filter(|(name, _)| name.starts_with("udf")) {
        params.insert(name.clone(), value.as_deref().into());
    }
    Value::Object(params)
}
