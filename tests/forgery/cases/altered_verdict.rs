//! A verdict whose outcome is replaced.

use bpc_checkout::Verdict;
use bpc_checkout::trust::verdict::Outcome;

fn alter(verdict: &mut Verdict) {
    verdict.outcome = Outcome::Paid;
}

fn main() {
    let _ = alter;
}
