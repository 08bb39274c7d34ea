//! `bpc-bench-native <plain | signed> <core | serde_json> <times>`: takes the four steps of a payment, or reads and writes the same
//! texts with `serde_json`, and does it so many times. Nothing is measured here: native.mjs runs it under valgrind.

use std::hint::black_box;

use bpc_checkout::border;
use serde_json::{Value, json};

const ID: &str = "4a1f3c52-9d0e-7b6a-8c21-5e7700c0ffee";

/// A step: the call with its events so far, and the reply to the last one.
struct Step {
    call: String,
    reply: String,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pair, subject, times] = arguments.as_slice() else { panic!("expected three arguments") };
    let steps = steps(pair == "signed");
    let answers: Vec<Value> = steps.iter().map(|step| serde_json::from_str(&take(step)).expect("JSON")).collect();
    for _ in 0..times.parse::<u32>().expect("a number") {
        for (step, answer) in steps.iter().zip(&answers) {
            if subject == "core" {
                black_box(take(step));
            } else {
                black_box(serde_json::from_str::<Value>(&step.call).expect("JSON"));
                // The first step of a call has no reply.
                black_box(serde_json::from_str::<Value>(&step.reply).ok());
                black_box(answer.to_string());
            }
        }
    }
}

fn take(step: &Step) -> String {
    border::step(&step.call, step.reply.as_bytes())
}

/// A registration and the check of its payment, as the benchmark's pairs in pairs.mjs.
fn steps(is_signed: bool) -> Vec<Step> {
    let mut gateway =
        json!({ "userName": "shop", "password": "secret", "baseUrl": "https://bank.example/payment/rest" });
    if is_signed {
        gateway["returnKey"] = "sixteen characters and more".into();
    }
    let order = json!({ "orderNumber": "A-1001", "amount": 2000, "currency": "978",
        "returnUrl": "https://shop.example/return", "description": "Two books" });
    let registered = json!({ "orderId": ID,
        "formUrl": format!("https://bank.example/payment/merchants/shop/payment_en.html?mdOrder={ID}") });
    let mut steps = Vec::from(both("register", &order, &gateway, &registered));
    let answer: Value = serde_json::from_str(&take(&steps[1])).expect("JSON");
    let back = answer["value"]["returnUrl"].as_str().expect("a return address");
    let (task, argument) = if is_signed {
        ("verifyReturn", json!(format!("{back}&orderId={ID}&lang=en")))
    } else {
        ("verify", json!({ "orderId": ID, "orderNumber": "A-1001", "amount": 2000, "currency": "978" }))
    };
    steps.extend(both(task, &argument, &gateway, &paid()));
    assert!(take(&steps[3]).contains(r#""outcome":"paid""#), "the order is not paid: what is counted does not work");
    steps
}

/// The two steps of a call: before its request, and after the reply.
fn both(task: &str, argument: &Value, gateway: &Value, reply: &Value) -> [Step; 2] {
    let start = json!({ "random": [1_234_567_890], "now": 1_795_410_000_000_u64 });
    let answered = json!({ "status": 200, "now": 1_795_410_000_120_u64 });
    let call = |events: &[&Value]| {
        json!({ "task": task, "argument": argument, "gateway": gateway, "inPage": false, "events": events }).to_string()
    };
    [
        Step { call: call(&[&start]), reply: String::new() },
        Step { call: call(&[&start, &answered]), reply: reply.to_string() },
    ]
}

fn paid() -> Value {
    json!({
        "errorCode": "0", "errorMessage": "Success", "orderNumber": "A-1001", "orderStatus": 2, "actionCode": 0,
        "actionCodeDescription": "Approved", "amount": 2000, "currency": "978", "date": 1_795_410_000_000_u64,
        "orderDescription": "Two books", "ip": "192.0.2.7", "merchantOrderParams": [],
        "attributes": [{ "name": "mdOrder", "value": ID }],
        "cardAuthInfo": { "maskedPan": "555555**5599", "expiration": "203412", "cardholderName": "TEST CUSTOMER",
            "approvalCode": "123456", "paymentSystem": "MASTERCARD" },
        "authDateTime": 1_795_410_060_000_u64, "terminalId": "10000001", "authRefNum": "123456789012",
        "paymentAmountInfo": { "paymentState": "DEPOSITED", "approvedAmount": 2000, "depositedAmount": 2000, "refundedAmount": 0 },
        "bankInfo": { "bankName": "TEST CARD", "bankCountryCode": "UNKNOWN", "bankCountryName": "<UNKNOWN>" }
    })
}
