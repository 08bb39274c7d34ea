//! The keys of a store: what seals its return addresses, and what the bank signs its callbacks with.

use crate::model::credentials::Secret;
use crate::model::error::Invalid;
use crate::model::public_key::PublicKey;

/// The store's return keys: the first signs, all are accepted.
#[derive(Clone, Debug)]
pub struct ReturnKeys(Vec<Secret>);

impl ReturnKeys {
    /// Takes one key, or several while they are rotated.
    ///
    /// # Errors
    /// Refuses an empty list, and keys of fewer than 16 characters.
    pub fn new(keys: Vec<Secret>) -> Result<Self, Invalid> {
        if keys.is_empty() {
            return Err("is an empty list; give at least one key".into());
        }
        if keys.iter().any(|key| key.expose().chars().count() < 16) {
            return Err("is shorter than 16 characters; make one with: openssl rand -hex 32".into());
        }
        Ok(Self(keys))
    }

    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.0
    }
}

/// What the bank signs its callbacks with, as the store configured it. What a callback says of itself does not count.
#[derive(Clone, Debug)]
pub enum CallbackKeys {
    /// HMAC-SHA256. Any of the secrets may have signed: while one is rotated, or where test and live share an address.
    Shared(Vec<Secret>),
    /// RSASSA-PKCS1-v1_5.
    Public(PublicKey),
}
