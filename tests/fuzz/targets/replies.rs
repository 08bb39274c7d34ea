//! Replies: read as a general JSON parser reads them, and paid only when that reading says so by itself.

#![no_main]

#[path = "replies/json.rs"]
mod json;

use std::sync::LazyLock;

use bpc_checkout::Expected;
use bpc_checkout::border;
use bpc_checkout::codec::json::{parse, stringify};
use bpc_checkout::codec::value::Value;
use bpc_checkout::model::gateway::{Gateway, Runtime};
use bpc_checkout::model::ids::{OrderNumber, Phase};
use bpc_checkout::model::money::{Amount, Currency};
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::protocol::{register, status};
use bpc_checkout::trust::verdict::{Outcome, decide};
use json::Json;
use libfuzzer_sys::fuzz_target;
use url::Url;

static GATEWAY: LazyLock<Gateway> = LazyLock::new(|| {
    let options =
        r#"{"baseUrl":"https://bank.example/payment/rest","userName":"shop-api","password":"canary password"}"#;
    border::read::gateway(&parse(options).expect("JSON"), Runtime::Server).expect("a good gateway")
});

/// The order of the vectors: two mugs for 45.50 EUR.
fn mugs(phase: Phase) -> Expected {
    let amount = Amount::from_minor(4550).expect("a good amount");
    let euro = Currency::parse("EUR").expect("ISO 4217 lists it");
    Expected::new(OrderNumber::parse("M-204").expect("a good number"), amount, euro).with_phase(phase)
}

/// Held, paid or neither, from the other parser's values alone.
fn claimed(reply: &Json, phase: Phase) -> Option<Outcome> {
    let status = reply.get("orderStatus").filter(|inner| inner.is_object()).unwrap_or(reply);
    let added = added(reply);
    let matches = status.get("orderNumber").and_then(Json::text).as_deref() == Some("M-204")
        && is_price(status.get("amount").and_then(Json::whole), added)
        && matches!(status.get("currency").and_then(Json::text)?.to_ascii_uppercase().as_str(), "978" | "EUR");
    match status.get("orderStatus").and_then(Json::whole)? {
        state @ (1 | 2) if matches && agrees(reply, state, phase, added) && agrees(status, state, phase, added) => {
            Some(if state == 2 { Outcome::Paid } else { Outcome::Held })
        }
        _ => None,
    }
}

/// Whether no field of an object says that the order is not taken (2) or held (1), in whatever spelling and however often.
fn agrees(object: &Json, state: i64, phase: Phase, added: i64) -> bool {
    object.pairs().iter().all(|(name, value)| {
        let whole = value.whole();
        let is_nothing = matches!(value, Json::Null) || matches!(value, Json::Text(text) if text.is_empty());
        is_nothing
            || match name.to_ascii_lowercase().as_str() {
                "errorcode" | "refundedamount" => whole == Some(0),
                "success" => value.flag() == Some(true) || whole == Some(1),
                "error" | "errors" | "chargeback" => is_unset(value),
                "orderstatus" => value.is_object() || whole == Some(state),
                "actioncode" => whole.is_some_and(|code| code == 0 || LATER.contains(&code)),
                "ordernumber" => value.reads("M-204"),
                "amount" => is_price(whole, added),
                "depositedamount" | "depositamount" if state == 1 => whole.is_some_and(|taken| taken >= 0),
                "depositedamount" | "depositamount" => {
                    whole.is_some_and(|taken| taken >= if phase == Phase::Purchase { 4550 } else { 1 })
                }
                "approvedamount" => whole.is_some_and(|held| held == 0 || held >= 4550),
                "paymentamountinfo" if value.is_object() => agrees(value, state, phase, added),
                _ => true,
            }
    })
}

/// The price, or more by no more than what the reply names as added.
fn is_price(amount: Option<i64>, added: i64) -> bool {
    amount.is_some_and(|amount| amount >= 4550 && amount - 4550 <= added)
}

/// The sum of everything in the reply that has the name of an addition, wherever it stands.
fn added(value: &Json) -> i64 {
    let is_addition = |name: &str| {
        let names = [
            "feeamount",
            "surcharge",
            "surchargeamount",
            "surcharge.amount",
            "airtax",
            "airtax.amount",
            "tips",
            "tips.amount",
        ];
        names.contains(&name.to_ascii_lowercase().as_str())
    };
    let minor = |value: &Json| value.whole().unwrap_or(0).max(0);
    match value {
        Json::List(items) => items.iter().map(added).fold(0, i64::saturating_add),
        Json::Object(pairs) => {
            let named = value.get("name").and_then(Json::text).filter(|name| is_addition(name));
            let own = named.and(value.get("value")).map_or(0, minor);
            pairs.iter().fold(own, |sum, (name, inner)| {
                sum.saturating_add(added(inner)).saturating_add(if is_addition(name) { minor(inner) } else { 0 })
            })
        }
        _ => 0,
    }
}

