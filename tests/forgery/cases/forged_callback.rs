//! A callback that no bank signed.

use bpc_checkout::trust::callback::{Event, Opened, Parameters};

fn forge(parameters: Parameters) -> Opened<'static> {
    Opened::Genuine(Event { parameters, is_proven: true })
}

fn main() {
    let _ = forge;
}
