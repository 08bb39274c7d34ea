//! The body of a reply, piece by piece, up to the cap.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;

use super::deadline::Deadline;
use super::foreign::{Piece, Reader, Response, Stream};
use crate::client::{Failure, MAX_REPLY_BYTES};

/// Reads the whole body, or stops at the cap. What `Content-Length` says is not believed.
pub(super) async fn read(response: &Response, deadline: &Deadline) -> Result<Vec<u8>, Failure> {
    let stream = response.body()?;
    if stream.is_object() {
        let stream: Stream = stream.unchecked_into();
        if stream.reads()?.is_function() {
            return read_stream(&stream.reader()?, deadline).await;
        }
    }
    // A stub of `fetch` may offer no stream.
    let text = deadline.first(response.text()?).await?.as_string().ok_or(Failure::Network)?;
    if text.len() > MAX_REPLY_BYTES { Err(Failure::TooLarge) } else { Ok(text.into_bytes()) }
}

async fn read_stream(reader: &Reader, deadline: &Deadline) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    loop {
        let piece: Piece = deadline.first(reader.read()?).await?.unchecked_into();
        if piece.done()?.is_truthy() {
            return Ok(body);
        }
        let bytes = piece.value()?;
        // A typed array of any realm. What else is a view has no length and ends as an empty piece.
        if !ArrayBuffer::is_view(&bytes) {
            return Err(Failure::Network);
        }
        let bytes: Uint8Array = bytes.unchecked_into();
        if bytes.byte_length() as usize > MAX_REPLY_BYTES - body.len() {
            return Err(Failure::TooLarge);
        }
        body.extend(bytes.to_vec());
    }
}
