//! Any other method of the gateway: the same login, deadline, errors and masking, and no opinion about the reply.

use std::fmt;

use super::failure::{ASK_FIRST, in_doubt, redacted, unusable};
use super::{Answer, Failure, Request};
use crate::codec::{Form, Value, json, split};
use crate::model::error::{Error, ErrorCode, Invalid};
use crate::model::gateway::{Endpoint, Gateway};
use crate::model::order::parameters::is_one_of;
use crate::protocol::object::Object;
use crate::protocol::reply::Reply;
use crate::protocol::status;

/// The longest method name, in characters.
const MAX_METHOD: usize = 100;

/// A call of a method that this library has no function for.
#[derive(Clone)]
pub struct Other {
    method: String,
    form: Form,
}

// The form holds the credentials.
impl fmt::Debug for Other {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Other").field(&self.method).finish()
    }
}

impl Other {
    /// A method under the REST root, such as `getBindings.do`, and its parameters: texts, whole numbers, booleans, objects (sent as
    /// JSON text), and lists of texts (sent once each).
    ///
    /// # Errors
    /// `invalid_option` for a name that is not a method, for one that has a function of its own, and for the login among the
    /// parameters.
    pub fn new<'a>(
        method: &str,
        parameters: impl Iterator<Item = (&'a str, &'a Value)>,
        gateway: &Gateway,
    ) -> Result<Self, Error> {
        check_method(method).map_err(|invalid| invalid.at("method"))?;
        let mut form = gateway.form();
        for (name, value) in parameters {
            if is_one_of(name, &["userName", "password", "token"]) {
                return Err(Error::invalid(&["parameters.", name].concat(), "is taken from gateway; remove it"));
            }
            push(&mut form, name, value);
        }
        Ok(Self { method: method.to_owned(), form })
    }

    pub(super) fn request(&self, gateway: &Gateway) -> Request {
        Request::new(gateway, &self.method, self.form.clone(), gateway.timeout_ms())
    }

    pub(super) fn replied(self, reply: Result<Reply, Failure>, gateway: &Gateway) -> Result<Answer, Error> {
        let error = match reply {
            Err(failure) => in_doubt(failure, ASK_FIRST, gateway),
            Ok(reply) if reply.leaves_outcome_open() => unusable(&reply, ASK_FIRST),
            Ok(reply) => match read(&reply) {
                Ok(value) => return Ok(Answer::Reply(value)),
                Err(error) if error.code() == ErrorCode::MalformedReply => error.with_note(ASK_FIRST),
                Err(error) => error,
            },
        };
        Err(redacted(error, gateway).at(self.method).retryable(false))
    }
}

/// The reply without card numbers. An object may report an error.
fn read(reply: &Reply) -> Result<Value, Error> {
    let mut value = reply.json()?;
    match Object::of(&value) {
        Some(object) => reply.check(object)?,
        None if reply.is_success() => {}
        None => return Err(reply.malformed("no object")),
    }
    status::mask_cards(&mut value);
    Ok(value)
}

fn check_method(method: &str) -> Result<(), Invalid> {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    let name =
        method.strip_suffix(".do").filter(|name| method.len() <= MAX_METHOD && split::parts(name, "/").all(is_word));
    if name.is_none() {
        return Err("expected the name of a method under the REST root, such as \"getBindings.do\"".into());
    }
    if Endpoint::ALL.iter().any(|known| known.name().eq_ignore_ascii_case(method)) {
        return Err("has a function of its own, which also checks its parameters; call that".into());
    }
    Ok(())
}

fn push(form: &mut Form, name: &str, value: &Value) {
    match value {
        Value::Text(text) => form.push(name, text),
        Value::List(items) if !form.is_json() => items.iter().for_each(|item| push(form, name, item)),
        value => form.push_json(name, &json::stringify(value)),
    }
}
