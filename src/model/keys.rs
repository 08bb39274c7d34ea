//! The keys of a store: the return keys, which sign its return addresses, and the callback keys, with which callbacks are checked.

use crate::model::credentials::Secret;
use crate::model::error::Invalid;
use crate::model::public_key::PublicKey;

/// The store's return keys. The first one signs; a return address signed with any of them is accepted.
#[derive(Clone, Debug)]
pub struct ReturnKeys(Vec<Secret>);

impl ReturnKeys {
    /// Takes one key, or several during a key rotation.
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

/// The keys with which callbacks are checked, as the store configured them. The callback itself cannot choose the algorithm.
#[derive(Clone, Debug)]
pub enum CallbackKeys {
    /// HMAC-SHA256. A callback signed with any of the secrets is accepted: several are useful during a key rotation, or where
    /// test and live callbacks come to the same URL.
    Shared(Vec<Secret>),
    /// RSASSA-PKCS1-v1_5 with the bank's public key.
    Public(PublicKey),
    /// A JSON Web Token with HMAC-SHA256. A callback signed with any of the secrets is accepted. The key is the secret decoded from
    /// base64.
    Jwt(Vec<Secret>),
    /// No key, because the bank signs nothing. Such a callback proves nothing.
    Unsigned,
}
