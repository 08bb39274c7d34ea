//! The body of a reply, piece by piece, up to the cap.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;

use super::deadline::Deadline;
use super::{call, property};
use crate::client::{Failure, MAX_REPLY_BYTES};

/// Reads the whole body, or stops at the cap. What `Content-Length` says is not believed.
pub(super) async fn read(response: &JsValue, deadline: &Deadline) -> Result<Vec<u8>, Failure> {
    let stream = property(response, "body")?;
    if !stream.is_object() || !property(&stream, "getReader")?.is_function() {
        // A stub of `fetch` may offer no stream.
        let text = deadline.first(call(response, "text")?).await?.as_string().ok_or(Failure::Network)?;
        return if text.len() > MAX_REPLY_BYTES { Err(Failure::TooLarge) } else { Ok(text.into_bytes()) };
    }
    let reader = call(&stream, "getReader")?;
    let mut body = Vec::new();
    let failure = loop {
        let piece = match call(&reader, "read") {
            Ok(promise) => deadline.first(promise).await,
            Err(failure) => Err(failure),
        };
        match piece.and_then(|piece| add(&piece, &mut body)) {
            Ok(true) => return Ok(body),
            Ok(false) => {}
            Err(failure) => break failure,
        }
    };
    // An injected `fetch` may not heed the signal. Waited for, so that what `cancel` throws is nobody's unhandled rejection.
    if let Ok(cancelled) = call(&reader, "cancel") {
        let _ = deadline.first(cancelled).await;
    }
    Err(failure)
}

/// Adds a piece to the body, if it is bytes and within the cap; or says that there is none left.
fn add(piece: &JsValue, body: &mut Vec<u8>) -> Result<bool, Failure> {
    if property(piece, "done")?.is_truthy() {
        return Ok(true);
    }
    let bytes = property(piece, "value")?;
    if !ArrayBuffer::is_view(&bytes) {
        return Err(Failure::Network);
    }
    let length = property(&bytes, "byteLength")?.as_f64().unwrap_or(f64::INFINITY);
    #[expect(clippy::cast_precision_loss, reason = "both are far below 2^53")]
    if length > (MAX_REPLY_BYTES - body.len()) as f64 {
        return Err(Failure::TooLarge);
    }
    body.extend(Uint8Array::new(&bytes).to_vec());
    Ok(false)
}