/// Codes of operations after the payment.
const LATER: [i64; 12] = [87, 124, 239, 240, 400, 914, 968, 1120, 2002, 2007, 2009, 341_041];

fn is_unset(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::List(items) => items.is_empty(),
        Json::Object(pairs) => pairs.is_empty() || value.get("code").and_then(Json::whole) == Some(0),
        Json::Text(text) => ["", "0", "false", "no"].contains(&text.to_ascii_lowercase().as_str()),
        number => number.whole() == Some(0),
    }
}

/// Whether the other parser's values carry a refusal of the gateway.
fn is_refused(reply: &Json) -> bool {
    let code = reply.get("errorCode").and_then(Json::whole).unwrap_or(0);
    match reply.get("success").and_then(Json::flag) {
        Some(success) => !success,
        None => code != 0,
    }
}

fn reply(status: u16, body: &[u8]) -> Reply {
    Reply { status, retry_after: None, body: String::from_utf8(body.to_vec()).ok() }
}

fn check_status(body: &[u8], theirs: Option<&Json>) {
    for http in [200, 201, 302, 401, 500] {
        let reply = reply(http, body);
        let Ok(report) = status::read(&reply) else { continue };
        let theirs = theirs.expect("a report is made of JSON");
        let code = theirs.get("errorCode").and_then(Json::whole);
        assert!(http < 300 && !matches!(code, Some(5..=7)), "HTTP {http}: a refusal was read as a report");
        for phase in [Phase::Purchase, Phase::PreAuth] {
            let verdict = decide(mugs(phase), report.clone());
            let outcome = verdict.outcome();
            if matches!(outcome, Outcome::Paid | Outcome::Held) {
                assert_eq!(Some(outcome.clone()), claimed(theirs, phase), "{phase:?}");
            }
            assert!(verdict.is_final() || *outcome != Outcome::Paid);
        }
    }
}

fn check_registration(body: &[u8], theirs: Option<&Json>) {
    let reply = reply(200, body);
    let Ok(registration) = register::read(&reply, &GATEWAY) else { return };
    let theirs = theirs.expect("a registration is made of JSON");
    assert!(!is_refused(theirs));
    let order_id = registration.order_id.as_str();
    assert!(theirs.get("orderId").is_some_and(|theirs| theirs.reads(order_id)), "{order_id}");
    assert_eq!(theirs.get("formUrl").and_then(Json::text).as_deref(), Some(registration.form_url.as_str()));
    // Where a browser would go: by the WHATWG parser, not by ours.
    if let Ok(page) = Url::parse(&registration.form_url) {
        assert!(page.scheme() == "https" && page.username().is_empty() && page.password().is_none(), "{page}");
    }
}

fn check_reader(text: &str, ours: Option<&Value>, theirs: &Result<Json, serde_json::Error>) {
    match (ours, theirs) {
        (Some(ours), Ok(theirs)) => assert!(json::same(ours, theirs), "{ours:?} {theirs:?}"),
        (Some(_), Err(error)) => {
            assert!(json::is_their_limit(error) || text.starts_with('\u{feff}'), "we accept what they refuse: {error}");
        }
        (None, Ok(_)) => assert!(json::depth(text) > 32, "we refuse what they accept"),
        (None, Err(_)) => {}
    }
    if let Some(ours) = ours {
        let written = stringify(ours);
        let again = parse(&written).expect("what we write is JSON");
        assert_eq!(stringify(&again), written);
        assert!(json::has_unsafe_integer(ours) || again == *ours);
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        let reply = reply(200, data);
        assert!(status::read(&reply).is_err() && register::read(&reply, &GATEWAY).is_err());
        return;
    };
    let ours = parse(text).ok();
    let theirs = serde_json::from_str::<Json>(text);
    check_reader(text, ours.as_ref(), &theirs);
    // Blanks and byte order marks in front are the transport's, not JSON's; what only we can read is not judged again.
    let theirs = serde_json::from_str::<Json>(text.trim_start_matches('\u{feff}').trim_start());
    if theirs.as_ref().is_err_and(json::is_their_limit) {
        return;
    }
    check_status(data, theirs.as_ref().ok());
    check_registration(data, theirs.as_ref().ok());
});
