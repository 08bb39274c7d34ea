//! The body of a reply, piece by piece, up to the cap.

use js_sys::ArrayBuffer;
use wasm_bindgen::prelude::*;

use super::deadline::Deadline;
use super::foreign::{Bytes, Piece, Response, Stream};
use crate::client::{Failure, MAX_REPLY_BYTES};

/// Reads the whole body, or stops at the cap. What `Content-Length` says is not believed.
pub(super) async fn read(response: &Response, deadline: &Deadline) -> Result<Vec<u8>, Failure> {
    let stream: Stream = response.body()?.unchecked_into();
    if !stream.is_object() || !stream.reads()?.is_function() {
        // A stub of `fetch` may offer no stream.
        let text = deadline.first(response.text()?).await?.as_string().ok_or(Failure::Network)?;
        return if text.len() > MAX_REPLY_BYTES { Err(Failure::TooLarge) } else { Ok(text.into_bytes()) };
    }
    let reader = stream.reader()?;
    let mut body = Vec::new();
    let failure = loop {
        let piece = match reader.read() {
            Ok(promise) => deadline.first(promise).await,
            Err(_) => Err(Failure::Network),
        };
        match piece.and_then(|piece| add(piece.unchecked_ref(), &mut body)) {
            Ok(true) => return Ok(body),
            Ok(false) => {}
            Err(failure) => break failure,
        }
    };
    // An injected `fetch` may not heed the signal. Waited for, so that what `cancel` throws is nobody's unhandled rejection.
    if let Ok(cancelled) = reader.cancel() {
        let _ = deadline.first(cancelled).await;
    }
    Err(failure)
}

/// Adds a piece to the body, if it is bytes and within the cap; or says that there is none left.
fn add(piece: &Piece, body: &mut Vec<u8>) -> Result<bool, Failure> {
    if piece.done()?.is_truthy() {
        return Ok(true);
    }
    let view = piece.value()?;
    if !ArrayBuffer::is_view(&view) {
        return Err(Failure::Network);
    }
    // A view of any kind and realm, by its bytes; one whose buffer was taken away throws.
    let bytes = Bytes::new(&view.buffer()?, &view.byte_offset()?, &view.byte_length()?)?;
    if bytes.byte_length() as usize > MAX_REPLY_BYTES - body.len() {
        return Err(Failure::TooLarge);
    }
    body.extend(bytes.to_vec());
    Ok(false)
}
