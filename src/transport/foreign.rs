//! What a `fetch` gives back, whoever wrote it: every property is asked for by name and may be missing, throw, or be
//! anything at all.

use wasm_bindgen::prelude::*;

use crate::client::Failure;

#[wasm_bindgen]
extern "C" {
    /// Something that came out of `fetch`.
    pub(super) type Response;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(super) fn status(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch, js_name = type)]
    pub(super) fn kind(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(super) fn redirected(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(super) fn headers(this: &Response) -> Result<ReplyHeaders, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(super) fn body(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn text(this: &Response) -> Result<JsValue, JsValue>;

    /// Something that came out of a response's `headers`.
    pub(super) type ReplyHeaders;
    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn get(this: &ReplyHeaders, name: &str) -> Result<JsValue, JsValue>;

    /// Something that came out of a response's `body`.
    pub(super) type Stream;
    #[wasm_bindgen(method, getter, structural, catch, js_name = getReader)]
    pub(super) fn reads(this: &Stream) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = getReader)]
    pub(super) fn reader(this: &Stream) -> Result<Reader, JsValue>;

    /// Something that a stream reads with.
    pub(super) type Reader;
    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn read(this: &Reader) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn cancel(this: &Reader) -> Result<JsValue, JsValue>;

    /// Something that was read: bytes, or the end.
    pub(super) type Piece;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(super) fn done(this: &Piece) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(super) fn value(this: &Piece) -> Result<View, JsValue>;

    /// Something that a piece holds: a view of bytes, of whatever kind.
    pub(super) type View;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(super) fn buffer(this: &View) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch, js_name = byteOffset)]
    pub(super) fn byte_offset(this: &View) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch, js_name = byteLength)]
    pub(super) fn byte_length(this: &View) -> Result<JsValue, JsValue>;

    /// The platform's own bytes.
    #[wasm_bindgen(js_name = Uint8Array, extends = js_sys::Uint8Array)]
    pub(super) type Bytes;
    #[wasm_bindgen(constructor, js_class = "Uint8Array", catch)]
    pub(super) fn new(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<Bytes, JsValue>;

    /// Somebody's signal.
    pub(super) type Signal;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(super) fn aborted(this: &Signal) -> Result<JsValue, JsValue>;
}

/// Whether a signal has ended the call; one that cannot be asked has.
pub(super) fn is_aborted(signal: &JsValue) -> bool {
    signal.unchecked_ref::<Signal>().aborted().map_or(true, |aborted| aborted.is_truthy())
}

/// What a foreign object throws is a broken connection to us.
impl From<JsValue> for Failure {
    fn from(_: JsValue) -> Self {
        Self::Network
    }
}
