//! Replies of everything but the status calls.

use serde_json::{Map, Value};

use super::message::{self, Failure};
use super::profile::{CodeStyle, Dialect, Profile};
use crate::http::Response;
use crate::order::Order;

/// Where the customer is sent to pay.
pub(crate) fn form_url(origin: &str, order: &Order, profile: Profile) -> String {
    let (id, language) = (&order.id, &order.terms.language);
    match profile {
        Profile::Ecom => format!("{origin}/pp/pay_{language}?orderId={id}"),
        Profile::Satim => {
            format!("{origin}/payment/epg/merchants/merchantsatim/payment.html?mdOrder={id}&language={language}")
        }
        _ => {
            let view = order.terms.page_view.as_ref().map_or(String::new(), |view| format!("{view}_"));
            format!("{origin}/payment/merchants/sandbox/{view}payment_{language}.html?mdOrder={id}")
        }
    }
}

pub(crate) fn registered(dialect: &Dialect, order: &Order, form_url: &str, language: &str) -> Value {
    let mut body = Map::new();
    if let Some(code) = message::code(dialect.register_ok, 0) {
        body.insert("errorCode".into(), code);
    }
    if dialect.name == "ecom" {
        // The QR and app links of the real gateway lead to a bank's app; here they lead nowhere on purpose.
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

/// The answer of deposit.do and its siblings.
pub(crate) fn managed(dialect: &Dialect, language: &str) -> Value {
    let mut body = Map::new();
    if let Some(code) = message::code(dialect.managed, 0) {
        body.insert("errorCode".into(), code);
    }
    body.insert("errorMessage".into(), message::success(language).into());
    Value::Object(body)
}

/// A JSON answer with the headers of the profile.
pub(crate) fn json(dialect: &Dialect, status: u16, body: &Value) -> Response {
    let response = Response::new(status, dialect.content_type, body.to_string());
    if dialect.name == "classic" {
        // What old installations send; nobody needs to send it back.
        return response
            .with("set-cookie", "JSESSIONID=00000000000000000000000000000000;Path=/payment;Secure;HttpOnly");
    }
    response
}

/// Every scalar as a string, for the profile that answers so.
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
