//! A refund of an amount that was not checked.

use bpc_checkout::model::change::Operation;
use bpc_checkout::{Amount, Change, ChangeBuilder, OrderId};

fn forge(order_id: OrderId, amount: Amount) -> Change {
    Change {
        operation: Operation::Refund,
        order_id,
        order_number: None,
        amount: Some(amount),
        currency: None,
        external_refund_id: None,
        expected_deposited: None,
        json: vec![("amount", "1".to_owned())],
        extra: Vec::new(),
    }
}

fn skip_the_check(change: Change) -> ChangeBuilder {
    ChangeBuilder { change, error: None }
}

fn main() {
    let _ = (forge, skip_the_check);
}
