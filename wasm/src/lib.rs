//! The WebAssembly module of the npm package: an allocator, and one export over the library.
//!
//! Text crosses the boundary, in both directions: passing objects property by property took four fifths of a call's time.
//! `npm/api.js` copies the caller's objects and drives the call, and `npm/exchange.js` does what a step asks for.

#[cfg(feature = "test-panic")]
mod panic;

/// A third of the size of the standard library's allocator, and made for WebAssembly.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// What a call needs next: [`bpc_checkout::border::step`].
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
#[must_use]
pub fn step(call: &str) -> String {
    #[cfg(feature = "test-panic")]
    if let Some(step) = panic::step(call) {
        return step;
    }
    bpc_checkout::border::step(call)
}
