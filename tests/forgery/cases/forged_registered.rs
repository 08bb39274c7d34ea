//! A registration that no gateway confirmed.

use bpc_checkout::call::Registered;
use bpc_checkout::protocol::register::Registration;

fn forge(registration: Registration) -> Registered {
    Registered { registration, order_number: None, return_url: "https://shop.example/return".to_owned() }
}

fn main() {
    let _ = forge;
}
