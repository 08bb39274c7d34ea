//! The boundary to JavaScript: plain objects in, plain objects out. No logic lives here.
//!
//! `api.js` wraps these exports: it copies the caller's objects into plain data, picks `fetch`, and turns the plain
//! error objects into `CheckoutError`.

mod convert;
mod input;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::client::Client;
use crate::error::Error;
use crate::gateway::{Gateway, Place};
use crate::lifecycle::{Change, Operation};
use crate::money::Amount;
use crate::options;
use crate::order::{Order, Phase};
use crate::transport::FetchTransport;
use crate::wire::json::platform::{from_js, to_js};
use crate::wire::value::Value;

/// A third of the size of the standard library's allocator, and made for WebAssembly.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[wasm_bindgen]
extern "C" {
    /// What every call that goes out takes, made by `api.js`.
    pub type Call;

    #[wasm_bindgen(method, getter)]
    fn gateway(this: &Call) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Call) -> Function;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Call) -> Option<AbortSignal>;
    #[wasm_bindgen(method, getter, js_name = inPage)]
    fn in_page(this: &Call) -> bool;
}

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
}

/// Every call that goes out: one export, since each asynchronous one costs two kilobytes.
#[wasm_bindgen]
pub async fn perform(task: Task, argument: JsValue, call: Call) -> Result<JsValue, JsValue> {
    settle(run(task, &plain(argument), &call).await)
}

async fn run(task: Task, argument: &Value, call: &Call) -> Result<Value, Error> {
    let place = if call.in_page() { Place::Page } else { Place::Server };
    let gateway = Gateway::read(&plain(call.gateway()), place)?;
    let transport = FetchTransport::new(call.fetch(), call.signal());
    let client = Client::new(&gateway, &transport);
    let expected = match task {
        Task::Register | Task::RegisterPreAuth => {
            let phase = if matches!(task, Task::Register) { Phase::Purchase } else { Phase::PreAuth };
            let order = Order::read(argument, phase, &gateway)?;
            return Ok(convert::registered(&client.register(&order).await?));
        }
        Task::Deposit | Task::Reverse | Task::Refund | Task::Decline => {
            let change = Change::read(argument, operation(task))?;
            return client.change(&change).await.map(|()| Value::Null);
        }
        Task::Status => return Ok(convert::report(client.status(&input::query(argument)?).await?)),
        Task::Verify => input::expected(argument)?,
        Task::VerifyReturn => client.expected_of_return(&input::url(argument)?)?,
    };
    Ok(convert::verdict(client.verify(expected).await?, gateway.language.as_deref()))
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

/// Exact minor units of a decimal text.
#[wasm_bindgen(js_name = minorUnits)]
pub fn minor_units(decimal: JsValue, currency: JsValue) -> Result<JsValue, JsValue> {
    let work = || {
        let currency = options::currency(&plain(currency)).map_err(|why| why.at("currency"))?;
        let Value::Text(decimal) = plain(decimal) else {
            return Err(Error::invalid(
                "decimal",
                "expected decimal text such as \"20.00\"; a number would already have been rounded",
            ));
        };
        let amount = Amount::from_decimal(&decimal, currency).map_err(|why| why.at("decimal"))?;
        Ok(Value::from(amount.minor()))
    };
    settle(work())
}

/// Decimal text of minor units, with the currency's letters and digits for the platform's own formatter.
#[wasm_bindgen(js_name = formatAmount)]
pub fn format_amount(amount: JsValue, currency: JsValue) -> Result<JsValue, JsValue> {
    let work = || {
        let currency = options::currency(&plain(currency)).map_err(|why| why.at("currency"))?;
        let amount = options::amount(&plain(amount)).map_err(|why| why.at("amount"))?;
        Ok(convert::formatted(amount, currency))
    };
    settle(work())
}

/// A panic in the middle of a call, for the tests of every runtime.
#[cfg(feature = "test-panic")]
#[wasm_bindgen(js_name = testPanic)]
#[expect(clippy::panic, reason = "panicking is what it is for")]
pub async fn test_panic() -> JsValue {
    let _ = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await;
    panic!("a test of what a panic does");
}

/// What is no plain data counts as nothing; `api.js` lets none of it through.
fn plain(value: JsValue) -> Value {
    from_js(&value).unwrap_or(Value::Null)
}

fn settle(result: Result<Value, Error>) -> Result<JsValue, JsValue> {
    match result {
        Ok(value) => Ok(to_js(&value)),
        Err(error) => Err(to_js(&convert::error(&error))),
    }
}
