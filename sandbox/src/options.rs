//! The options of a sandbox.

mod callbacks;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use callbacks::{Callbacks, Method, Signature};

use crate::digits;
use crate::profile::Profile;

/// The options of a sandbox. Each has a default.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Options {
    /// The installation whose replies are imitated. The default is `bpc`.
    pub profile: Profile,
    /// Whether a profile refuses what its bank refuses, such as a form at a gateway that takes JSON or an order without a
    /// mandatory cart. The default is yes. Without, the profile differs in what it writes and does, and refuses only what
    /// every installation refuses.
    pub strict: bool,
    /// Whether profile `bt` refuses login and password in the body, and accepts them as an `Authorization: Basic` header
    /// alone. The default is no.
    pub basic_login_only: bool,
    /// The seed of the random numbers. The default is 1. The same seed and requests give the same order ids.
    pub seed: u64,
    /// Scheme and host of `formUrl`, such as `https://bank.test:8788`. The default is where each request was sent to.
    pub origin: Option<String>,
    /// The main account.
    pub merchant: Merchant,
    /// Further accounts. Each has its own orders and order numbers, and can have its own profile.
    pub merchants: Vec<Merchant>,
    /// Seconds until an order expires that has no `sessionTimeoutSecs` and no `expirationDate`. The default is the
    /// profile's: 1200, for `satim` 600.
    pub session_timeout_secs: Option<u64>,
    /// Failed attempts after which an order is closed with action code −2013. The default is 5.
    pub max_attempts: u32,
    /// Orders that are kept. The default is 10,000. Beyond this the oldest order and its number are removed.
    pub max_orders: usize,
    /// Bytes of all orders together. The default is 64 MiB. Beyond this the oldest order is removed.
    pub max_order_bytes: usize,
    /// The most bytes of a request body. The default is 2 MiB, so that every order fits that a client can read back: a form writes
    /// a byte as three characters. No bank publishes its own limit. A longer body is answered with HTTP 413.
    pub max_body_bytes: usize,
    /// The version of the status reply, 0 to 46. Older versions have fewer fields. The default is the profile's.
    pub response_version: Option<u8>,
    /// Whether `reverse.do` can also reverse a capture. Banks permit it on request. The default is no.
    pub reverse_deposited: bool,
    /// Calls that are kept, in at most 64 MiB. The default is 50,000. 0 keeps none.
    pub max_exchanges: usize,
    /// Seconds within which a paid order of profile `satim` must be acknowledged. Otherwise it is given back. The default is
    /// 600, and 0 gives nothing back. Other profiles acknowledge nothing.
    pub acknowledge_secs: Option<u64>,
    /// How the merchant is notified.
    pub callbacks: Callbacks,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            profile: Profile::default(),
            strict: true,
            basic_login_only: false,
            seed: 1,
            origin: None,
            merchant: Merchant::default(),
            merchants: Vec::new(),
            session_timeout_secs: None,
            max_attempts: 5,
            max_orders: 10_000,
            max_order_bytes: 64 << 20,
            max_body_bytes: 2 << 20,
            response_version: None,
            reverse_deposited: false,
            max_exchanges: 50_000,
            acknowledge_secs: None,
            callbacks: Callbacks::default(),
        }
    }
}

/// The message without the position, which belongs to a JSON text that the caller did not write.
fn without_position(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).replace('`', "\"")
}

/// An account at the gateway.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Merchant {
    /// API login. The default is `test_user`.
    pub user_name: String,
    /// API password. The default is `test_user_password`.
    pub password: String,
    /// The public token. Registration and status (by `orderId`) accept it instead of login and password. The default is
    /// `test_token`.
    pub token: String,
    /// The name on the payment page. The default is `Test shop`.
    pub name: String,
    /// The installation whose replies are imitated for this account. The default is that of the options.
    pub profile: Option<Profile>,
    /// Numeric ISO 4217 codes that the merchant may use. An order without a currency gets the first. The default is the
    /// profile's: for `bpc` it is `978`.
    pub currencies: Option<Vec<String>>,
    /// Whether an order without `orderNumber` gets a number from the gateway. The default is the profile's: for `bpc` yes.
    pub numbers_orders: Option<bool>,
}

impl Default for Merchant {
    fn default() -> Self {
        Self {
            user_name: "test_user".into(),
            password: "test_user_password".into(),
            token: "test_token".into(),
            name: "Test shop".into(),
            profile: None,
            currencies: None,
            numbers_orders: None,
        }
    }
}

