//! The secrets of return keys, with which a return token can be signed.

use bpc_checkout::model::keys::ReturnKeys;

fn expose(keys: &ReturnKeys) {
    let _ = keys.secrets();
}

fn main() {
    let _ = expose;
}
