//! Composes a callback: its parameters, checksum and address.

use serde_json::{Map, Value, json};

use super::{Callback, sign};
use crate::action;
use crate::calendar;
use crate::cards::PaymentSystem;
use crate::fault::FaultKind;
use crate::operation::Operation;
use crate::options::{Callbacks, Method, Signature};
use crate::order::{Notification, Order};
use crate::percent;
use crate::profile::CallbackForm;

/// Names and values of a callback.
type Params = Vec<(String, String)>;

/// The `sign_alias` of RSA callbacks. It says SHA-256, although the hash is SHA-512, as in the documented examples.
const SIGN_ALIAS: &str = "SHA-256 with RSA";

/// The callback of a notification. `None` when the merchant is not notified of the operation.
pub(crate) fn compose(
    order: &Order,
    notification: &Notification,
    options: &Callbacks,
    callback_faults: &[FaultKind],
) -> Option<Callback> {
    let binding = notification.operation == Operation::BindingCreated;
    // Notifications of saved cards go to the static address only.
    let dialect = order.account.dialect;
    let own = order.request.callback_url.as_ref().filter(|_| !binding);
    let address = own.or(options.url.as_ref())?;
    if !options.operations.iter().any(|operation| operation == notification.operation.as_str()) {
        return None;
    }
    let late_ms = if callback_faults.contains(&FaultKind::CallbackLate) { 60_000 } else { 0 };
    let delay_ms = options.delay_ms.saturating_add(late_ms);
    let mut callback = Callback {
        id: 0,
        order_id: order.id.clone(),
        order_number: order.request.number.clone(),
        operation: notification.operation.as_str().to_owned(),
        method: options.method,
        url: address.clone(),
        body: None,
        content_type: None,
        to_sign: None,
        failures: 0,
        due_ms: notification.at_ms.saturating_add(delay_ms),
        retry: options.retry(dialect.retry),
    };
    let mut params = match dialect.callback {
        CallbackForm::Jwt => payload(order, notification),
        _ => parameters(order, notification, options),
    };
    for fault in callback_faults {
        mutate_before_signing(*fault, &mut params);
    }
    match dialect.callback {
        CallbackForm::Jwt => post(&mut callback, "text/plain", jwt(notification, options, &params, callback_faults)),
        CallbackForm::Json => {
            mutate_after_signing(callback_faults, &mut params);
            post(&mut callback, "application/json", json_body(params));
        }
        CallbackForm::Parameters | CallbackForm::Unsigned => {
            let signature = if dialect.callback == CallbackForm::Unsigned { None } else { Some(options.signature) };
            sign_parameters(&mut callback, &mut params, signature, options);
            mutate_after_signing(callback_faults, &mut params);
            write(&mut callback, address, &params);
        }
    }
    Some(callback)
}

/// Adds the signature. `None` is a bank that names its key and signs nothing.
fn sign_parameters(callback: &mut Callback, params: &mut Params, signature: Option<Signature>, options: &Callbacks) {
    match signature {
        Some(Signature::None) => {}
        Some(Signature::Hmac) => params.push(("checksum".into(), sign::checksum(&options.secret, params))),
        Some(Signature::Rsa) => {
            callback.to_sign = Some(sign::canonical(params));
            params.push(("sign_alias".into(), SIGN_ALIAS.into()));
        }
        None => params.push(("sign_alias".into(), SIGN_ALIAS.into())),
    }
}

fn post(callback: &mut Callback, content_type: &str, body: String) {
    callback.method = Method::Post;
    callback.content_type = Some(content_type.into());
    callback.body = Some(body);
}

/// The parameters of the notification, with `status` as a number. Optional ones are in `additionalParams`.
fn json_body(params: Params) -> String {
    let mut body = Map::new();
    let mut additional = Map::new();
    for (name, value) in params {
        match name.as_str() {
            "status" => drop(body.insert(name, u8::from(value == "1").into())),
            "mdOrder" | "mdorder" | "orderNumber" | "operation" | "bindingId" | "clientId" | "enabled" => {
                drop(body.insert(name, value.into()));
            }
            _ => drop(additional.insert(name, value.into())),
        }
    }
    if !additional.is_empty() {
        body.insert("additionalParams".into(), additional.into());
    }
    Value::Object(body).to_string()
}

/// The compact JWS over the claims.
fn jwt(notification: &Notification, options: &Callbacks, params: &[(String, String)], faults: &[FaultKind]) -> String {
    let token = sign::jws(&options.secret, &claims(notification, params));
    if faults.contains(&FaultKind::CallbackWrongChecksum)
        && let Some((signed, signature)) = token.rsplit_once('.')
    {
        return format!("{signed}.{}", signature.chars().rev().collect::<String>());
    }
    token
}

