//! A report whose status is replaced.

use bpc_checkout::{OrderReport, OrderStatus};

fn alter(report: &mut OrderReport) {
    report.status = OrderStatus::Deposited;
}

fn main() {
    let _ = alter;
}
