//! A body, piece by piece, up to a size.

use js_sys::{ArrayBuffer, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::deadline::Deadline;
use super::property;
use crate::call::{Failure, MAX_REPLY_BYTES};

#[wasm_bindgen]
extern "C" {
    /// A view's bytes. It throws where the buffer was taken away.
    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;

    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn new(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<Bytes, JsValue>;
}

/// The whole body as text; `None` if it is not UTF-8. `Content-Length` is not used.
pub(super) async fn text(response: &JsValue, deadline: &Deadline) -> Result<Option<String>, Failure> {
    let body = property(response, "body")?;
    match method(&body, "getReader") {
        Some(_) => {
            let reader = Reader::of(&body, Some(deadline)).ok_or(Failure::Network)?;
            let text = String::from_utf8(reader.read_to_end(MAX_REPLY_BYTES).await?).ok();
            Ok(text.map(|text| text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
        }
        None => whole_text(response, deadline).await.map(Some),
    }
}

/// A stub of `fetch` may offer no stream.
async fn whole_text(response: &JsValue, deadline: &Deadline) -> Result<String, Failure> {
    let read = method(response, "text").ok_or(Failure::Network)?;
    let text = read.call0(response).map_err(|_| Failure::Network)?;
    let text = deadline.first(&text).await?.as_string().ok_or(Failure::Network)?;
    if text.len() > MAX_REPLY_BYTES { Err(Failure::TooLarge) } else { Ok(text) }
}

/// A stream's reader, with a deadline or without.
pub(crate) struct Reader<'a> {
    reader: JsValue,
    deadline: Option<&'a Deadline>,
}

impl<'a> Reader<'a> {
    /// The reader of a stream; `None` if it is not a stream, or is being read already.
    pub(crate) fn of(stream: &JsValue, deadline: Option<&'a Deadline>) -> Option<Self> {
        let reader = method(stream, "getReader")?.call0(stream).ok()?;
        Some(Self { reader, deadline })
    }

    /// Everything up to the cap. A longer stream, or one that does not yield bytes, is cancelled.
    ///
    /// # Errors
    /// `TooLarge`; `Network` where the stream breaks off or gives no bytes; what ended the deadline.
    pub(crate) async fn read_to_end(&self, cap: usize) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        loop {
            match self.piece().await.and_then(|piece| append(&mut bytes, piece.as_ref(), cap)) {
                Ok(true) => {}
                Ok(false) => return Ok(bytes),
                Err(failure) => {
                    cancel(&self.reader);
                    return Err(failure);
                }
            }
        }
    }

    /// The next piece; `None` at the end.
    async fn piece(&self) -> Result<Option<JsValue>, Failure> {
        let result = self.first(&self.call("read")?).await?;
        if property(&result, "done")?.is_truthy() { Ok(None) } else { property(&result, "value").map(Some) }
    }

    /// What the value, a promise or not, becomes.
    async fn first(&self, value: &JsValue) -> Result<JsValue, Failure> {
        match self.deadline {
            Some(deadline) => deadline.first(value).await,
            None => JsFuture::from(Promise::resolve(value)).await.map_err(|_| Failure::Network),
        }
    }

    fn call(&self, name: &str) -> Result<JsValue, Failure> {
        let method = method(&self.reader, name).ok_or(Failure::Network)?;
        method.call0(&self.reader).map_err(|_| Failure::Network)
    }
}

/// Cancels the body of a reply that is not read: it would keep the connection open.
pub(super) fn discard(response: &JsValue) {
    if let Ok(body) = property(response, "body") {
        cancel(&body);
    }
}

/// The same for a reply that comes when nobody waits for it any more.
pub(super) fn discard_late(answer: JsValue) {
    spawn_local(async move {
        if let Ok(response) = JsFuture::from(Promise::resolve(&answer)).await {
            discard(&response);
        }
    });
}

/// Cancels a stream or its reader. Nobody waits for the result: a stream that was cloned is only cancelled together with its
/// clone. A task takes it, so that a rejection is handled.
fn cancel(stream: &JsValue) {
    let cancelled = method(stream, "cancel").and_then(|cancel| cancel.call0(stream).ok());
    if let Some(cancelled) = cancelled {
        spawn_local(async move { drop(JsFuture::from(Promise::resolve(&cancelled)).await) });
    }
}

/// Adds a piece; false at the end.
fn append(bytes: &mut Vec<u8>, piece: Option<&JsValue>, cap: usize) -> Result<bool, Failure> {
    let Some(value) = piece else { return Ok(false) };
    let piece = bytes_of(value).ok_or(Failure::Network)?;
    let length = usize::try_from(piece.length()).unwrap_or(usize::MAX);
    if length > cap.saturating_sub(bytes.len()) {
        return Err(Failure::TooLarge);
    }
    bytes.extend_from_slice(&piece.to_vec());
    Ok(true)
}

/// A view of any kind and realm, by its bytes.
fn bytes_of(view: &JsValue) -> Option<Uint8Array> {
    if !ArrayBuffer::is_view(view) {
        return None;
    }
    let of = |name| property(view, name).ok();
    Bytes::new(&of("buffer")?, &of("byteOffset")?, &of("byteLength")?).ok().map(JsCast::unchecked_into)
}

/// A method of an object that may be anything.
fn method(object: &JsValue, name: &str) -> Option<Function> {
    property(object, name).ok()?.dyn_into().ok()
}
