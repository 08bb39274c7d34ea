//! How callback notifications are sent, as the bank configures it for the merchant.

use serde::{Deserialize, Serialize};

use crate::operation::Operation;
use crate::profile::Retry;

/// The settings of callback notifications.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Callbacks {
    /// The address of the merchant's callback handler. Without it, only orders with `dynamicCallbackUrl` are notified.
    pub url: Option<String>,
    /// `GET` with a query (the default) or `POST` with a form. Profile `bt` always posts a JWT, profile `ecom` JSON.
    pub method: Method,
    /// How the notification is signed. The default is HMAC-SHA256. Profiles `bt` (a JWT), `ecom` and `credibanco` (no
    /// checksum) do not depend on it.
    pub signature: Signature,
    /// Key of the HMAC. The default is `test_callback_secret`. Profile `bt` decodes a key in base64.
    pub secret: String,
    /// The operations of which the merchant is notified. The default is `approved`, `deposited`, `reversed`, `refunded` and
    /// `declinedByTimeout`. `bindingCreated` can be added.
    pub operations: Vec<String>,
    /// Optional parameters to send, such as `amount`, `actionCode` or `callbackCreationDate`. The default is none.
    pub extra: Vec<String>,
    /// Seconds between a failure and the next attempt. The default is the profile's: 30, for `ecom` 60. Profile
    /// `credibanco` waits 10 minutes times the number of the attempt.
    pub retry_secs: Option<u64>,
    /// Failures after which a notification is given up. The default is the profile's: 3, for `credibanco` 6.
    pub max_failures: Option<u32>,
    /// Milliseconds between an operation and its notification. The default is 0. With a long delay the customer's browser
    /// arrives first.
    pub delay_ms: u64,
}

impl Default for Callbacks {
    fn default() -> Self {
        Self {
            url: None,
            method: Method::Get,
            signature: Signature::Hmac,
            secret: "test_callback_secret".into(),
            operations: Operation::DEFAULT.map(|operation| operation.as_str().into()).to_vec(),
            extra: Vec::new(),
            retry_secs: None,
            max_failures: None,
            delay_ms: 0,
        }
    }
}

impl Callbacks {
    /// What the options leave out comes from the profile.
    pub(crate) fn retry(&self, of_profile: Retry) -> Retry {
        Retry {
            secs: self.retry_secs.unwrap_or(of_profile.secs),
            grows: of_profile.grows && self.retry_secs.is_none(),
            max_failures: self.max_failures.unwrap_or(of_profile.max_failures),
        }
    }
}

/// The HTTP method of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Parameters in the query.
    Get,
    /// Parameters in a form.
    Post,
}

/// The signature of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Signature {
    /// No checksum.
    None,
    /// HMAC-SHA256 with the shared secret, in upper-case hex.
    Hmac,
    /// RSA with SHA-512. The sandbox holds no private key: the sender signs [`Callback::to_sign`](crate::Callback::to_sign).
    Rsa,
}
