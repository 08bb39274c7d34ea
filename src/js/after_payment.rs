//! What a store does after the first payment. It is written once, in JavaScript, for both packages: the files of `npm/` below
//! are made of functions that send one request each, and here those are Rust's.
//!
//! wasm-bindgen copies each file that is named here, and no file that a copied one imports. So all of them are named.

use js_sys::{JSON, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::{adopt_class, thrown};
use super::guard::attempted;
use super::perform::{configuration, perform, runtime};
use super::read::plain;
use super::{call, status, verify, write};
use crate::border::{self, step};
use crate::call::{Action, Answer, Call, CallStart, Event, Task};
use crate::client::Transport;
use crate::model::error::{Error, ErrorCode};
use crate::model::expected::Query;
use crate::model::gateway::{Gateway, Runtime};
use crate::model::ids::OrderId;
use crate::protocol::reply::Reply;

#[wasm_bindgen(module = "/npm/changes.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = changed)]
    fn changed_over(
        api: &JsValue,
        operation: &str,
        change: &JsValue,
        gateway: &JsValue,
        options: &JsValue,
    ) -> Result<Promise, JsValue>;
}

#[wasm_bindgen(module = "/npm/lifecycle.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = giveBack)]
    fn give_back_over(api: &JsValue, order: &JsValue, gateway: &JsValue, options: &JsValue)
    -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_name = waitForOutcome)]
    fn wait_over(api: &JsValue, expected: &JsValue, gateway: &JsValue, options: &JsValue) -> Result<Promise, JsValue>;
}

#[wasm_bindgen(module = "/npm/lists.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = orders)]
    fn orders_over(api: &JsValue, period: &JsValue, gateway: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = savedCards)]
    fn saved_cards_over(
        api: &JsValue,
        customer: &JsValue,
        gateway: &JsValue,
        options: &JsValue,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_name = removeCard)]
    fn remove_card_over(
        api: &JsValue,
        card: &JsValue,
        gateway: &JsValue,
        options: &JsValue,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_name = payWithSavedCard)]
    fn pay_over(api: &JsValue, payment: &JsValue, gateway: &JsValue, options: &JsValue) -> Result<Promise, JsValue>;
}

/// The files that those above import. Nothing of them is called from here.
mod imported {
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

    #[wasm_bindgen(module = "/npm/checked.js")]
    extern "C" {
        #[wasm_bindgen(js_name = copyOf)]
        fn copy_of(object: &JsValue, path: &str) -> JsValue;
    }

    #[wasm_bindgen(module = "/npm/plain.js")]
    extern "C" {
        fn plain(value: &JsValue, path: &str) -> JsValue;
    }

    #[wasm_bindgen(module = "/npm/property.js")]
    extern "C" {
        fn property(object: &JsValue, name: &str) -> JsValue;
    }
}

/// Takes held money: `deposit.do`.
#[wasm_bindgen(skip_typescript)]
pub fn deposit(change: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    changed("deposit", change, gateway, options)
}

/// Releases held money: `reverse.do`.
#[wasm_bindgen(skip_typescript)]
pub fn reverse(change: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    changed("reverse", change, gateway, options)
}

/// Gives money back: `refund.do`.
#[wasm_bindgen(skip_typescript)]
pub fn refund(change: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    changed("refund", change, gateway, options)
}

/// Closes an order that nobody has paid: `decline.do`.
#[wasm_bindgen(skip_typescript)]
pub fn decline(change: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    changed("decline", change, gateway, options)
}

fn changed(operation: &str, change: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    promised(API.with(|api| changed_over(api, operation, change, gateway, options)))
}

/// Declines, reverses or refunds, as the state of the order allows.
#[wasm_bindgen(js_name = giveBack, skip_typescript)]
pub fn give_back(order: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    promised(API.with(|api| give_back_over(api, order, gateway, options)))
}

/// Asks until there is an outcome, or until the time is over.
#[wasm_bindgen(js_name = waitForOutcome, skip_typescript)]
pub fn wait_for_outcome(expected: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    promised(API.with(|api| wait_over(api, expected, gateway, options)))
}

/// The bank's own list of orders, as an asynchronous generator.
///
/// # Errors
/// None: what is wrong is thrown when the first order is asked for.
#[wasm_bindgen(skip_typescript)]
pub fn orders(period: &JsValue, gateway: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    API.with(|api| orders_over(api, period, gateway, options))
}

