//! "Paid" without a reply of the gateway. Every field is named, so that only privacy can refuse it.

use bpc_checkout::trust::verdict::Outcome;
use bpc_checkout::{Expected, OrderReport, Verdict};

fn forge(expected: Expected, report: OrderReport) -> Verdict {
    Verdict { outcome: Outcome::Paid, expected, report }
}

fn main() {
    let _ = forge;
}
