//! Callbacks: signed notifications from the bank about an order, by GET or POST.
//!
//! The signed text is `name;value;` of every parameter, sorted by name, with nothing escaped. So two different callbacks can
//! have the same signed text; those are refused here. The text has no timestamp, so a valid signature does not prove that
//! the callback is new. A callback is a hint, never a result: the next step is to ask the gateway ([`crate::trust::verdict`]).
//!
//! Source: BPC REST reference, callback notifications.

mod jwt;
mod operation;
mod parameters;

pub use operation::Operation;
pub use parameters::{MAX_BYTES, MAX_PARAMETERS, Parameters};

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::codec::{hex, json};
use crate::model::credentials::Secret;
use crate::model::error::{Error, ErrorCode};
use crate::model::gateway::built;
use crate::model::ids::OrderNumber;
use crate::model::keys::CallbackKeys;
use crate::model::public_key::PublicKey;
use crate::protocol::object::Object;

/// Bytes of an HMAC-SHA256.
const MAC_BYTES: usize = 32;

const OTHER_KIND: &str = "has a checksum whose length does not match gateway.callback: HMAC-SHA256 has 64 hexadecimal digits, RSA two for each byte of the key";

pub(super) const ALTERED: &str = "was altered, or was not signed with the key of gateway.callback";

/// A callback with valid syntax. It says that something happened; ask the gateway for the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    parameters: Parameters,
    is_proven: bool,
}

impl Event {
    fn new(parameters: Parameters, is_proven: bool) -> Result<Self, &'static str> {
        let event = Self { parameters, is_proven };
        let is_number = |number| OrderNumber::new(number, OrderNumber::MAX_LENGTH).is_ok();
        if !event.order_id().is_none_or(is_order_id) || !event.order_number().is_none_or(is_number) {
            return Err("has an invalid mdOrder or orderNumber");
        }
        Ok(event)
    }

    /// Whether a signature proves that the bank sent it.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.is_proven
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        Operation::named(self.parameters.get("operation"))
    }

    /// Whether the operation succeeded; `None` where the callback does not say. A successful refund is not a payment.
    #[must_use]
    pub fn succeeded(&self) -> Option<bool> {
        match self.parameters.get("status") {
            Some("1") => Some(true),
            Some("0") => Some(false),
            _ => None,
        }
    }

    /// The gateway's id: 1 to 36 letters, digits and `-`. Callbacks about stored cards have none.
    #[must_use]
    pub fn order_id(&self) -> Option<&str> {
        self.parameters.get("mdOrder").or_else(|| self.parameters.get("mdorder"))
    }

    /// The order number: text that [`OrderNumber`] accepts. Callbacks about stored cards have none.
    #[must_use]
    pub fn order_number(&self) -> Option<&str> {
        self.parameters.get("orderNumber")
    }

    /// Every parameter, decoded. The store may use only those of [`Parameters::signed`].
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }
}

fn is_order_id(text: &str) -> bool {
    (1..=36).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The result of [`open`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened<'a> {
    /// The signature is valid: the callback was signed with the shared secret.
    Genuine(Event),
    /// Nothing is signed, so anybody may have sent it. The store may use it only to ask the gateway, and only for an order that the
    /// store knows.
    Unproven(Event),
    /// The checksum is an RSA signature, which this crate does not verify. Verify RSASSA-PKCS1-v1_5 over
    /// [`Parameters::canonical`] with a cryptography library, such as `crypto.subtle` or the `rsa` crate.
    NeedsRsa {
        /// The callback, to be used only after its signature is verified. Its parameter `checksum` is the signature in
        /// hexadecimal digits.
        unverified: Event,
        /// The bank's key.
        key: &'a PublicKey,
    },
}

/// With what a callback is checked.
#[derive(Clone, Copy, Debug)]
pub struct Check<'a> {
    /// The keys. They choose the algorithm; the callback's own `sign_alias` and the `alg` of a token do not.
    pub keys: Option<&'a CallbackKeys>,
    /// Names of parameters that the store's own address adds. They are not signed and not reported.
    pub ignored: &'a [String],
    /// Milliseconds since 1970: a token expires.
    pub now_ms: u64,
}

/// Reads the query or form of a callback, and checks an HMAC checksum. It has no clock, so for it every JSON Web Token has expired:
/// [`open_with`] takes the time.
///
/// # Errors
/// As [`open_with`].
pub fn open<'a>(text: &str, keys: Option<&'a CallbackKeys>) -> Result<Opened<'a>, Error> {
    open_with(text, Check { keys, ignored: &[], now_ms: u64::MAX })
}

/// Reads the query, form, token or JSON of a callback, and checks its signature.
///
/// # Errors
/// `invalid_option` without keys; `callback_invalid` for every other error. The message says which rule is broken. It repeats no
/// part of the callback.
pub fn open_with<'a>(text: &str, with: Check<'a>) -> Result<Opened<'a>, Error> {
    match with.keys {
        Some(keys) => check(text, keys, &with)
            .map_err(|why| Error::new(ErrorCode::CallbackInvalid, ["the callback ", why].concat())),
        None => Err(Error::invalid("gateway.callback", "is missing; without a key anybody can forge a callback")),
    }
}

fn check<'a>(text: &str, keys: &'a CallbackKeys, with: &Check<'a>) -> Result<Opened<'a>, &'static str> {
    match keys {
        CallbackKeys::Shared(_) | CallbackKeys::Public(_) => {
            built::only(built::CHECKSUMS, || with_checksum(text, keys, with))
        }
        CallbackKeys::Jwt(secrets) => {
            built::only(built::TOKENS, || Event::new(jwt::open(text, secrets, with.now_ms)?, true).map(Opened::Genuine))
        }
        CallbackKeys::Unsigned => {
            built::only(built::UNSIGNED, || Event::new(unsigned(text, with.ignored)?, false).map(Opened::Unproven))
        }
    }
}

/// A query or form with a checksum.
fn with_checksum<'a>(text: &str, keys: &'a CallbackKeys, with: &Check<'a>) -> Result<Opened<'a>, &'static str> {
    let event = Event::new(Parameters::parse_without(text, with.ignored)?, true)?;
    let checksum = event.parameters.get("checksum").ok_or("has no checksum")?;
    let bytes = keys.public().map_or(MAC_BYTES, PublicKey::signature_bytes);
    let tag = hex::decode(checksum).filter(|tag| tag.len() == bytes).ok_or(OTHER_KIND)?;
    if let Some(key) = keys.public() {
        return Ok(Opened::NeedsRsa { unverified: event, key });
    }
    let macs = keys.shared().iter().map(Secret::mac).collect();
    if is_genuine(&event.parameters.canonical(), &tag, macs) { Ok(Opened::Genuine(event)) } else { Err(ALTERED) }
}

/// A query, a form or a JSON object that nobody signed.
fn unsigned(text: &str, ignored: &[String]) -> Result<Parameters, &'static str> {
    if !text.trim_ascii_start().starts_with('{') {
        return Parameters::parse_without(text, ignored);
    }
    if text.len() > MAX_BYTES {
        return Err(parameters::TOO_LARGE);
    }
    let value = json::parse(text).map_err(|_| "is not JSON, or cut off")?;
    Object::of(&value).map_or(Err("is not a JSON object"), Parameters::of_object)
}

fn is_genuine(text: &str, tag: &[u8], macs: Vec<Hmac<Sha256>>) -> bool {
    for mut mac in macs {
        mac.update(text.as_bytes());
        // `verify_slice` compares in constant time.
        if mac.verify_slice(tag).is_ok() {
            return true;
        }
    }
    false
}
