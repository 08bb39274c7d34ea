//! A trap in a call rejects the promise of that call.
//!
//! Plain `wasm-pack build` compiles with `panic = "abort"`: a panic traps. A trap after an `await` would leave the promise
//! pending, and Node would end on an uncaught exception. So every step of a call is called through a function of
//! JavaScript that catches: Rust, JavaScript, Rust. The inner Rust traps, and the outer one is told.
//!
//! What the call that trapped held is never touched again, not even to free it. Every other call goes on.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

use super::error::defect;

#[wasm_bindgen(module = "/src/js/errors.js")]
extern "C" {
    fn survives(call: &JsValue) -> bool;

    // `catch` as in error.rs.
    #[wasm_bindgen(catch, js_name = takeThrown)]
    fn take_thrown() -> Result<JsValue, JsValue>;
}

/// Calls, and puts the stack back. A trap leaves the stack pointer of WebAssembly where it was, at the end of the stack
/// perhaps; a function with something on the stack sets it to its own when it returns. So this one has something there, is
/// not inlined, and calls nothing after `survives`.
#[inline(never)]
fn enter(call: &JsValue) -> bool {
    let mut on_the_stack = [0_u8; 16];
    std::hint::black_box(&mut on_the_stack);
    survives(call)
}

/// Does the work; the error is what it trapped with.
pub(super) fn attempt<T: 'static>(work: impl FnOnce() -> T + 'static) -> Result<T, JsValue> {
    let result = Rc::new(Cell::new(None));
    let into = Rc::clone(&result);
    let closure = Closure::once(move || into.set(Some(work())));
    if enter(closure.as_ref()) {
        result.take().ok_or(JsValue::UNDEFINED)
    } else {
        Err(take_thrown().unwrap_or_else(|thrown| thrown))
    }
}

/// The same for work that fails with an error of its own: what it throws is a `CheckoutError`.
pub(super) fn attempted<T: 'static>(work: impl FnOnce() -> Result<T, JsValue> + 'static) -> Result<T, JsValue> {
    attempt(work).unwrap_or_else(|trap| Err(defect(&trap, false)))
}

type Work = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// A promise of what the future becomes. A trap in it rejects the promise with a `CheckoutError` of code `internal`.
pub fn promise(future: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    future_to_promise(Guarded(Some(Box::pin(future))))
}

/// A future whose polls may trap.
struct Guarded(Option<Work>);

enum Polled {
    Ready(Result<JsValue, JsValue>),
    Pending(Work),
}

impl Future for Guarded {
    type Output = Result<JsValue, JsValue>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // Moved out: the future of a poll that traps is gone with it, and is not dropped half-way.
        let Some(mut work) = self.0.take() else { return Poll::Ready(Err(defect(&JsValue::UNDEFINED, true))) };
        let waker = context.waker().clone();
        let polled = attempt(move || match work.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(result) => Polled::Ready(result),
            Poll::Pending => Polled::Pending(work),
        });
        match polled {
            Ok(Polled::Ready(result)) => Poll::Ready(result),
            Ok(Polled::Pending(work)) => {
                self.0 = Some(work);
                Poll::Pending
            }
            Err(trap) => Poll::Ready(Err(defect(&trap, true))),
        }
    }
}
