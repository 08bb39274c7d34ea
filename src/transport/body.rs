//! The body of a reply, piece by piece, up to the cap.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;

use super::deadline::Deadline;
use super::{call, property};
use crate::client::{Failure, MAX_REPLY_BYTES};

/// Reads the whole body, or stops at the cap. What `Content-Length` says is not believed.
pub(super) async fn read(response: &JsValue, deadline: &Deadline) -> Result<Vec<u8>, Failure> {
    let stream = property(response, "body")?;
    if stream.is_object() && property(&stream, "getReader")?.is_function() {
        return read_stream(&call(&stream, "getReader")?, deadline).await;
    }
    // A stub of `fetch` may offer no stream.
    let text = deadline.first(call(response, "text")?).await?.as_string().ok_or(Failure::Network)?;
    if text.len() > MAX_REPLY_BYTES { Err(Failure::TooLarge) } else { Ok(text.into_bytes()) }
}

async fn read_stream(reader: &JsValue, deadline: &Deadline) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    loop {
        let piece = deadline.first(call(reader, "read")?).await?;
        if property(&piece, "done")?.is_truthy() {
            return Ok(body);
        }
        let bytes = property(&piece, "value")?;
        if !ArrayBuffer::is_view(&bytes) {
            return Err(Failure::Network);
        }
        let length = property(&bytes, "byteLength")?.as_f64().unwrap_or(f64::INFINITY);
        #[expect(clippy::cast_precision_loss, reason = "both are far below 2^53")]
        if length > (MAX_REPLY_BYTES - body.len()) as f64 {
            return Err(Failure::TooLarge);
        }
        body.extend(Uint8Array::new(&bytes).to_vec());
    }
}
