//! What a platform says when `fetch` fails: whether there was no connection, so that nothing was sent.
//!
//! `npm/exchange.js` has the same list. The platforms were tried: Node 20 to 26, Bun, Deno and the edge runtime give a reason;
//! workerd and browsers give none.

use js_sys::Object;
use wasm_bindgen::JsValue;

use super::property;
use crate::call::Failure;
use crate::model::address::Address;

/// The failure for an exception with which `fetch` rejected.
pub(super) fn failure(thrown: &JsValue, url: &str) -> Failure {
    // Deno's error for a host that its permissions do not allow.
    if text(thrown, "name") == "NotCapable" {
        return Failure::Unconnected;
    }
    let cause = told(thrown, "cause").unwrap_or(JsValue::UNDEFINED);
    // Of several addresses of one host, each has its own exception.
    let first = told(&cause, "errors").and_then(|errors| told(&errors, "0")).unwrap_or(JsValue::UNDEFINED);
    for reason in [thrown, &cause, &first] {
        if is_of_another_host(reason, url) {
            return Failure::Network;
        }
        let told = by_code(reason).or_else(|| by_words(&text(reason, "message")));
        if let Some(failure) = told {
            return failure;
        }
    }
    Failure::Network
}

/// The failure for an exception that `fetch` threw at once: nothing was sent.
pub(super) fn at_once(thrown: &JsValue) -> Failure {
    if text(thrown, "message").to_ascii_lowercase().contains("illegal invocation") {
        Failure::Unbound
    } else {
        Failure::Threw
    }
}

/// The codes of Node, Bun and the edge runtime.
fn by_code(reason: &JsValue) -> Option<Failure> {
    let code = text(reason, "code");
    Some(match code.as_str() {
        "ECONNREFUSED" | "ConnectionRefused" => Failure::Refused,
        "ENOTFOUND" => Failure::UnknownHost,
        "INVALID_CA" | "HOSTNAME_MISMATCH" => Failure::Certificate,
        "FailedToOpenSocket" | "UND_ERR_CONNECT_TIMEOUT" => Failure::Unconnected,
        code if code.starts_with("EAI_") => Failure::UnknownHost,
        // The system's own call to connect.
        code if code.starts_with('E') && text(reason, "syscall") == "connect" => Failure::Unconnected,
        code if code.starts_with("ERR_TLS_HANDSHAKE") => Failure::Unconnected,
        code if code.starts_with("ERR_SSL_") && is_of_handshake(code) => Failure::Unconnected,
        code if is_of_certificate(code) => Failure::Certificate,
        _ => return None,
    })
}

fn is_of_handshake(code: &str) -> bool {
    ["VERSION", "PROTOCOL", "HANDSHAKE"].iter().any(|word| code.contains(word))
}

fn is_of_certificate(code: &str) -> bool {
    let is_constant = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let begins = ["CERT_", "UNABLE_TO_", "ERR_TLS_CERT_"].iter().any(|start| code.starts_with(start));
    is_constant && (begins || code.contains("SELF_SIGNED_CERT"))
}

/// The words of Deno, of Node for ports that `fetch` refuses, and of Bun.
fn by_words(message: &str) -> Option<Failure> {
    if let Some((_, why)) = message.split_once("client error (Connect)") {
        return Some(match why {
            why if why.contains("dns error") => Failure::UnknownHost,
            why if why.contains("invalid peer certificate") => Failure::Certificate,
            why if why.to_ascii_lowercase().contains("refused") => Failure::Refused,
            _ => Failure::Unconnected,
        });
    }
    let is_refused_port = message == "bad port" || message.starts_with("Fetch failed: Requests to port");
    (is_refused_port || message.starts_with("EPROTO: The TLS handshake failed")).then_some(Failure::Unconnected)
}

/// Whether an exception is about a connection to another place: a `fetch` of the store may call others too.
fn is_of_another_host(reason: &JsValue, url: &str) -> bool {
    let Ok(address) = Address::parse(url) else { return false };
    let first = told(reason, "errors").and_then(|errors| told(&errors, "0")).filter(JsValue::is_object);
    let first = first.as_ref().unwrap_or(reason);
    let usual = if address.is_secure() { 443.0 } else { 80.0 };
    let port = address.authority().rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(usual);
    let other_name = told(first, "hostname").and_then(|name| name.as_string());
    let other_port = told(first, "port").and_then(|port| port.as_f64());
    other_name.is_some_and(|name| !name.eq_ignore_ascii_case(address.host()))
        || other_port.is_some_and(|other| (other - port).abs() > 0.5)
}

/// The name and the code of an exception, if they are plain words that the request does not contain. It has no message, which may
/// repeat what was sent.
pub(super) fn cause(thrown: &JsValue, body: &str) -> Option<JsValue> {
    let inner = told(thrown, "cause").filter(JsValue::is_object);
    let source = inner.as_ref().filter(|_| text(thrown, "code").is_empty()).unwrap_or(thrown);
    let cause = Object::new();
    let mut is_empty = true;
    for key in ["name", "code"] {
        let word = text(source, key);
        let is_word = word.len() <= 60
            && word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_word && !body.contains(&word) {
            is_empty =
                js_sys::Reflect::set(&cause, &JsValue::from_str(key), &JsValue::from_str(&word)).is_err() && is_empty;
        }
    }
    (!is_empty).then(|| cause.into())
}

/// A property that is text, else the empty text.
fn text(object: &JsValue, name: &str) -> String {
    told(object, name).and_then(|text| text.as_string()).unwrap_or_default()
}

/// A property. What other code put on `Object.prototype` does not count.
fn told(object: &JsValue, name: &str) -> Option<JsValue> {
    let planted = property(&Object::get_prototype_of(&Object::new()), name).ok();
    property(object, name).ok().filter(|value| planted.as_ref() != Some(value))
}
