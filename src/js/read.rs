//! The caller's objects as values. Every property is read once, here: a getter that throws, a proxy or a circle ends as an
//! error that names it, and never as an exception in the middle of Rust.

use std::cell::Cell;

use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::codec::Value;
use crate::codec::value::MAX_SAFE_INTEGER;
use crate::model::error::{Error, ErrorCode};

const MAX_DEPTH: u8 = 24;

/// The most text that a caller's object may have, in characters. Each value counts as one more.
const MAX_TEXT: u32 = 1024 * 1024;
/// The longest return address, in characters.
const MAX_ADDRESS: u32 = 16 * 1024;

thread_local! {
    /// How many characters the copy of an object may still have.
    static LEFT: Cell<u32> = const { Cell::new(0) };
}

const THROWS: &str = "could not be read: one of its properties throws";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys_of(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    /// Such as `[object Date]`.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> Result<JsString, JsValue>;
}

/// Why a value could not be read.
enum Unreadable {
    /// Reading it threw.
    Throws,
    Invalid(Error),
}

impl From<JsValue> for Unreadable {
    fn from(_: JsValue) -> Self {
        Self::Throws
    }
}

impl From<Error> for Unreadable {
    fn from(error: Error) -> Self {
        Self::Invalid(error)
    }
}

/// A copy that is plain data through and through.
pub(super) fn plain(value: &JsValue, path: &str) -> Result<Value, Error> {
    LEFT.set(MAX_TEXT);
    plain_at(value, path, 0)
}

fn plain_at(value: &JsValue, path: &str, depth: u8) -> Result<Value, Error> {
    let left = LEFT.get().checked_sub(1).and_then(|left| left.checked_sub(length(value)));
    let why = "is too large: all texts together may have 1,048,576 characters";
    LEFT.set(left.ok_or_else(|| Error::invalid(path, why))?);
    if value.is_object() {
        if depth == MAX_DEPTH {
            return Err(Error::invalid(path, "is nested too deep, or circular"));
        }
        return object(value, path, depth).map_err(|unreadable| match unreadable {
            Unreadable::Throws => Error::invalid(path, THROWS),
            Unreadable::Invalid(error) => error,
        });
    }
    if value.is_function() || value.is_symbol() {
        let kind = if value.is_symbol() { "symbol" } else { "function" };
        return Err(Error::invalid(path, &["expected data, got a ", kind].concat()));
    }
    single(value, path)
}

/// The length of a text, which is not copied for that. Anything else has none.
fn length(value: &JsValue) -> u32 {
    value.dyn_ref::<JsString>().map_or(0, JsString::length)
}

pub(super) fn is_longer(value: &JsValue, max: u32) -> bool {
    length(value) > max
}

/// Text, a number, true, false or nothing.
fn single(value: &JsValue, path: &str) -> Result<Value, Error> {
    if let Some(number) = value.as_f64().filter(|number| !number.is_finite()) {
        return Err(Error::invalid(path, &["expected a number, got ", &number.to_string()].concat()));
    }
    match serde_wasm_bindgen::from_value(value.clone()) {
        Ok(Value::Int(number)) if number.unsigned_abs() > MAX_SAFE_INTEGER => Err(()),
        Ok(value) => Ok(value),
        Err(_) => Err(()),
    }
    .map_err(|()| Error::invalid(path, "is too large a number"))
}

fn object(value: &JsValue, path: &str, depth: u8) -> Result<Value, Unreadable> {
    if is_array(value)? {
        return list(value, path, depth);
    }
    if Reflect::get_prototype_of(value)? != Object::get_prototype_of(&Object::new()) {
        if let Some(href) = property(value, "href")?.as_string()
            && property(value, "origin")?.is_string()
        {
            // A URL, which not every runtime calls one.
            return Ok(Value::Text(href));
        }
        let kind = kind(value)?;
        if kind != "Object" {
            return Err(Error::invalid(path, &["expected plain data, got a ", &kind].concat()).into());
        }
    }
    let mut entries = Vec::new();
    for key in keys_of(value)?.iter().filter_map(|key| key.as_string()) {
        let item = property(value, &key)?;
        let item_path = [path, ".", &key].concat();
        // As in JSON: what is undefined is not there.
        if !item.is_undefined() {
            entries.push((key, plain_at(&item, &item_path, depth + 1)?));
        }
    }
    Ok(Value::Object(entries))
}

fn list(value: &JsValue, path: &str, depth: u8) -> Result<Value, Unreadable> {
    let length = property(value, "length")?.as_f64().unwrap_or_default();
    let mut items = Vec::new();
    while items.len() < index(length) {
        let at = items.len().to_string();
        let item_path = [path, "[", &at, "]"].concat();
        items.push(plain_at(&property(value, &at)?, &item_path, depth + 1)?);
    }
    Ok(Value::List(items))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates; a list has fewer than 2^32 items"
)]
fn index(number: f64) -> usize {
    number as usize
}

