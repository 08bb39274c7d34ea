//! A URL that was not checked.

use bpc_checkout::Address;

fn main() {
    let _ = Address { text: "javascript:".to_owned(), host: "bank.example".to_owned(), secure: true };
}
