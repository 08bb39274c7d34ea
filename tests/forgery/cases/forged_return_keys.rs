//! Return keys that were not checked: an empty list, and an empty secret, with which anybody can sign a return URL.

use bpc_checkout::model::credentials::Secret;
use bpc_checkout::model::keys::ReturnKeys;

fn main() {
    let _ = ReturnKeys(Vec::new());
    let _ = Secret(String::new());
}
