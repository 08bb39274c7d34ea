//! An order with parameters that were not checked.

use bpc_checkout::model::order::Numbering;
use bpc_checkout::{Address, Amount, Currency, Order, Phase};

fn forge(amount: Amount, currency: Currency, return_url: Address) -> Order {
    Order {
        amount,
        currency,
        phase: Phase::Purchase,
        numbering: Numbering::Generated,
        return_url,
        fail_url: None,
        session_secs: None,
        parameters: vec![("amount", "1".to_owned())],
    }
}

fn main() {
    let _ = forge;
}
