//! The control page and the control API.

use bpc_sandbox::{Callbacks, Fault, FaultKind, Options, Request, Response};
use serde_json::{Value, json};

use crate::bank::{ACCOUNT, Bank, ORDER, START, encode};

fn api(bank: &mut Bank, command: &str, arguments: &Value) -> (u16, Value) {
    let mut request = Request::post(&format!("/sandbox/api/{command}"), &arguments.to_string());
    request.headers = vec![("content-type".into(), "application/json".into())];
    let reply = bank.send(&request);
    (reply.status, serde_json::from_slice(&reply.body).unwrap())
}

#[test]
fn the_api_pays_advances_and_lists() {
    let mut bank = Bank::new(Options::default());
    let id = bank.register("C-1");
    let (status, paid) = api(&mut bank, "pay", &json!({ "orderId": id, "challenge": "fail" }));
    assert_eq!(
        (status, &paid["result"]["orderStatus"], &paid["result"]["actionCode"]),
        (200, &json!(0), &json!(-2025))
    );
    let (_, paid) = api(&mut bank, "pay", &json!({ "orderId": id, "wallet": "APPLE_PAY" }));
    assert_eq!(paid["result"]["orderStatus"], 2);
    let (_, now) = api(&mut bank, "advance", &json!({ "ms": 1000 }));
    assert_eq!(now["result"], START + 1000);
    let (_, orders) = api(&mut bank, "orders", &json!({}));
    assert_eq!(
        (&orders["result"][0]["orderNumber"], &orders["result"][0]["depositedAmount"]),
        (&json!("C-1"), &json!(2000))
    );
    let (_, faults) = api(&mut bank, "injectFault", &json!({ "kind": "badGateway" }));
    assert_eq!(faults["result"], Value::Null);
    let (_, faults) = api(&mut bank, "faults", &json!({}));
    assert_eq!((&faults["result"][0]["kind"], &faults["result"][0]["times"]), (&json!("badGateway"), &json!(1)));
}

/// A request already carries the time of the sandbox. A command must not add what the clock is ahead once more.
#[test]
fn commands_move_the_clock_by_what_was_asked_for() {
    let mut bank = Bank::new(Options::default());
    for expected in [START + 1000, START + 2000] {
        let (_, now) = api(&mut bank, "advance", &json!({ "ms": 1000 }));
        assert_eq!(now["result"], expected);
    }
    for _ in 0..3 {
        let (_, now) = api(&mut bank, "now", &json!({}));
        assert_eq!(now["result"], START + 2000);
    }
}

#[test]
fn former_names_of_commands_still_work() {
    let mut bank = Bank::new(Options::default());
    api(&mut bank, "fail", &json!({ "kind": "html" }));
    assert_eq!(bank.sandbox.faults().len(), 1);
    api(&mut bank, "heal", &json!({}));
    assert!(bank.sandbox.faults().is_empty());
}

#[test]
fn the_api_says_what_is_wrong() {
    let mut bank = Bank::new(Options::default());
    for (command, arguments, part) in [
        ("explode", json!({}), "unknown command \"explode\"; known: orders, pay, deposit"),
        ("pay", json!({}), "missing field \"orderId\""),
        ("pay", json!({ "orderId": "x", "cvv": "1" }), "unknown field \"cvv\""),
        ("pay", json!({ "orderId": "nope" }), "no such order"),
        (
            "pay",
            json!({ "orderId": "x", "challenge": "maybe" }),
            "challenge: expected \"success\", \"fail\", \"cancel\" or \"leave\", got \"maybe\"",
        ),
        ("pay", json!({ "orderId": "x", "wallet": "APPLE_PAY", "pan": "4" }), "wallet: cannot be combined with a card"),
        ("advance", json!({ "ms": -1 }), "invalid value"),
        ("injectFault", json!({ "kind": "nothing" }), "unknown variant \"nothing\""),
        ("injectFault", json!({ "kind": "html", "share": 2 }), "share: must be 0 to 1"),
    ] {
        let (status, reply) = api(&mut bank, command, &arguments);
        assert!(status == 400 && reply["error"].as_str().unwrap().contains(part), "{command}: {reply}");
    }
    let form = bank.send(&Request::post("/sandbox/api/advance", "ms=1"));
    assert_eq!(form.status, 405, "a form of another site cannot command");
}

#[test]
fn calls_are_logged_without_secrets_and_within_limits() {
    let mut bank = Bank::new(Options { max_exchanges: 2, ..Options::default() });
    for number in ["X-1", "X-2", "X-3"] {
        bank.register(number);
    }
    let exchanges: Vec<_> = bank.sandbox.exchanges().into_iter().cloned().collect();
    assert_eq!(exchanges.len(), 2);
    let first = exchanges.first().unwrap();
    assert_eq!((first.request.as_str(), first.status), ("POST /payment/rest/register.do", 200));
    assert!(first.parameters.starts_with("userName=test_user&password=***&orderNumber=X-3&"), "{}", first.parameters);
    assert!(first.reply.starts_with("{\"orderId\":"));
    bank.send(&Request::get("/payment/rest/getOrderStatusExtended.do?token=test_token&orderId=x"));
    assert!(!format!("{:?}", bank.sandbox.exchanges()).contains("test_token"));
}

