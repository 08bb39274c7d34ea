//! A gateway with a URL other than the one that was checked.

use bpc_checkout::{Address, Gateway};

fn forge(gateway: Gateway, base: Address) -> Gateway {
    Gateway { base, ..gateway }
}

fn main() {
    let _ = forge;
}