impl Merchant {
    fn check(&self) -> Result<(), String> {
        let Some(currencies) = &self.currencies else { return Ok(()) };
        match currencies.iter().find(|code| !digits::is_currency(code)) {
            Some(code) => {
                Err(format!("merchant.currencies: \"{code}\" is not a numeric ISO 4217 code such as \"978\""))
            }
            None if currencies.is_empty() => Err("merchant.currencies: must name at least one currency".into()),
            None => Ok(()),
        }
    }
}

impl Options {
    /// The defaults with this profile.
    #[must_use]
    pub fn of(profile: Profile) -> Self {
        Self { profile, ..Self::default() }
    }

    /// Reads options from a JSON object with camelCase names.
    ///
    /// # Errors
    /// When a name is unknown, or a value has another type or is out of range. The text names it.
    pub fn from_json(text: &str) -> Result<Self, String> {
        // In two steps: the errors of a `Value` name the types that they expect.
        let value: Value = serde_json::from_str(text).map_err(|error| without_position(&error.to_string()))?;
        let options = Self::deserialize(&value).map_err(|error| without_position(&error.to_string()))?;
        options.check()?;
        Ok(options)
    }

    /// The names of all options.
    #[must_use]
    pub fn names() -> Vec<String> {
        field_names(&Self::default())
    }

    fn check(&self) -> Result<(), String> {
        for (name, value) in [("maxOrders", self.max_orders), ("maxBodyBytes", self.max_body_bytes)] {
            if value == 0 {
                return Err(format!("{name}: must be at least 1"));
            }
        }
        if self.max_attempts == 0 {
            return Err("maxAttempts: must be at least 1".into());
        }
        if self.response_version.is_some_and(|version| version > 46) {
            return Err("responseVersion: must be 0 to 46".into());
        }
        let mut names: Vec<&str> = Vec::new();
        for merchant in std::iter::once(&self.merchant).chain(&self.merchants) {
            merchant.check()?;
            if names.contains(&merchant.user_name.as_str()) {
                return Err(format!("merchants: userName \"{}\" is used twice", merchant.user_name));
            }
            names.push(&merchant.user_name);
        }
        if self.callbacks.secret.is_empty() {
            return Err("callbacks.secret: must not be empty".into());
        }
        if self.callbacks.max_failures == Some(0) {
            return Err("callbacks.maxFailures: must be at least 1".into());
        }
        match &self.origin {
            Some(origin) if !origin.starts_with("http://") && !origin.starts_with("https://") => {
                Err(format!("origin: \"{origin}\" must start with http:// or https://"))
            }
            _ => Ok(()),
        }
    }
}

/// The names of the fields of a value that serialises as an object.
pub(crate) fn field_names(value: &impl Serialize) -> Vec<String> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields.into_iter().map(|(name, _)| name).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_options_are_named() {
        for (text, part) in [
            (r#"{"profil":"bpc"}"#, "unknown field \"profil\""),
            (r#"{"profile":"acme"}"#, "unknown variant \"acme\""),
            (r#"{"merchant":{"user":"x"}}"#, "unknown field \"user\""),
            (r#"{"maxOrders":0}"#, "maxOrders: must be at least 1"),
            (r#"{"maxAttempts":0}"#, "maxAttempts: must be at least 1"),
            (r#"{"responseVersion":47}"#, "responseVersion: must be 0 to 46"),
            (r#"{"merchant":{"currencies":["EUR"]}}"#, "\"EUR\" is not a numeric ISO 4217 code"),
            (r#"{"merchant":{"currencies":[]}}"#, "at least one currency"),
            (r#"{"callbacks":{"secret":""}}"#, "callbacks.secret: must not be empty"),
            (r#"{"callbacks":{"maxFailures":0}}"#, "callbacks.maxFailures: must be at least 1"),
            (r#"{"callbacks":{"method":"PUT"}}"#, "unknown variant \"PUT\""),
            (r#"{"origin":"bank.test"}"#, "must start with http://"),
            (r#"{"merchants":[{}]}"#, "userName \"test_user\" is used twice"),
            (r#"{"maxOrders":-1}"#, "invalid value"),
            (r#"{"profile":null}"#, "invalid type: null, expected string"),
            (r#"{"profile":"#, "EOF while parsing a value"),
        ] {
            let error = Options::from_json(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn an_empty_object_is_the_default() {
        let options = Options::from_json("{}").unwrap();
        assert_eq!((options.profile, options.max_orders, options.max_attempts), (Profile::Bpc, 10_000, 5));
    }
}
