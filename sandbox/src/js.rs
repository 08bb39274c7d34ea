//! The seam to JavaScript: text in, text out, no logic. Private to the package; `sandbox-api.js` is what people use.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Card, Options, Paid, Payment, Request, Sandbox};

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
struct PlainResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlainPayment {
    pan: Option<String>,
    expiry: Option<String>,
    cvc: Option<String>,
    holder: Option<String>,
    wallet: Option<String>,
    passes_challenge: bool,
}

impl From<PlainPayment> for Payment {
    fn from(plain: PlainPayment) -> Self {
        if let Some(wallet) = plain.wallet {
            return Self::Wallet(wallet);
        }
        let known = Card::test(&plain.pan.unwrap_or_default());
        let card = Card {
            expiry: plain.expiry.unwrap_or(known.expiry),
            cvc: plain.cvc.unwrap_or(known.cvc),
            holder: plain.holder.unwrap_or(known.holder),
            pan: known.pan,
        };
        Self::Card { card, passes_challenge: plain.passes_challenge }
    }
}

/// One sandbox. Every moment is epoch milliseconds; every object crosses as JSON text.
#[wasm_bindgen]
pub struct SandboxCore(Sandbox);

#[wasm_bindgen]
impl SandboxCore {
    /// Makes a sandbox of JSON options; the error is a text that names the bad option.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<SandboxCore, String> {
        Options::from_json(options).map(|options| Self(Sandbox::new(options)))
    }

    /// Answers one request.
    pub fn handle(&mut self, request: &str, now_ms: f64) -> Result<String, String> {
        let plain: PlainRequest = serde_json::from_str(request).map_err(|error| error.to_string())?;
        let PlainRequest { method, path, query, headers, body } = plain;
        let request = Request { method, path, query, headers, body: body.into_bytes() };
        let response = self.0.handle(&request, moment(now_ms));
        let body = response.text();
        json(&PlainResponse { status: response.status, headers: response.headers, body })
    }

    /// Lets a customer pay; the error is a text.
    pub fn pay(&mut self, order_id: &str, payment: &str, now_ms: f64) -> Result<String, String> {
        let plain: PlainPayment = serde_json::from_str(payment).map_err(|error| error.to_string())?;
        let paid: Paid = self.0.pay(order_id, &plain.into(), moment(now_ms)).map_err(|error| error.to_string())?;
        json(&paid)
    }

    /// The remembered orders, newest first.
    pub fn orders(&mut self, now_ms: f64) -> Result<String, String> {
        json(&self.0.orders(moment(now_ms)))
    }

    /// Moves the clock ahead.
    pub fn advance(&mut self, ms: f64) {
        self.0.advance(moment(ms));
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
