//! Callbacks: signed notifications from the bank about an order, by GET or POST.
//!
//! The signed text is `name;value;` of every parameter, sorted by name, with nothing escaped. So two different callbacks can
//! have the same signed text; those are refused here. The text has no timestamp, so a valid signature does not prove that
//! the callback is new. A callback is a hint, never a result: the next step is to ask the gateway ([`crate::trust::verdict`]).
//!
//! Source: BPC REST reference, callback notifications.

mod operation;
mod parameters;

pub use operation::Operation;
pub use parameters::{MAX_BYTES, MAX_PARAMETERS, Parameters};

use hmac::Mac;

use crate::codec::hex;
use crate::model::credentials::Secret;
use crate::model::error::{Error, ErrorCode};
use crate::model::ids::OrderNumber;
use crate::model::keys::CallbackKeys;
use crate::model::public_key::PublicKey;

/// Bytes of an HMAC-SHA256.
const MAC_BYTES: usize = 32;

const OTHER_KIND: &str = "has a checksum whose length does not match gateway.callback: HMAC-SHA256 has 64 hexadecimal digits, RSA two for each byte of the key";

/// A callback with valid syntax. It says that something happened; ask the gateway for the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event(Parameters);

impl Event {
    /// Reads a query or form.
    fn read(text: &str) -> Result<Self, &'static str> {
        let event = Self(Parameters::parse(text)?);
        let is_number = |number| OrderNumber::new(number, OrderNumber::MAX_LENGTH).is_ok();
        if !event.order_id().is_none_or(is_order_id) || !event.order_number().is_none_or(is_number) {
            return Err("has an invalid mdOrder or orderNumber");
        }
        Ok(event)
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        Operation::named(self.0.get("operation"))
    }

    /// Whether the operation succeeded; `None` where the callback does not say. A successful refund is not a payment.
    #[must_use]
    pub fn succeeded(&self) -> Option<bool> {
        match self.0.get("status") {
            Some("1") => Some(true),
            Some("0") => Some(false),
            _ => None,
        }
    }

    /// The gateway's id: 1 to 36 letters, digits and `-`. Callbacks about stored cards have none.
    #[must_use]
    pub fn order_id(&self) -> Option<&str> {
        self.0.get("mdOrder").or_else(|| self.0.get("mdorder"))
    }

    /// The order number: text that [`OrderNumber`] accepts. Callbacks about stored cards have none.
    #[must_use]
    pub fn order_number(&self) -> Option<&str> {
        self.0.get("orderNumber")
    }

    /// Every parameter, decoded. The store may use only those of [`Parameters::signed`].
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.0
    }
}

fn is_order_id(text: &str) -> bool {
    (1..=36).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The result of [`open`]. The store may use only [`Opened::Genuine`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened<'a> {
    /// The checksum is valid: the callback was signed with the shared secret.
    Genuine(Event),
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

/// Reads the query or form of a callback, and checks an HMAC checksum. `keys` choose the algorithm; the callback's own
/// `sign_alias` is ignored.
///
/// # Errors
/// `invalid_option` without keys; `callback_invalid` for every other error. The message says which rule is broken. It repeats no
/// part of the callback.
pub fn open<'a>(text: &str, keys: Option<&'a CallbackKeys>) -> Result<Opened<'a>, Error> {
    match keys {
        Some(keys) => {
            check(text, keys).map_err(|why| Error::new(ErrorCode::CallbackInvalid, ["the callback ", why].concat()))
        }
        None => Err(Error::invalid("gateway.callback", "is missing; without a key anybody can forge a callback")),
    }
}

fn check<'a>(text: &str, keys: &'a CallbackKeys) -> Result<Opened<'a>, &'static str> {
    let event = Event::read(text)?;
    let checksum = event.0.get("checksum").ok_or("has no checksum")?;
    let count = match keys {
        CallbackKeys::Shared(_) => MAC_BYTES,
        CallbackKeys::Public(key) => key.signature_bytes(),
    };
    let tag = hex::decode(checksum).filter(|tag| tag.len() == count).ok_or(OTHER_KIND)?;
    match keys {
        CallbackKeys::Public(key) => Ok(Opened::NeedsRsa { unverified: event, key }),
        CallbackKeys::Shared(secrets) if is_genuine(&event.0.canonical(), &tag, secrets) => Ok(Opened::Genuine(event)),
        CallbackKeys::Shared(_) => Err("was altered, or was not signed with the key of gateway.callback"),
    }
}

fn is_genuine(text: &str, tag: &[u8], secrets: &[Secret]) -> bool {
    secrets.iter().any(|secret| {
        let mut mac = secret.mac();
        mac.update(text.as_bytes());
        // `verify_slice` compares in constant time.
        mac.verify_slice(tag).is_ok()
    })
}
