//! A body, piece by piece, up to a size.

use js_sys::{ArrayBuffer, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::deadline::Deadline;
use super::{header, property};
use crate::call::{Failure, MAX_REPLY_BYTES};

#[wasm_bindgen]
extern "C" {
    /// A view's bytes. It throws where the buffer was taken away.
    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;

    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn new(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<Bytes, JsValue>;

    /// The platform's decoder. It throws where it does not know the encoding.
    #[wasm_bindgen(js_name = TextDecoder)]
    type Decoder;

    #[wasm_bindgen(catch, constructor, js_class = "TextDecoder")]
    fn new(encoding: &str) -> Result<Decoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &Decoder, bytes: &Uint8Array) -> Result<String, JsValue>;
}

/// The whole body as text; `None` if it is not UTF-8. `Content-Length` is not used.
pub(super) async fn text(response: &JsValue, deadline: &Deadline) -> Result<Option<String>, Failure> {
    let body = property(response, "body")?;
    match method(&body, "getReader") {
        Some(_) => {
            let reader = Reader::of(&body, deadline).ok_or(Failure::Network)?;
            let bytes = reader.read_to_end(MAX_REPLY_BYTES).await?;
            let text = String::from_utf8(bytes).or_else(|bytes| in_charset(response, bytes.as_bytes())).ok();
            Ok(text.map(|text| text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
        }
        None => whole_text(response, deadline).await.map(Some),
    }
}

/// The text of a body in the encoding that its content type names. The platform knows the encodings.
fn in_charset(response: &JsValue, bytes: &[u8]) -> Result<String, JsValue> {
    let content_type = header(response, "content-type").unwrap_or_default().to_ascii_lowercase();
    let (_, after) = content_type.split_once("charset").ok_or(JsValue::UNDEFINED)?;
    let name = after.trim_start_matches([' ', '=', '"', '\'']);
    let end = name.find([';', '"', '\'', ' ']).unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default();
    if matches!(name, "utf-8" | "utf8") {
        return Err(JsValue::UNDEFINED);
    }
    // `cp-1251` and `win1251` are not names that platforms know.
    let page = name.strip_prefix("cp").or_else(|| name.strip_prefix("win")).map(|page| page.trim_start_matches('-'));
    let page = page.filter(|page| page.len() == 4 && page.starts_with("125")).map(|page| ["windows-", page].concat());
    let decoder = Decoder::new(page.as_deref().unwrap_or(name))?;
    decoder.decode(&Uint8Array::from(bytes))
}

/// A stub of `fetch` may offer no stream.
async fn whole_text(response: &JsValue, deadline: &Deadline) -> Result<String, Failure> {
    let read = method(response, "text").ok_or(Failure::Network)?;
    let text = read.call0(response).map_err(|_| Failure::Network)?;
    let text = deadline.first(&text).await?.as_string().ok_or(Failure::Network)?;
    if text.len() > MAX_REPLY_BYTES { Err(Failure::TooLarge) } else { Ok(text) }
}

/// The most pieces of a body. A stream whose pieces come at once, each of them empty or one byte long, would let no timer have its
/// turn.
const MAX_PIECES: u32 = 20_000;

/// A stream's reader, with its deadline.
pub(crate) struct Reader<'a> {
    reader: JsValue,
    deadline: &'a Deadline,
}

impl<'a> Reader<'a> {
    /// The reader of a stream; `None` if it is not a stream, or is being read already.
    pub(crate) fn of(stream: &JsValue, deadline: &'a Deadline) -> Option<Self> {
        let reader = method(stream, "getReader")?.call0(stream).ok()?;
        Some(Self { reader, deadline })
    }

    /// Everything up to the cap. A longer stream, or one that does not yield bytes, is cancelled.
    ///
    /// # Errors
    /// `TooLarge`; `Network` where the stream breaks off or gives no bytes; what ended the deadline.
    pub(crate) async fn read_to_end(&self, cap: usize) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let mut failure = Failure::TooLarge;
        for _ in 0..=MAX_PIECES {
            match self.piece().await.and_then(|piece| append(&mut bytes, piece.as_ref(), cap)) {
                Ok(true) => {}
                Ok(false) => return Ok(bytes),
                Err(other) => {
                    failure = other;
                    break;
                }
            }
        }
        cancel(&self.reader);
        Err(failure)
    }

    /// The next piece; `None` at the end.
    async fn piece(&self) -> Result<Option<JsValue>, Failure> {
        let result = self.deadline.first(&self.call("read")?).await?;
        if property(&result, "done")?.is_truthy() { Ok(None) } else { property(&result, "value").map(Some) }
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
