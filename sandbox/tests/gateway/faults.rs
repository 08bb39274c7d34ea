//! Faults: what each of them changes, and for which requests.

use bpc_sandbox::{Callbacks, Fault, FaultKind, Merchant, Options, Profile, Request};
use serde_json::Value;

use crate::bank::{ACCOUNT, Bank, ORDER, START, encode};

/// The answer to a registration under one fault.
fn register(bank: &mut Bank, kind: FaultKind) -> bpc_sandbox::Response {
    bank.sandbox.inject_fault(Fault::once(kind)).unwrap();
    bank.send(&Request::post("/payment/rest/register.do", &format!("{ACCOUNT}&orderNumber=F-1&{ORDER}")))
}

/// A status under one fault.
fn status(kind: FaultKind) -> Value {
    let mut bank = Bank::new(Options::default());
    let id = bank.register("F-1");
    bank.sandbox.inject_fault(Fault::once(kind)).unwrap();
    bank.status(&id)
}

#[test]
fn some_faults_keep_the_call_from_being_carried_out_and_some_do_not() {
    for (kind, http, starts, resets, orders) in [
        (FaultKind::BadGateway, 502, "", false, 0),
        (FaultKind::ServerError, 500, "<h1>", false, 0),
        (FaultKind::TooManyRequests, 429, "Too many", false, 0),
        (FaultKind::Html, 200, "<!doctype html>", false, 0),
        (FaultKind::Reset, 502, "", true, 0),
        (FaultKind::Lost, 200, "{\"orderId\":", true, 1),
        (FaultKind::Empty, 200, "", false, 1),
        (FaultKind::Cut, 200, "{\"orderId\":", false, 1),
        (FaultKind::JsonString, 200, "\"", false, 1),
        (FaultKind::JsonNumber, 200, "0", false, 1),
        (FaultKind::JsonNull, 200, "null", false, 1),
        (FaultKind::JsonArray, 200, "[{\"orderId\":", false, 1),
        (FaultKind::Bom, 200, "\u{FEFF}{\"orderId\":", false, 1),
    ] {
        let mut bank = Bank::new(Options::default());
        let reply = register(&mut bank, kind);
        assert_eq!((reply.status, reply.reset), (http, resets), "{kind:?}");
        assert!(reply.text().starts_with(starts), "{kind:?}: {}", reply.text());
        assert_eq!(bank.sandbox.orders(START).len(), orders, "{kind:?}");
        let readable = serde_json::from_slice::<Value>(&reply.body).is_ok_and(|body| body.is_object());
        assert_eq!(readable, kind == FaultKind::Lost, "{kind:?}");
        assert!(bank.sandbox.faults().is_empty(), "{kind:?} is used up");
    }
}

#[test]
fn a_lost_reply_makes_the_retry_a_duplicate_that_can_be_looked_up() {
    let mut bank = Bank::new(Options::default());
    assert!(register(&mut bank, FaultKind::Lost).reset);
    assert_eq!(bank.code("register", &format!("orderNumber=F-1&{ORDER}")), "1");
    assert_eq!(bank.json("getOrderStatusExtended", "orderNumber=F-1")["amount"], 2000);
}

#[test]
fn a_stalled_call_is_not_carried_out() {
    let mut bank = Bank::new(Options::default());
    let reply = register(&mut bank, FaultKind::Stalled);
    assert_eq!((reply.status, reply.delay_ms, reply.body.len()), (504, 30_000, 0));
    assert!(bank.sandbox.orders(START).is_empty());
}

#[test]
fn a_late_answer_says_how_late() {
    let mut bank = Bank::new(Options::default());
    assert_eq!(register(&mut bank, FaultKind::Late).delay_ms, 30_000);
    bank.sandbox.inject_fault(Fault { delay_ms: Some(5), ..Fault::once(FaultKind::Late) }).unwrap();
    let reply = bank.send(&Request::post("/payment/rest/getOrderStatusExtended.do", ACCOUNT));
    assert_eq!(reply.delay_ms, 5);
}

