//! One deadline over everything that an exchange waits for, and the caller's signal.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, EventTarget};

use crate::call::Failure;

#[wasm_bindgen]
extern "C" {
    /// The timer: a number, or an object in Node. Some platforms refuse timers outside of a request.
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(wake: &Function, ms: f64, argument: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

/// The signal that the caller gave, which may be of any realm or a stub; or none.
#[derive(Clone, Debug)]
pub(super) struct CallerSignal(JsValue);

impl CallerSignal {
    pub(super) fn none() -> Self {
        Self(JsValue::UNDEFINED)
    }

    pub(super) fn new(signal: JsValue) -> Self {
        Self(signal)
    }

    /// Whether it has ended the call. One that cannot be asked has.
    pub(super) fn is_aborted(&self) -> bool {
        !self.0.is_undefined()
            && Reflect::get(&self.0, &JsValue::from_str("aborted")).map_or(true, |aborted| aborted.is_truthy())
    }

    /// A signal that takes no listener still counts between the steps.
    fn listen(&self, wake: &Function) {
        if let Some(target) = self.target() {
            let _ = target.add_event_listener_with_callback("abort", wake);
        }
    }

    fn leave(&self, wake: &Function) {
        if let Some(target) = self.target() {
            let _ = target.remove_event_listener_with_callback("abort", wake);
        }
    }

    fn target(&self) -> Option<&EventTarget> {
        (!self.0.is_undefined()).then(|| self.0.unchecked_ref())
    }
}

/// Ended or dropped, it leaves nothing behind: no timer, no listener, and unless it was met no connection.
pub(crate) struct Deadline {
    caller: CallerSignal,
    controller: AbortController,
    /// Fulfilled by the timer with `time_is_up`, or by the caller's signal.
    ended: Promise,
    wake: Function,
    timer: JsValue,
    time_is_up: JsValue,
    met: bool,
}

impl Deadline {
    /// Begins to run.
    pub(super) fn new(ms: u64, caller: &CallerSignal) -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let (ended, wake) = resolvable()?;
        let time_is_up = JsValue::symbol(Some("time is up"));
        #[expect(clippy::cast_precision_loss, reason = "a deadline is far below 2^53 milliseconds")]
        let timer = set_timeout(&wake, ms as f64, &time_is_up)?;
        caller.listen(&wake);
        Ok(Self { caller: caller.clone(), controller, ended, wake, timer, time_is_up, met: false })
    }

    /// For the `fetch` that is to end with it.
    pub(super) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// The reply is whole: its connection may stay open.
    pub(crate) fn is_met(&mut self) {
        self.met = true;
    }

    /// What the value, a promise or not, becomes before the deadline ends.
    pub(super) async fn first(&self, value: &JsValue) -> Result<JsValue, Failure> {
        self.first_or(value, |_| Failure::Network).await
    }

    /// The same. `rejected` names the failure of a promise that is rejected.
    pub(super) async fn first_or(
        &self,
        value: &JsValue,
        rejected: impl FnOnce(&JsValue) -> Failure,
    ) -> Result<JsValue, Failure> {
        let race = Promise::race(&Array::of2(value, &self.ended));
        let winner = JsFuture::from(race.unchecked_into::<Promise>()).await.map_err(|thrown| rejected(&thrown))?;
        if winner == self.time_is_up {
            return Err(Failure::Timeout);
        }
        if self.caller.is_aborted() { Err(Failure::Aborted) } else { Ok(winner) }
    }

    /// Waits for its end.
    pub(super) async fn end(self) -> Failure {
        match JsFuture::from(self.ended.clone()).await {
            Ok(winner) if winner == self.time_is_up => Failure::Timeout,
            _ => Failure::Aborted,
        }
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        let _ = clear_timeout(&self.timer);
        if !self.met {
            self.controller.abort();
        }
        self.caller.leave(&self.wake);
    }
}

/// A promise, and the function that fulfils it. (`Promise.withResolvers` is younger than Node 20.)
fn resolvable() -> Result<(Promise, Function), JsValue> {
    let kept = Rc::new(RefCell::new(None));
    let keep = Rc::clone(&kept);
    let promise = Promise::new(&mut move |resolve, _| drop(keep.replace(Some(resolve))));
    let wake = kept.take().ok_or(JsValue::UNDEFINED)?;
    Ok((promise, wake))
}
