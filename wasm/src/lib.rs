//! The WebAssembly module of the npm package: an allocator, and one export over the library.
//!
//! JSON crosses the boundary, in both directions: passing objects property by property took four fifths of a call's time.
//! `npm/api.js` copies the caller's objects and drives the call, and `npm/exchange.js` does what a step asks for.

#[cfg(feature = "test-panic")]
mod panic;

/// It never frees, so the code that drops values is not in the module either: 4 KB less after gzip. After each step `npm/memory.js`
/// puts the memory back to what it was at the start.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: mini_alloc::MiniAlloc = mini_alloc::MiniAlloc::INIT;

/// What a call needs next: [`bpc_checkout::border::step`]. `told` is the call and, from `call_bytes` on, the reply: one argument
/// of bytes takes least to hand over.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
#[must_use]
pub fn step(told: &[u8], call_bytes: usize) -> String {
    let (call, reply) = told.split_at_checked(call_bytes).unwrap_or((told, &[]));
    let call = std::str::from_utf8(call).unwrap_or_default();
    #[cfg(feature = "test-panic")]
    if let Some(step) = panic::step(call) {
        return step;
    }
    bpc_checkout::border::step(call, reply)
}
