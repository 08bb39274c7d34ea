//! Helpers that several tests share: a gateway that answers by a script, and short names for values.

#![allow(dead_code, clippy::allow_attributes, reason = "every test file uses its own part")]

pub(crate) mod bank;
pub(crate) mod callback;
pub(crate) mod vectors;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use bpc_checkout::Expected;
use bpc_checkout::Order;
use bpc_checkout::call::{self, Action, Answer, Call, CallStart, Event, Failure, Other, Registered, Request, Task};
use bpc_checkout::codec::json;
use bpc_checkout::codec::value::Value;
use bpc_checkout::model::change::{Change, Operation};
use bpc_checkout::model::gateway::{Gateway, Runtime};
use bpc_checkout::model::ids::{OrderId, OrderNumber, Phase};
use bpc_checkout::model::money::{Amount, Currency};
use bpc_checkout::protocol::reply::Reply;
use bpc_checkout::trust::verdict::Verdict;
use bpc_checkout::{Error, border};
use bpc_checkout::{OrderReport, Query};
use proptest::prelude::ProptestConfig;

/// 2026-11-23, in milliseconds since 1970.
pub(crate) const NOW: u64 = 1_795_392_000_000;
pub(crate) const KEY: &str = "a return key of a test store";
pub(crate) const ORDER_ID: &str = "7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c0";

/// Ten thousand cases for each property, or as many as `PROPTEST_CASES` says.
pub(crate) fn thorough() -> ProptestConfig {
    let usual = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { usual } else { ProptestConfig { cases: 10_000, ..usual } }
}

/// JSON text as a value.
#[track_caller]
pub(crate) fn value(json: &str) -> Value {
    json::parse(json).unwrap_or_else(|_| panic!("not JSON: {json}"))
}

/// Compares a file of the repository with what it must be. With `UPDATE` in the environment the file is written instead.
#[track_caller]
pub(crate) fn committed(path: &str, text: &str) {
    let whole = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(whole, text).unwrap();
    }
    let now = std::fs::read_to_string(&whole).unwrap_or_default();
    let differ = now.lines().zip(text.lines()).position(|(now, right)| now != right);
    assert!(now == text, "{path} is out of date near line {differ:?}: write it again with UPDATE=1");
}

/// The rows of a vector file: JSON behind one line of code.
#[track_caller]
pub(crate) fn rows(file: &str) -> Vec<serde_json::Value> {
    let json = file.split_once("export default").expect("rows").1;
    serde_json::from_str(json.trim().trim_end_matches(';')).expect("JSON")
}

/// A gateway's configuration: the usual one, changed by `more` (JSON pairs; `"absent"` as a value removes a pair).
#[track_caller]
pub(crate) fn gateway(more: &str) -> Gateway {
    read_gateway(more, Runtime::Server).unwrap()
}

pub(crate) fn read_gateway(more: &str, runtime: Runtime) -> Result<Gateway, Error> {
    let usual = r#"{"baseUrl":"https://bank.example/payment/rest","userName":"shop-api","password":"canary password"}"#;
    border::read::gateway(&merged(usual, more), runtime)
}

/// An order: the usual one, changed by `more`.
#[track_caller]
pub(crate) fn order(more: &str) -> Order {
    read_order(more, Phase::Purchase).unwrap()
}

pub(crate) fn read_order(more: &str, phase: Phase) -> Result<Order, Error> {
    let usual = r#"{"amount":2000,"currency":"EUR","returnUrl":"https://shop.example/return","orderNumber":"A-1001"}"#;
    border::read::order(&merged(usual, more), phase)
}

/// `usual` with the pairs of `more` put in their places; `"absent"` as a value removes a pair.
#[track_caller]
fn merged(usual: &str, more: &str) -> Value {
    let (Value::Object(mut pairs), Value::Object(more)) = (value(usual), value(more)) else {
        panic!("expected two objects")
    };
    for (name, value) in more {
        pairs.retain(|(known, _)| *known != name);
        if value != Value::from("absent") {
            pairs.push((name, value));
        }
    }
    Value::Object(pairs)
}

pub(crate) fn expected() -> Expected {
    Expected::new(
        OrderNumber::parse("A-1001").unwrap(),
        Amount::from_minor(2000).unwrap(),
        Currency::parse("EUR").unwrap(),
    )
}

/// An operation on an order, of all or of a part of its money.
#[track_caller]
pub(crate) fn change(operation: Operation, id: &str, number: &str, minor: Option<u64>) -> Change {
    let id = OrderId::new(id).unwrap();
    let builder = match operation {
        Operation::Deposit => Change::deposit(id),
        Operation::Reverse => Change::reverse(id),
        Operation::Refund => Change::refund(id),
        Operation::Decline => Change::decline(id, OrderNumber::parse(number).unwrap()),
    };
    match minor {
        Some(minor) => builder.amount(Amount::from_minor(minor).unwrap()).build().unwrap(),
        None => builder.build().unwrap(),
    }
}

pub(crate) fn reply(status: u16, body: &str) -> Reply {
    Reply { status, retry_after: None, body: Some(body.to_owned()) }
}

/// A status reply of the usual order, changed by `more`.
#[track_caller]
pub(crate) fn status_body(more: &str) -> String {
    let usual = r#"{"errorCode":"0","orderNumber":"A-1001","orderStatus":2,"actionCode":0,"amount":2000,"currency":"978",
        "attributes":[{"name":"mdOrder","value":"7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c0"}],
        "paymentAmountInfo":{"paymentState":"DEPOSITED","approvedAmount":2000,"depositedAmount":2000,"refundedAmount":0}}"#;
    json::stringify(&merged(usual, more))
}

