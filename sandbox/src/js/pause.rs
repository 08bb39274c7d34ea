//! Waits until a time has passed or the caller aborts.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

use js_sys::{Error, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    /// Returns a number. In Node it returns an object.
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(wake: &Function, ms: f64) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

/// Waits for `ms` milliseconds, or until the signal aborts. The error is the signal's reason then. The timer and the listener
/// are removed in both cases.
pub(super) async fn pause(ms: u64, signal: Option<&AbortSignal>) -> Result<(), JsValue> {
    check_signal(signal)?;
    let (woken, wake) = resolvable()?;
    let timer = set_timeout(&wake, number(ms))?;
    if let Some(signal) = signal {
        signal.add_event_listener_with_callback("abort", &wake)?;
    }
    JsFuture::from(woken).await?;
    clear_timeout(&timer)?;
    if let Some(signal) = signal {
        signal.remove_event_listener_with_callback("abort", &wake)?;
    }
    check_signal(signal)
}

fn check_signal(signal: Option<&AbortSignal>) -> Result<(), JsValue> {
    signal.filter(|signal| signal.aborted()).map_or(Ok(()), |signal| Err(signal.reason()))
}

/// A promise and the function that resolves it. Node 20 has no `Promise.withResolvers`.
fn resolvable() -> Result<(Promise, Function), JsValue> {
    let slot = Rc::new(RefCell::new(None));
    let fill = AssertUnwindSafe(Rc::clone(&slot));
    let promise = Promise::new(&mut move |resolve, _| drop(fill.replace(Some(resolve))));
    let resolve = slot.take().ok_or_else(|| Error::new("Promise did not call its executor"))?;
    Ok((promise, resolve))
}

#[expect(clippy::cast_precision_loss, reason = "beyond 2^53 a millisecond does not matter")]
fn number(ms: u64) -> f64 {
    ms as f64
}
