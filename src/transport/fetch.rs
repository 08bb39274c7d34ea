//! The platform's own `fetch`: browsers, workers, Node, Deno, Bun.
//!
//! Whatever a `fetch` throws or gives back, its own or an injected one, ends as a reply or as a [`Failure`]. What it gives
//! back may be a stub or come from another realm, so nothing here asks what class an object is of, and every read of it may
//! throw. It behaves as `npm/exchange.js` does: one conformance suite holds both to it.

pub(crate) mod body;
mod deadline;
mod unsent;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, RequestInit, RequestRedirect};

use crate::call::{Failure, Request};
use crate::client::Transport;
use crate::protocol::reply::Reply;
use deadline::{CallerSignal, Deadline};

#[wasm_bindgen]
extern "C" {
    /// `Headers` of whatever realm.
    type ForeignHeaders;

    #[wasm_bindgen(method, catch)]
    fn get(this: &ForeignHeaders, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;

    #[wasm_bindgen(js_namespace = Math, js_name = random)]
    fn math_random() -> f64;

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(words: &js_sys::Uint32Array) -> Result<JsValue, JsValue>;
}

/// Sends over a `fetch`, with the platform's timers, clock and random numbers.
///
/// ```no_run
/// # #[cfg(target_arch = "wasm32")]
/// # async fn paid(gateway: bpc_checkout::Gateway, expected: bpc_checkout::Expected) -> Result<(), bpc_checkout::Error> {
/// use bpc_checkout::client::Client;
/// use bpc_checkout::transport::fetch::FetchTransport;
///
/// if let Some(transport) = FetchTransport::global() {
///     let verdict = Client::new(gateway, transport).verify(expected).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct FetchTransport {
    fetch: Function,
    signal: CallerSignal,
    /// What the platform said of the last request, where it failed.
    cause: Rc<RefCell<Option<JsValue>>>,
}

impl FetchTransport {
    /// The global `fetch`; `None` where there is none.
    #[must_use]
    pub fn global() -> Option<Self> {
        let fetch = Reflect::get(&js_sys::global(), &JsValue::from_str("fetch")).ok()?;
        fetch.dyn_into().ok().map(Self::new)
    }

    /// A `fetch` of the caller's: a service binding, a proxy, a test. It is called as `fetch(url, init)`.
    #[must_use]
    pub fn new(fetch: Function) -> Self {
        Self { fetch, signal: CallerSignal::none(), cause: Rc::default() }
    }

    /// A signal that ends the calls: `aborted`, or `outcome_unknown` where something may have been carried out.
    #[must_use]
    pub fn with_signal(mut self, signal: AbortSignal) -> Self {
        self.signal = CallerSignal::new(signal.into());
        self
    }

    /// What the platform said of the last request, where it failed: an object with a `name` and a `code`.
    pub(crate) fn cause(&self) -> Option<JsValue> {
        self.cause.borrow().clone()
    }

    /// A deadline, together with the caller's signal.
    ///
    /// # Errors
    /// `NotSent` if the signal is aborted; `NoTimers`.
    pub(crate) fn deadline(&self, ms: u64) -> Result<Deadline, Failure> {
        if self.signal.is_aborted() {
            return Err(Failure::NotSent);
        }
        Deadline::new(ms, &self.signal).map_err(|_| Failure::NoTimers)
    }

    /// Whether the caller's signal is aborted.
    pub(crate) fn is_aborted(&self) -> bool {
        self.signal.is_aborted()
    }

