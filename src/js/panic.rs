//! Ways to trap in the middle of a call, for the tests of every runtime. In no published build.

use crate::wire::value::Value;

/// Traps far down the stack, with something on it.
pub(super) fn now(how: &str) -> Value {
    match how {
        "endless recursion" => deep(u32::MAX),
        _ => deep(50),
    }
}

#[inline(never)]
#[expect(clippy::panic, reason = "panicking is what it is for")]
fn deep(left: u32) -> Value {
    let on_the_stack = std::hint::black_box([left; 64]);
    assert!(left > 0, "a test of what a panic does");
    let value = deep(left - 1);
    std::hint::black_box(on_the_stack);
    value
}
