//! A checked order with a second amount.

use bpc_checkout::Order;

fn alter(order: &mut Order) {
    order.parameters.push(("amount", "1".to_owned()));
}

fn main() {
    let _ = alter;
}
