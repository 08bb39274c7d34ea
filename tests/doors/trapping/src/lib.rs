//! The exports of the library, and `testPanic`.

#![cfg(target_arch = "wasm32")]

use bpc_checkout::js::promise;
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(wake: &Function, ms: f64);
}

/// Awaits a timer of 0 ms, then panics far down its stack; or with `"endless recursion"`, recurses until there is no stack left.
#[wasm_bindgen(js_name = testPanic)]
pub fn test_panic(how: &JsValue) -> Promise {
    let depth = if *how == "endless recursion" { u32::MAX } else { 50 };
    promise(async move {
        JsFuture::from(Promise::new(&mut |wake, _| set_timeout(&wake, 0.0))).await?;
        Ok(JsValue::from(deep(depth)))
    })
}

/// Traps far down the stack, with something on it.
#[inline(never)]
fn deep(left: u32) -> u32 {
    let on_the_stack = std::hint::black_box([left; 64]);
    assert!(left > 0, "a test of what a panic does");
    let value = deep(left - 1);
    std::hint::black_box(on_the_stack);
    value
}
