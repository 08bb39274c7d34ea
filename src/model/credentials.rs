//! The store's login at the gateway, in types that do not print their content.

use std::fmt;

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

use crate::codec::Form;
use crate::codec::base64url;
use crate::codec::bytes::contains;
use crate::codec::form::decode_loosely;
use crate::model::error::Invalid;
use crate::model::text::is_padded;

/// A secret text. It has no `Display`, and its `Debug` prints `Secret(hidden)`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Checks a secret.
    ///
    /// # Errors
    /// Refuses an empty text, because anybody can sign with an empty HMAC key. Refuses a PEM key, with or without its first
    /// line, because it may be a public one. Refuses white space at the ends and control characters: they are copying mistakes, and the gateway would only
    /// answer "access denied".
    pub fn new(text: String) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err("is empty".into());
        }
        // `MII` is how the base64 of every key and certificate begins.
        if contains(text.as_bytes(), b"-----") || (text.starts_with("MII") && text.len() > 60) {
            return Err("is a PEM key; expected a password, a token or a shared secret".into());
        }
        if is_padded(&text) {
            return Err("starts or ends with white space; remove it".into());
        }
        if text.chars().any(char::is_control) {
            return Err("contains a control character; remove it".into());
        }
        Ok(Self(text))
    }

    /// Checks several secrets, each with [`Self::new`].
    pub(crate) fn all(texts: &[String]) -> Result<Vec<Self>, Invalid> {
        let mut secrets = Vec::with_capacity(texts.len());
        for text in texts {
            secrets.push(Self::new(text.clone())?);
        }
        Ok(secrets)
    }

    /// Whether the secret has so many different bytes. A guess needs few attempts where there are few.
    pub(crate) fn is_varied(&self, different: usize) -> bool {
        let bytes = self.0.as_bytes();
        let is_new = |(at, byte): &(usize, &u8)| !bytes.iter().take(*at).any(|before| before == *byte);
        bytes.iter().enumerate().filter(is_new).take(different).count() == different
    }

    /// The text of the secret. Only the request body and the MAC may use it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// A new HMAC-SHA256 with this secret as its key.
    pub(crate) fn mac(&self) -> Hmac<Sha256> {
        mac(self.0.as_bytes())
    }

    /// A new HMAC-SHA256 with this secret, decoded from base64, as its key. `None` if it is not base64.
    pub(crate) fn mac_of_base64(&self) -> Option<Hmac<Sha256>> {
        base64url::decode_copied(&self.0).filter(|key| !key.is_empty()).map(|key| mac(&key))
    }
}

/// A new HMAC-SHA256.
#[expect(clippy::expect_used, reason = "HMAC takes keys of any length; with a fallback key anybody could sign")]
fn mac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(hidden)")
    }
}

/// How the store identifies itself in a request.
///
/// Source: BPC REST reference, `register.do`: `userName` with `password`, or the public `token` in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// API login and password. Both are secrets of the server.
    Login {
        /// API login; it usually ends in `-api`.
        user_name: Secret,
        /// API password.
        password: Secret,
    },
    /// The Open-ID token. It is public: it can register an order and read a status by `orderId`, and nothing else.
    Token(Secret),
}

impl Credentials {
    /// Whether they may be used in a browser page, where everybody can read them.
    #[must_use]
    pub fn are_public(&self) -> bool {
        matches!(self, Self::Token(_))
    }

    /// The form fields that carry them.
    fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let (first, second) = match self {
            Self::Login { user_name, password } => (("userName", user_name), Some(("password", password))),
            Self::Token(token) => (("token", token), None),
        };
        std::iter::once(first).chain(second).map(|(name, secret)| (name, secret.expose()))
    }

    /// Adds them to a form.
    pub(crate) fn push_to(&self, form: &mut Form) {
        for (name, secret) in self.fields() {
            form.push(name, secret);
        }
    }

    /// The value of an `Authorization` header (RFC 7617). The public token has none.
    pub(crate) fn basic(&self) -> Option<String> {
        let Self::Login { user_name, password } = self else { return None };
        let pair = [user_name.expose(), ":", password.expose()].concat();
        Some(["Basic ", &base64url::encode_padded(pair.as_bytes())].concat())
    }

    /// The name of the merchant: the login, or the public token. It contains no password and no key.
    pub(crate) fn merchant(&self) -> &str {
        match self {
            Self::Login { user_name, .. } => user_name.expose(),
            Self::Token(token) => token.expose(),
        }
    }

    /// Whether a key is one of the secrets of the login.
    pub(crate) fn are(&self, key: &Secret) -> bool {
        self.fields().any(|(_, secret)| secret == key.expose())
    }

    /// Whether a text contains one of the secrets. A gateway may repeat in an error what it was sent.
    pub(crate) fn appear_in(&self, text: &str) -> bool {
        self.occur_in(text.as_bytes()) || self.occur_in(&decode_loosely(text))
    }

    fn occur_in(&self, text: &[u8]) -> bool {
        let in_header = self
            .basic()
            .is_some_and(|header| contains(text, header.strip_prefix("Basic ").unwrap_or_default().as_bytes()));
        in_header || self.fields().any(|(_, secret)| contains(text, secret.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_empty_and_not_padded() {
        assert_eq!(Secret::new(String::new()).unwrap_err().to_string(), "is empty");
        for padded in [" key", "key ", "key\n", "\tkey"] {
            let invalid = Secret::new(padded.into()).unwrap_err().to_string();
            assert_eq!(invalid, "starts or ends with white space; remove it", "{padded:?}");
        }
        assert!(Secret::new("a\u{0}b".into()).is_err());
        assert!(Secret::new("pass word".into()).is_ok(), "white space inside is allowed");
    }

    #[test]
    fn a_secret_is_never_printed() {
        let login = Credentials::Login {
            user_name: Secret::new("canary-user".into()).unwrap(),
            password: Secret::new("canary-pass".into()).unwrap(),
        };
        let token = Credentials::Token(Secret::new("canary-token".into()).unwrap());
        assert!(!format!("{login:?} {token:?}").contains("canary"));
        assert!(login.appear_in("wrong password (canary-pass)") && login.appear_in("canary-user"));
        assert!(!login.appear_in("wrong password") && !login.appear_in(""));
        let header = login.basic().unwrap();
        assert_eq!(header, "Basic Y2FuYXJ5LXVzZXI6Y2FuYXJ5LXBhc3M=");
        assert!(login.appear_in(&format!("bad header {header}")) && token.basic().is_none());
    }
}