#[test]
fn contents_are_tampered_with() {
    for (kind, field, expected) in [
        (FaultKind::UnknownStatus, "orderStatus", "12"),
        (FaultKind::UnknownAction, "actionCode", "987654"),
        (FaultKind::NoErrorCode, "errorCode", "null"),
        (FaultKind::NoOrderStatus, "orderStatus", "null"),
        (FaultKind::NoActionCode, "actionCode", "null"),
        (FaultKind::SuccessFalse, "success", "false"),
        (FaultKind::SuccessTrue, "errorCode", "\"5\""),
        (FaultKind::NullDescription, "orderDescription", "\"null\""),
        (FaultKind::OtherNumber, "orderNumber", "\"someone-elses\""),
        (FaultKind::OtherAmount, "amount", "1"),
        (FaultKind::OtherCurrency, "currency", "\"392\""),
        (FaultKind::RefundedDate, "refundedDate", "1795410840000"),
        (FaultKind::LongNumber, "feUtrnno", "900719925474099301"),
        (FaultKind::FlipTypes, "orderStatus", "\"0\""),
        (FaultKind::FlipTypes, "currency", "978"),
        (FaultKind::ParamWithoutValue, "merchantOrderParams", r#"[{"name":"paramWithoutValue"}]"#),
    ] {
        assert_eq!(status(kind)[field].to_string(), expected, "{kind:?}");
    }
    assert!(status(FaultKind::ScriptInBank)["bankInfo"]["bankName"].as_str().unwrap().contains("<script>"));
    assert!(status(FaultKind::ExtraFields).to_string().starts_with(r#"{"unheardOf":"#));
}

#[test]
fn faults_are_limited_by_times_order_call_and_share() {
    let mut bank = Bank::new(Options::default());
    let (first, second) = (bank.register("F-1"), bank.register("F-2"));
    let is_faulty = |bank: &mut Bank, id: &str| bank.status(id)["orderStatus"] == 12;
    let fault = || Fault::once(FaultKind::UnknownStatus);
    bank.sandbox.inject_fault(Fault { times: Some(2), ..fault() }).unwrap();
    assert_eq!(
        [is_faulty(&mut bank, &first), is_faulty(&mut bank, &second), is_faulty(&mut bank, &first)],
        [true, true, false]
    );
    bank.sandbox.inject_fault(Fault { order: Some("F-2".into()), ..fault() }).unwrap();
    bank.sandbox.inject_fault(Fault { order: Some(second.clone()), ..fault() }).unwrap();
    assert_eq!(
        [is_faulty(&mut bank, &first), is_faulty(&mut bank, &second), is_faulty(&mut bank, &second)],
        [false, true, true]
    );
    bank.sandbox.clear_faults();
    assert!(!is_faulty(&mut bank, &second));
    bank.sandbox.inject_fault(Fault { call: Some("register.do".into()), ..fault() }).unwrap();
    assert!(!is_faulty(&mut bank, &first), "another call");
    bank.sandbox.clear_faults();
    bank.sandbox.inject_fault(Fault { share: Some(0.3), ..fault() }).unwrap();
    let count = (0..1000).filter(|_| is_faulty(&mut bank, &first)).count();
    assert!((240..360).contains(&count), "{count} of 1000");
}

/// An order has an id and a number. A fault names one of them, and each call names one of them.
#[test]
fn a_fault_strikes_its_order_by_whichever_id_the_call_names() {
    let mut bank = Bank::new(Options::default());
    let (id, other) = (bank.register("F-1"), bank.register("F-2"));
    let calls = |id: &str, number: &str| {
        [
            ("getOrderStatusExtended", format!("orderId={id}")),
            ("getOrderStatusExtended", format!("orderNumber={number}")),
            ("getOrderStatus", format!("orderId={id}")),
            ("refund", format!("orderId={id}&amount=1")),
            ("deposit", format!("orderNumber={number}&amount=1")),
            ("decline", format!("orderId={id}&orderNumber={number}")),
            ("register", format!("orderNumber={number}&{ORDER}")),
        ]
    };
    for named in [id.clone(), "F-1".to_owned()] {
        bank.sandbox.inject_fault(Fault { order: Some(named.clone()), ..Fault::once(FaultKind::JsonNull) }).unwrap();
        for (method, form) in calls(&id, "F-1") {
            assert_eq!(bank.call(method, &form), "null", "{method} {form}: the fault names {named}");
        }
        for (method, form) in calls(&other, "F-2") {
            assert_ne!(bank.call(method, &form), "null", "{method} {form}: another order");
        }
        bank.sandbox.clear_faults();
    }
    let mut satim = Bank::of(Profile::Satim);
    let params = encode(r#"{"force_terminal_id":"E1","udf1":"1"}"#);
    let form =
        format!("orderNumber=S-1&amount=5000&currency=012&returnUrl=https%3A%2F%2Fs.example&jsonParams={params}");
    let id = satim.json("register", &form)["orderId"].as_str().unwrap().to_owned();
    satim.sandbox.inject_fault(Fault { order: Some("S-1".into()), ..Fault::once(FaultKind::JsonNull) }).unwrap();
    assert_eq!(satim.call("public/acknowledgeTransaction", &format!("mdOrder={id}")), "null");
}

#[test]
fn a_fault_of_an_order_does_not_strike_the_same_number_of_another_merchant() {
    let other = Merchant { user_name: "other".into(), ..Merchant::default() };
    let mut bank = Bank::new(Options { merchants: vec![other], ..Options::default() });
    let id = bank.register("F-1");
    let theirs = format!("userName=other&password=test_user_password&orderNumber=F-1&{ORDER}");
    bank.send(&Request::post("/payment/rest/register.do", &theirs));
    bank.sandbox.inject_fault(Fault { order: Some(id), ..Fault::once(FaultKind::JsonNull) }).unwrap();
    assert_eq!(bank.call("getOrderStatusExtended", "orderNumber=F-1"), "null");
    let theirs = "userName=other&password=test_user_password&orderNumber=F-1";
    let reply = bank.send(&Request::post("/payment/rest/getOrderStatusExtended.do", theirs)).text();
    assert!(reply.contains(r#""orderStatus":0"#), "{reply}");
}

#[test]
fn a_fault_says_how_often_it_was_met() {
    let mut bank = Bank::new(Options::default());
    let id = bank.register("F-1");
    bank.sandbox.inject_fault(Fault { order: Some("F-1".into()), ..Fault::once(FaultKind::Html) }).unwrap();
    bank.sandbox.inject_fault(Fault { order: Some("F-l".into()), ..Fault::once(FaultKind::Html) }).unwrap();
    for _ in 0..2 {
        bank.call("getOrderStatusExtended", &format!("orderId={id}"));
    }
    let hits: Vec<u32> = bank.sandbox.faults().iter().map(|fault| fault.hits).collect();
    assert_eq!(hits, [2, 0], "the second names an order that never came");
}

#[test]
fn faults_out_of_range_are_refused() {
    let mut bank = Bank::new(Options::default());
    let fault = || Fault::once(FaultKind::Html);
    assert_eq!(bank.sandbox.inject_fault(Fault { share: Some(1.1), ..fault() }).unwrap_err(), "share: must be 0 to 1");
    assert_eq!(
        bank.sandbox.inject_fault(Fault { share: Some(f64::NAN), ..fault() }).unwrap_err(),
        "share: must be 0 to 1"
    );
    assert_eq!(
        bank.sandbox.inject_fault(Fault { times: Some(0), ..fault() }).unwrap_err(),
        "times: must be at least 1"
    );
    (0..100).for_each(|_| bank.sandbox.inject_fault(fault()).unwrap());
    assert!(bank.sandbox.inject_fault(fault()).unwrap_err().contains("at most 100"));
}

#[test]
fn faults_of_callbacks() {
    let sent = |kinds: &[FaultKind]| {
        let callbacks = Callbacks { url: Some("https://shop.example/bank".into()), ..Callbacks::default() };
        let mut bank = Bank::new(Options { callbacks, ..Options::default() });
        let id = bank.register("F-1");
        bank.pay(&id);
        for kind in kinds {
            bank.sandbox.inject_fault(Fault::once(*kind)).unwrap();
        }
        bank.sandbox.take_callbacks(START).into_iter().map(|callback| callback.url).collect::<Vec<_>>()
    };
    let good = sent(&[]).remove(0);
    let (front, checksum) = good.rsplit_once("checksum=").unwrap();
    let reversed: String = checksum.chars().rev().collect();
    assert_eq!(sent(&[FaultKind::CallbackWrongChecksum]), [format!("{front}checksum={reversed}")]);
    assert_eq!(sent(&[FaultKind::CallbackLowerCase]), [format!("{front}checksum={}", checksum.to_lowercase())]);
    assert_eq!(sent(&[FaultKind::CallbackExtraParameter]), [format!("{good}&utm_source=proxy")]);
    assert_eq!(sent(&[FaultKind::CallbackTwice]), [good.clone(), good.clone()]);
    assert!(sent(&[FaultKind::CallbackMdorder]).remove(0).contains("?mdorder="));
    assert!(sent(&[FaultKind::CallbackUnknownOrder]).remove(0).contains("mdOrder=00000000-"));
    assert!(sent(&[FaultKind::CallbackStatusZero]).remove(0).contains("&status=0&"));
    assert!(sent(&[FaultKind::CallbackLate]).is_empty());
    assert_eq!(sent(&[FaultKind::Html]), [good], "a fault of requests does not change callbacks");
}
