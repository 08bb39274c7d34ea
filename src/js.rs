//! The boundary to JavaScript: text and plain values. No logic lives here.
//!
//! What may be large crosses as JSON text, once in each direction: handing an object over property by property took four
//! fifths of a call's time. Errors, which are small and rare, cross as objects. `api.js` wraps these exports: it reads the
//! caller's objects, picks `fetch`, and makes the errors `CheckoutError`s.

#![expect(clippy::float_cmp, reason = "in what wasm_bindgen makes of an enum: JavaScript's numbers are floats")]

mod convert;
mod input;
mod plain;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::callback;
use crate::client::{self, Transport};
use crate::error::Error;
use crate::gateway::{Gateway, Place};
use crate::lifecycle::{Change, Operation};
use crate::order::{Order, Phase};
use crate::transport::FetchTransport;
use crate::wire::json;
use crate::wire::value::Value;

/// A third of the size of the standard library's allocator, and made for WebAssembly.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// What to do, with the argument it takes.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Task {
    /// `register.do`, for an order.
    Register,
    /// `registerPreAuth.do`, for an order.
    RegisterPreAuth,
    /// `getOrderStatusExtended.do`, for a query.
    Status,
    /// The same, held against what the store expects.
    Verify,
    /// The same, with what a signed return address holds.
    VerifyReturn,
    /// `deposit.do`, for a change.
    Deposit,
    /// `reverse.do`, for a change.
    Reverse,
    /// `refund.do`, for a change.
    Refund,
    /// `decline.do`, for a change.
    Decline,
    /// Nothing is asked: what a callback says, for its query or form as text.
    Callback,
}

/// Every call that goes out: one export, since each asynchronous one costs two kilobytes. `argument` and `gateway` are JSON,
/// and so is the result.
///
/// # Errors
/// The fields of a `CheckoutError`.
#[wasm_bindgen]
pub async fn perform(
    task: Task,
    argument: String,
    gateway: String,
    in_page: bool,
    exchange: Function,
) -> Result<String, JsValue> {
    let place = if in_page { Place::Page } else { Place::Server };
    let transport = FetchTransport::new(exchange);
    let done = match read(task, &plain(&argument), &plain(&gateway), place, transport.now_ms()) {
        Ok(Work::Done(value)) => Ok(json::stringify(&value)),
        Ok(Work::Ask(task, gateway)) => {
            let answer = client::run(task, &gateway, &transport).await;
            answer.map(|answer| json::stringify(&convert::answer(answer, gateway.language.as_deref())))
        }
        Err(error) => Err(error),
    };
    done.map_err(|error| convert::error(&error))
}

/// What is left to do once everything has been read.
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
enum Work {
    Done(Value),
    Ask(client::Task, Gateway),
}

/// All that the caller gives, checked before anything goes out. Not inlined: its caller catches panics, and what is compiled into
/// a function that does keeps its clean-up.
#[inline(never)]
fn read(task: Task, argument: &Value, gateway: &Value, place: Place, now_ms: u64) -> Result<Work, Error> {
    let gateway = Gateway::read(gateway, place)?;
    let task = match task {
        Task::Register => client::Task::Register(Order::read(argument, Phase::Purchase, &gateway)?),
        Task::RegisterPreAuth => client::Task::Register(Order::read(argument, Phase::PreAuth, &gateway)?),
        Task::Status => client::Task::Status(input::query(argument)?),
        Task::Verify => client::Task::Verify(input::expected(argument)?),
        Task::VerifyReturn => {
            client::Task::Verify(client::expected_of_return(&input::url(argument)?, &gateway, now_ms)?)
        }
        Task::Deposit | Task::Reverse | Task::Refund | Task::Decline => {
            client::Task::Change(Change::read(argument, operation(task))?)
        }
        Task::Callback => {
            let query = if let Value::Text(query) = argument { query } else { "" };
            let opened = callback::open(query, gateway.callback.as_ref())?;
            return Ok(Work::Done(convert::opened(&opened)));
        }
    };
    Ok(Work::Ask(task, gateway))
}

/// The operation of a task that changes an order.
fn operation(task: Task) -> Operation {
    match task {
        Task::Deposit => Operation::Deposit,
        Task::Reverse => Operation::Reverse,
        Task::Refund => Operation::Refund,
        _ => Operation::Decline,
    }
}

/// Money in every form: out of decimal text, or out of minor units. Both texts are JSON.
///
/// # Errors
/// The fields of a `CheckoutError`.
#[wasm_bindgen]
pub fn money(is_decimal: bool, value: &str, currency: &str) -> Result<JsValue, JsValue> {
    let money = input::money(is_decimal, &plain(value), &plain(currency));
    money.map(convert::money).map_err(|error| convert::error(&error))
}

/// A panic in the middle of a call, for the tests of every runtime.
#[cfg(feature = "test-panic")]
#[wasm_bindgen(js_name = testPanic)]
pub async fn test_panic() -> JsValue {
    let _ = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await;
    deep(50);
    JsValue::UNDEFINED
}

/// Panics far down the stack, with something on it.
#[cfg(feature = "test-panic")]
#[inline(never)]
#[expect(clippy::panic, reason = "panicking is what it is for")]
fn deep(left: u32) {
    let on_the_stack = std::hint::black_box([left; 64]);
    assert!(left > 0, "a test of what a panic does");
    deep(left - 1);
    std::hint::black_box(on_the_stack);
}

/// What is no JSON counts as nothing; `api.js` makes none.
fn plain(text: &str) -> Value {
    json::parse(text).unwrap_or(Value::Null)
}
