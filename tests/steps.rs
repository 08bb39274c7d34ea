//! The boundary to JavaScript, as `npm/api.js` speaks it: what a call needs next, told by what has happened to it.

#![cfg(test)]

mod support;

use bpc_checkout::js::step;
use serde_json::{Value, json};
use support::{NOW, ORDER_ID, REGISTERED, status_body};

fn next(call: &Value) -> Value {
    serde_json::from_str(&step(&call.to_string())).unwrap()
}

/// A call, as it begins.
fn call(task: &str, argument: &Value) -> Value {
    let gateway = json!({ "baseUrl": "https://bank.example/payment/rest", "userName": "shop-api", "password": "canary password",
        "returnKey": support::KEY, "callback": { "secret": "a callback secret of 32 characters" } });
    json!({ "task": task, "argument": argument, "gateway": gateway, "inPage": false, "events": [{ "now": NOW, "random": [1, 2, 3, 4_294_967_295_u32] }] })
}

fn order() -> Value {
    json!({ "amount": 2000, "currency": "EUR", "returnUrl": "https://shop.example/return", "orderNumber": "A-1001" })
}

fn expected() -> Value {
    json!({ "orderId": ORDER_ID, "orderNumber": "A-1001", "amount": 2000, "currency": "EUR" })
}

/// The same call after one more thing has happened to it.
fn then(mut call: Value, ms: u64, what: &Value) -> Value {
    let mut event = what.clone();
    event["now"] = json!(NOW + ms);
    call["events"].as_array_mut().unwrap().push(event);
    call
}

fn reply(status: u16, body: &str) -> Value {
    json!({ "status": status, "retryAfter": null, "body": body })
}

#[track_caller]
fn error(step: &Value) -> (&str, &str) {
    let text = |name: &str| step["error"][name].as_str().unwrap_or_default();
    (text("code"), text("message"))
}

#[test]
fn a_registration_is_a_request_then_a_value() {
    let call = call("register", &order());
    let asked = next(&call);
    assert_eq!(asked["request"]["url"], "https://bank.example/payment/rest/register.do");
    assert_eq!((&asked["request"]["ms"], &asked["request"]["cap"]), (&json!(15_000), &json!(262_144)));
    let body = asked["request"]["body"].as_str().unwrap();
    assert!(body.starts_with("userName=shop-api&password=canary+password&orderNumber=A-1001&amount=2000"), "{body}");
    assert_eq!(next(&call), asked, "told the same, it says the same");

    let done = next(&then(call, 40, &reply(200, REGISTERED)));
    assert_eq!((&done["value"]["orderId"], &done["value"]["orderNumber"]), (&json!(ORDER_ID), &json!("A-1001")));
    assert!(
        done["value"]["returnUrl"].as_str().unwrap().starts_with("https://shop.example/return?bpc_return=v1."),
        "{done}"
    );
}

#[test]
fn a_generated_number_stays_the_same_from_step_to_step() {
    let mut order = order();
    order.as_object_mut().unwrap().remove("orderNumber");
    let call = call("register", &order);
    let asked = next(&call);
    let body = asked["request"]["body"].as_str().unwrap();
    let number = body.split("orderNumber=").nth(1).unwrap().split('&').next().unwrap();
    let done = next(&then(call.clone(), 40, &reply(200, REGISTERED)));
    assert_eq!(done["value"]["orderNumber"], number);
    let lost = next(&then(call, 40, &json!({ "failure": "timeout" })));
    assert_eq!((error(&lost).0, &lost["error"]["orderNumber"]), ("outcome_unknown", &json!(number)));
}

#[test]
fn a_question_waits_between_its_tries_and_ends_with_its_deadline() {
    let mut call = call("verify", &expected());
    let (mut tries, mut waits, mut ms) = (0, 0, 0);
    let last = loop {
        let step = next(&call);
        let Some(request) = step.get("request") else { break step };
        let left = request["ms"].as_u64().unwrap();
        if request.get("url").is_some() {
            tries += 1;
            assert!(left <= 15_000 - ms, "what is left of the deadline: {left} after {ms}");
            ms += 100;
            call = then(call, ms, &reply(503, ""));
        } else {
            waits += 1;
            ms += left;
            call = then(call, ms, &json!({ "failure": "timeout" }));
        }
    };
    assert_eq!((error(&last).0, &last["error"]["retryable"]), ("malformed_reply", &json!(true)));
    assert!(tries == waits + 1 && (2..=6).contains(&tries) && ms <= 15_000, "{tries} tries, {waits} waits, {ms} ms");
}

#[test]
fn a_wait_that_the_caller_ends_ends_the_call() {
    let call = then(call("verify", &expected()), 100, &reply(503, ""));
    let cut = next(&then(call, 120, &json!({ "failure": "aborted" })));
    assert_eq!(error(&cut).0, "aborted");
}

