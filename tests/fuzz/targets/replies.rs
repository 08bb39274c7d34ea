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

/// Held, paid or neither, out of the other parser's values alone.
fn claimed(reply: &Json, phase: Phase) -> Option<Outcome> {
    let status = reply.get("orderStatus").filter(|inner| inner.is_object()).unwrap_or(reply);
    let matches = status.get("orderNumber").and_then(Json::text).as_deref() == Some("M-204")
        && status.get("amount").and_then(Json::whole) == Some(4550)
        && matches!(status.get("currency").and_then(Json::text)?.to_ascii_uppercase().as_str(), "978" | "EUR");
    let in_doubt = status.get("actionCode").and_then(Json::whole) == Some(-30001);
    let info = |name| status.get("paymentAmountInfo").filter(|info| info.is_object()).and_then(|info| info.get(name));
    let deposited = info("depositedAmount").and_then(Json::whole);
    let deposited = deposited.or_else(|| status.get("depositAmount").and_then(Json::whole));
    let held_in_part = info("approvedAmount").and_then(Json::whole).is_some_and(|held| (1..4550).contains(&held));
    let taken = match phase {
        Phase::Purchase => deposited.is_none_or(|taken| taken >= 4550),
        Phase::PreAuth => deposited != Some(0) && !held_in_part,
    };
    match status.get("orderStatus").and_then(Json::whole)? {
        2 if matches && !in_doubt && taken => Some(Outcome::Paid),
        1 if matches && !in_doubt && !held_in_part => Some(Outcome::Held),
        _ => None,
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
        assert!(http < 300 && !is_refused(theirs), "HTTP {http}: a refusal was read as a report");
        for phase in [Phase::Purchase, Phase::PreAuth] {
            let verdict = decide(mugs(phase), report.clone());
            let outcome = verdict.outcome();
            let claims = matches!(outcome, Outcome::Paid | Outcome::Held).then(|| outcome.clone());
            assert_eq!(claims, claimed(theirs, phase), "{phase:?}");
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