pub(crate) const REGISTERED: &str = r#"{"orderId":"7b1f0c52-9d0e-7b6a-8c21-5e7700a0b0c0","formUrl":"https://bank.example/payment/page.html?mdOrder=7b1f0c52"}"#;

/// A request that went out.
pub(crate) struct Sent {
    pub(crate) url: String,
    pub(crate) content_type: &'static str,
    pub(crate) authorization: Option<String>,
    pub(crate) body: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) timeout_ms: u32,
}

impl Sent {
    /// The one value of a field; fails where there is none or several.
    #[track_caller]
    pub(crate) fn field(&self, name: &str) -> &str {
        let values: Vec<&str> =
            self.fields.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
        assert_eq!(values.len(), 1, "{name}: {values:?}");
        values[0]
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// What a test plays the world outside with: network, clock and chance.
pub(crate) trait Transport {
    fn send(&self, request: Request) -> Result<Reply, Failure>;
    fn sleep(&self, ms: u64);
    fn now_ms(&self) -> u64;
    fn random(&self) -> u128;
}

/// A gateway that answers what it was told, and a clock that stands still but for what sleeping and answering take.
#[derive(Default)]
pub(crate) struct Script {
    answers: RefCell<VecDeque<Result<Reply, Failure>>>,
    pub(crate) sent: RefCell<Vec<Sent>>,
    pub(crate) slept: RefCell<Vec<u64>>,
    pub(crate) elapsed: Cell<u64>,
    /// How long each answer takes, milliseconds.
    pub(crate) answer_ms: Cell<u64>,
    pub(crate) random: Cell<u128>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Result<Reply, Failure>>) -> Self {
        Self { answers: RefCell::new(answers.into_iter().collect()), ..Self::default() }
    }

    pub(crate) fn answering(body: &str) -> Self {
        Self::new([Ok(reply(200, body))])
    }

    /// The only request that went out.
    #[track_caller]
    pub(crate) fn only(self) -> Sent {
        let mut sent = self.sent.into_inner();
        assert_eq!(sent.len(), 1);
        sent.remove(0)
    }

    pub(crate) fn count(&self) -> usize {
        self.sent.borrow().len()
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> Result<Reply, Failure> {
        let fields = form_urlencoded::parse(request.body.as_bytes()).into_owned().collect();
        let Request { url, content_type, authorization, body, timeout_ms } = request;
        self.sent.borrow_mut().push(Sent { url, content_type, authorization, body, fields, timeout_ms });
        self.elapsed.set(self.elapsed.get() + self.answer_ms.get());
        self.answers.borrow_mut().pop_front().expect("the script has no more answers")
    }

    fn sleep(&self, ms: u64) {
        self.slept.borrow_mut().push(ms);
        self.elapsed.set(self.elapsed.get() + ms);
    }

    fn now_ms(&self) -> u64 {
        NOW + self.elapsed.get()
    }

    fn random(&self) -> u128 {
        self.random.get()
    }
}

/// The gateway's methods over a transport that answers at once.
pub(crate) struct Client<'a, T> {
    gateway: &'a Gateway,
    transport: &'a T,
}

impl<'a, T: Transport> Client<'a, T> {
    pub(crate) fn new(gateway: &'a Gateway, transport: &'a T) -> Self {
        Self { gateway, transport }
    }

    #[track_caller]
    pub(crate) fn register(&self, order: &Order) -> Result<Registered, Error> {
        match self.run(&Task::Register(order.clone()))? {
            Answer::Registered(registered) => Ok(registered),
            _ => panic!("a registration gave another answer"),
        }
    }

    #[track_caller]
    pub(crate) fn status(&self, query: &Query) -> Result<OrderReport, Error> {
        match self.run(&Task::Status(query.clone()))? {
            Answer::Report(report) => Ok(report),
            _ => panic!("a question gave another answer"),
        }
    }

    #[track_caller]
    pub(crate) fn verify(&self, expected: Expected) -> Result<Verdict, Error> {
        match self.run(&Task::Verify(expected))? {
            Answer::Verdict(verdict) => Ok(verdict),
            _ => panic!("a question gave another answer"),
        }
    }

    #[track_caller]
    pub(crate) fn verify_return(&self, url: &str) -> Result<Verdict, Error> {
        self.verify(call::expected_of_return(url, self.gateway, self.transport.now_ms())?)
    }

    #[track_caller]
    pub(crate) fn call(&self, method: &str, parameters: &str) -> Result<Value, Error> {
        let Value::Object(parameters) = value(parameters) else { panic!("expected an object") };
        let parameters = parameters.iter().map(|(name, value)| (name.as_str(), value));
        match self.run(&Task::Other(Other::new(method, parameters, self.gateway)?))? {
            Answer::Reply(reply) => Ok(reply),
            _ => panic!("a call gave another answer"),
        }
    }

    #[track_caller]
    pub(crate) fn change(&self, change: &Change) -> Result<Change, Error> {
        match self.run(&Task::Change(change.clone()))? {
            Answer::Changed(change) => Ok(change),
            _ => panic!("a change gave another answer"),
        }
    }

    fn run(&self, task: &Task) -> Result<Answer, Error> {
        let start = CallStart { now_ms: self.transport.now_ms(), random: self.transport.random() };
        let mut call = Call::new(task.clone(), self.gateway, start);
        loop {
            let result = match call.poll() {
                Action::Send(request) => self.transport.send(request),
                Action::Wait(ms) => {
                    self.transport.sleep(ms);
                    Err(Failure::Timeout)
                }
                Action::Done => return call.into_result(),
            };
            call.handle(Event { now_ms: self.transport.now_ms(), result });
        }
    }
}
