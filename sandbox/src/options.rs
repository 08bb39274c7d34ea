//! How a sandbox is set up.

use serde::Deserialize;
use serde_json::Value;

use crate::callback::Callbacks;
use crate::wire::profile::Profile;

/// Everything that can be chosen when a sandbox is made. What is left out takes the default named in its line.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Options {
    /// Which installation to speak like; `bpc`.
    pub profile: Profile,
    /// Where the sandbox's own random numbers start; 1. The same seed and requests give the same order ids.
    pub seed: u64,
    /// Scheme and host that `formUrl` carries, such as `https://bank.test:8788`. Left out, it is what each request was sent to.
    pub origin: Option<String>,
    /// Who may use the gateway.
    pub merchant: Merchant,
    /// Further accounts, each with orders and numbers of its own and, where it says so, a profile of its own.
    pub merchants: Vec<Merchant>,
    /// Life of an order in seconds when neither `sessionTimeoutSecs` nor `expirationDate` says otherwise; the profile's
    /// value (1200, SATIM 600).
    pub session_timeout_secs: Option<u64>,
    /// Failed attempts after which an order is closed with action code −2013; 5.
    pub max_attempts: u32,
    /// Orders remembered; 10,000. The oldest is forgotten first, together with its order number.
    pub max_orders: usize,
    /// Bytes of all remembered orders together; 64 MiB. The oldest is forgotten first.
    pub max_order_bytes: usize,
    /// A longer request body is answered with HTTP 413; 65,536 bytes.
    pub max_body_bytes: usize,
    /// The version of the status reply, 0 to 46: older ones lack fields. The profile's value.
    pub response_version: Option<u8>,
    /// Whether `reverse.do` may take a deposited order back to "held", which banks grant on request; no.
    pub reverse_deposited: bool,
    /// Calls whose wire text is remembered for the control page; 100, none with 0.
    pub max_exchanges: usize,
    /// Seconds within which a paid order must be acknowledged (profile `satim`), or it is given back; no limit.
    pub acknowledge_secs: Option<u64>,
    /// How the shop is told what happens to its orders.
    pub callbacks: Callbacks,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            profile: Profile::default(),
            seed: 1,
            origin: None,
            merchant: Merchant::default(),
            merchants: Vec::new(),
            session_timeout_secs: None,
            max_attempts: 5,
            max_orders: 10_000,
            max_order_bytes: 64 << 20,
            max_body_bytes: 65_536,
            response_version: None,
            reverse_deposited: false,
            max_exchanges: 100,
            acknowledge_secs: None,
            callbacks: Callbacks::default(),
        }
    }
}

/// Without the position in a text that the reader of the message never wrote.
fn plain(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).replace('`', "\"")
}

/// The account at the gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Merchant {
    /// API login; `test_user`.
    pub user_name: String,
    /// API password; `test_user_password`.
    pub password: String,
    /// The public token that register and status (by `orderId`) take instead; `test_token`.
    pub token: String,
    /// The name on the payment page; `Test shop`.
    pub name: String,
    /// Which installation to speak like to this merchant; that of the options.
    pub profile: Option<Profile>,
    /// Numeric ISO 4217 codes the merchant may use, the first by default; the profile's (`978` for `bpc`).
    pub currencies: Option<Vec<String>>,
    /// Whether `orderNumber` may be left out, the gateway then numbers the order; the profile's (yes for `bpc`).
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
        let numeric = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        match currencies.iter().find(|code| !numeric(code)) {
            Some(code) => {
                Err(format!("merchant.currencies: \"{code}\" is not a numeric ISO 4217 code such as \"978\""))
            }
            None if currencies.is_empty() => Err("merchant.currencies: must name at least one currency".into()),
            None => Ok(()),
        }
    }
}

impl Options {
    /// The defaults, speaking like this installation.
    #[must_use]
    pub fn of(profile: Profile) -> Self {
        Self { profile, ..Self::default() }
    }

    /// Reads options from a JSON object with camelCase names.
    ///
    /// # Errors
    /// An unknown name, a value of another type, or a value out of its range; the text names it.
    pub fn from_json(text: &str) -> Result<Self, String> {
        // Not at once: of a value in the wrong place, the reader of text says less than it knows.
        let value: Value = serde_json::from_str(text).map_err(|error| plain(&error.to_string()))?;
        let options = Self::deserialize(&value).map_err(|error| plain(&error.to_string()))?;
        options.check()?;
        Ok(options)
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
                return Err(format!("merchants: the name \"{}\" is used twice", merchant.user_name));
            }
            names.push(&merchant.user_name);
        }
        if self.callbacks.secret.is_empty() {
            return Err("callbacks.secret: must not be empty".into());
        }
        if self.callbacks.max_failures == 0 {
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
            (r#"{"merchants":[{}]}"#, "the name \"test_user\" is used twice"),
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
