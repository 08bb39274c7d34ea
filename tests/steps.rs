//! The interface that `npm/api.js` uses: the events of a call go in, and its next action comes out.

#![cfg(test)]

mod support;

use bpc_checkout::border::step;
use serde_json::{Value, json};
use support::{NOW, ORDER_ID, REGISTERED, status_body};

fn next(call: &Value) -> Value {
    serde_json::from_str(&step(&call.to_string(), &[])).unwrap()
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

/// The same call with one more event.
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
    assert_eq!((&asked["request"]["ms"], &asked["request"]["cap"]), (&json!(15_000), &json!(1_572_864)));
    let body = asked["request"]["body"].as_str().unwrap();
    assert!(body.starts_with("userName=shop-api&password=canary+password&orderNumber=A-1001&amount=2000"), "{body}");
    assert_eq!(next(&call), asked, "the same events give the same action");

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
fn a_return_url_is_opened_and_verified() {
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
fn a_reply_that_is_not_text_and_an_unknown_failure_have_their_errors() {
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

/// The verdict over the usual status reply, changed by `more`.
fn verdict(more: &str) -> Value {
    let mut value = next(&then(call("verify", &expected()), 40, &reply(200, &status_body(more))))["value"].take();
    assert_eq!(
        (&value["orderNumber"], &value["amount"], &value["currency"]),
        (&json!("A-1001"), &json!(2000), &json!("EUR"))
    );
    assert!(value["message"].as_str().is_some_and(|message| message.ends_with('.')), "{value}");
    assert_eq!(value["report"]["raw"]["orderNumber"], value["report"]["orderNumber"], "the whole reply is there");
    value.as_object_mut().unwrap().remove("report");
    value
}

#[test]
fn every_verdict_carries_what_belongs_to_it() {
    let refused = r#"{"orderStatus":0,"actionCode":51,"actionCodeDescription":"Not enough money"}"#;
    let decline = json!({ "code": 51, "class": "funds", "retry": "another_card", "description": "Not enough money" });
    for (more, outcome, is_final, name, detail) in [
        ("{}", "paid", true, "absent", Value::Null),
        (r#"{"orderStatus":0}"#, "open", false, "lastDecline", Value::Null),
        (refused, "open", false, "lastDecline", decline.clone()),
        (&refused.replace(":0,", ":6,"), "declined", true, "decline", decline),
        (r#"{"orderStatus":4}"#, "refunded", true, "depositedAmount", json!(2000)),
        (r#"{"orderStatus":4}"#, "refunded", true, "refundedAmount", json!(0)),
        (r#"{"orderStatus":4,"paymentAmountInfo":"absent"}"#, "refunded", true, "refundedAmount", Value::Null),
        (r#"{"amount":1999}"#, "mismatch", true, "actual", json!(1999)),
        (r#"{"amount":1999}"#, "mismatch", true, "expected", json!(2000)),
        (r#"{"currency":"840"}"#, "mismatch", true, "actual", json!("840")),
        (r#"{"currency":"840"}"#, "mismatch", true, "field", json!("currency")),
        (r#"{"currency":"absent"}"#, "mismatch", true, "actual", Value::Null),
        (r#"{"orderStatus":99}"#, "unknown", false, "absent", Value::Null),
    ] {
        let verdict = verdict(more);
        assert_eq!((&verdict["outcome"], &verdict["final"]), (&json!(outcome), &json!(is_final)), "{more}");
        assert_eq!(verdict[name], detail, "{more}: {name}");
    }
}

#[test]
fn an_error_carries_what_is_known_of_it() {
    let refusal = r#"{"errorCode":"1","errorMessage":"Order with this number was processed already"}"#;
    let duplicate = then(call("register", &order()), 40, &reply(200, refusal));
    assert_eq!(next(&duplicate)["request"]["url"], "https://bank.example/payment/rest/getOrderStatusExtended.do");
    let told = next(&then(duplicate, 80, &reply(200, &status_body(r#"{"orderStatus":0}"#))));
    let mut told = told["error"].clone();
    told.as_object_mut().unwrap().remove("message");
    let known = json!({ "code": "already_registered", "retryable": false, "endpoint": "register.do", "orderNumber": "A-1001",
        "orderId": ORDER_ID, "orderStatus": 0,
        "gateway": { "errorCode": 1, "errorMessage": "Order with this number was processed already" } });
    assert_eq!(told, known);
    let denied = next(&then(call("verify", &expected()), 40, &reply(200, r#"{"errorCode":"5"}"#)));
    assert_eq!((&denied["error"]["httpStatus"], &denied["error"]["code"]), (&json!(200), &json!("access_denied")));
    let wrong =
        next(&call("register", &json!({ "amount": 1.5, "currency": "EUR", "returnUrl": "https://shop.example/" })));
    assert_eq!(wrong["error"]["field"], "order.amount");
}

#[test]
fn a_callback_is_an_event_or_what_is_left_to_verify() {
    let opened = |callback: Value, query: &str| {
        let mut call = call("verifyCallback", &json!(query));
        call["gateway"]["callback"] = callback;
        next(&call)
    };
    let row = support::callback::key_rows().remove(0);
    let text = |name| support::callback::text(&row, name);
    let left = &opened(json!({ "publicKey": text("publicKey"), "hash": text("hash") }), text("query"))["value"];
    for (name, told) in [("signature", "checksum"), ("hash", "hash"), ("text", "canonical"), ("key", "spki")] {
        assert!(left[name].as_str().is_some_and(|known| known.eq_ignore_ascii_case(text(told))), "{name}: {left}");
    }
    assert_eq!(left.get("event"), None, "nobody takes it for one");
    for (name, wanted) in row["event"].as_object().unwrap() {
        assert_eq!(&left["unverified"][name], wanted, "{name}");
    }
    assert_eq!(left["unverified"]["parameters"]["amount"], "19990");
    assert_eq!(left["unverified"]["parameters"].get("sign_alias"), None, "what is not signed is not told");

    let row = support::callback::secret_rows().remove(0);
    let text = |name| support::callback::text(&row, name);
    let genuine = opened(json!({ "secret": text("secret") }), text("query"));
    assert!(genuine["value"]["event"]["operation"].is_string(), "{genuine}");
    assert_eq!(error(&opened(json!({ "secret": "another secret" }), text("query"))).0, "callback_invalid");
}

#[test]
fn an_invalid_call_is_an_error() {
    for (text, message) in [
        ("", "call: expected an object, got nothing"),
        ("[]", "call: expected an object, got a list"),
        ("{}", "gateway: expected an object, got nothing"),
    ] {
        let step: Value = serde_json::from_str(&step(text, &[])).unwrap();
        assert_eq!(error(&step), ("invalid_option", message), "{text}");
    }
    assert_eq!(
        error(&next(&call("Decline", &json!({ "orderId": ORDER_ID })))),
        ("invalid_option", "call.task: is not a public function")
    );
    let mut in_page = call("register", &order());
    in_page["inPage"] = json!(true);
    assert_eq!(error(&next(&in_page)).0, "credentials_in_page");
    in_page["argument"]["amount"] = json!(-1);
    assert_eq!(error(&next(&in_page)).0, "invalid_option");
    in_page["task"] = json!("verifyCallback");
    in_page["argument"] = json!("");
    assert_eq!(error(&next(&in_page)).0, "callback_invalid");
}

/// A reply that comes as bytes is not written out again where JavaScript reads the same in it.
#[test]
fn raw_is_written_only_where_javascript_would_read_something_else() {
    let call = then(call("status", &json!({ "orderId": ORDER_ID })), 40, &json!({ "status": 200 }));
    let raw = |body: &str| {
        let told: Value = serde_json::from_str(&step(&call.to_string(), body.as_bytes())).unwrap();
        assert_eq!(told["value"]["orderStatus"], 2, "{told}");
        told["value"]["raw"].clone()
    };
    for same in
        [r#"{"orderStatus":2}"#, r#"{"orderStatus":2,"pan":"411111**1111","n":1.50,"t":"\u00e9 😀 \ud83d\ude00"}"#]
    {
        assert_eq!(raw(same), Value::Null, "{same}");
    }
    for (other, written) in [
        (r#"{"orderStatus":2,"pan":"4111111111111111"}"#, json!({ "orderStatus": 2, "pan": "411111******1111" })),
        (
            r#"{"orderStatus":2,"a":[{"pan":4111111111111111}]}"#,
            json!({ "orderStatus": 2, "a": [{ "pan": "411111******1111" }] }),
        ),
        (r#"{"orderStatus":2,"n":123456789012345678}"#, json!({ "orderStatus": 2, "n": "123456789012345678" })),
        (r#"{"orderStatus":2,"t":"\ud83d"}"#, json!({ "orderStatus": 2, "t": "\u{fffd}" })),
        (r#"{"orderStatus":2,"\ud83d":1}"#, json!({ "orderStatus": 2, "\u{fffd}": 1 })),
    ] {
        assert_eq!(raw(other), written, "{other}");
    }
}

#[test]
fn a_reply_is_the_body_of_the_last_event_only() {
    let busy = reply(503, r#"{"errorCode":"7"}"#);
    let waited = json!({ "failure": "timeout" });
    let call = then(then(call("status", &json!({ "orderId": ORDER_ID })), 40, &busy), 400, &waited);
    let call = then(call, 440, &json!({ "status": 200 }));
    let told = |body: &[u8]| -> Value { serde_json::from_str(&step(&call.to_string(), body)).unwrap() };
    let read = told(br#"{"orderStatus":2}"#);
    assert_eq!(read["value"]["orderStatus"], 2, "{read}");
    assert!(told(b"\xff")["request"]["ms"].is_u64(), "what is no UTF-8 is asked again: {}", told(b"\xff"));
    let mut no_text = call.clone();
    no_text["events"][1]["body"] = Value::Null;
    let step = step(&no_text.to_string(), br#"{"orderStatus":2}"#);
    assert!(
        step.contains(r#""orderStatus":2"#),
        "a body that was no UTF-8 does not take the reply of a later one: {step}"
    );
}
