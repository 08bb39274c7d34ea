//! A call: reads its arguments at once, and goes on as a promise.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};

use super::error::{thrown, thrown_with};
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
        // The copy knows what became of the last request.
        let watch = transport.clone();
        Ok((Client::new(gateway, transport), task, watch))
    };
    match attempted(move || prepare().map_err(|error: Error| thrown(&error))) {
        Err(error) => Promise::reject(&error),
        Ok((client, task, watch)) => promise(async move {
            let answer = client.run(task).await;
            let answer = answer.map_err(|error| thrown_with(&error, watch.cause().as_ref()))?;
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
        if fetch.is_undefined() { FetchTransport::global() } else { callable(fetch).map(FetchTransport::new) };
    let why = "expected a function, or an object with a method `fetch` such as a service binding";
    let transport = transport.ok_or_else(|| Error::invalid("gateway.fetch", why))?;
    let transport = match read::signal(options)? {
        Some(signal) => transport.with_signal(signal),
        None => transport,
    };
    Ok((fields.plain("gateway", &NEVER_EMPTY)?, transport))
}

/// The caller's `fetch`: a function, or an object with a method of that name, such as the binding of a service.
fn callable(fetch: JsValue) -> Option<Function> {
    if fetch.is_function() {
        return fetch.dyn_into().ok();
    }
    let method: Function = read::property(&fetch, "fetch").ok()?.dyn_into().ok()?;
    Some(method.bind0(&fetch))
}

/// The gateway that a value describes, for the place where this code runs.
pub(super) fn checked(config: &Value) -> Result<Gateway, Error> {
    let in_page = !read::global("document").is_undefined();
    border::read::gateway(config, if in_page { Runtime::Page } else { Runtime::Server })
}