/// Puts the parameters into the query or the form.
fn write(callback: &mut Callback, address: &str, params: &[(String, String)]) {
    let pairs: Vec<String> =
        params.iter().map(|(name, value)| format!("{}={}", percent::encode(name), percent::encode(value))).collect();
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

/// Faults that the gateway itself makes: the signature covers them.
fn mutate_before_signing(fault: FaultKind, params: &mut [(String, String)]) {
    for (name, value) in params {
        match (fault, name.as_str()) {
            (FaultKind::CallbackMdorder, "mdOrder") => *name = "mdorder".into(),
            (FaultKind::CallbackUnknownOrder, "mdOrder") => *value = "00000000-0000-7000-8000-000000000000".into(),
            (FaultKind::CallbackStatusZero, "status") => *value = "0".into(),
            _ => {}
        }
    }
}

/// Faults of the signature, and faults that are made on the way.
fn mutate_after_signing(faults: &[FaultKind], params: &mut Params) {
    for fault in faults {
        let checksum = params.iter_mut().find(|(name, _)| name == "checksum").map(|(_, value)| value);
        match (fault, checksum) {
            (FaultKind::CallbackWrongChecksum, Some(checksum)) => *checksum = checksum.chars().rev().collect(),
            (FaultKind::CallbackLowerCase, Some(checksum)) => checksum.make_ascii_lowercase(),
            (FaultKind::CallbackExtraParameter, _) => params.push(("utm_source".into(), "proxy".into())),
            _ => {}
        }
    }
}

fn parameters(order: &Order, notification: &Notification, options: &Callbacks) -> Params {
    if notification.operation == Operation::BindingCreated {
        return binding_parameters(order);
    }
    let mut params: Params = vec![
        ("mdOrder".into(), order.id.clone()),
        ("orderNumber".into(), order.request.number.clone()),
        ("operation".into(), notification.operation.as_str().into()),
        ("status".into(), u8::from(notification.success).to_string()),
    ];
    for name in &options.extra {
        if let Some(value) = extra(order, notification, name) {
            params.push((name.clone(), value));
        }
    }
    params
}

/// A notification of a saved card names no order.
fn binding_parameters(order: &Order) -> Params {
    let masked = order.attempt.as_ref().map(|attempt| attempt.masked_pan.clone()).unwrap_or_default();
    vec![
        ("bindingId".into(), order.binding_id.clone().unwrap_or_default()),
        ("clientId".into(), order.request.client_id.clone().unwrap_or_default()),
        ("enabled".into(), "true".into()),
        ("panMasked".into(), masked),
    ]
}

/// The value of an optional parameter. `None` when it is unknown or has no value.
fn extra(order: &Order, notification: &Notification, name: &str) -> Option<String> {
    let (request, amounts, attempt) = (&order.request, order.amounts, order.attempt.as_ref());
    Some(match name {
        "amount" => order.reported_amount().to_string(),
        "approvedAmount" => amounts.approved.to_string(),
        "depositedAmount" => amounts.deposited.to_string(),
        "refundedAmount" => amounts.refunded.to_string(),
        "operationRefundedAmount" => notification.refunded?.to_string(),
        "currency" => request.currency.clone(),
        "orderDescription" => request.description.clone(),
        "depositFlag" => if request.hold_only { "2" } else { "1" }.into(),
        "actionCode" => order.action_code.to_string(),
        "actionCodeDescription" => action::describe(order.account.profile, order.action_code, &request.language).into(),
        "paymentState" => order.state.payment_state().into(),
        "paymentWay" => attempt?.method.payment_way().into(),
        "maskedPan" => attempt?.masked_pan.clone(),
        "cardholderName" => attempt?.holder.clone(),
        "approvalCode" => attempt?.approval_code.clone()?,
        "refNum" => attempt?.reference.clone(),
        "callbackCreationDate" => calendar::java_date(notification.at_ms),
        _ => return None,
    })
}

/// The payload of a JWT. All values are strings.
fn payload(order: &Order, notification: &Notification) -> Params {
    let attempt = order.attempt.as_ref();
    let eci = attempt.map(|attempt| format!("{:02}", attempt.three_ds.eci(PaymentSystem::of(&attempt.masked_pan))));
    let text = action::describe(order.account.profile, order.action_code, &order.request.language);
    [
        ("mdOrder", order.id.clone()),
        ("orderNumber", order.request.number.clone()),
        ("eci", eci.unwrap_or_default()),
        ("actionCode", order.action_code.to_string()),
        ("approvalCode", attempt.and_then(|attempt| attempt.approval_code.clone()).unwrap_or_default()),
        ("refNum", attempt.map(|attempt| attempt.reference.clone()).unwrap_or_default()),
        ("actionCodeDescription", text.to_owned()),
        ("status", u8::from(notification.success).to_string()),
        ("operation", notification.operation.as_str().to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

/// The claims of profile `bt`. They are valid for five minutes.
fn claims(notification: &Notification, payload: &[(String, String)]) -> String {
    let issued = notification.at_ms / 1000;
    let payload: Map<String, Value> =
        payload.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    json!({
        "sub": "callback_service",
        "iss": "sandbox",
        "iat": issued,
        "nbf": issued.saturating_sub(2),
        "payload": payload,
        "exp": issued + 300,
    })
    .to_string()
}
