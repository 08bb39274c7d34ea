//! From an event to a notification: parameters, checksum, address.

use serde_json::json;

use super::{Callback, Callbacks, Method, News, Signature, sign};
use crate::action;
use crate::calendar;
use crate::fault::FaultKind;
use crate::form;
use crate::order::Order;
use crate::wire::profile::Profile;

/// The `sign_alias` of RSA callbacks. The name says SHA-256 while the hash is SHA-512, as documented examples have it.
const SIGN_ALIAS: &str = "SHA-256 with RSA";

/// The notification of an event, or `None` where the merchant is not told of it.
pub(crate) fn compose(order: &Order, news: &News, options: &Callbacks, quirks: &[FaultKind]) -> Option<Callback> {
    let binding = news.operation == "bindingCreated";
    // Events of saved cards only go to the static address.
    let own = order.terms.callback_url.as_ref().filter(|_| !binding);
    let address = own.or(options.url.as_ref())?;
    if !options.operations.iter().any(|operation| operation == news.operation) {
        return None;
    }
    let late_ms = if quirks.contains(&FaultKind::CallbackLate) { 60_000 } else { 0 };
    let delay_ms = options.delay_ms.saturating_add(late_ms);
    let mut callback = Callback {
        id: 0,
        order_id: order.id.clone(),
        operation: news.operation.to_owned(),
        method: options.method,
        url: address.clone(),
        body: None,
        content_type: None,
        to_sign: None,
        failures: 0,
        due_ms: news.at_ms.saturating_add(delay_ms),
    };
    if order.shop.profile == Profile::Bt {
        callback.method = Method::Post;
        callback.content_type = Some("text/plain".into());
        callback.body = Some(sign::jws(&options.secret, &claims(order, news)));
        return Some(callback);
    }
    let mut params = parameters(order, news, options);
    for quirk in quirks {
        disturb_before(*quirk, &mut params);
    }
    match options.signature {
        Signature::None => {}
        Signature::Hmac => params.push(("checksum".into(), sign::checksum(&options.secret, &params))),
        Signature::Rsa => {
            callback.to_sign = Some(sign::canonical(&params));
            params.push(("sign_alias".into(), SIGN_ALIAS.into()));
        }
    }
    for quirk in quirks {
        disturb_after(*quirk, &mut params);
    }
    write(&mut callback, address, &params);
    Some(callback)
}

/// Puts the parameters into the query or the form.
fn write(callback: &mut Callback, address: &str, params: &[(String, String)]) {
    let pairs: Vec<String> =
        params.iter().map(|(name, value)| format!("{}={}", form::encode(name), form::encode(value))).collect();
    match callback.method {
        Method::Get => {
            let joiner = if address.contains('?') { '&' } else { '?' };
            callback.url = format!("{address}{joiner}{}", pairs.join("&"));
        }
        Method::Post => {
            callback.content_type = Some("application/x-www-form-urlencoded".into());
            callback.body = Some(pairs.join("&"));
        }
    }
}

/// Faults the gateway itself makes, and signs.
fn disturb_before(quirk: FaultKind, params: &mut [(String, String)]) {
    for (name, value) in params {
        match (quirk, name.as_str()) {
            (FaultKind::CallbackMdorder, "mdOrder") => *name = "mdorder".into(),
            (FaultKind::CallbackUnknownOrder, "mdOrder") => *value = "00000000-0000-7000-8000-000000000000".into(),
            (FaultKind::CallbackStatusZero, "status") => *value = "0".into(),
            _ => {}
        }
    }
}

/// Faults of the signature, or made after it.
fn disturb_after(quirk: FaultKind, params: &mut Vec<(String, String)>) {
    let checksum = params.iter_mut().find(|(name, _)| name == "checksum").map(|(_, value)| value);
    match (quirk, checksum) {
        (FaultKind::CallbackWrongChecksum, Some(checksum)) => *checksum = checksum.chars().rev().collect(),
        (FaultKind::CallbackLowerCase, Some(checksum)) => checksum.make_ascii_lowercase(),
        (FaultKind::CallbackExtraParameter, _) => params.push(("utm_source".into(), "proxy".into())),
        _ => {}
    }
}

fn parameters(order: &Order, news: &News, options: &Callbacks) -> Vec<(String, String)> {
    if news.operation == "bindingCreated" {
        return binding_parameters(order);
    }
    let mut params: Vec<(String, String)> = vec![
        ("mdOrder".into(), order.id.clone()),
        ("orderNumber".into(), order.terms.number.clone()),
        ("operation".into(), news.operation.into()),
        ("status".into(), u8::from(news.success).to_string()),
    ];
    for name in &options.extra {
        if let Some(value) = extra(order, news, name) {
            params.push((name.clone(), value));
        }
    }
    params
}

/// An event of a saved card is about no order.
fn binding_parameters(order: &Order) -> Vec<(String, String)> {
    let masked = order.attempt.as_ref().map(|attempt| attempt.masked_pan.clone()).unwrap_or_default();
    vec![
        ("bindingId".into(), order.bound.clone().unwrap_or_default()),
        ("clientId".into(), order.terms.client_id.clone().unwrap_or_default()),
        ("enabled".into(), "true".into()),
        ("panMasked".into(), masked),
    ]
}

/// An optional parameter, where there is something to say.
fn extra(order: &Order, news: &News, name: &str) -> Option<String> {
    let (terms, amounts, attempt) = (&order.terms, order.amounts, order.attempt.as_ref());
    Some(match name {
        "amount" => terms.amount.to_string(),
        "approvedAmount" => amounts.approved.to_string(),
        "depositedAmount" => amounts.deposited.to_string(),
        "refundedAmount" => amounts.refunded.to_string(),
        "operationRefundedAmount" => news.refunded?.to_string(),
        "currency" => terms.currency.clone(),
        "orderDescription" => terms.description.clone(),
        "depositFlag" => if terms.hold_only { "2" } else { "1" }.into(),
        "actionCode" => order.action_code.to_string(),
        "actionCodeDescription" => action::describe(order.action_code, &terms.language).into(),
        "paymentState" => order.state.payment_state().into(),
        "paymentWay" => attempt?.means.payment_way().into(),
        "maskedPan" => attempt?.masked_pan.clone(),
        "cardholderName" => attempt?.holder.clone(),
        "approvalCode" => attempt?.approval_code.clone()?,
        "refNum" => attempt?.reference.clone(),
        "callbackCreationDate" => calendar::java_date(news.at_ms),
        _ => return None,
    })
}

/// The claims of profile `bt`: all values are strings, valid for five minutes.
fn claims(order: &Order, news: &News) -> String {
    let issued = news.at_ms / 1000;
    let attempt = order.attempt.as_ref();
    json!({
        "sub": "callback_service",
        "iss": "sandbox",
        "iat": issued,
        "nbf": issued.saturating_sub(2),
        "payload": {
            "mdOrder": order.id,
            "orderNumber": order.terms.number,
            "actionCode": order.action_code.to_string(),
            "actionCodeDescription": action::describe(order.action_code, &order.terms.language),
            "approvalCode": attempt.and_then(|attempt| attempt.approval_code.clone()).unwrap_or_default(),
            "refNum": attempt.map(|attempt| attempt.reference.clone()).unwrap_or_default(),
            "status": u8::from(news.success).to_string(),
            "operation": news.operation,
        },
        "exp": issued + 300,
    })
    .to_string()
}
