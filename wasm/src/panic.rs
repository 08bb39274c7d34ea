//! The task `testPanic`: traps in the middle of a call, for the tests of every runtime.

/// The first step of the task is a wait, and the second one traps. `None` for every other task.
pub(super) fn step(call: &str) -> Option<String> {
    if !call.contains(r#""task":"testPanic""#) {
        return None;
    }
    // One event, the start: `now` occurs once.
    if call.matches(r#""now":"#).count() < 2 {
        return Some(r#"{"request":{"ms":0}}"#.to_owned());
    }
    let depth = if call.contains(r#""argument":"endless recursion""#) { u32::MAX } else { 50 };
    Some(deep(depth).to_string())
}

/// Traps far down the stack, with something on it.
#[inline(never)]
#[expect(clippy::panic, reason = "panicking is what it is for")]
fn deep(left: u32) -> u32 {
    let on_the_stack = std::hint::black_box([left; 64]);
    assert!(left > 0, "a test of what a panic does");
    let value = deep(left - 1);
    std::hint::black_box(on_the_stack);
    value
}