#[test]
fn the_pages_show_everything_and_escape_it() {
    let callbacks = Callbacks { url: Some("https://shop.example/bank".into()), ..Callbacks::default() };
    let mut bank = Bank::new(Options { callbacks, ..Options::default() });
    let nasty = "\"'><1";
    let id = bank.register(&encode(nasty));
    bank.pay(&id);
    let callback = bank.sandbox.take_callbacks(START).remove(0);
    bank.sandbox.report_callback(callback.id, Some(500), START);
    bank.sandbox.inject_fault(Fault { order: Some(nasty.into()), ..Fault::once(FaultKind::Html) }).unwrap();
    bank.send(&Request::post("/payment/rest/register.do", "userName=nobody&password=x"));
    let list = bank.send(&Request::get("/"));
    let order = bank.send(&Request::get(&format!("/?order={id}")));
    let parts: [(&Response, &[&str]); 2] = [
        (
            &list,
            &[
                "https://bank.test/payment/rest</code>",
                "20.00\u{A0}EUR",
                "state good\">paid</span>",
                &format!("<a href=\"/?order={id}\">&quot;'&gt;&lt;1</a>"),
                "<li>html for &quot;'&gt;&lt;1",
                "Mon Nov 23 05:14:00 UTC 2026",
                "value=\"callbackWrongChecksum\">callbackWrongChecksum</button><span>The checksum is wrong.</span>",
                "A proxy answers HTTP 504 after delayMs.",
                "userName = nobody",
            ],
        ),
        (
            &order,
            &[
                "Order &quot;'&gt;&lt;1",
                "payment at the issuer's 3-D Secure page: MASTERCARD 555555**5599",
                "POST /payment/rest/register.do",
                "amount = 2000",
                &format!("&quot;orderId&quot;: &quot;{id}&quot;,\n"),
                "callback deposited",
                "500, tried again",
                "operation = deposited",
                &format!("mdOrder;{id};operation;deposited;orderNumber;&quot;'&gt;&lt;1;status;1;"),
                "value=\"refund\">Refund",
                "value=\"resend\">Resend the last callback",
            ],
        ),
    ];
    for (page, parts) in parts {
        let text = page.text();
        for part in parts {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
        assert!(!text.contains(nasty));
        assert_eq!(text.matches("<h1").count(), 1);
        assert_eq!(text.matches("<script").count(), 1, "the one that the policy allows");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(policy.contains("; script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    }
    assert_eq!(bank.send(&Request::get("/?order=nope")).status, 404);
}

/// Of two entries at the same time, the later one stands above: call, payment, callback.
#[test]
fn the_timeline_has_the_newest_first() {
    let callbacks = Callbacks { url: Some("https://shop.example/bank".into()), ..Callbacks::default() };
    let mut bank = Bank::new(Options { callbacks, ..Options::default() });
    let id = bank.register("T-1");
    bank.now += 1000;
    bank.pay(&id);
    let callback = bank.sandbox.take_callbacks(bank.now).remove(0);
    bank.sandbox.report_callback(callback.id, Some(200), bank.now);
    bank.now += 1000;
    bank.code("refund", &format!("orderId={id}&amount=500"));
    let text = bank.send(&Request::get(&format!("/?order={id}"))).text();
    let (_, timeline) = text.split_once("<ol class=\"timeline\"").unwrap();
    let marks = [
        "refunded 5.00\u{A0}EUR",
        "refund.do",
        "callback deposited",
        "payment approved",
        "payment at the issuer",
        "register.do",
    ];
    let places: Vec<usize> = marks.iter().map(|mark| timeline.find(mark).unwrap_or_else(|| panic!("{mark}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn the_buttons_of_an_order_do_what_they_say() {
    let mut bank = Bank::new(Options::default());
    let press = |bank: &mut Bank, action: &str, id: &str, more: &str| {
        let reply = bank.send(&Request::post("/", &format!("action={action}&order={id}&shown={id}{more}")));
        assert_eq!(
            (reply.status, reply.header("location")),
            (303, Some(format!("/?order={id}").as_str())),
            "{}",
            reply.text()
        );
    };
    for (number, actions, state) in [
        ("B-1", &["pay"][..], "2/0 DEPOSITED 2000/2000/0"),
        ("B-2", &["payDeclined"], "0/116 CREATED 0/0/0"),
        ("B-3", &["leave"], "5/-100 CREATED 0/0/0"),
        ("B-4", &["decline"], "6/4005 DECLINED 0/0/0"),
        ("B-5", &["expire"], "6/-2014 DECLINED 0/0/0"),
        ("B-6", &["pay", "refund"], "4/0 REFUNDED 2000/0/2000"),
    ] {
        let id = bank.register(number);
        for action in actions {
            let page = bank.send(&Request::get(&format!("/?order={id}"))).text();
            assert!(page.contains(&format!("value=\"{action}\"")), "{action} is offered");
            press(&mut bank, action, &id, "&amount=");
        }
        assert_eq!(bank.state(&id), state, "{number}");
    }
    let held = bank.hold("B-7");
    press(&mut bank, "pay", &held, "");
    press(&mut bank, "deposit", &held, "&amount=1500");
    press(&mut bank, "refund", &held, "&amount=500");
    assert!(bank.state(&held).ends_with("1000/500"), "{}", bank.state(&held));
    let refused = bank.send(&Request::post("/", &format!("action=expire&order={held}&shown={held}")));
    assert!(refused.status == 200 && refused.text().contains("does not allow this (refunded in part)"));
    assert!(refused.text().contains("<h1>Order B-7</h1>"), "on the page of the order");
}

/// The work and the length of the page depend on one page of orders, not on all of them.
#[test]
fn the_page_stays_short_with_ten_thousand_orders() {
    let mut bank = Bank::new(Options::default());
    let mut ids = Vec::new();
    for number in 0..10_000 {
        ids.push(bank.register(&format!("N-{number}")));
    }
    let old = ids.first().unwrap();
    bank.pay(old);
    let list = bank.send(&Request::get("/")).text();
    assert!(list.len() < 64_000, "{} bytes", list.len());
    assert_eq!(list.matches("<th scope=\"row\">").count(), 25);
    assert!(
        list.contains("1 to 25 of 10000 orders, newest first.") && list.contains("N-9999") && !list.contains("N-9974<")
    );
    let second = bank.send(&Request::get("/?search=&first=25")).text();
    assert!(second.contains("26 to 50 of 10000") && second.contains("N-9974<") && second.contains(">Newer</a>"));
    let found = bank.send(&Request::get("/?search=n-123")).text();
    assert!(found.contains("1 to 11 of 11 orders with &quot;n-123&quot;"), "N-123 and N-1230 to N-1239");
    for name in [old.as_str(), "N-0"] {
        let page = bank.send(&Request::get(&format!("/?order={name}"))).text();
        for part in ["Order N-0", "register.do", "payment approved", "payment at the issuer"] {
            assert!(page.contains(part), "{name}: {part}");
        }
        assert!(page.len() < 32_000, "{} bytes", page.len());
    }
}

#[test]
fn the_forms_of_the_page_work_from_the_page_alone() {
    let mut bank = Bank::new(Options::default());
    let id = bank.register("C-1");
    let send = |bank: &mut Bank, form: &str, origin: &str| {
        let mut request = Request::post("/", form);
        request.headers.push(("origin".into(), origin.into()));
        bank.send(&request)
    };
    assert_eq!(send(&mut bank, "action=advance&seconds=1200", "https://evil.example").status, 403);
    assert_eq!(bank.status(&id)["orderStatus"], 0);
    let arrival = send(&mut bank, "action=advance&seconds=1200", "https://bank.test");
    assert_eq!((arrival.status, arrival.header("location")), (303, Some("/")));
    assert_eq!(bank.status(&id)["orderStatus"], 6);
    send(&mut bank, "kind=html&times=2&order=&call=", "https://bank.test");
    assert_eq!(bank.sandbox.faults().first().unwrap().times, Some(2));
    send(&mut bank, "action=clearFaults", "https://bank.test");
    assert!(bank.sandbox.faults().is_empty());
    let wrong = send(&mut bank, "kind=html&times=x", "https://bank.test");
    assert!(wrong.status == 200 && wrong.text().contains("times: expected a whole number"));
    let mut own = Request::post("/", "action=clearFaults");
    own.headers.extend([("sec-fetch-site".into(), "same-origin".into()), ("origin".into(), "null".into())]);
    assert_eq!(bank.send(&own).status, 303, "what a browser sends under no-referrer");
    let mut cross = Request::post("/", "action=clearFaults");
    cross.headers.push(("sec-fetch-site".into(), "cross-site".into()));
    assert_eq!(bank.send(&cross).status, 403);
}

#[test]
fn wrong_passwords_are_not_logged_either() {
    let mut bank = Bank::new(Options::default());
    let form = format!("{}&{ORDER}", ACCOUNT.replace("test_user_password", "hunter2"));
    bank.send(&Request::post("/payment/rest/register.do", &form));
    assert!(!format!("{:?}", bank.sandbox.exchanges()).contains("hunter2"));
}
