//! An expectation that is built from its fields.

use bpc_checkout::{Amount, Currency, Expected, OrderNumber, Phase};

fn forge(order_number: OrderNumber, amount: Amount, currency: Currency) -> Expected {
    Expected { order_id: None, order_number, amount, currency, phase: Phase::Purchase }
}

fn main() {
    let _ = forge;
}
