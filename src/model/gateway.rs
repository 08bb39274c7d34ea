//! The bank's gateway: its URL, the store's login, keys and limits.

pub mod banks;
mod builder;
mod code_list;
mod endpoint;

pub use builder::{GatewayBuilder, Runtime};
pub use code_list::CodeList;
pub use endpoint::Endpoint;

use crate::model::address::Address;
use crate::model::credentials::Credentials;
use crate::model::error::{Error, ErrorCode, Invalid};
use crate::model::keys::{CallbackKeys, ReturnKeys};

/// The configuration of a gateway. Only [`GatewayBuilder::build`] makes one, so every value in it has been checked.
///
/// ```
/// use bpc_checkout::Gateway;
/// # fn main() -> Result<(), bpc_checkout::Error> {
/// let gateway = Gateway::builder()
///     .base_url("https://dev.bpcbt.com/payment/rest")
///     .login("shop-api", "the password")
///     .return_keys(["a key of at least sixteen characters"])
///     .build()?;
/// assert_eq!(gateway.timeout_ms(), 15_000);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Gateway {
    base: Address,
    credentials: Credentials,
    language: Option<String>,
    timeout_ms: u32,
    return_keys: Option<ReturnKeys>,
    callback_keys: Option<CallbackKeys>,
    form_url_hosts: Option<Vec<String>>,
    order_number_max: usize,
    code_list: CodeList,
}

impl Gateway {
    /// The default deadline of a call, in milliseconds.
    pub const DEFAULT_TIMEOUT_MS: u32 = 15_000;

    /// Begins a configuration.
    pub fn builder() -> GatewayBuilder {
        GatewayBuilder::default()
    }

    /// The URL of a method.
    #[must_use]
    pub fn url(&self, endpoint: Endpoint) -> String {
        [self.base.as_str(), "/", endpoint.name()].concat()
    }

    /// The deadline of a call in milliseconds. It covers connection, headers, body and every repetition together.
    #[must_use]
    pub fn timeout_ms(&self) -> u32 {
        self.timeout_ms
    }

    /// Whether the gateway may be asked from there.
    ///
    /// # Errors
    /// `credentials_in_page` for login and password in a browser page.
    pub fn allow_in(&self, runtime: Runtime) -> Result<(), Error> {
        match (runtime, &self.credentials) {
            (Runtime::Page, Credentials::Login { .. }) => Err(Error::new(
                ErrorCode::CredentialsInPage,
                "login and password are in a browser page, where everybody can read them; call from your server, or use the public token",
            )),
            _ => Ok(()),
        }
    }

    /// The language of the payment page, of the bank's texts and of messages: two letters.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Whose list of response codes counts.
    #[must_use]
    pub fn code_list(&self) -> CodeList {
        self.code_list
    }

    /// The longest order number that this gateway accepts, in characters.
    #[must_use]
    pub fn order_number_max(&self) -> usize {
        self.order_number_max
    }

    /// The keys that sign return addresses, where the store has any.
    #[must_use]
    pub fn return_keys(&self) -> Option<&ReturnKeys> {
        self.return_keys.as_ref()
    }

    /// The keys with which callbacks are checked, where the store has any.
    #[must_use]
    pub fn callback_keys(&self) -> Option<&CallbackKeys> {
        self.callback_keys.as_ref()
    }

    pub(crate) fn base(&self) -> &Address {
        &self.base
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Gateway and merchant. A return address is signed together with it, so that it is refused for another merchant or
    /// gateway.
    pub(crate) fn scope(&self) -> String {
        // A public token may have the same text as another merchant's login.
        let kind = if self.credentials.are_public() { "\ntoken " } else { "\n" };
        [self.base.as_str(), kind, self.credentials.merchant()].concat()
    }

    /// Checks the URL of the payment page in the gateway's reply, before the customer is sent there.
    ///
    /// The page's host may differ from the API's host, as it does at SATIM. So only the store's own list restricts it.
    ///
    /// # Errors
    /// Refuses what is not absolute `https` (`http` on loopback, for a gateway that is on loopback itself), longer than
    /// 2048 characters, or on a host that is not on the store's list.
    pub fn check_form_url(&self, text: &str) -> Result<(), Invalid> {
        if text.chars().count() > 2048 {
            return Err("has more than 2048 characters".into());
        }
        let address = Address::parse(text)?;
        if !address.is_secure() && self.base.is_secure() {
            return Err("is http although the gateway is https".into());
        }
        match &self.form_url_hosts {
            Some(hosts) if !hosts.iter().any(|host| host == address.host()) => {
                Err("has a host that is not in gateway.formUrlHosts".into())
            }
            _ => Ok(()),
        }
    }
}
