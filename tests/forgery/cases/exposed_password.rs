//! The login and password of a gateway.

use bpc_checkout::Gateway;

fn expose(gateway: &Gateway) {
    let _ = gateway.credentials();
}

fn main() {
    let _ = expose;
}
