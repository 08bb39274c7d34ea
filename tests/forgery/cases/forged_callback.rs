//! A callback that no bank signed.

use bpc_checkout::trust::callback::{Event, Opened, Parameters};

fn forge(parameters: Parameters) -> Opened<'static> {
    Opened::Genuine(Event(parameters))
}

fn main() {
    let _ = Event::read("operation=deposited&status=1");
    let _ = forge;
}
