//! The platform's `Request` and `Response`, and the core's.
//!
//! A request may come from another realm, as in Vercel's edge runtime: nothing here asks what class an object is of.

use gloo_net::http::Headers;
use js_sys::{ErrorOptions, Promise, TypeError};
use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, ResponseInit, Url};

use super::value;
use crate::{Request, Response};

/// A request whose body is still being read.
pub(super) struct Incoming {
    /// All but the body.
    pub(super) head: Request,
    /// The body as text.
    pub(super) body: Promise,
    /// Held until it is answered: the signal of a request that was collected is never given in Node.
    pub(super) request: web_sys::Request,
}

impl Incoming {
    /// Reads what there is at once, and asks for the body.
    pub(super) fn new(request: web_sys::Request) -> Result<Self, JsValue> {
        let url = Url::new(&request.url())?;
        let head = Request {
            method: request.method(),
            path: url.pathname(),
            query: url.search().strip_prefix('?').unwrap_or_default().to_owned(),
            headers: headers(request.headers(), &url),
            body: Vec::new(),
        };
        Ok(Self { head, body: request.text()?, request })
    }
}

/// Says when the caller gives up. Not every platform's requests have one.
pub(super) fn signal(request: &web_sys::Request) -> Option<AbortSignal> {
    let signal = request.signal();
    (!JsValue::from(&signal).is_undefined()).then_some(signal)
}

/// The request's own headers, and the two that say where it was sent to, as a server would see them.
fn headers(own: web_sys::Headers, url: &Url) -> Vec<(String, String)> {
    let own = Headers::from_raw(own).entries().filter(|(name, _)| name != "host");
    let scheme = url.protocol().trim_end_matches(':').to_owned();
    own.chain([("host".into(), url.host()), ("x-forwarded-proto".into(), scheme)]).collect()
}

/// The core's answer, with every header as often as it is there.
pub(super) fn response(answer: &Response) -> Result<web_sys::Response, JsValue> {
    // Not gloo's `append`: it cannot say that the platform refused a value, such as an address outside Latin-1.
    let headers = web_sys::Headers::new()?;
    for (name, value) in &answer.headers {
        headers.append(name, value)?;
    }
    let init = ResponseInit::new();
    init.set_status(answer.status);
    init.set_headers_headers(&headers);
    web_sys::Response::new_with_opt_str_and_init(Some(&answer.text()), &init)
}

#[derive(Serialize)]
struct Cause {
    code: &'static str,
}

/// What `fetch` rejects with when a connection breaks.
pub(super) fn connection_reset() -> Result<JsValue, JsValue> {
    let cause = value::plain(&Cause { code: "ECONNRESET" })?;
    let options = ErrorOptions::new(&cause);
    Ok(TypeError::new_with_options("fetch failed: the connection was reset", &options).into())
}
