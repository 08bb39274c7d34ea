//! Converts between the `Request` and `Response` of the platform and those of the crate.
//!
//! A request can come from another realm, as in Vercel's edge runtime. For this reason no code here checks the class of an
//! object.

use gloo_net::http::Headers;
use js_sys::{ErrorOptions, Promise, TypeError};
use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, ResponseInit, Url};

use super::value;
use crate::{Request, Response};

/// A request whose body is not read yet.
pub(super) struct Incoming {
    /// Everything but the body.
    pub(super) head: Request,
    /// The body as an `ArrayBuffer`: Workers warn when a body is read as text and its type is not text.
    pub(super) body: Promise,
    /// It is held until the request is answered: in Node the signal of a collected request never aborts.
    pub(super) request: web_sys::Request,
}

impl Incoming {
    /// Reads everything but the body, and starts to read the body.
    pub(super) fn new(request: web_sys::Request) -> Result<Self, JsValue> {
        let url = Url::new(&request.url())?;
        let head = Request {
            method: request.method(),
            path: url.pathname(),
            query: url.search().strip_prefix('?').unwrap_or_default().to_owned(),
            headers: headers(request.headers(), &url),
            body: Vec::new(),
        };
        Ok(Self { head, body: request.array_buffer()?, request })
    }
}

/// The signal of a request. Some platforms have none.
pub(super) fn signal(request: &web_sys::Request) -> Option<AbortSignal> {
    let signal = request.signal();
    (!JsValue::from(&signal).is_undefined()).then_some(signal)
}

/// The headers of the request, with `host` and `x-forwarded-proto` of its address, as a server sees them.
fn headers(own: web_sys::Headers, url: &Url) -> Vec<(String, String)> {
    let own = Headers::from_raw(own).entries().filter(|(name, _)| name != "host");
    let scheme = url.protocol().trim_end_matches(':').to_owned();
    own.chain([("host".into(), url.host()), ("x-forwarded-proto".into(), scheme)]).collect()
}

/// Converts a response. A header can occur several times.
pub(super) fn response(answer: &Response) -> Result<web_sys::Response, JsValue> {
    // gloo's `append` panics when the platform refuses a value, such as an address outside Latin-1.
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

/// The error of `fetch` when a connection is reset.
pub(super) fn connection_reset() -> Result<JsValue, JsValue> {
    let cause = value::plain(&Cause { code: "ECONNRESET" })?;
    let options = ErrorOptions::new(&cause);
    Ok(TypeError::new_with_options("fetch failed: the connection was reset", &options).into())
}
