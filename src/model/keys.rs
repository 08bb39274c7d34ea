//! The keys of a store: the return keys, which sign its return addresses, and the callback keys, with which callbacks are checked.

use crate::model::address::Address;
use crate::model::credentials::{Credentials, Secret};
use crate::model::error::Invalid;
use crate::model::public_key::PublicKey;

/// The return key of the demo store (`www/worker/config.js`). It is public, so it is for a gateway on this machine only.
const DEMO_KEY: &str = "anybody-can-read-this-development-key";

/// The store's return keys. The first one signs; a return address signed with any of them is accepted.
#[derive(Clone, Debug)]
pub struct ReturnKeys(Vec<Secret>);

impl ReturnKeys {
    /// Takes one key, or several during a key rotation.
    ///
    /// # Errors
    /// Refuses an empty list, and keys that can be guessed: of fewer than 16 characters, or of fewer than 8 different ones. The
    /// customer has a text and its signature, so a person who guesses the key can check the guess.
    pub fn new(keys: Vec<Secret>) -> Result<Self, Invalid> {
        if keys.is_empty() {
            return Err("is an empty list; give at least one key".into());
        }
        if keys.iter().any(|key| key.expose().chars().count() < 16) {
            return Err("is shorter than 16 characters; make one with: npx bpc-checkout key".into());
        }
        if keys.iter().any(|key| !key.is_varied(8)) {
            return Err("has fewer than 8 different characters; make one with: npx bpc-checkout key".into());
        }
        Ok(Self(keys))
    }

    /// Why these keys cannot be used with a configuration: they are known to others, or do two jobs.
    pub(crate) fn unfit(
        &self,
        base: &Address,
        credentials: &Credentials,
        callback: Option<&CallbackKeys>,
    ) -> Option<&'static str> {
        let shared = if let Some(CallbackKeys::Shared(secrets)) = callback { secrets.as_slice() } else { &[] };
        if self.0.iter().any(|key| credentials.are(key) || shared.contains(key)) {
            return Some("is another secret of this gateway too; use a key of its own: npx bpc-checkout key");
        }
        let is_demo = self.0.iter().any(|key| key.expose() == DEMO_KEY);
        (is_demo && !base.is_loopback())
            .then_some("is the public key of the demo store; make one with: npx bpc-checkout key")
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

impl CallbackKeys {
    /// The bank's key, where callbacks are signed with RSA.
    pub(crate) fn public(&self) -> Option<&PublicKey> {
        if let Self::Public(key) = self { Some(key) } else { None }
    }

    /// The secrets of an HMAC.
    pub(crate) fn shared(&self) -> &[Secret] {
        if let Self::Shared(secrets) = self { secrets } else { &[] }
    }
}
