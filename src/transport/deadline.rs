//! One deadline over connecting, headers and body, and the caller's signal.

use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

use super::foreign::is_aborted;
use crate::client::Failure;

#[wasm_bindgen]
extern "C" {
    // The third argument reaches the callback: the promise resolves with it, and no closure of ours has to live.
    #[wasm_bindgen(js_name = setTimeout, catch)]
    fn set_timeout(callback: &Function, ms: u32, argument: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = clearTimeout, catch)]
    fn clear_timeout(id: &JsValue) -> Result<(), JsValue>;
}

/// A running deadline. Dropped, it leaves nothing behind: no timer, no listener, and unless it is complete no connection.
pub(super) struct Deadline {
    controller: AbortController,
    caller: Option<AbortSignal>,
    /// Resolves when time is up or the caller aborts; never rejects.
    ended: Promise,
    resolve: Function,
    timer: JsValue,
    /// What `ended` resolves with when time is up.
    time_is_up: JsValue,
    complete: bool,
}

impl Deadline {
    pub(super) fn begin(ms: u32, caller: Option<AbortSignal>) -> Result<Self, Failure> {
        let controller = AbortController::new().map_err(|_| Failure::NotSent)?;
        let resolvers = Array::new();
        let ended = Promise::new(&mut |resolve, _| {
            resolvers.push(&resolve);
        });
        let resolve: Function = resolvers.get(0).unchecked_into();
        let time_is_up: JsValue = Object::new().into();
        let timer = set_timeout(&resolve, ms, &time_is_up).map_err(|_| Failure::NotSent)?;
        if let Some(signal) = &caller {
            // A signal that takes no listener still counts between the steps.
            let _ = signal.add_event_listener_with_callback("abort", &resolve);
        }
        Ok(Self { controller, caller, ended, resolve, timer, time_is_up, complete: false })
    }

    /// The signal for `fetch`.
    pub(super) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// What the value, a promise or not, becomes before the deadline ends.
    ///
    /// The race is JavaScript's own, so a promise that never settles keeps no future of ours alive.
    pub(super) async fn first(&self, value: JsValue) -> Result<JsValue, Failure> {
        let race = Promise::race(&Array::of2(&value, &self.ended));
        let winner = JsFuture::from(race).await;
        if self.caller.as_ref().is_some_and(|signal| is_aborted(signal)) {
            return Err(Failure::Aborted);
        }
        match winner {
            Ok(value) if value == self.time_is_up => Err(Failure::Timeout),
            Ok(value) => Ok(value),
            Err(_) => Err(Failure::Network),
        }
    }

    /// All that was waited for has come: the connection may stay.
    pub(super) fn complete(&mut self) {
        self.complete = true;
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        let _ = clear_timeout(&self.timer);
        if !self.complete {
            self.controller.abort();
        }
        if let Some(signal) = &self.caller {
            let _ = signal.remove_event_listener_with_callback("abort", &self.resolve);
        }
    }
}
