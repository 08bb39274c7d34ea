//! Waiting, unless the caller gives up.

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
    /// A number, or an object in Node.
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(wake: &Function, ms: f64) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

/// Waits for so many milliseconds, or until the signal is given: then its reason is the error. Neither the timer nor the
/// listener outlives the wait.
pub(super) async fn pause(ms: u64, signal: Option<&AbortSignal>) -> Result<(), JsValue> {
    still_wanted(signal)?;
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
    still_wanted(signal)
}

fn still_wanted(signal: Option<&AbortSignal>) -> Result<(), JsValue> {
    signal.filter(|signal| signal.aborted()).map_or(Ok(()), |signal| Err(signal.reason()))
}

/// A promise, and the function that fulfils it. (`Promise.withResolvers` is younger than Node 20.)
fn resolvable() -> Result<(Promise, Function), JsValue> {
    let kept = Rc::new(RefCell::new(None));
    let keep = AssertUnwindSafe(Rc::clone(&kept));
    let promise = Promise::new(&mut move |resolve, _| drop(keep.replace(Some(resolve))));
    let resolve = kept.take().ok_or_else(|| Error::new("the platform made a promise without asking how"))?;
    Ok((promise, resolve))
}

#[expect(clippy::cast_precision_loss, reason = "beyond 2^53 milliseconds one more or less does not matter")]
fn number(ms: u64) -> f64 {
    ms as f64
}
