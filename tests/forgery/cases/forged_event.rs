//! An event made of parameters that nobody verified.

use bpc_checkout::trust::callback::{Event, Parameters};

fn main() {
    let _ = |parameters: Parameters| Event::new(parameters, true);
}
