//! `bpc-bench-native <payment> <core | serde_json> <times>`: takes the four steps of a payment, or reads and writes the same texts with
//! `serde_json`, and does it so many times. `payment` is JSON with the texts of pairs.mjs. Nothing is measured here: native.mjs runs it
//! under valgrind.

use std::hint::black_box;

use bpc_checkout::border;
use serde_json::{Value, json};

/// A step: the call with its events so far, and the reply to the last one.
struct Step {
    call: String,
    reply: String,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [payment, subject, times] = arguments.as_slice() else { panic!("expected three arguments") };
    let steps = steps(&serde_json::from_str(payment).expect("JSON"));
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

/// A registration and the check of its payment. With a return key the signed address is checked.
fn steps(payment: &Value) -> Vec<Step> {
    let [gateway, order, expected] = ["gateway", "order", "expected"].map(|name| &payment[name]);
    let [id, registered, paid] = ["id", "registered", "paid"].map(|name| payment[name].as_str().expect("a text"));
    let mut steps = Vec::from(both("register", order, gateway, registered));
    let answer: Value = serde_json::from_str(&take(&steps[1])).expect("JSON");
    let back = answer["value"]["returnUrl"].as_str().expect("a return address");
    let check = if gateway["returnKey"].is_null() {
        both("verify", expected, gateway, paid)
    } else {
        both("verifyReturn", &json!(format!("{back}&orderId={id}&lang=en")), gateway, paid)
    };
    steps.extend(check);
    assert!(take(&steps[3]).contains(r#""outcome":"paid""#), "the order is not paid: what is counted does not work");
    steps
}

/// The two steps of a call: before its request, and after the reply.
fn both(task: &str, argument: &Value, gateway: &Value, reply: &str) -> [Step; 2] {
    let start = json!({ "random": [1_234_567_890], "now": 1_795_410_000_000_u64 });
    let answered = json!({ "status": 200, "now": 1_795_410_000_120_u64 });
    let call = |events: &[&Value]| {
        json!({ "task": task, "argument": argument, "gateway": gateway, "inPage": false, "events": events }).to_string()
    };
    [
        Step { call: call(&[&start]), reply: String::new() },
        Step { call: call(&[&start, &answered]), reply: reply.to_owned() },
    ]
}
