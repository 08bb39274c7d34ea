//! Who the store is at the gateway, in types that cannot be printed.

use std::fmt;

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

use crate::codec::Form;
use crate::codec::bytes::contains;
use crate::codec::form::decode_loosely;
use crate::model::error::Invalid;

/// A value that must never be seen: it has no `Display`, and its `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret as it came from the environment.
    ///
    /// # Errors
    /// Refuses an empty one (an empty HMAC key can be forged), a key in PEM (which may be public), and one with white space at
    /// its ends or control characters in it: that is a copying mistake, and the gateway's "access denied" would not say so.
    pub fn new(text: String) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err("is empty".into());
        }
        if text.starts_with("-----") {
            return Err("is a key in PEM, where a password or token belongs".into());
        }
        if text.trim().len() != text.len() {
            return Err("starts or ends with white space; copy it again without".into());
        }
        if text.chars().any(char::is_control) {
            return Err("contains a control character; copy it again without".into());
        }
        Ok(Self(text))
    }

    /// Several secrets, as [`Self::new`] takes each.
    pub(crate) fn all(texts: &[String]) -> Result<Vec<Self>, Invalid> {
        let mut secrets = Vec::with_capacity(texts.len());
        for text in texts {
            secrets.push(Self::new(text.clone())?);
        }
        Ok(secrets)
    }

    /// The secret itself. Only for the request body and the MAC.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// An HMAC-SHA256 under this secret, to be fed.
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length; a fallback key would be a forgeable one")]
    pub(crate) fn mac(&self) -> Hmac<Sha256> {
        Hmac::new_from_slice(self.0.as_bytes()).expect("HMAC takes keys of any length")
    }
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
    /// API login and password: a server's secret.
    Login {
        /// API login; it usually ends in `-api`.
        user_name: Secret,
        /// API password.
        password: Secret,
    },
    /// The Open-ID token: public by design. It registers orders and asks for a status by `orderId`, nothing else.
    Token(Secret),
}

impl Credentials {
    /// Whether these may be used where everybody can read them, in a page.
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

    /// What tells this merchant from another, without being worth stealing: the login, or the public token.
    pub(crate) fn merchant(&self) -> &str {
        match self {
            Self::Login { user_name, .. } => user_name.expose(),
            Self::Token(token) => token.expose(),
        }
    }

    /// Whether a text repeats one of the secrets: a gateway may echo what it was sent.
    pub(crate) fn appear_in(&self, text: &str) -> bool {
        self.stand_in(text.as_bytes()) || self.stand_in(&decode_loosely(text))
    }

    fn stand_in(&self, text: &[u8]) -> bool {
        self.fields().any(|(_, secret)| contains(text, secret.as_bytes()))
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
            assert_eq!(invalid, "starts or ends with white space; copy it again without", "{padded:?}");
        }
        assert!(Secret::new("a\u{0}b".into()).is_err());
        assert!(Secret::new("pass word".into()).is_ok(), "white space inside is the bank's business");
    }

    #[test]
    fn nothing_prints_a_secret() {
        let login = Credentials::Login {
            user_name: Secret::new("canary-user".into()).unwrap(),
            password: Secret::new("canary-pass".into()).unwrap(),
        };
        let token = Credentials::Token(Secret::new("canary-token".into()).unwrap());
        assert!(!format!("{login:?} {token:?}").contains("canary"));
        assert!(login.appear_in("wrong password (canary-pass)") && login.appear_in("canary-user"));
        assert!(!login.appear_in("wrong password") && !login.appear_in(""));
    }
}
