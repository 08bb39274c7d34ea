//! An expectation whose amount is changed after it was read from a signed return URL.

use bpc_checkout::{Amount, Expected};

fn alter(expected: &mut Expected, amount: Amount) {
    expected.amount = amount;
}

fn main() {
    let _ = alter;
}
