//! A report without a reply of the gateway.

use bpc_checkout::codec::Value;
use bpc_checkout::{OrderReport, OrderStatus};

fn forge() -> OrderReport {
    OrderReport { status: OrderStatus::Deposited, fields: Value::Null, raw: Value::Null, is_masked: false }
}

fn main() {
    let _ = forge;
}
