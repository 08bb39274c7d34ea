//! The sandbox as an instrument: commands that do what a bank, a customer or time does, events, and which pages may call it.

use bpc_sandbox::{Callbacks, Options, Request};
use serde_json::{Value, json};

use crate::bank::{Bank, ORDER, START};

fn run(bank: &mut Bank, name: &str, arguments: &Value) -> Value {
    bank.sandbox.command(name, arguments, bank.now).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn refused(bank: &mut Bank, name: &str, arguments: &Value) -> String {
    bank.sandbox.command(name, arguments, bank.now).unwrap_err()
}

fn notified() -> Bank {
    let callbacks = Callbacks { url: Some("http://127.0.0.1/bank".into()), ..Callbacks::default() };
    Bank::new(Options { callbacks, ..Options::default() })
}

/// Takes the callbacks that are due and reports this answer to each. Returns their operations.
fn deliver(bank: &mut Bank, answer: Option<u16>) -> Vec<String> {
    let due = bank.sandbox.take_callbacks(bank.now);
    for callback in &due {
        bank.sandbox.report_callback(callback.id, answer, bank.now);
    }
    due.into_iter().map(|callback| callback.operation).collect()
}

/// The lines for the terminal since the last call.
fn lines(bank: &mut Bank) -> Vec<String> {
    let events = run(bank, "takeEvents", &json!({}));
    events.as_array().unwrap().iter().map(|event| event["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn commands_do_what_the_bank_and_time_do() {
    let mut bank = notified();
    let id = bank.register("A-1");
    assert_eq!(
        refused(&mut bank, "refund", &json!({ "order": "A-1" })),
        "order: the state of the order does not allow this (waiting for payment)"
    );
    bank.pay(&id);
    let order = run(&mut bank, "refund", &json!({ "order": "A-1", "amount": 500 }));
    assert_eq!((&order["state"], &order["refundedAmount"]), (&json!("refunded in part"), &json!(500)));
    assert_eq!(run(&mut bank, "refund", &json!({ "order": id }))["state"], "refunded");
    assert_eq!(deliver(&mut bank, Some(200)), ["deposited", "refunded", "refunded"]);

    let held = bank.hold("A-2");
    bank.pay(&held);
    assert_eq!(run(&mut bank, "deposit", &json!({ "order": "A-2", "amount": 1500 }))["depositedAmount"], 1500);
    let held = bank.hold("A-3");
    bank.pay(&held);
    assert_eq!(run(&mut bank, "reverse", &json!({ "order": "A-3" }))["state"], "reversed");

    bank.register("A-4");
    assert_eq!(run(&mut bank, "expire", &json!({ "order": "A-4" }))["state"], "expired");
    let declined = bank.register("A-5");
    assert_eq!(run(&mut bank, "decline", &json!({ "order": "A-5" }))["actionCode"], 4005);
    assert_eq!(bank.state(&declined), "6/4005 DECLINED 0/0/0");
    for (command, arguments, part) in [
        ("refund", json!({ "order": "nope" }), "no order in this sandbox has the id or number \"nope\""),
        ("refund", json!({ "order": "A-2", "amount": 0 }), "amount: must be at least 1"),
        ("refund", json!({ "order": "A-2", "amount": 2000 }), "more than is left of what was taken (paid in part)"),
        ("expire", json!({ "order": "A-5" }), "does not allow this (declined by the shop)"),
        ("resend", json!({ "order": "A-5" }), "no callback was sent for \"A-5\""),
        ("trigger", json!({ "operation": "sold" }), "unknown \"sold\"; known: approved, deposited"),
    ] {
        let error = refused(&mut bank, command, &arguments);
        assert!(error.contains(part), "{command}: {error}");
    }
}

#[test]
fn a_customer_may_cancel_or_leave_the_challenge() {
    let mut bank = Bank::new(Options::default());
    let id = bank.register("C-1");
    let paid = run(&mut bank, "pay", &json!({ "orderId": id, "challenge": "leave" }));
    assert_eq!((&paid["orderStatus"], &paid["actionCode"]), (&json!(5), &json!(-100)));
    let paid = run(&mut bank, "pay", &json!({ "orderId": id, "challenge": "cancel" }));
    assert_eq!((&paid["orderStatus"], &paid["actionCode"]), (&json!(0), &json!(341_018)));
    let paid = run(&mut bank, "pay", &json!({ "orderId": "C-1", "wallet": "GOOGLE_PAY_CARD", "decline": 116 }));
    assert_eq!((&paid["orderStatus"], &paid["actionCode"]), (&json!(0), &json!(116)));
    let left = bank.register("C-2");
    run(&mut bank, "pay", &json!({ "orderId": left, "challenge": "leave" }));
    bank.now += 1_200_000;
    assert_eq!(bank.state(&left), "6/-2009 DECLINED 0/0/0");
}

#[test]
fn a_callback_is_sent_again_on_request() {
    let mut bank = notified();
    let id = bank.register("R-1");
    bank.pay(&id);
    assert_eq!(deliver(&mut bank, Some(403)), ["deposited"]);
    assert_eq!(deliver(&mut bank, Some(200)), Vec::<String>::new(), "it is due in 30 seconds");
    assert_eq!(run(&mut bank, "deliver", &json!({})), 1);
    assert_eq!(deliver(&mut bank, Some(200)), ["deposited"]);
    assert_eq!(run(&mut bank, "resend", &json!({ "order": "R-1" }))["operation"], "deposited");
    let again = bank.sandbox.take_callbacks(bank.now).remove(0);
    assert!(again.url.contains(&format!("mdOrder={id}&orderNumber=R-1&operation=deposited&status=1&checksum=")));
    let lines = run(&mut bank, "callbacks", &json!({ "order": "R-1" }));
    let then: Vec<_> = lines.as_array().unwrap().iter().map(|line| line["then"].clone()).collect();
    assert_eq!(then, ["tried again", "done"]);
    assert_eq!(run(&mut bank, "callbacks", &json!({ "limit": 1 }))[0]["then"], "done", "the newest ones are kept");
}

#[test]
fn a_callback_that_is_sent_on_request_is_not_sent_by_its_retry_too() {
    let mut bank = notified();
    let id = bank.register("R-3");
    bank.pay(&id);
    let resend = |bank: &mut Bank| run(bank, "resend", &json!({ "order": "R-3" }));
    assert_eq!(deliver(&mut bank, Some(403)), ["deposited"]);
    resend(&mut bank);
    assert_eq!(deliver(&mut bank, Some(200)), ["deposited"]);
    bank.now += 86_400_000;
    assert_eq!(deliver(&mut bank, Some(200)), Vec::<String>::new(), "the retry was cancelled");
    // A resend that fails has retries of its own.
    resend(&mut bank);
    assert_eq!(deliver(&mut bank, None), ["deposited"]);
    bank.now += 30_000;
    let underway = bank.sandbox.take_callbacks(bank.now).remove(0);
    // Another one is asked for while an attempt is on its way: that attempt has no retry.
    resend(&mut bank);
    run(&mut bank, "reportCallback", &json!({ "id": underway.id, "answer": 500 }));
    assert_eq!(deliver(&mut bank, Some(200)), ["deposited"]);
    bank.now += 86_400_000;
    assert_eq!(deliver(&mut bank, Some(200)), Vec::<String>::new());
    // What waits for its first attempt is another notification.
    run(&mut bank, "refund", &json!({ "order": "R-3", "amount": 500 }));
    run(&mut bank, "resend", &json!({ "order": "R-3", "operation": "deposited" }));
    assert_eq!(deliver(&mut bank, Some(200)), ["refunded", "deposited"]);
}

#[test]
fn a_refused_callback_is_not_tried_again() {
    let mut bank = notified();
    let id = bank.register("R-2");
    bank.pay(&id);
    let callback = bank.sandbox.take_callbacks(bank.now).remove(0);
    run(&mut bank, "reportCallback", &json!({ "id": callback.id, "problem": "not allowed", "refused": true }));
    let line = run(&mut bank, "callbacks", &json!({}))[0].clone();
    assert_eq!(
        (&line["then"], &line["problem"], &line["answer"]),
        (&json!("given up"), &json!("not allowed"), &Value::Null)
    );
    assert_eq!(run(&mut bank, "deliver", &json!({})), 0);
}

#[test]
fn trigger_makes_a_callback_without_a_purchase() {
    let mut bank = notified();
    for (operation, state) in [
        ("approved", "held"),
        ("deposited", "paid"),
        ("reversed", "reversed"),
        ("refunded", "refunded"),
        ("declinedByTimeout", "expired"),
    ] {
        assert_eq!(run(&mut bank, "trigger", &json!({ "operation": operation }))["state"], state);
        assert_eq!(deliver(&mut bank, Some(200)), [operation]);
    }
    let id = bank.register("T-1");
    run(&mut bank, "trigger", &json!({ "operation": "refunded", "order": "T-1" }));
    let callback = bank.sandbox.take_callbacks(bank.now).remove(0);
    assert_eq!((callback.order_id, callback.operation.as_str()), (id, "refunded"));

    let mut silent = Bank::new(Options::default());
    assert!(
        refused(&mut silent, "trigger", &json!({ "operation": "deposited" })).contains("there is no callback address")
    );
    run(&mut silent, "trigger", &json!({ "operation": "deposited", "url": "http://127.0.0.1/x", "amount": 700 }));
    assert!(silent.sandbox.take_callbacks(START).remove(0).url.starts_with("http://127.0.0.1/x?mdOrder="));
    assert_eq!(silent.sandbox.orders(START).remove(0).amount, 700);
}

#[test]
fn reset_leaves_nothing_and_repeats_no_id() {
    let mut bank = notified();
    let id = bank.register("Z-1");
    bank.pay(&id);
    run(&mut bank, "injectFault", &json!({ "kind": "html" }));
    run(&mut bank, "advance", &json!({ "ms": 5000 }));
    run(&mut bank, "reset", &json!({}));
    for list in ["orders", "faults", "exchanges", "callbacks", "takeEvents", "takeCallbacks"] {
        assert_eq!(run(&mut bank, list, &json!({})), json!([]), "{list}");
    }
    assert_eq!(run(&mut bank, "now", &json!({})), START);
    assert_ne!(bank.register("Z-1"), id);
}

#[test]
fn orders_are_found_by_a_part_of_their_number_or_id() {
    let mut bank = Bank::new(Options::default());
    let ids: Vec<String> = ["KK-1", "KK-2", "KK-21"].map(|number| bank.register(number)).to_vec();
    let mut numbers = |arguments: Value| -> Vec<Value> {
        let orders = run(&mut bank, "orders", &arguments);
        orders.as_array().unwrap().iter().map(|order| order["orderNumber"].clone()).collect()
    };
    assert_eq!(numbers(json!({})), ["KK-21", "KK-2", "KK-1"]);
    assert_eq!(numbers(json!({ "search": "kk-2" })), ["KK-21", "KK-2"]);
    assert_eq!(numbers(json!({ "search": ids.first().unwrap() })), ["KK-1"]);
    assert_eq!(numbers(json!({ "limit": 1, "offset": 1 })), ["KK-2"]);
}

#[test]
fn every_event_is_one_line() {
    let mut bank = notified();
    let id = bank.register("A-1");
    bank.type_card(&id, "4000001111111126", "123", "");
    bank.type_card(&id, "5555555555555599", "123", "success");
    deliver(&mut bank, Some(403));
    bank.code("refund", &format!("orderId={id}&amount=5000"));
    bank.code("refund", &format!("orderId={id}&amount=500"));
    let form_url = format!("https://bank.test/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
    assert_eq!(
        lines(&mut bank),
        [
            format!("register.do 200 A-1 20.00\u{A0}EUR → pay {form_url}"),
            "callback deposited A-1 → 403, again in 30 s".into(),
            "refund.do 200 A-1 error 7: Refund amount exceeds the deposited amount".into(),
            "refund.do 200 A-1 refunded in part".into(),
            "payment A-1 declined 5: VISA 400000**1126".into(),
            "payment A-1 at the issuer's 3-D Secure page: MASTERCARD 555555**5599".into(),
            "payment A-1 approved: MASTERCARD 555555**5599".into(),
            "order A-1 refunded 5.00\u{A0}EUR".into(),
        ]
    );
    bank.now += 30_000;
    deliver(&mut bank, None);
    assert_eq!(
        lines(&mut bank),
        ["callback refunded A-1 → no answer, again in 30 s", "callback deposited A-1 → no answer, again in 30 s"]
    );
    bank.register("A-2");
    bank.now += 1_200_000;
    assert_eq!(lines(&mut bank).last().unwrap(), "order A-2 session ended");
    run(&mut bank, "injectFault", &json!({ "kind": "reset" }));
    bank.send(&Request::post("/payment/rest/register.do", ""));
    bank.send(&Request::post("/payment/rest/register.do", "userName=x&password=y&orderNumber=A-3"));
    let last = lines(&mut bank);
    assert_eq!(last.first().unwrap(), "register.do the connection was reset");
    assert!(last.get(1).unwrap().starts_with("register.do 200 A-3 error 5: "), "{last:?}");
}

/// An `<img>` of any page could register an order with the public test login, and name an address for its callback.
#[test]
fn a_page_of_another_site_calls_nothing() {
    let mut bank = Bank::new(Options::default());
    let target = format!("/payment/rest/register.do?{}&orderNumber=X-1&{ORDER}", crate::bank::ACCOUNT);
    let send = |bank: &mut Bank, header: (&str, &str), request: Request| {
        let headers = [vec![(header.0.into(), header.1.into())], request.headers.clone()].concat();
        bank.send(&Request { headers, ..request }).status
    };
    for (header, expected) in [
        (("sec-fetch-site", "cross-site"), 403),
        (("sec-fetch-site", "same-site"), 403),
        (("origin", "https://evil.example"), 403),
        (("origin", "null"), 403),
        (("sec-fetch-site", "none"), 200),
        (("sec-fetch-site", "same-origin"), 200),
    ] {
        assert_eq!(send(&mut bank, header, Request::get(&target)), expected, "{header:?}");
        let mut command = Request::post("/sandbox/api/orders", "{}");
        command.headers = vec![("content-type".into(), "application/json".into())];
        assert_eq!(send(&mut bank, header, command), expected, "{header:?}");
    }
    let id = bank.sandbox.orders(START).remove(0).order_id;
    let page = format!("/payment/merchants/sandbox/payment_en.html?mdOrder={id}");
    assert_eq!(send(&mut bank, ("sec-fetch-site", "cross-site"), Request::get(&page)), 200, "the shop redirects here");
}

#[test]
fn browsers_guess_the_type_of_no_answer() {
    let mut bank = Bank::new(Options { max_body_bytes: 100, ..Options::default() });
    let long = Request::post("/payment/rest/register.do", &"a".repeat(101));
    for request in [Request::get("/nothing/<here>"), Request::get("/payment/rest/nothing.do"), long] {
        assert_eq!(bank.send(&request).header("x-content-type-options"), Some("nosniff"), "{}", request.path);
    }
}
