//! The exports to JavaScript. They convert between the objects of the platform and the plain values of the crate.
//! They are private to the package: users import `sandbox-api.js`.

mod pause;
mod value;
mod web;

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

use js_sys::{Error, Function, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::{Options, Request, Sandbox, certificate};
use web::Incoming;

/// A sandbox. Its own errors are strings. Other errors come from the caller's clock or from the platform.
#[wasm_bindgen]
pub struct SandboxCore(AssertUnwindSafe<Rc<Gateway>>);

#[wasm_bindgen]
impl SandboxCore {
    /// Makes a sandbox. `options` is JSON text, because `JSON.stringify` handles circles, `undefined` and objects such as
    /// `URL`. `now` returns epoch milliseconds.
    ///
    /// # Errors
    /// When an option is wrong. The text names it.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, now: Function) -> Result<SandboxCore, String> {
        let sandbox = RefCell::new(Sandbox::new(Options::from_json(options)?));
        Ok(Self(AssertUnwindSafe(Rc::new(Gateway { sandbox, now }))))
    }

    /// The names of all options.
    #[wasm_bindgen(js_name = optionNames)]
    #[must_use]
    pub fn option_names() -> Vec<String> {
        Options::names()
    }

    /// The public key of RSA callbacks as PEM.
    #[wasm_bindgen(js_name = publicKeyPem)]
    #[must_use]
    pub fn public_key_pem(spki: &[u8]) -> String {
        certificate::public_key_pem(spki)
    }

    /// The part of the certificate that the caller signs.
    #[wasm_bindgen(js_name = certificateToBeSigned)]
    #[must_use]
    pub fn certificate_to_be_signed(spki: &[u8]) -> Vec<u8> {
        certificate::to_be_signed(spki)
    }

    /// The certificate of RSA callbacks as PEM.
    #[wasm_bindgen(js_name = certificatePem)]
    #[must_use]
    pub fn certificate_pem(to_be_signed: &[u8], signature: &[u8]) -> String {
        certificate::certificate_pem(to_be_signed, signature)
    }

    /// Answers a `Request` with a `Response`, as `fetch` does. Several requests can be open at the same time.
    ///
    /// # Errors
    /// When the request cannot be read. Any other error rejects the promise.
    pub fn fetch(&self, request: web_sys::Request) -> Result<Promise, JsValue> {
        let incoming = Incoming::new(request)?;
        Ok(future_to_promise(AssertUnwindSafe(answer(Rc::clone(&self.0), incoming))))
    }

    /// Carries out a command of [`Sandbox::command`]. Arguments and result are plain objects.
    ///
    /// # Errors
    /// When the command is unknown or an argument is wrong.
    pub fn command(&self, name: &str, arguments: JsValue) -> Result<JsValue, JsValue> {
        let arguments = value::arguments(arguments)?;
        let result = self.0.with(|sandbox, now_ms| sandbox.command(name, &arguments, now_ms))??;
        value::result(result)
    }
}

/// A sandbox and its clock, shared by all open requests.
struct Gateway {
    /// It is not borrowed while a request waits or while the caller's code runs. A panic ends the borrow.
    sandbox: RefCell<Sandbox>,
    now: Function,
}

impl Gateway {
    /// Calls `action` with the sandbox and the time.
    fn with<T>(&self, action: impl FnOnce(&mut Sandbox, u64) -> T) -> Result<T, JsValue> {
        let now_ms = milliseconds(self.now.call0(&JsValue::UNDEFINED)?.as_f64().unwrap_or_default());
        let mut sandbox =
            self.sandbox.try_borrow_mut().map_err(|_| Error::new("the sandbox is in use by another call"))?;
        Ok(action(&mut sandbox, now_ms))
    }
}

async fn answer(gateway: Rc<Gateway>, incoming: Incoming) -> Result<JsValue, JsValue> {
    let body = Uint8Array::new(&JsFuture::from(incoming.body).await?).to_vec();
    let request = Request { body, ..incoming.head };
    let response = gateway.with(|sandbox, now_ms| sandbox.handle(&request, now_ms))?;
    if response.delay_ms > 0 {
        pause::pause(response.delay_ms, web::signal(&incoming.request).as_ref()).await?;
    }
    if response.reset { Err(web::connection_reset()?) } else { Ok(web::response(&response)?.into()) }
}

/// Whole milliseconds. A negative number and NaN become 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, as it should here")]
fn milliseconds(ms: f64) -> u64 {
    ms as u64
}
