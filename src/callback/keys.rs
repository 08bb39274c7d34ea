//! What the bank signs its callbacks with, as the store configured it: one kind or the other, never what a callback says.

use crate::callback::rsa::{Hash, PublicKey};
use crate::credentials::Secret;
use crate::error::{Error, Refusal};
use crate::options::{self, Options};
use crate::wire::value::Value;

/// The key or keys of `gateway.callback`.
#[derive(Clone, Debug)]
pub enum Keys {
    /// HMAC-SHA256: any of them may have signed, while one is rotated or test and live share an address.
    Shared(Vec<Secret>),
    /// RSASSA-PKCS1-v1_5.
    Public(PublicKey),
}

impl Keys {
    /// Reads the object under `gateway.callback`.
    ///
    /// # Errors
    /// `invalid_option` that names the field.
    pub fn read(value: &Value) -> Result<Self, Error> {
        let callback = Options::of("gateway.callback", value)?;
        callback.allow_only(&["secret", "publicKey", "hash", "allowWeakKey"])?;
        if callback.has("secret") == callback.has("publicKey") {
            let why = "expected either secret or publicKey; is the environment variable set?";
            return Err(Error::invalid("gateway.callback", why));
        }
        if callback.has("secret") {
            callback.allow_only(&["secret"])?;
            return callback.require("secret", secrets).map(Self::Shared);
        }
        let hash = callback.read("hash", Hash::read)?.unwrap_or(Hash::Sha512);
        let weak = callback.read("allowWeakKey", flag)?.unwrap_or(false);
        callback.require("publicKey", |value| PublicKey::read(value, hash, weak)).map(Self::Public)
    }
}

fn flag(value: &Value) -> Result<bool, Refusal> {
    if let Value::Bool(flag) = value { Ok(*flag) } else { Err("expected true or false".into()) }
}

fn secrets(value: &Value) -> Result<Vec<Secret>, Refusal> {
    let secrets = options::secrets(value)?;
    if secrets.is_empty() { Err("is an empty list".into()) } else { Ok(secrets) }
}