#[test]
fn the_way_back_is_opened_and_verified() {
    let registered = next(&then(call("register", &order()), 40, &reply(200, REGISTERED)));
    let back = registered["value"]["returnUrl"].as_str().unwrap();
    let call = call("verifyReturn", &json!(format!("{back}&orderId={ORDER_ID}&lang=en")));
    let asked = next(&call);
    assert!(asked["request"]["body"].as_str().unwrap().ends_with(&format!("orderId={ORDER_ID}")), "{asked}");
    let done = next(&then(call, 40, &reply(200, &status_body("{}"))));
    assert_eq!((&done["value"]["outcome"], &done["value"]["final"]), (&json!("paid"), &json!(true)));
}

#[test]
fn every_function_has_its_task() {
    let change = json!({ "orderId": ORDER_ID });
    let declined = json!({ "orderId": ORDER_ID, "orderNumber": "A-1001" });
    for (task, argument, endpoint) in [
        ("registerPreAuth", order(), "registerPreAuth.do"),
        ("status", json!({ "orderId": ORDER_ID }), "getOrderStatusExtended.do"),
        ("deposit", change.clone(), "deposit.do"),
        ("reverse", change.clone(), "reverse.do"),
        ("refund", change, "refund.do"),
        ("decline", declined, "decline.do"),
    ] {
        let asked = next(&call(task, &argument));
        assert_eq!(asked["request"]["url"], format!("https://bank.example/payment/rest/{endpoint}"), "{asked}");
    }
    let deposit = call("deposit", &json!({ "orderId": ORDER_ID }));
    assert_eq!(next(&then(deposit, 40, &reply(200, r#"{"errorCode":"0"}"#))), json!({}), "a change has no value");
    let unsigned = next(&call("verifyCallback", &json!("orderNumber=A-1001&operation=deposited&status=1")));
    assert_eq!(error(&unsigned).0, "callback_invalid");
}

#[test]
fn sums_take_no_gateway() {
    let sum = |task: &str, argument: Value| next(&json!({ "task": task, "argument": argument }));
    let euros = json!({ "minor": 2000, "decimal": "20.00", "currency": "EUR", "digits": 2 });
    assert_eq!(sum("minorUnits", json!({ "decimal": "20", "currency": 978 }))["value"], euros);
    assert_eq!(sum("formatAmount", json!({ "amount": 2000, "currency": "EUR" }))["value"], euros);
    for (task, argument, field) in [
        ("minorUnits", json!({ "decimal": 20, "currency": "EUR" }), "decimal"),
        ("minorUnits", json!({ "amount": 2000, "currency": "EUR" }), "decimal"),
        ("formatAmount", json!({ "currency": "EUR" }), "amount"),
        ("formatAmount", json!({ "amount": 1.5, "currency": "EUR" }), "amount"),
        ("formatAmount", json!({ "amount": 1 }), "currency"),
    ] {
        assert_eq!(sum(task, argument)["error"]["field"], field);
    }
}

#[test]
fn a_reply_that_was_no_text_or_a_failure_without_a_name_is_told_as_what_it_is() {
    let status = call("verify", &expected());
    let no_text = next(&then(status.clone(), 40, &json!({ "status": 200, "body": null })));
    let after = next(&then(then(status.clone(), 40, &json!({ "status": 400, "body": null })), 50, &json!({})));
    assert!(no_text.get("request").is_some(), "tried again: {no_text}");
    assert_eq!(
        error(&after),
        ("malformed_reply", "getOrderStatusExtended.do: the gateway answered HTTP 400 with a body that is not UTF-8")
    );
    for (name, code) in [("not sent", "aborted"), ("unable", "network"), ("redirect", "unexpected_redirect")] {
        assert_eq!(error(&next(&then(call("register", &order()), 1, &json!({ "failure": name })))).0, code, "{name}");
    }
    let too_large = next(&then(status.clone(), 1, &json!({ "failure": "too large" })));
    assert_eq!(error(&too_large).0, "response_too_large");
    let broken = next(&then(status, 15_000, &json!({ "failure": "?" })));
    assert_eq!(error(&broken).0, "network");
}

#[test]
fn what_is_no_call_is_an_error_and_does_nothing() {
    for (text, message) in [
        ("", "call: expected an object, got nothing"),
        ("[]", "call: expected an object, got a list"),
        ("{}", "gateway: expected an object, got nothing"),
    ] {
        let step: Value = serde_json::from_str(&step(text)).unwrap();
        assert_eq!(error(&step), ("invalid_option", message), "{text}");
    }
    assert_eq!(
        error(&next(&call("Decline", &json!({ "orderId": ORDER_ID })))),
        ("invalid_option", "call.task: is none")
    );
    let mut in_page = call("register", &order());
    in_page["inPage"] = json!(true);
    assert_eq!(error(&next(&in_page)).0, "credentials_in_page");
}
