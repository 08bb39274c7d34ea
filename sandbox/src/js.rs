//! The seam to JavaScript: what the platform gives becomes plain values for the core, and its answers become what the
//! platform understands. No logic. Private to the package; `sandbox-api.js` is what people use.

mod pause;
mod value;
mod web;

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

use js_sys::{Error, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::{Options, Request, Sandbox};
use web::Incoming;

/// One sandbox. Its own errors are texts; whatever else is thrown comes from the caller's clock or from the platform.
#[wasm_bindgen]
pub struct SandboxCore(AssertUnwindSafe<Rc<Gateway>>);

#[wasm_bindgen]
impl SandboxCore {
    /// Makes a sandbox of options as JSON text: options are other people's objects, and what becomes of a circle, of an
    /// `undefined` or of a `URL` in them JavaScript itself knows best. `now` gives epoch milliseconds.
    ///
    /// # Errors
    /// A text that names the bad option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, now: Function) -> Result<SandboxCore, String> {
        let sandbox = RefCell::new(Sandbox::new(Options::from_json(options)?));
        Ok(Self(AssertUnwindSafe(Rc::new(Gateway { sandbox, now }))))
    }

    /// Answers a `Request` with a `Response`, as the platform's own `fetch` would. Any number may be on their way at once.
    ///
    /// # Errors
    /// When the request cannot be read at all; everything else that goes wrong rejects the promise.
    pub fn fetch(&self, request: web_sys::Request) -> Result<Promise, JsValue> {
        let incoming = Incoming::new(request)?;
        Ok(future_to_promise(AssertUnwindSafe(answer(Rc::clone(&self.0), incoming))))
    }

    /// Carries out a command of [`Sandbox::command`]; arguments and result are plain objects.
    ///
    /// # Errors
    /// An unknown command or bad arguments.
    pub fn command(&self, name: &str, arguments: JsValue) -> Result<JsValue, JsValue> {
        let arguments = value::arguments(arguments)?;
        let result = self.0.ask(|sandbox, now_ms| sandbox.command(name, &arguments, now_ms))??;
        value::result(result)
    }
}

/// A sandbox and its clock, shared with every request that is still on its way.
struct Gateway {
    /// Never borrowed while a request waits, nor while the caller's own code runs. A panic gives the borrow back.
    sandbox: RefCell<Sandbox>,
    now: Function,
}

impl Gateway {
    fn ask<T>(&self, question: impl FnOnce(&mut Sandbox, u64) -> T) -> Result<T, JsValue> {
        let now_ms = moment(self.now.call0(&JsValue::UNDEFINED)?.as_f64().unwrap_or_default());
        let mut sandbox = self.sandbox.try_borrow_mut().map_err(|_| Error::new("the sandbox is busy"))?;
        Ok(question(&mut sandbox, now_ms))
    }
}

async fn answer(gateway: Rc<Gateway>, incoming: Incoming) -> Result<JsValue, JsValue> {
    let body = JsFuture::from(incoming.body).await?.as_string().unwrap_or_default();
    let request = Request { body: body.into_bytes(), ..incoming.head };
    let response = gateway.ask(|sandbox, now_ms| sandbox.handle(&request, now_ms))?;
    if response.delay_ms > 0 {
        pause::pause(response.delay_ms, web::signal(&incoming.request).as_ref()).await?;
    }
    if response.reset { Err(web::connection_reset()?) } else { Ok(web::response(&response)?.into()) }
}

/// Whole milliseconds; what is negative or not a number counts as 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is what is wanted")]
fn moment(ms: f64) -> u64 {
    ms as u64
}
