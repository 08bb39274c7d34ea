//! Callbacks: the bank tells the store what happened to an order, by GET or POST, signed.
//!
//! What is signed is `name;value;` of every parameter, sorted by name, with nothing escaped. So one text can be read in two
//! ways, and it holds no moment of its own: a good signature makes a callback a genuine *hint*, never a result. Ambiguous
//! ones are refused here, and the way on is [`crate::verdict`], by asking the gateway.
//!
//! Source: BPC REST reference, callback notifications.

mod keys;
mod parameters;
mod rsa;

pub use keys::Keys;
pub use parameters::{MAX_BYTES, MAX_PARAMETERS, Parameters};
pub use rsa::{Hash, PublicKey};

use hmac::Mac;

use crate::credentials::Secret;
use crate::error::{Error, ErrorCode};
use crate::order::OrderNumber;
use crate::wire::form;

/// Bytes of an HMAC-SHA256.
const MAC_BYTES: usize = 32;

/// What a callback can be about, as the gateway names it. Anything else, or nothing, is [`UNKNOWN`].
const OPERATIONS: &[&str] = &[
    "approved",
    "deposited",
    "reversed",
    "refunded",
    "declinedByTimeout",
    CARD_PRESENT,
    "bindingCreated",
    "bindingActivityChanged",
];
const CARD_PRESENT: &str = "declinedCardPresent";

/// An operation that is newer than this version; or none: some banks send none for stored cards.
pub const UNKNOWN: &str = "unknown";

/// What a callback says, its grammar checked. A hint to ask the gateway: it decides nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event(Parameters);

impl Event {
    /// Reads a query or form.
    fn read(text: &str) -> Result<Self, &'static str> {
        let event = Self(Parameters::parse(text)?);
        if event.0.get("mdOrder").and(event.0.get("mdorder")).is_some() {
            return Err(parameters::TWICE);
        }
        let is_number = |number| OrderNumber::new(number, OrderNumber::MAX_LENGTH).is_ok();
        if !event.order_id().is_none_or(is_order_id) || !event.order_number().is_none_or(is_number) {
            return Err("has an mdOrder or orderNumber that is none");
        }
        Ok(event)
    }

    /// What happened: one of eight names, or [`UNKNOWN`].
    #[must_use]
    pub fn operation(&self) -> &'static str {
        let name = match self.0.get("operation") {
            // As some banks spell it.
            Some("declinedCardpresent") => Some(CARD_PRESENT),
            name => name,
        };
        OPERATIONS.iter().find(|known| Some(**known) == name).unwrap_or(&UNKNOWN)
    }

    /// Whether that operation succeeded; `None` where the callback does not say. A refund that succeeded is no payment.
    #[must_use]
    pub fn succeeded(&self) -> Option<bool> {
        match self.0.get("status") {
            Some("1") => Some(true),
            Some("0") => Some(false),
            _ => None,
        }
    }

    /// The gateway's id: 1 to 36 letters, digits and `-`. Events of stored cards have none.
    #[must_use]
    pub fn order_id(&self) -> Option<&str> {
        self.0.get("mdOrder").or_else(|| self.0.get("mdorder"))
    }

    /// The store's number, as [`OrderNumber`] takes it. Events of stored cards have none.
    #[must_use]
    pub fn order_number(&self) -> Option<&str> {
        self.0.get("orderNumber")
    }

    /// Everything that came, decoded. Only what is signed may be handed out.
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.0
    }
}

fn is_order_id(text: &str) -> bool {
    (1..=36).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A callback whose form is right. Only [`Opened::Genuine`] may be handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened<'a> {
    /// The bank signed it, with a secret that it shares with the store.
    Genuine(Event),
    /// It is the platform's turn: RSASSA-PKCS1-v1_5 over the canonical text.
    Undecided {
        /// What it says, should the signature be good. Its checksum is the signature: hexadecimal digits, as many as the key
        /// makes.
        unverified: Event,
        /// The bank's key.
        key: &'a PublicKey,
    },
}

/// Reads a callback's query or form and checks its signature, as far as that can be done here. The algorithm comes from
/// `keys`; the callback's own `sign_alias` is never looked at.
///
/// # Errors
/// `invalid_option` without keys; `callback_invalid` for everything else. The message says which rule is broken, and
/// repeats nothing.
pub fn open<'a>(text: &str, keys: Option<&'a Keys>) -> Result<Opened<'a>, Error> {
    match keys {
        Some(keys) => {
            check(text, keys).map_err(|why| Error::new(ErrorCode::CallbackInvalid, ["the callback ", why].concat()))
        }
        None => Err(Error::invalid("gateway.callback", "is missing; without a key every callback could be forged")),
    }
}

fn check<'a>(text: &str, keys: &'a Keys) -> Result<Opened<'a>, &'static str> {
    let event = Event::read(text)?;
    let checksum = event.0.get("checksum").ok_or("has no checksum")?;
    let tag = bytes_of(checksum);
    let count = match keys {
        Keys::Shared(_) => MAC_BYTES,
        Keys::Public(key) => key.signature_bytes(),
    };
    if tag.len() != count || checksum.len() != 2 * count {
        return Err("has a checksum of another kind than gateway.callback");
    }
    match keys {
        Keys::Public(key) => Ok(Opened::Undecided { unverified: event, key }),
        Keys::Shared(secrets) if is_genuine(&event.0.canonical(), &tag, secrets) => Ok(Opened::Genuine(event)),
        Keys::Shared(_) => Err("was not signed with the key of gateway.callback, or was altered"),
    }
}

fn is_genuine(text: &str, tag: &[u8], secrets: &[Secret]) -> bool {
    secrets.iter().any(|secret| {
        let mut mac = secret.mac();
        mac.update(text.as_bytes());
        // The comparison is the MAC's own, in constant time; there is no other.
        mac.verify_slice(tag).is_ok()
    })
}

/// The bytes of hexadecimal digits; fewer than half as many as there are characters, where one of them is no digit.
fn bytes_of(checksum: &str) -> Vec<u8> {
    let mut digits = checksum.as_bytes().iter();
    let mut bytes = Vec::new();
    // Twice as often as there can be bytes.
    for _ in checksum.bytes() {
        if let Some(byte) = form::hex_byte(&mut digits) {
            bytes.push(byte);
        }
    }
    bytes
}
