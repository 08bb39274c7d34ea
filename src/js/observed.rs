//! The observer of a store: `gateway.onExchange`. `npm/observed.js` is the same for the npm package.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::write;
use crate::call::{Failure, Request};
use crate::client::Transport;
use crate::codec::form::decode_loosely;
use crate::codec::{Value, json};
use crate::protocol::object::Object;
use crate::protocol::reply::Reply;
use crate::transport::fetch::FetchTransport;

/// A transport that tells an observer what became of each request.
pub(super) struct Observed {
    transport: FetchTransport,
    observer: Option<Function>,
    /// The methods of the requests so far.
    endpoints: RefCell<Vec<String>>,
}

impl Observed {
    pub(super) fn new(transport: FetchTransport, observer: Option<Function>) -> Self {
        Self { transport, observer, endpoints: RefCell::default() }
    }

    fn tell(&self, observer: &Function, url: &str, body: &str, ms: u64, result: &Result<Reply, Failure>) {
        let endpoint = url.rsplit('/').next().unwrap_or_default();
        let attempt = {
            let mut endpoints = self.endpoints.borrow_mut();
            endpoints.push(endpoint.to_owned());
            endpoints.iter().filter(|known| *known == endpoint).count() as u64
        };
        let mut fields = vec![
            ("endpoint".to_owned(), Value::Text(endpoint.to_owned())),
            ("attempt".to_owned(), attempt.into()),
            ("ms".to_owned(), ms.into()),
        ];
        if let Some(number) = order_number(body) {
            fields.push(("orderNumber".to_owned(), Value::Text(number)));
        }
        match result {
            Ok(reply) => {
                fields.push(("httpStatus".to_owned(), u64::from(reply.status).into()));
                let code = reply.body.as_deref().and_then(error_code).map(Value::Int);
                fields.extend(code.map(|code| ("errorCode".to_owned(), code)));
            }
            Err(failure) => fields.push(("failure".to_owned(), Value::Text(failure.as_str().to_owned()))),
        }
        // What the observer throws, or rejects with, changes nothing.
        if let Ok(answer) = observer.call1(&JsValue::UNDEFINED, &write::object(&Value::Object(fields)))
            && let Ok(promise) = answer.dyn_into::<Promise>()
        {
            spawn_local(async move { drop(JsFuture::from(promise).await) });
        }
    }
}

/// The store's number of the order in a form or a JSON body.
fn order_number(body: &str) -> Option<String> {
    if let Ok(value) = json::parse(body) {
        return Object::of(&value)?.text("orderNumber");
    }
    let value = body.split('&').find_map(|pair| pair.strip_prefix("orderNumber="))?;
    String::from_utf8(decode_loosely(value)).ok()
}

fn error_code(body: &str) -> Option<i64> {
    let value = json::parse(body).ok()?;
    Object::of(&value)?.int("errorCode").ok().flatten()
}

impl Transport for Observed {
    async fn send(&self, request: Request) -> Result<Reply, Failure> {
        let Some(observer) = &self.observer else { return self.transport.send(request).await };
        let (url, body, began) = (request.url.clone(), request.body.clone(), self.now_ms());
        let result = self.transport.send(request).await;
        self.tell(observer, &url, &body, self.now_ms().saturating_sub(began), &result);
        result
    }

    async fn sleep(&self, ms: u64) -> Result<(), Failure> {
        self.transport.sleep(ms).await
    }

    fn now_ms(&self) -> u64 {
        self.transport.now_ms()
    }

    fn random(&self) -> u128 {
        self.transport.random()
    }
}