pub(super) fn property(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &JsValue::from_str(name))
}

/// The kind of an object by its own word, such as `Date`.
pub(super) fn kind(value: &JsValue) -> Result<String, JsValue> {
    let tag = String::from(tag_of(value)?);
    Ok(tag.strip_prefix("[object ").and_then(|tag| tag.strip_suffix(']')).unwrap_or_default().to_owned())
}

/// The properties of an object, each read once. A key whose value is undefined is among them.
pub(super) struct Fields(Vec<(String, JsValue)>);

impl Fields {
    pub(super) fn of(object: &JsValue, path: &str) -> Result<Self, Error> {
        if !object.is_object() {
            return Err(Error::invalid(path, "expected an object"));
        }
        let read = || -> Result<Vec<(String, JsValue)>, JsValue> {
            let keys = keys_of(object)?.iter().filter_map(|key| key.as_string()).collect::<Vec<_>>();
            keys.into_iter().map(|key| property(object, &key).map(|value| (key, value))).collect()
        };
        read().map(Self).map_err(|_| Error::invalid(path, THROWS))
    }

    /// Takes one out; undefined where there is none.
    pub(super) fn take(&mut self, name: &str) -> JsValue {
        match self.0.iter().position(|(known, _)| known == name) {
            Some(at) => self.0.swap_remove(at).1,
            None => JsValue::UNDEFINED,
        }
    }

    /// The rest as one value, whose errors begin with `path`. Of `nulls` a key without a value stays, as null.
    pub(super) fn plain(&self, path: &str, nulls: &[&str]) -> Result<Value, Error> {
        LEFT.set(MAX_TEXT);
        let mut entries = Vec::new();
        for (key, value) in &self.0 {
            if !value.is_undefined() {
                entries.push((key.clone(), plain_at(value, &[path, ".", key].concat(), 1)?));
            } else if nulls.contains(&key.as_str()) {
                entries.push((key.clone(), Value::Null));
            }
        }
        Ok(Value::Object(entries))
    }

    /// All that are left.
    pub(super) fn into_entries(self) -> impl Iterator<Item = (String, JsValue)> {
        self.0.into_iter()
    }

    /// Refuses whatever is left.
    pub(super) fn none_left(&self, path: &str) -> Result<(), Error> {
        match self.0.first() {
            None => Ok(()),
            Some((key, _)) => Err(Error::invalid(&[path, ".", key].concat(), "is not a known option")),
        }
    }
}

/// The options of a call; undefined and null are none.
pub(super) fn options(value: &JsValue) -> Result<Fields, Error> {
    if value.is_undefined() || value.is_null() { Ok(Fields(Vec::new())) } else { Fields::of(value, "options") }
}

/// The `AbortSignal` of a call, of whatever realm.
pub(super) fn signal(options: &JsValue) -> Result<Option<web_sys::AbortSignal>, Error> {
    let mut options = self::options(options)?;
    let signal = options.take("signal");
    options.none_left("options")?;
    if signal.is_undefined() || signal.is_null() {
        return Ok(None);
    }
    let is_signal = property(&signal, "aborted").is_ok_and(|aborted| aborted.as_bool().is_some())
        && property(&signal, "addEventListener").is_ok_and(|method| method.is_function());
    if is_signal {
        Ok(Some(signal.unchecked_into()))
    } else {
        Err(Error::invalid("options.signal", "expected an AbortSignal"))
    }
}

/// The address the customer came back to: text, a URL, or the request itself.
pub(super) fn address(url: &JsValue) -> Result<Value, Error> {
    let text = |name| property(url, name).ok().filter(JsValue::is_string);
    let address = if url.is_object() { text("href").or_else(|| text("url")) } else { Some(url.clone()) };
    if address.as_ref().is_some_and(|address| is_longer(address, MAX_ADDRESS)) {
        return Err(Error::new(ErrorCode::ReturnInvalid, "the return address has more than 16 KB"));
    }
    let why = "expected the return address: text, a URL or a Request";
    address.and_then(|text| text.as_string()).map(Value::Text).ok_or_else(|| Error::invalid("url", why))
}

/// A property of the global object; undefined where it has none.
pub(super) fn global(name: &str) -> JsValue {
    let global: Object = js_sys::global();
    property(&global, name).unwrap_or(JsValue::UNDEFINED)
}

/// A text below a value. `None` if there is no text, or if reading it throws.
pub(super) fn text_at(value: &JsValue, path: &[&str]) -> Option<String> {
    let found = path.iter().try_fold(value.clone(), |value, name| {
        Object::try_from(&value).and_then(|object| property(object, name).ok())
    })?;
    found.as_string()
}
