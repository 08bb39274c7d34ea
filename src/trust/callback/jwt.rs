//! Callbacks that are a JSON Web Token: `header.claims.signature`, with HMAC-SHA256. Nothing else is accepted: the store's
//! configuration chooses the algorithm, and never the token.
//!
//! Source: iPay of Banca Transilvania, as its clients log it; RFC 7515, RFC 7519.

use super::parameters::{MAX_BYTES, Parameters, TOO_LARGE};
use super::{ALTERED, is_genuine};
use crate::codec::{Value, base64url, json, split};
use crate::model::credentials::Secret;
use crate::protocol::object::Object;
use crate::trust::return_token::CLOCK_TOLERANCE_MS;

const NOT_A_TOKEN: &str = "is not a JSON Web Token: header, claims and signature with a dot between each";
const NOT_BASE64: &str =
    "cannot be checked: gateway.callback.jwt is not base64; give the callback token as the bank shows it";
const ALGORITHM: &str = "is a JSON Web Token with another header than HS256 and JWT";
const EXPIRED: &str = "is a JSON Web Token that has expired or is not valid yet; the bank sends a new one";

/// The parameters inside a token that is genuine now.
pub(super) fn open(text: &str, secrets: &[Secret], now_ms: u64) -> Result<Parameters, &'static str> {
    if text.len() > MAX_BYTES {
        return Err(TOO_LARGE);
    }
    let mut parts = split::parts(text, ".");
    let (Some(header), Some(claims), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(NOT_A_TOKEN);
    };
    if !is_hs256(&object(header)?) {
        return Err(ALGORITHM);
    }
    let tag = base64url::decode(signature.as_bytes()).ok_or(NOT_A_TOKEN)?;
    let macs = secrets.iter().map(Secret::mac_of_base64).collect::<Option<Vec<_>>>().ok_or(NOT_BASE64)?;
    if !is_genuine(&[header, ".", claims].concat(), &tag, macs) {
        return Err(ALTERED);
    }
    let claims = object(claims)?;
    let claims = Object::of(&claims).filter(|claims| is_each_once(*claims)).ok_or(NOT_A_TOKEN)?;
    if !is_valid_at(claims, now_ms) {
        return Err(EXPIRED);
    }
    Parameters::of_object(claims.object("payload").ok_or("has no payload")?)
}

fn object(part: &str) -> Result<Value, &'static str> {
    let bytes = base64url::decode(part.as_bytes()).ok_or(NOT_A_TOKEN)?;
    let text = String::from_utf8(bytes).map_err(|_| NOT_A_TOKEN)?;
    json::parse(&text).map_err(|_| NOT_A_TOKEN)
}

/// A header that says HS256, and nothing that changes how the token is read (`crit`, `b64`, `zip`, another key).
fn is_hs256(header: &Value) -> bool {
    let Some(header) = Object::of(header).filter(|header| is_each_once(*header)) else { return false };
    let allowed = |(name, value): (&str, &Value)| match (name, value) {
        ("alg", Value::Text(text)) => text == "HS256",
        ("typ", Value::Text(text)) => text == "JWT",
        ("kid", _) => true,
        _ => false,
    };
    header.mentions("alg") && header.entries().all(allowed)
}

/// No name twice: which of two values counts would be the parser's choice.
fn is_each_once(object: Object<'_>) -> bool {
    object.entries().all(|(name, _)| object.all(name).count() <= 1)
}

fn is_valid_at(claims: Object<'_>, now_ms: u64) -> bool {
    let seconds = |name| claims.natural(name).map(|time| time.map(|seconds| seconds.saturating_mul(1000)));
    match (seconds("exp"), seconds("nbf")) {
        (Ok(Some(end)), Ok(begin)) => {
            now_ms < end && begin.is_none_or(|begin| begin <= now_ms.saturating_add(CLOCK_TOLERANCE_MS))
        }
        _ => false,
    }
}