/// The cards that the bank stored for a customer.
#[wasm_bindgen(js_name = savedCards, skip_typescript)]
pub fn saved_cards(customer: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    promised(API.with(|api| saved_cards_over(api, customer, gateway, options)))
}

/// Removes a stored card.
#[wasm_bindgen(js_name = removeCard, skip_typescript)]
pub fn remove_card(card: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    promised(API.with(|api| remove_card_over(api, card, gateway, options)))
}

/// Pays a registered order with a stored card.
#[wasm_bindgen(js_name = payWithSavedCard, skip_typescript)]
pub fn pay_with_saved_card(payment: &JsValue, gateway: &JsValue, options: &JsValue) -> Promise {
    promised(API.with(|api| pay_over(api, payment, gateway, options)))
}

fn promised(called: Result<Promise, JsValue>) -> Promise {
    called.unwrap_or_else(|thrown| Promise::reject(&thrown))
}

thread_local! {
    /// What the functions are made of: `Api` in `npm/checked.js`.
    static API: JsValue = api();
}

fn api() -> JsValue {
    adopt_class();
    let api = Object::new();
    let set = |name: &str, function: JsValue| {
        // A property of a fresh object.
        let _ = Reflect::set(&api, &JsValue::from_str(name), &function);
    };
    set("status", function(status));
    set("verify", function(verify));
    for operation in ["deposit", "reverse", "refund", "decline"] {
        set(
            operation,
            function(move |change, gateway, options| {
                perform(operation, move || plain(&change, "change"), gateway, options)
            }),
        );
    }
    let other = Closure::<dyn Fn(JsValue, JsValue, JsValue, JsValue) -> Promise>::new(call);
    set("call", other.into_js_value());
    let check = Closure::<dyn Fn(String, JsValue, JsValue) -> Result<(), JsValue>>::new(check_change);
    set("checkChange", check.into_js_value());
    let read = Closure::<dyn Fn(JsValue, JsValue) -> Result<JsValue, JsValue>>::new(report_of);
    set("reportOf", read.into_js_value());
    api.into()
}

fn function(call: impl Fn(JsValue, JsValue, JsValue) -> Promise + 'static) -> JsValue {
    Closure::<dyn Fn(JsValue, JsValue, JsValue) -> Promise>::new(call).into_js_value()
}

/// Throws what is wrong with a change. Nothing is sent.
fn check_change(operation: String, change: JsValue, gateway: JsValue) -> Result<(), JsValue> {
    let check = move || {
        let (gateway, start) = read_gateway(&gateway)?;
        let task = step::task(&operation, &plain(&change, "change")?, &gateway, start.now_ms)?;
        gateway.allow_in(runtime())?;
        let call = Call::new(task, &gateway, start);
        if matches!(call.poll(), Action::Done) { call.into_result().map(drop) } else { Ok(()) }
    };
    attempted(move || check().map_err(|error: Error| thrown(&error)))
}

/// One order of the bank's list as a report: the reading of a reply to `status`, without a request.
fn report_of(body: JsValue, gateway: JsValue) -> Result<JsValue, JsValue> {
    let read = move || {
        let unreadable = || Error::new(ErrorCode::MalformedReply, "an order of the list cannot be read");
        let (gateway, start) = read_gateway(&gateway)?;
        let listed = OrderId::new("listed").map_err(|_| unreadable())?;
        let text = JSON::stringify(&body).map_err(|_| unreadable())?;
        let mut call = Call::new(Task::Status(Query::OrderId(listed)), &gateway, start);
        let reply = Reply { status: 200, retry_after: None, body: Some(text.into()) };
        call.handle(Event { now_ms: start.now_ms, result: Ok(reply) });
        if !matches!(call.poll(), Action::Done) {
            return Err(unreadable());
        }
        match call.into_result()? {
            Answer::Report(report) => Ok(write::object(&border::values::report(&report))),
            _ => Err(unreadable()),
        }
    };
    attempted(move || read().map_err(|error: Error| thrown(&error)))
}

fn read_gateway(gateway: &JsValue) -> Result<(Gateway, CallStart), Error> {
    let (config, transport, _) = configuration(gateway, &JsValue::UNDEFINED)?;
    let start = CallStart { now_ms: transport.now_ms(), random: 0 };
    Ok((border::read::gateway(&config, Runtime::Server)?, start))
}
