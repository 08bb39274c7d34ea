//! The network, the clock and chance, as every JavaScript platform has them.
//!
//! `fetch` is the caller's or the global one, called with an address and an init object, the one shape that every
//! implementation takes. What it throws or returns may be anything at all: nothing here trusts a type.

mod body;
mod deadline;
mod foreign;

use gloo_net::http::Headers;
use js_sys::{Function, Math, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::client::{Failure, Request, Transport};
use crate::js::plain::to_js;
use crate::wire::reply::Reply;
use crate::wire::value::Value;
use deadline::Deadline;
use foreign::{Response, is_aborted};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

/// A `fetch` with the caller's signal.
pub(crate) struct FetchTransport {
    fetch: Function,
    signal: Option<AbortSignal>,
}

impl FetchTransport {
    pub(crate) fn new(fetch: Function, signal: Option<AbortSignal>) -> Self {
        Self { fetch, signal }
    }

    fn begin(&self, timeout_ms: u32) -> Result<Deadline, Failure> {
        if self.signal.as_ref().is_some_and(|signal| is_aborted(signal)) {
            return Err(Failure::NotSent);
        }
        Deadline::begin(timeout_ms, self.signal.clone())
    }
}

impl Transport for FetchTransport {
    async fn send(&self, request: Request) -> Result<Reply, Failure> {
        let mut deadline = self.begin(request.timeout_ms)?;
        let url = JsValue::from_str(&request.url);
        let called = self.fetch.call2(&JsValue::UNDEFINED, &url, &init(request, &deadline)?);
        let response: Response = deadline.first(called?).await?.unchecked_into();
        let status = status(&response)?;
        let retry_after = if status == 200 { None } else { header(&response, "retry-after") };
        let body = body::read(&response, &deadline).await?;
        deadline.complete();
        Ok(Reply { status, retry_after, body })
    }

    async fn sleep(&self, ms: u64) -> Result<(), Failure> {
        let deadline = self.begin(u32::try_from(ms).unwrap_or(u32::MAX))?;
        let never = Promise::new(&mut |_, _| {});
        match deadline.first(never.into()).await {
            Ok(_) | Err(Failure::Timeout) => Ok(()),
            Err(other) => Err(other),
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970 fit for ages")]
    fn now_ms(&self) -> u64 {
        js_sys::Date::now() as u64
    }

    // It makes order numbers unique and spreads retries; nothing secret hangs on it, so `Math.random` will do where an
    // exotic host has no `crypto`.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a fraction of 256 is a byte")]
    fn random(&self) -> u128 {
        let mut bytes = [0_u8; 16];
        if get_random_values(&mut bytes).is_err() {
            bytes = std::array::from_fn(|_| (Math::random() * 256.0) as u8);
        }
        u128::from_le_bytes(bytes)
    }
}

/// The HTTP status, unless it is a redirect.
fn status(response: &Response) -> Result<u16, Failure> {
    let status = response.status()?.as_f64().filter(|status| (0.0..1000.0).contains(status));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 999")]
    let status = status.ok_or(Failure::Network)? as u16;
    // Pages and workers hide the redirect's own status and address behind status 0.
    let hidden = response.kind()? == "opaqueredirect";
    // A `fetch` that followed one all the same has sent the credentials on; its answer is nobody's.
    if (300..400).contains(&status) || hidden || response.redirected()?.is_truthy() {
        return Err(Failure::Redirect);
    }
    Ok(status)
}

/// Only options that every runtime takes: `cache`, `mode`, `credentials` and `redirect: "error"` throw in some. Plain data,
/// since every setter of a typed `RequestInit` would be an import of its own.
fn init(request: Request, deadline: &Deadline) -> Result<JsValue, Failure> {
    let text = |name: &str, text: &str| (name.to_owned(), Value::from(text));
    let init = to_js(&Value::Object(vec![
        text("method", "POST"),
        text("redirect", "manual"),
        ("body".to_owned(), Value::Text(request.body)),
    ]));
    let headers = Headers::new();
    headers.set("content-type", "application/x-www-form-urlencoded");
    headers.set("accept", "application/json");
    Reflect::set(&init, &JsValue::from_str("headers"), &headers.into_raw())?;
    Reflect::set(&init, &JsValue::from_str("signal"), &deadline.signal())?;
    Ok(init)
}

/// A header of the reply. A stub without any gives none.
fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().ok()?.get(name).ok()?.as_string()
}
