//! The replies of registrations and operations, and of every failed call.

use serde_json::{Map, Value};

use super::message::{self, Failure};
use crate::http::Response;
use crate::order::Order;
use crate::profile::{CodeStyle, Dialect, FormUrl, Profile};

/// The address of the payment page.
pub(crate) fn form_url(origin: &str, order: &Order, profile: Profile) -> String {
    let (id, language) = (&order.id, &order.request.language);
    match profile.dialect().form_url {
        FormUrl::Pay => format!("{origin}/pp/pay_{language}?orderId={id}"),
        FormUrl::Epg => {
            format!("{origin}/payment/epg/merchants/merchantsatim/payment.html?mdOrder={id}&language={language}")
        }
        FormUrl::Merchants => {
            let view = order.request.page_view.as_ref().map_or(String::new(), |view| format!("{view}_"));
            format!("{origin}/payment/merchants/sandbox/{view}payment_{language}.html?mdOrder={id}")
        }
    }
}

pub(crate) fn registered(dialect: &Dialect, order: &Order, form_url: &str, language: &str) -> Value {
    let mut body = Map::new();
    if let Some(code) = message::code(dialect.register_ok, 0) {
        body.insert("errorCode".into(), code);
    }
    if dialect.profile == Profile::Ecom {
        // The real gateway links to a bank's app here. The sandbox has no app: these links lead nowhere.
        let external =
            serde_json::json!({ "sbpPayload": "https://qr.sandbox.invalid/", "sbolDeepLink": "sandbox://pay" });
        body.insert("externalParams".into(), external);
    }
    body.insert("orderId".into(), order.id.clone().into());
    body.insert("formUrl".into(), form_url.into());
    if dialect.register_ok == CodeStyle::Text {
        body.insert("errorMessage".into(), message::success(language).into());
    }
    Value::Object(body)
}

/// `{"errorCode":…,"errorMessage":…}`
pub(crate) fn failed(style: CodeStyle, failure: &Failure, language: &str) -> Map<String, Value> {
    let mut body = Map::new();
    let style = if style == CodeStyle::Absent { CodeStyle::Text } else { style };
    if let Some(code) = message::code(style, failure.code) {
        body.insert("errorCode".into(), code);
    }
    body.insert("errorMessage".into(), failure.text(language).into());
    body
}

/// The reply of a successful deposit.do, reverse.do, refund.do or decline.do.
pub(crate) fn operation_reply(dialect: &Dialect, language: &str) -> Value {
    let mut body = Map::new();
    if let Some(code) = message::code(dialect.operation_ok, 0) {
        body.insert("errorCode".into(), code);
    }
    body.insert("errorMessage".into(), message::success(language).into());
    Value::Object(body)
}

/// A JSON reply with the headers of the profile.
pub(crate) fn json(dialect: &Dialect, status: u16, body: &Value) -> Response {
    let response = Response::new(status, dialect.content_type, body.to_string());
    if dialect.session_cookie {
        return response
            .with("set-cookie", "JSESSIONID=00000000000000000000000000000000;Path=/payment;Secure;HttpOnly");
    }
    response
}

/// Turns every scalar into a string.
pub(crate) fn stringify(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::Bool(flag) => Value::String(flag.to_string()),
        Value::Array(items) => Value::Array(items.into_iter().map(stringify).collect()),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, stringify(value))).collect())
        }
        other => other,
    }
}
