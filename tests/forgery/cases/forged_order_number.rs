//! An order number, an order id and an amount that were not checked.

use bpc_checkout::{Amount, OrderId, OrderNumber};

fn main() {
    let _ = OrderNumber("A\n1".to_owned());
    let _ = OrderId("<script>".to_owned());
    let _ = Amount(u64::MAX);
}