    /// Seconds since 1970, by the platform's clock.
    #[cfg(feature = "js")]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates, which is what is wanted"
    )]
    pub(crate) fn seconds() -> u64 {
        (date_now() / 1000.0) as u64
    }

    /// Sends the request and reads the reply, up to the deadline.
    async fn exchange(&self, request: &Request, deadline: &mut Deadline) -> Result<Reply, Failure> {
        let init = init(request, &deadline.signal());
        let url = JsValue::from_str(&request.url);
        let keep = |thrown: &JsValue| drop(self.cause.replace(unsent::cause(thrown, &request.body)));
        let answer = self.fetch.call2(&JsValue::UNDEFINED, &url, &init).map_err(|thrown| {
            keep(&thrown);
            unsent::at_once(&thrown)
        })?;
        let rejected = |thrown: &JsValue| {
            keep(thrown);
            unsent::failure(thrown, &request.url)
        };
        let response = deadline.first_or(&answer, rejected).await.inspect_err(|_| body::discard_late(answer))?;
        let status = status(&response).inspect_err(|_| body::discard(&response))?;
        let retry_after = if status == 200 { None } else { header(&response, "retry-after") };
        let reply = Reply { status, retry_after, body: body::text(&response, deadline).await? };
        deadline.is_met();
        Ok(reply)
    }
}

impl Transport for FetchTransport {
    async fn send(&self, request: Request) -> Result<Reply, Failure> {
        let mut deadline = self.deadline(request.timeout_ms.into())?;
        self.cause.replace(None);
        match self.exchange(&request, &mut deadline).await {
            Err(_) if self.signal.is_aborted() => Err(Failure::Aborted),
            result => result,
        }
    }

    async fn sleep(&self, ms: u64) -> Result<(), Failure> {
        match self.deadline(ms)?.end().await {
            Failure::Timeout => Ok(()),
            failure => Err(failure),
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates, which is what is wanted"
    )]
    fn now_ms(&self) -> u64 {
        date_now() as u64
    }

    fn random(&self) -> u128 {
        let words = js_sys::Uint32Array::new_with_length(4);
        match fill_with_random(&words) {
            Ok(_) => words.to_vec(),
            Err(_) => (0..4).map(|_| random_word()).collect(),
        }
        .into_iter()
        .fold(0, |bits, word| (bits << 32) | u128::from(word))
    }
}

/// 32 bits where the platform has no better ones. Nothing secret depends on them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 2^32 and not negative")]
fn random_word() -> u32 {
    (math_random() * 4_294_967_296.0) as u32
}

/// Only options that every runtime takes: `cache`, `mode`, `credentials` and `redirect: "error"` throw in some.
fn init(request: &Request, signal: &AbortSignal) -> RequestInit {
    let headers = gloo_net::http::Headers::new();
    headers.set("content-type", request.content_type);
    headers.set("accept", "application/json");
    if let Some(authorization) = &request.authorization {
        headers.set("authorization", authorization);
    }
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers.into_raw());
    init.set_body(&JsValue::from_str(&request.body));
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    init
}

/// A property of an object that may be anything. A value that is not an object has none.
fn property(object: &JsValue, name: &str) -> Result<JsValue, Failure> {
    Reflect::get(object, &JsValue::from_str(name)).map_err(|_| Failure::Network)
}

/// The HTTP status, unless it is a redirect.
fn status(response: &JsValue) -> Result<u16, Failure> {
    let status = property(response, "status")?.as_f64();
    // Pages and workers hide a redirect's own status and address behind status 0. A `fetch` that still followed one
    // has sent the credentials on; its answer is not used.
    let is_opaque = property(response, "type")? == "opaqueredirect";
    let is_redirect = status.is_some_and(|status| (300.0..400.0).contains(&status));
    if property(response, "redirected")?.is_truthy() {
        return Err(Failure::Followed);
    }
    if is_redirect || is_opaque {
        return Err(Failure::Redirect);
    }
    let whole = status.filter(|status| (0.0..1000.0).contains(status) && status.fract() == 0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 0 to 999")]
    whole.map(|status| status as u16).ok_or(Failure::Network)
}

/// A header of the reply. A stub may have no headers.
fn header(response: &JsValue, name: &str) -> Option<String> {
    let headers: ForeignHeaders = property(response, "headers").ok()?.unchecked_into();
    headers.get(name).ok()?.as_string()
}
