//! A call: reads its arguments at once, and goes on as a promise.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};

use super::error::thrown;
use super::guard::{attempted, promise};
use super::{read, write};
use crate::border::{self, step};
use crate::client::{Client, Transport};
use crate::codec::Value;
use crate::model::error::Error;
use crate::model::gateway::{Gateway, Runtime};
use crate::transport::fetch::FetchTransport;

/// Keys of a gateway that must not be there without a value: it is an environment variable that is not set.
const NEVER_EMPTY: [&str; 3] = ["returnKey", "formUrlHosts", "callback"];

/// The public function called `name`. The argument is read after the gateway, as errors are reported in that order.
pub(super) fn perform(
    name: &'static str,
    argument: impl FnOnce() -> Result<Value, Error> + 'static,
    gateway: JsValue,
    options: JsValue,
) -> Promise {
    let prepare = move || {
        let (config, transport) = configuration(&gateway, &options)?;
        let argument = argument()?;
        let gateway = checked(&config)?;
        let task = step::task(name, &argument, &gateway, transport.now_ms())?;
        Ok((Client::new(gateway, transport), task))
    };
    match attempted(move || prepare().map_err(|error: Error| thrown(&error))) {
        Err(error) => Promise::reject(&error),
        Ok((client, task)) => promise(async move {
            let answer = client.run(task).await.map_err(|error| thrown(&error))?;
            let answer = border::values::answer(&answer, client.gateway().language());
            Ok(answer.map_or(JsValue::UNDEFINED, |answer| write::object(&answer)))
        }),
    }
}

/// The caller's `gateway` as a value, and the transport over its `fetch`, else over the global one.
pub(super) fn configuration(gateway: &JsValue, options: &JsValue) -> Result<(Value, FetchTransport), Error> {
    let mut fields = read::Fields::of(gateway, "gateway")?;
    let fetch = fields.take("fetch");
    // The global one is looked up now, so that a stubbed one counts.
    let transport =
        if fetch.is_undefined() { FetchTransport::global() } else { fetch.dyn_into().ok().map(FetchTransport::new) };
    let transport = transport.ok_or_else(|| Error::invalid("gateway.fetch", "expected a function"))?;
    let transport = match read::signal(options)? {
        Some(signal) => transport.with_signal(signal),
        None => transport,
    };
    Ok((fields.plain("gateway", &NEVER_EMPTY)?, transport))
}

/// The gateway that a value describes, for the place where this code runs.
pub(super) fn checked(config: &Value) -> Result<Gateway, Error> {
    border::read::gateway(config, runtime())
}

/// Where this code runs.
pub(super) fn runtime() -> Runtime {
    if read::global("document").is_undefined() { Runtime::Server } else { Runtime::Page }
}
