//! The seam to JavaScript: text in, text out, no logic. Private to the package; `sandbox-api.js` is what people use.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Options, Request, Sandbox};

/// A request as `sandbox-api.js` writes it.
#[derive(Deserialize)]
struct PlainRequest {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlainResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    delay_ms: u64,
    reset: bool,
}

/// One sandbox. Every moment is epoch milliseconds; every object crosses as JSON text; errors are texts.
#[wasm_bindgen]
pub struct SandboxCore(Sandbox);

#[wasm_bindgen]
impl SandboxCore {
    /// Makes a sandbox of JSON options.
    ///
    /// # Errors
    /// A text that names the bad option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<SandboxCore, String> {
        Options::from_json(options).map(|options| Self(Sandbox::new(options)))
    }

    /// Answers one request.
    ///
    /// # Errors
    /// Only when `sandbox-api.js` and this file disagree about the shape.
    pub fn handle(&mut self, request: &str, now_ms: f64) -> Result<String, String> {
        let plain: PlainRequest = serde_json::from_str(request).map_err(|error| error.to_string())?;
        let PlainRequest { method, path, query, headers, body } = plain;
        let request = Request { method, path, query, headers, body: body.into_bytes() };
        let response = self.0.handle(&request, moment(now_ms));
        let body = response.text();
        json(&PlainResponse {
            status: response.status,
            headers: response.headers,
            body,
            delay_ms: response.delay_ms,
            reset: response.reset,
        })
    }

    /// Carries out a command of [`Sandbox::command`].
    ///
    /// # Errors
    /// An unknown command or bad arguments.
    pub fn command(&mut self, name: &str, arguments: &str, now_ms: f64) -> Result<String, String> {
        let arguments: Value = serde_json::from_str(arguments).map_err(|error| error.to_string())?;
        self.0.command(name, &arguments, moment(now_ms)).map(|result| result.to_string())
    }
}

fn json<T: Serialize>(value: &T) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| error.to_string())
}

/// Whole milliseconds; what is negative or not a number counts as 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates, which is what is wanted")]
fn moment(ms: f64) -> u64 {
    ms as u64
}
