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
    pub(super) fn headers(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, structural, catch)]
    pub(super) fn body(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn text(this: &Response) -> Result<JsValue, JsValue>;

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
    pub(super) fn value(this: &Piece) -> Result<JsValue, JsValue>;
}

/// What a foreign object throws is a broken connection to us.
impl From<JsValue> for Failure {
    fn from(_: JsValue) -> Self {
        Self::Network
    }
}
