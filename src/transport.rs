//! The network, the clock and chance, as every JavaScript platform has them.
//!
//! What a `fetch` throws or gives back may be anything at all; `npm/exchange.js` makes a reply or the name of a failure of it.

use gloo_net::http::Headers;
use js_sys::{Array, Function, Math, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, RequestRedirect};

use crate::client::{Failure, MAX_REPLY_BYTES, Request, Transport};
use crate::wire::reply::Reply;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;
}

/// One call's way out: a `fetch` with the caller's signal.
pub(crate) struct FetchTransport {
    /// `exchangeOver(fetch, signal)` of `npm/exchange.js`.
    exchange: Function,
}

impl FetchTransport {
    pub(crate) fn new(exchange: Function) -> Self {
        Self { exchange }
    }

    /// What an exchange gives: a reply as it crosses, or why there is none.
    async fn exchange(&self, url: JsValue, init: JsValue, ms: u32) -> Result<Array, Failure> {
        let arguments = [url, init, ms.into(), MAX_REPLY_BYTES.into()];
        let promise = self.exchange.apply(&JsValue::UNDEFINED, &arguments.iter().collect())?;
        let settled = JsFuture::from(promise.unchecked_into::<Promise>()).await?;
        match settled.as_string() {
            None => Ok(settled.unchecked_into()),
            Some(name) => Err(failure(&name)),
        }
    }
}

impl Transport for FetchTransport {
    async fn send(&self, request: Request) -> Result<Reply, Failure> {
        let url = JsValue::from_str(&request.url);
        let reply = self.exchange(url, init(&request.body).into(), request.timeout_ms).await?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "exchange.js gives 0 to 999")]
        let status = reply.get(0).as_f64().ok_or(Failure::Network)? as u16;
        let body: Uint8Array = reply.get(2).unchecked_into();
        Ok(Reply { status, retry_after: reply.get(1).as_string(), body: body.to_vec() })
    }

    async fn sleep(&self, ms: u64) -> Result<(), Failure> {
        let ms = u32::try_from(ms).unwrap_or(u32::MAX);
        match self.exchange(JsValue::UNDEFINED, JsValue::UNDEFINED, ms).await {
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

/// Only options that every runtime takes: `cache`, `mode`, `credentials` and `redirect: "error"` throw in some.
fn init(body: &str) -> RequestInit {
    let headers = Headers::new();
    headers.set("content-type", "application/x-www-form-urlencoded");
    headers.set("accept", "application/json");
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_redirect(RequestRedirect::Manual);
    init.set_headers(&headers.into_raw());
    init.set_body(&JsValue::from_str(body));
    init
}

/// The failures of `npm/exchange.js` by their names.
fn failure(name: &str) -> Failure {
    match name {
        "timeout" => Failure::Timeout,
        "aborted" => Failure::Aborted,
        "not sent" => Failure::NotSent,
        "unable" => Failure::Unable,
        "redirect" => Failure::Redirect,
        "too large" => Failure::TooLarge,
        _ => Failure::Network,
    }
}

/// An exchange that breaks its promise never to throw is a broken connection to us.
impl From<JsValue> for Failure {
    fn from(_: JsValue) -> Self {
        Self::Network
    }
}
