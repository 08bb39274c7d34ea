//! A call: reads its arguments at once, and goes on as a promise.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};

use super::error::{thrown, thrown_with};
use super::guard::{attempted, promise};
use super::observed::Observed;
use super::{languages, read, write};
use crate::border::{self, step};
use crate::client::{Client, Transport};
use crate::codec::Value;
use crate::model::error::Error;
use crate::model::gateway::Runtime;
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
        let (config, transport, observer) = configuration(&gateway, &options)?;
        let languages = languages::of(&config)?;
        let argument = argument()?;
        let gateway = border::read::gateway(&config, Runtime::Server)?;
        let task = step::task(name, &argument, &gateway, transport.now_ms())?;
        // Not before this: a wrong argument is reported first, and `verifyCallback` may run in a page.
        gateway.allow_in(runtime())?;
        // The copy knows what became of the last request.
        let watch = transport.clone();
        Ok((Client::new(gateway, Observed::new(transport, observer)), task, languages, watch))
    };
    match attempted(move || prepare().map_err(|error: Error| thrown(&error))) {
        Err(error) => Promise::reject(&error),
        Ok((client, task, languages, watch)) => promise(async move {
            let answer = client.run(task).await;
            let answer = answer.map_err(|error| thrown_with(&error, watch.cause().as_ref()))?;
            let answer = border::values::answer(&answer, languages.is_some());
            let answer = answer.map(|answer| match &languages {
                Some(languages) => languages.put_into(answer),
                None => answer,
            });
            Ok(answer.map_or(JsValue::UNDEFINED, |answer| write::object(&answer)))
        }),
    }
}

/// The caller's `gateway` as a value, the transport over its `fetch`, else over the global one, and its observer.
pub(super) fn configuration(
    gateway: &JsValue,
    options: &JsValue,
) -> Result<(Value, FetchTransport, Option<Function>), Error> {
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
    let observer = match fields.take("onExchange") {
        observer if observer.is_undefined() => None,
        observer => Some(observer.dyn_into().map_err(|_| Error::invalid("gateway.onExchange", "expected a function"))?),
    };
    Ok((fields.plain("gateway", &NEVER_EMPTY)?, transport, observer))
}

/// The caller's `fetch`: a function, or an object with a method of that name, such as the binding of a service.
fn callable(fetch: JsValue) -> Option<Function> {
    if fetch.is_function() {
        return fetch.dyn_into().ok();
    }
    let method: Function = read::property(&fetch, "fetch").ok()?.dyn_into().ok()?;
    Some(method.bind0(&fetch))
}

/// Where this code runs. `npm/page.js` has the same rule, and the reasons for it.
pub(super) fn runtime() -> Runtime {
    let agent = read::text_at(&read::global("navigator"), &["userAgent"]).unwrap_or_default();
    let process = read::global("process");
    let is_renderer = matches!(read::text_at(&process, &["type"]).as_deref(), Some("renderer" | "worker"));
    let is_node = read::text_at(&process, &["versions", "node"]).is_some() && !is_renderer;
    if agent.starts_with("Mozilla/") && !is_node { Runtime::Page } else { Runtime::Server }
}
